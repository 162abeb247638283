"""Paths of the program's own files and of the user's folders.

In a checkout `forms` and `resources` are next to the package, where people look for them. In the wheel and in the
folder of PyInstaller they are inside the package, so that they do not mix with files of others.

No folder is created here; `storage/user_dirs.py` does that.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_NAME = "PerfDesk"
_PACKAGE = Path(__file__).resolve().parent
_ROOT = _PACKAGE if (_PACKAGE / "resources").is_dir() else _PACKAGE.parent

RESOURCES = _ROOT / "resources"
FORMS = _ROOT / "forms"


def home() -> Path | None:
    """Return the user's home folder; None for an account without one."""
    try:
        found = Path.home()
    except RuntimeError:
        return None
    return found if found.is_absolute() else None


def documents() -> Path:
    """Return the initial folder of file dialogs when no better one is known."""
    return home() or Path.cwd()


def data_folder() -> Path | None:
    """Return the folder of the program's data: PERFDESK_DATA, else the system's; None without a home."""
    wanted = os.environ.get("PERFDESK_DATA")
    return Path(wanted) if wanted else _system_folder(roaming=False)


def forms_folder() -> Path | None:
    """Return the folder of the bureau's own forms: PERFDESK_FORMS, else the system's; None without a home."""
    wanted = os.environ.get("PERFDESK_FORMS")
    if wanted:
        return Path(wanted)
    data = _system_folder(roaming=True)
    return data / "forms" if data is not None else None


def _system_folder(roaming: bool) -> Path | None:
    # Only the module of this system is imported: the three take a noticeable part of the start.
    if sys.platform == "win32":
        # The variable has precedence: administrators redirect it, and earlier versions used nothing else.
        named = os.environ.get("APPDATA" if roaming else "LOCALAPPDATA")
        if named:
            return Path(named) / _NAME
        from platformdirs.windows import Windows

        return Path(Windows(_NAME, False, roaming=roaming).user_data_dir)
    if home() is None and not (sys.platform == "linux" and os.environ.get("XDG_DATA_HOME")):
        return None
    if sys.platform == "darwin":
        from platformdirs.macos import MacOS

        return Path(MacOS(_NAME, False).user_data_dir)
    from platformdirs.unix import Unix

    return Path(Unix(_NAME, False).user_data_dir)
