"""Take parts of another report over into an open one: that report is only read, and its answers are proposed."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from perfdesk.application.import_files import FileProposal, Period, for_period
from perfdesk.application.session import Session
from perfdesk.definition.address import new_row_id
from perfdesk.definition.text import shorten
from perfdesk.errors import PerfDeskError
from perfdesk.evaluation.answers import Answers
from perfdesk.importers.matching.names import comparable_name
from perfdesk.importers.report.copied import propose_parts
from perfdesk.importers.report.parts import ReportPart, report_parts
from perfdesk.safe_open import NotAFileError, open_regular

_DATABASE = b"SQLite format 3\0"
_MAX_LISTED = 60
_MAX_NAME = 40


@dataclass(frozen=True, slots=True)
class OtherReport:
    """Another report as it was when it was read: the name of its file, its answers, and its parts."""

    file: str
    answers: Answers
    parts: tuple[ReportPart, ...]

    def names(self) -> list[str]:
        """What its parts are called; those with the same name by their ids."""
        keys = [comparable_name(part.label) for part in self.parts]
        return [part.label if keys.count(key) == 1 else part.id for part, key in zip(self.parts, keys, strict=True)]

    def named_parts(self, names: Sequence[str]) -> tuple[ReportPart, ...]:
        """The parts with these names or ids; PerfDeskError if one is unknown or ambiguous."""
        return tuple(self._named_part(name) for name in names)

    def propose(self, answers: Answers, parts: Sequence[ReportPart], period: Period | None = None) -> FileProposal:
        """What some parts propose for a report with these answers; the year as in `import_files.propose_files`."""
        proposal, reading = propose_parts(answers, self.answers, parts, self.file, new_row_id)
        return for_period(answers, proposal, [reading], period)

    def _named_part(self, name: str) -> ReportPart:
        found = [part for part in self.parts if part.id == name.strip()]
        found = found or [part for part in self.parts if comparable_name(part.label) == comparable_name(name)]
        if len(found) == 1:
            return found[0]
        what, shown = f"没有导入“{self.file}”。", shorten(name, _MAX_NAME)
        if found:
            why = f"有 {len(found)} 个部分叫“{shown}”。"
            raise PerfDeskError(what, why, f"请改写 {'、'.join(part.id for part in found)} 中的一个。")
        raise PerfDeskError(what, f"里面没有“{shown}”这一部分。", f"可以取用的有：{self.listed_parts()}。")

    def listed_parts(self) -> str:
        """The names of its parts in one line."""
        names = self.names()
        more = f"等 {len(names)} 个部分" if len(names) > _MAX_LISTED else ""
        return ("、".join(names[:_MAX_LISTED]) or "没有（还没有填）") + more


def read_other_report(path: Path) -> OtherReport:
    """Read another report without writing to it or next to it; PerfDeskError if it cannot be opened."""
    with contextlib.closing(Session.open(path, read_only=True)) as session:
        return OtherReport(path.name, session.answers, report_parts(session.answers))


def is_database(path: Path) -> bool:
    """Whether a file is a database by its content, as reports are; False if it cannot be read."""
    try:
        with open_regular(path, follow=True) as file:
            return file.read(len(_DATABASE)) == _DATABASE
    except (OSError, NotAFileError):
        return False
