"""文件信息: the facts of a report file and its contributors."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from perfdesk.application.session import Session
from perfdesk.definition.kinds import value_text
from perfdesk.entries.change import Change


@dataclass(frozen=True, slots=True)
class Contributor:
    """One person's work on a report."""

    who: str
    changes: int
    first: datetime.datetime
    last: datetime.datetime


@dataclass(frozen=True, slots=True)
class FileInfo:
    """What the window shows of a file; `size` in bytes, contributors by their last change, latest first."""

    path: Path
    unit: str
    year: str
    form: str
    form_version: int
    size: int
    changes: int
    contributors: tuple[Contributor, ...]


def read_file_info(session: Session) -> FileInfo:
    """The facts of an open report; PerfDeskError when its file cannot be read."""
    changes = session.file.changes()
    fields = session.form.report_fields
    return FileInfo(
        session.path,
        value_text(session.answers.value(fields.unit)),
        value_text(session.answers.value(fields.year)),
        session.form.title,
        session.form.version,
        len(session.file.read_bytes()),
        len(changes),
        _contributors(changes),
    )


def _contributors(changes: Iterable[Change]) -> tuple[Contributor, ...]:
    by_name: dict[str, list[datetime.datetime]] = {}
    for change in changes:
        by_name.setdefault(change.who, []).append(change.at)
    contributors = [Contributor(who, len(times), min(times), max(times)) for who, times in by_name.items()]
    return tuple(sorted(contributors, key=lambda one: one.last, reverse=True))
