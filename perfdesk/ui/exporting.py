"""Exporting from the window: off its thread, with news in place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from perfdesk.errors import PerfDeskError
from perfdesk.export import export_report
from perfdesk.ui.strips import NewsStrip
from perfdesk.ui.work import Workshop
from perfdesk.whole_set import export_whole_set

if TYPE_CHECKING:
    from perfdesk.document.blocks import Edition
    from perfdesk.session import Snapshot

#: Writes files as a draft or not, telling what is under way; gives what was written.
_Write = Callable[[bool, Callable[[str], None]], list[Path]]


class Exporter(QObject):
    """Writes files and says so in a strip; one export at a time."""

    finished = Signal(bool)
    crashed = Signal(object)

    def __init__(self, workshop: Workshop, parent: QObject) -> None:
        super().__init__(parent)
        self._workshop = workshop
        self._news: NewsStrip | None = None
        self._errors = 0
        self.is_busy = False

    def export(self, snapshot: Snapshot, targets: list[Path], news: NewsStrip) -> None:
        """Write the report as it stands; with errors left it is marked a draft."""
        self._begin(
            snapshot,
            lambda draft, tell: export_report(snapshot.answers, snapshot.findings, targets, draft, tell),
            news,
        )

    def export_set(self, snapshot: Snapshot, folder: Path, edition: Edition, news: NewsStrip) -> None:
        """Write Word, PDF, Excel and their list into a folder; earlier files there are kept."""
        self._begin(
            snapshot,
            lambda draft, tell: export_whole_set(snapshot.answers, snapshot.findings, folder, draft, tell, edition),
            news,
        )

    def _begin(self, snapshot: Snapshot, write: _Write, news: NewsStrip) -> None:
        if self.is_busy:
            return
        self.is_busy, self._news = True, news
        self._errors = sum(finding.severity == "error" for finding in snapshot.findings)
        draft = self._errors > 0
        news.tell("notice", "正在导出……可以继续填报。", busy=True)
        job = self._workshop.start(lambda tell: write(draft, tell), urgent=True)
        job.progressed.connect(self._on_progressed)
        job.done.connect(self._on_done)
        job.failed.connect(self._on_failed)

    def _on_progressed(self, words: str) -> None:
        if self._news is not None:
            self._news.tell("notice", words, busy=True)

    def _on_done(self, written: list[Path]) -> None:
        self.is_busy = False
        folder = written[0].parent
        names = written[0].name if len(written) == 1 else f"{len(written)} 个文件"
        draft = f"还有 {self._errors} 处错误，已按草稿导出。" if self._errors else ""
        if self._news is not None:
            self._news.tell(
                "warning" if draft else "done",
                f"已导出 {names}。{draft}",
                "打开文件夹",
                lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))),
            )
        self.finished.emit(True)

    def _on_failed(self, error: Exception) -> None:
        self.is_busy = False
        known = isinstance(error, PerfDeskError)
        words = str(error) if known else "导出时程序出错，填报内容已保存，原有文件没有改动。"
        if self._news is not None:
            self._news.tell("error", words)
        if not known:
            self.crashed.emit(error)
        self.finished.emit(False)
