"""Where the program's own files lie, and the user's folders, which every layer may ask for.

In a checkout `forms` and `resources` stand beside the package, where people look for them. The wheel and PyInstaller's
folder carry them inside the package, so that nothing of ours lies loose among other people's files.

Nothing is created here; `storage/user_dirs.py` makes the folders.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from platformdirs.macos import MacOS
from platformdirs.unix import Unix
from platformdirs.windows import Windows

_NAME = "PerfDesk"
_PACKAGE = Path(__file__).resolve().parent
_ROOT = _PACKAGE if (_PACKAGE / "resources").is_dir() else _PACKAGE.parent

RESOURCES = _ROOT / "resources"
FORMS = _ROOT / "forms"


def home() -> Path | None:
    """The user's home folder; None for an account that has none."""
    try:
        found = Path.home()
    except RuntimeError:
        return None
    return found if found.is_absolute() else None


def documents() -> Path:
    """Where a file dialog begins when nothing better is known."""
    return home() or Path.cwd()


def data_folder() -> Path | None:
    """The folder for what the program keeps on this machine: PERFDESK_DATA, else the system's; None without a home."""
    wanted = os.environ.get("PERFDESK_DATA")
    return Path(wanted) if wanted else _system_folder(roaming=False)


def forms_folder() -> Path | None:
    """Where a bureau keeps its own forms: PERFDESK_FORMS, else in the user's program data; None without a home."""
    wanted = os.environ.get("PERFDESK_FORMS")
    if wanted:
        return Path(wanted)
    data = _system_folder(roaming=True)
    return data / "forms" if data is not None else None


def _system_folder(roaming: bool) -> Path | None:
    if sys.platform == "win32":
        # The variable first: administrators point it elsewhere, and earlier versions asked nothing else.
        named = os.environ.get("APPDATA" if roaming else "LOCALAPPDATA")
        return Path(named) / _NAME if named else Path(Windows(_NAME, False, roaming=roaming).user_data_dir)
    if home() is None and not (sys.platform == "linux" and os.environ.get("XDG_DATA_HOME")):
        return None
    return Path((MacOS if sys.platform == "darwin" else Unix)(_NAME, False).user_data_dir)
