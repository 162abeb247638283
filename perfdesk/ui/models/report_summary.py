"""What the start page says of a report without opening it in the window: unit, year, and what it still lacks.

It is noted when a report is closed; a file that has changed since is read again, off the window's thread.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from perfdesk.checks.finding import MISSING_CODES
from perfdesk.definition.kinds import value_text
from perfdesk.definition.severity import Severity
from perfdesk.errors import PerfDeskError
from perfdesk.ui.settings import recent_files, remember, remembered

if TYPE_CHECKING:
    from perfdesk.application.session import Session

_SETTINGS_KEY = "glances"


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """A report at a glance. `missing` of the errors are answers not given; `edited` is when it was edited last, in
    ISO 8601; `trouble` says why it cannot be read; `stamp` tells a file from a later state of itself.
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
        """What the report is called: `道县应急管理局 2023 年度`; empty while neither is known."""
        return " ".join(part for part in (self.unit, f"{self.year} 年度" if self.year else "") if part)


def summarize(session: Session) -> ReportSummary:
    """An open report at a glance; PerfDeskError when its file cannot be read."""
    answers, findings = session.answers, session.findings
    unit, year = (value_text(answers.value(answers.form.report_addresses[key])) for key in ("unit", "year"))
    grave = [finding for finding in findings if finding.severity == Severity.ERROR]
    missing = sum(finding.code in MISSING_CODES for finding in grave)
    warnings = sum(finding.severity == Severity.WARNING for finding in findings)
    return ReportSummary(
        unit, year, len(grave), warnings, missing, session.file.last_change()[1], session.file.report_id()
    )


def cache_summary(path: Path, summary: ReportSummary | None) -> None:
    """Remember how a report stood when it was closed."""
    if summary is not None:
        with contextlib.suppress(OSError):
            _store(path, replace(summary, stamp=_stamp(path)))


def cached_summary(path: Path) -> ReportSummary | None:
    """How a report stood when it was closed here last."""
    found = _cached().get(str(path))
    known = {field.name for field in fields(ReportSummary)}
    try:
        return ReportSummary(**{name: value for name, value in found.items() if name in known}) if found else None
    except (AttributeError, TypeError):
        return None


def refresh_summary(path: Path, known: ReportSummary | None) -> ReportSummary:
    """How a report stands now; to be called off the window's thread, for a share may take long to answer."""
    try:
        stamp = _stamp(path)
    except FileNotFoundError:
        return _unreadable_summary(known, "文件不在原处：U 盘可能没有插上，或文件被移走、改名。")
    except OSError:
        return _unreadable_summary(known, "原处现在够不着：网络可能没有连上。")
    if known is not None and known.stamp == stamp and not known.trouble:
        return known
    from perfdesk.application.session import Session

    try:
        with contextlib.closing(Session.open(path, read_only=True)) as session:
            return replace(summarize(session), stamp=stamp)
    except PerfDeskError as error:
        return _unreadable_summary(known, error.why or error.what)


def _unreadable_summary(known: ReportSummary | None, trouble: str) -> ReportSummary:
    return replace(known or ReportSummary(), trouble=trouble)


def _store(path: Path, summary: ReportSummary) -> None:
    recent = {str(known) for known in recent_files()}
    cached = {name: value for name, value in _cached().items() if name in recent}
    remember(_SETTINGS_KEY, json.dumps({**cached, str(path): asdict(summary)}, ensure_ascii=False))


def _cached() -> dict[str, dict[str, Any]]:
    try:
        found = json.loads(str(remembered(_SETTINGS_KEY, "{}")))
    except ValueError:
        return {}
    return cast("dict[str, dict[str, Any]]", found) if isinstance(found, dict) else {}


def _stamp(path: Path) -> str:
    found = path.stat()
    return f"{found.st_size}:{found.st_mtime_ns}"
