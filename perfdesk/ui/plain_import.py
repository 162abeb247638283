"""Put Python's own import back, once Qt is loaded.

PySide6 replaces `__import__` by one that reads the source of each importing module, to see whether it wants Qt's names
in another spelling. None of ours does, and it took a tenth of the start. PySide6 keeps the import that it found.
"""

from __future__ import annotations

import builtins
import importlib

importlib.import_module("PySide6.QtWidgets")  # replaces the import
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
