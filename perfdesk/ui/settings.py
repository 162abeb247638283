"""Persistent settings of the window: sizes, what is shown, recent files."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QSettings

_RECENT = "recent_files"
_MAX_RECENT = 8


def store() -> QSettings:
    """Return this user's settings: in the folder that PERFDESK_DATA names, else in the system's usual place."""
    folder = os.environ.get("PERFDESK_DATA")
    if folder:
        return QSettings(str(Path(folder).absolute() / "settings.ini"), QSettings.Format.IniFormat)
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "PerfDesk", "PerfDesk")


def remember(name: str, value: object) -> None:
    """Save a value."""
    store().setValue(name, value)


def remembered(name: str, default: object) -> object:
    """Return a saved value; booleans, which an INI file stores as text, are converted back."""
    found = store().value(name, default)
    return found == "true" if isinstance(default, bool) and isinstance(found, str) else found


def remembered_list(name: str) -> list[str]:
    """Return a saved list of texts; an INI file stores a list of one as a single text."""
    found = store().value(name, [])
    values = [found] if isinstance(found, str) else found if isinstance(found, list) else []
    return [value for value in values if isinstance(value, str)]


def recent_files() -> list[Path]:
    """Return the reports opened recently, latest first, without checking that they exist, which may take long."""
    return [Path(name) for name in remembered_list(_RECENT)[:_MAX_RECENT] if name and "\0" not in name]


def remember_file(path: Path) -> None:
    """Make a report the first of the recent files."""
    resolved = path.resolve()
    _save_recent([resolved, *(known for known in recent_files() if known != resolved)])


def forget_file(path: Path) -> None:
    """Remove a report from the recent files; the file itself stays."""
    _save_recent([known for known in recent_files() if known != path])


def _save_recent(paths: list[Path]) -> None:
    store().setValue(_RECENT, [str(path) for path in paths[:_MAX_RECENT]])
