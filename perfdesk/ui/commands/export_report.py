"""Exports from the window, run in the background and reported above the report that is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from perfdesk.application.export import export_report, write_files
from perfdesk.application.export_set import write_export_set
from perfdesk.checks.finding import unfinished_text
from perfdesk.document.accepted_warnings import accepted_warnings_report
from perfdesk.document.build import build, report_name
from perfdesk.errors import PerfDeskError
from perfdesk.ui.background import BackgroundTasks
from perfdesk.ui.commands.export_dialog import SetChoice
from perfdesk.ui.commands.redactions_dialog import RedactionsDialog, redaction_summary
from perfdesk.ui.commands.task_messages import TaskMessages
from perfdesk.ui.widgets.dialog_parts import open_dialog
from perfdesk.ui.widgets.system_open import open_with_system

if TYPE_CHECKING:
    from perfdesk.checks.snapshot import Snapshot
    from perfdesk.document.blocks import Report
    from perfdesk.entries.change import Change

#: Writes files; receives whether they are drafts and a function that reports progress, returns the files written.
_Write = Callable[[bool, Callable[[str], None]], list[Path]]


class Exporter(QObject):
    """Writes files, one export at a time.

    It is reported above the report that is open, or as `TaskMessages` say if none is open any more.
    """

    finished = Signal(bool)
    crashed = Signal(object)

    def __init__(self, background: BackgroundTasks, messages: TaskMessages, window: QWidget) -> None:
        super().__init__(window)
        self._background, self._messages, self._window = background, messages, window
        self._unfinished = ""
        self._report: Report | None = None
        self.is_busy = False

    def export(self, snapshot: Snapshot, targets: list[Path]) -> None:
        """Export the report; it is marked as a draft if it is not finished."""
        self._start(
            snapshot,
            lambda draft, report_progress: export_report(
                snapshot.answers, snapshot.findings, targets, draft, report_progress, state=snapshot.state
            ),
        )

    def export_set(self, snapshot: Snapshot, choice: SetChoice) -> None:
        """Export Word, PDF, Excel and their list to a folder, without overwriting files."""

        def write(draft: bool, report_progress: Callable[[str], None]) -> list[Path]:
            report = build(snapshot.answers, snapshot.findings, draft, choice.edition, choice.kept, snapshot.state)
            self._report = report
            written = report if choice.charts else replace(report, charts=())
            name = report_name(snapshot.answers, choice.edition)
            return write_export_set(written, name, snapshot.findings, choice.folder, report_progress)

        self._start(snapshot, write)

    def export_accepted_warnings(self, snapshot: Snapshot, changes: list[Change], target: Path) -> None:
        """Export 核对说明, which lists the accepted warnings; it is never a draft."""
        document = accepted_warnings_report(snapshot.answers, snapshot.accepted, changes)
        without_findings = replace(snapshot, findings=())
        self._start(without_findings, lambda _draft, report_progress: write_files(document, [target], report_progress))

    def _start(self, snapshot: Snapshot, write: _Write) -> None:
        if self.is_busy:
            return
        self.is_busy, self._report = True, None
        self._unfinished = unfinished_text(snapshot.findings)
        draft = bool(self._unfinished)
        progressed = self._messages.show_progress
        progressed("正在导出……可以继续填报。")
        work = partial(write, draft)
        self._background.start(work, self._on_done, self._on_failed, progressed, urgent=True, kept=True)

    def _on_done(self, written: list[Path]) -> None:
        self.is_busy = False
        names = written[0].name if len(written) == 1 else f"{written[0].stem} 等 {len(written)} 个文件"
        draft = f"还有 {self._unfinished}，已按草稿导出。" if self._unfinished else ""
        report = self._report
        redactions = redaction_summary(report) if report is not None else ""
        action = ("打开文件夹", partial(open_with_system, written[0].parent))
        if report is not None and redactions:
            action = ("看有哪些…", partial(_show_redactions, report, written[-1], self._window))
        text = f"已导出 {names}。{draft}{redactions}"
        self._messages.show_result(text, [action], is_draft=bool(draft))
        self.finished.emit(True)

    def _on_failed(self, error: Exception) -> None:
        self.is_busy = False
        is_expected = isinstance(error, PerfDeskError)
        text = str(error) if is_expected else "导出时程序出错，填报内容已保存，原有文件没有改动。"
        if is_expected or self._messages.has_report:
            self._messages.show_failure(text)
        if not is_expected:
            self.crashed.emit(error)
        self.finished.emit(False)


def _show_redactions(report: Report, list_path: Path, parent: QWidget) -> None:
    open_dialog(RedactionsDialog(report, list_path, parent))
