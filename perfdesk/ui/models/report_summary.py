"""Summaries of reports for the start page: unit, year, and the number of findings.

The summary is cached when a report is closed. A file that has changed since is read again, outside the window's thread.
"""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from perfdesk.definition.kinds import value_text
from perfdesk.definition.severity import Severity
from perfdesk.errors import PerfDeskError
from perfdesk.ui.settings import recent_files, remember, remembered

if TYPE_CHECKING:
    from perfdesk.application.session import Session

_SETTINGS_KEY = "glances"


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """The summary of a report.

    `missing` is the number of findings that answers are not filled in. `edited` is the time of the last change in ISO
    8601. `report` is the id of the report. `trouble` is the reason why it cannot be read. `stamp` identifies a state of
    the file.
    """

    unit: str = ""
    year: str = ""
    errors: int = 0
    warnings: int = 0
    missing: int = 0
    edited: str = ""
    report: str = ""
    stamp: str = ""
    trouble: str = ""

    @property
    def name(self) -> str:
        """The name of the report, such as `道县应急管理局 2023 年度`; empty if unit and year are unknown."""
        return " ".join(part for part in (self.unit, f"{self.year} 年度" if self.year else "") if part)


def summarize(session: Session) -> ReportSummary:
    """Return the summary of an open report. Raises PerfDeskError when its file cannot be read."""
    answers, findings = session.answers, session.findings
    fields = answers.form.report_fields
    unit, year = value_text(answers.value(fields.unit)), value_text(answers.value(fields.year))
    counts = Counter(finding.severity for finding in findings)
    return ReportSummary(
        unit,
        year,
        counts[Severity.ERROR],
        counts[Severity.WARNING],
        counts[Severity.MISSING],
        session.file.last_change()[1],
        session.file.report_id(),
    )


def cache_summary(path: Path, summary: ReportSummary | None) -> None:
    """Cache the summary of a report that is being closed."""
    if summary is not None:
        with contextlib.suppress(OSError):
            _store(path, replace(summary, stamp=_stamp(path)))


def cached_summary(path: Path) -> ReportSummary | None:
    """Return the summary cached when the report was last closed; None if there is none."""
    values = _cached_summaries().get(str(path))
    names = {field.name for field in fields(ReportSummary)}
    try:
        return ReportSummary(**{name: value for name, value in values.items() if name in names}) if values else None
    except (AttributeError, TypeError):
        return None


def refresh_summary(path: Path, cached: ReportSummary | None) -> ReportSummary:
    """Return the current summary. May block on a slow share; call it from a worker thread."""
    try:
        stamp = _stamp(path)
    except FileNotFoundError:
        return _unreadable_summary(cached, "文件不在原处：U 盘可能没有插上，或文件被移走、改名。")
    except OSError:
        return _unreadable_summary(cached, "原处现在够不着：网络可能没有连上。")
    if cached is not None and cached.stamp == stamp and not cached.trouble:
        return cached
    from perfdesk.application.session import Session

    try:
        with contextlib.closing(Session.open(path, read_only=True)) as session:
            return replace(summarize(session), stamp=stamp)
    except PerfDeskError as error:
        return _unreadable_summary(cached, error.why or error.what)


def _unreadable_summary(cached: ReportSummary | None, trouble: str) -> ReportSummary:
    return replace(cached or ReportSummary(), trouble=trouble)


def _store(path: Path, summary: ReportSummary) -> None:
    recent = set(map(str, recent_files()))
    cached = {name: value for name, value in _cached_summaries().items() if name in recent}
    remember(_SETTINGS_KEY, json.dumps({**cached, str(path): asdict(summary)}, ensure_ascii=False))


def _cached_summaries() -> dict[str, Any]:
    try:
        saved = json.loads(str(remembered(_SETTINGS_KEY, "{}")))
    except ValueError:
        return {}
    return cast("dict[str, Any]", saved) if isinstance(saved, dict) else {}


def _stamp(path: Path) -> str:
    status = path.stat()
    return f"{status.st_size}:{status.st_mtime_ns}"
