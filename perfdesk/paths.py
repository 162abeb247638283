"""Where the program's own files lie.

In a checkout `forms` and `resources` stand beside the package, where people look for them. The wheel and PyInstaller's
folder carry them inside the package, so that nothing of ours lies loose among other people's files.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_ROOT = _PACKAGE if (_PACKAGE / "resources").is_dir() else _PACKAGE.parent

RESOURCES = _ROOT / "resources"
FORMS = _ROOT / "forms"
