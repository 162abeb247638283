"""The files of an import: read once, and understood again when the user says that they are of another year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from perfdesk.application.import_files import FileProposal, Period, propose_files
from perfdesk.errors import PerfDeskError
from perfdesk.evaluation.answers import Answers
from perfdesk.importers.formats import read_source
from perfdesk.importers.source import SourceDocument
from perfdesk.ui.models.import_review import ImportReading


class SourceFiles:
    """Some files for a report. Its methods may run outside the window's thread, one at a time.

    `problems` are sentences about files that could not be read, while others could.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = paths
        self._documents: list[SourceDocument] = []
        self.problems: list[str] = []

    def read(
        self, answers: Answers, is_last_year: bool | None, report_progress: Callable[[str], None]
    ) -> tuple[ImportReading, Sequence[str]]:
        """Read the files and return what they contain for a report with these answers; None recognises the year.

        PerfDeskError if no file can be read.
        """
        if not self._documents:
            self._read_documents(report_progress)
        report_progress("正在对照表单……")
        return import_reading(propose_files(answers, self._documents, period_of(is_last_year))), self.problems

    def _read_documents(self, report_progress: Callable[[str], None]) -> None:
        errors: list[PerfDeskError] = []
        for number, path in enumerate(self._paths, 1):
            count = f"（第 {number} 个，共 {len(self._paths)} 个）" if len(self._paths) > 1 else ""
            report_progress(f"正在读“{path.name}”{count}……")
            try:
                self._documents.append(read_source(path))
            except PerfDeskError as error:
                errors.append(error)
        if not self._documents:
            raise errors[0]
        self.problems = [str(error) for error in errors]


def period_of(is_last_year: bool | None) -> Period | None:
    """Return the period that the user has chosen; None to recognise it."""
    return None if is_last_year is None else "last-year" if is_last_year else "this-year"


def import_reading(found: FileProposal) -> ImportReading:
    """Return what files propose as it is reviewed."""
    return ImportReading(found.documents, found.proposal, found.year, found.period == "last-year")
