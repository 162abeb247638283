"""The parts of another report that the user has chosen, understood again when he says that they are of another year."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from perfdesk.application.import_report import OtherReport
from perfdesk.evaluation.answers import Answers
from perfdesk.importers.report.parts import ReportPart
from perfdesk.ui.models.import_review import ImportReading
from perfdesk.ui.models.source_files import import_reading, period_of


class PartsOfReport:
    """Some parts of another report. Its method may run outside the window's thread."""

    def __init__(self, other: OtherReport, parts: Sequence[ReportPart]) -> None:
        self._other, self._parts = other, parts

    def read(
        self, answers: Answers, is_last_year: bool | None, report_progress: Callable[[str], None]
    ) -> tuple[ImportReading, Sequence[str]]:
        """Return what they contain for a report with these answers; None recognises the year."""
        report_progress(f"正在对照“{self._other.file}”……")
        return import_reading(self._other.propose(answers, self._parts, period_of(is_last_year))), ()
