"""Where the program's own files lie, from a checkout, an installed package or a PyInstaller folder."""

from __future__ import annotations

import sys
from pathlib import Path


def _root() -> Path:
    bundle = getattr(sys, "_MEIPASS", None)
    return Path(bundle) if bundle else Path(__file__).resolve().parent.parent


RESOURCES = _root() / "resources"
FORMS = _root() / "forms"
