"""文件信息: what a report file is, and who worked on it when."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from perfdesk.application.session import Session
from perfdesk.definition.kinds import value_text
from perfdesk.entries.change import Change


@dataclass(frozen=True, slots=True)
class Editor:
    """One person's work on a report."""

    who: str
    changes: int
    first: datetime.datetime
    last: datetime.datetime


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the window tells about a file; `size` in bytes, editors by who was at work last."""

    path: Path
    unit: str
    year: str
    form: str
    form_version: int
    size: int
    changes: int
    editors: tuple[Editor, ...]


def file_facts(session: Session) -> FileFacts:
    """The facts of an open report; PerfDeskError when its file cannot be read."""
    changes = session.file.changes()
    told = {key: value_text(session.answers.value(session.form.report[key])) for key in ("unit", "year")}
    return FileFacts(
        session.path,
        told["unit"],
        told["year"],
        session.form.title,
        session.form.version,
        len(session.file.whole()),
        len(changes),
        _editors(changes),
    )


def _editors(changes: Iterable[Change]) -> tuple[Editor, ...]:
    by_name: dict[str, list[datetime.datetime]] = {}
    for change in changes:
        by_name.setdefault(change.who, []).append(change.at)
    editors = [Editor(who, len(times), min(times), max(times)) for who, times in by_name.items()]
    return tuple(sorted(editors, key=lambda editor: editor.last, reverse=True))
