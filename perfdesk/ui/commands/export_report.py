"""Exporting from the window: off its thread, with news in place."""

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
from perfdesk.definition.severity import Severity
from perfdesk.document.accepted_warnings import accepted_warnings_report
from perfdesk.document.build import build, report_name
from perfdesk.errors import PerfDeskError
from perfdesk.ui.background import BackgroundTasks
from perfdesk.ui.commands.export_dialog import SetChoice
from perfdesk.ui.commands.redactions_dialog import RedactionsDialog, redaction_summary
from perfdesk.ui.widgets.dialog_parts import open_dialog
from perfdesk.ui.widgets.message_bar import MessageBar
from perfdesk.ui.widgets.system_open import open_with_system

if TYPE_CHECKING:
    from perfdesk.checks.snapshot import Snapshot
    from perfdesk.document.blocks import Report
    from perfdesk.entries.change import Change

#: Writes files as a draft or not, telling what is under way; gives what was written.
_Write = Callable[[bool, Callable[[str], None]], list[Path]]


class Exporter(QObject):
    """Writes files and says so in a strip; one export at a time."""

    finished = Signal(bool)
    crashed = Signal(object)

    def __init__(self, background: BackgroundTasks, parent: QObject) -> None:
        super().__init__(parent)
        self._background = background
        self._messages: MessageBar | None = None
        self._errors = 0
        self._report: Report | None = None
        self.is_busy = False

    def export(self, snapshot: Snapshot, targets: list[Path], messages: MessageBar) -> None:
        """Write the report as it stands; with errors left it is marked a draft."""
        self._start(
            snapshot,
            lambda draft, tell: export_report(snapshot.answers, snapshot.findings, targets, draft, tell),
            messages,
        )

    def export_set(self, snapshot: Snapshot, choice: SetChoice, messages: MessageBar) -> None:
        """Write Word, PDF, Excel and their list into a folder; earlier files there are kept."""

        def write(draft: bool, tell: Callable[[str], None]) -> list[Path]:
            report = build(snapshot.answers, snapshot.findings, draft, choice.edition, choice.kept)
            self._report = report
            written = report if choice.charts else replace(report, charts=())
            name = report_name(snapshot.answers, choice.edition)
            return write_export_set(written, name, snapshot.findings, choice.folder, tell)

        self._start(snapshot, write, messages)

    def export_accepted_warnings(
        self, snapshot: Snapshot, changes: list[Change], target: Path, messages: MessageBar
    ) -> None:
        """Write 核对说明, whose warnings are those that stand with a reason; it is never a draft."""
        paper = accepted_warnings_report(snapshot.answers, snapshot.accepted, changes)
        self._start(replace(snapshot, findings=()), lambda _draft, tell: write_files(paper, [target], tell), messages)

    def _start(self, snapshot: Snapshot, write: _Write, messages: MessageBar) -> None:
        if self.is_busy:
            return
        self.is_busy, self._messages, self._report = True, messages, None
        self._errors = sum(finding.severity == Severity.ERROR for finding in snapshot.findings)
        draft = self._errors > 0
        messages.show_message("notice", "正在导出……可以继续填报。", busy=True)
        self._background.start(
            lambda tell: write(draft, tell), self._on_done, self._on_failed, self._on_progressed, urgent=True
        )

    def _on_progressed(self, text: str) -> None:
        if self._messages is not None:
            self._messages.show_message("notice", text, busy=True)

    def _on_done(self, written: list[Path]) -> None:
        self.is_busy = False
        names = written[0].name if len(written) == 1 else f"{len(written)} 个文件"
        draft = f"还有 {self._errors} 处错误，已按草稿导出。" if self._errors else ""
        report, news = self._report, self._messages
        hidden = redaction_summary(report) if report is not None else ""
        if news is not None:
            text = f"已导出 {names}。{draft}{hidden}"
            action = ("打开文件夹", partial(open_with_system, written[0].parent))
            if report is not None and hidden:
                action = ("看有哪些…", partial(_show_redactions, report, written[-1], news))
            news.show_message("warning" if draft else "done", text, [action])
        self.finished.emit(True)

    def _on_failed(self, error: Exception) -> None:
        self.is_busy = False
        known = isinstance(error, PerfDeskError)
        text = str(error) if known else "导出时程序出错，填报内容已保存，原有文件没有改动。"
        if self._messages is not None:
            self._messages.show_message("error", text)
        if not known:
            self.crashed.emit(error)
        self.finished.emit(False)


def _show_redactions(report: Report, listed: Path, parent: QWidget) -> None:
    dialog = RedactionsDialog(report, listed, parent.window())
    open_dialog(dialog)
