"""A Word export of the open report that somebody has edited: read, and compared with what was exported."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path

from perfdesk.application.import_returned import propose_returned
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.evaluation.answers import Answers
from perfdesk.ui.models.import_review import ImportReading


class ReturnedFile:
    """A returned file for the report that is saved in `report`.

    Its method may run outside the window's thread: it reads the journal from a copy of the report in memory.
    """

    def __init__(self, path: Path, report: Path) -> None:
        self._path, self._report = path, report

    def read(
        self, answers: Answers, _is_last_year: bool | None, report_progress: Callable[[str], None]
    ) -> tuple[ImportReading, Sequence[str]]:
        """Return what was changed. PerfDeskError if the file cannot be read, or is another report's."""
        report_progress(f"正在读“{self._path.name}”，与导出时对比……")
        with contextlib.closing(ReportFile.open(self._report, read_only=True)) as report:
            found = propose_returned(answers, report, self._path)
        return ImportReading((found.document,), found.proposal, is_returned=True), found.remarks
