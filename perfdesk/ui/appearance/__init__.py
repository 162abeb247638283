"""Colours, fonts and icons; the first package of the window that is loaded.

PySide6 replaces Python's `__import__` by one that reads the source of each importing module, to see whether it wants
Qt's names in another spelling. None of ours does, and it took a tenth of the start, so the import that PySide6 found
and kept is put back. The process that draws the preview loads neither this package nor Qt.
"""

from __future__ import annotations

import builtins
import importlib

importlib.import_module("PySide6.QtWidgets")  # replaces the import
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
