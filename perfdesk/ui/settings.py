"""What the window remembers from one day to the next: sizes, what is shown, recent files."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QSettings

_RECENT = "recent_files"
_MAX_RECENT = 8


def store() -> QSettings:
    """The settings of this user: in the folder PERFDESK_DATA names, else where the system keeps them."""
    folder = os.environ.get("PERFDESK_DATA")
    if folder:
        return QSettings(str(Path(folder).absolute() / "settings.ini"), QSettings.Format.IniFormat)
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "PerfDesk", "PerfDesk")


def remember(name: str, value: object) -> None:
    """Keep a value for next time."""
    store().setValue(name, value)


def remembered(name: str, default: object) -> object:
    """A value kept earlier; truth values come back as such."""
    found = store().value(name, default)
    return found == "true" if isinstance(default, bool) and isinstance(found, str) else found


def recent_files() -> list[Path]:
    """Reports opened lately, the latest first; whether they still stand is not looked at, which may take long."""
    found = store().value(_RECENT, [])
    names = [found] if isinstance(found, str) else found if isinstance(found, list) else []
    return [Path(name) for name in names[:_MAX_RECENT] if isinstance(name, str) and name and "\0" not in name]


def remember_file(path: Path) -> None:
    """Put a report at the head of the recent ones."""
    here = path.resolve()
    _save_recent([here, *(known for known in recent_files() if known != here)])


def forget_file(path: Path) -> None:
    """Leave a report out of the recent ones; the file itself stays."""
    _save_recent([known for known in recent_files() if known != path])


def _save_recent(paths: list[Path]) -> None:
    store().setValue(_RECENT, [str(path) for path in paths[:_MAX_RECENT]])
