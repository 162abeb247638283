"""One import into the open report: files are read in the background, reviewed on a page, and entered as one change."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer

from perfdesk.errors import PerfDeskError
from perfdesk.storage.backup import back_up
from perfdesk.ui.background import BackgroundTasks
from perfdesk.ui.models.import_review import ImportReading, ReadFiles
from perfdesk.ui.panels.importing.page import ImportPage
from perfdesk.ui.widgets import message_boxes
from perfdesk.ui.widgets.message_bar import MessageAction
from perfdesk.ui.workspace.full_page import FullPage
from perfdesk.ui.workspace.workspace import Workspace

#: A shorter import shows no progress, in milliseconds.
_QUIET_MS = 500


class _CancelledError(Exception):
    """The user has cancelled the reading."""


@dataclass(slots=True)
class _Reading:
    """A reading in progress; `cancelled` is set in the window's thread and read in the other one."""

    cancelled: threading.Event
    progress: str = "正在读文件……"
    is_over: bool = False


class FileImport(QObject):
    """Reads files and shows the page; belongs to the workspace, which has one at a time."""

    def __init__(self, workspace: Workspace, background: BackgroundTasks) -> None:
        super().__init__(workspace)
        self._workspace, self._background = workspace, background
        self._reading: _Reading | None = None
        self._full_page: FullPage | None = None
        self._read: ReadFiles | None = None
        self.page: ImportPage | None = None

    @property
    def is_reading(self) -> bool:
        """Whether files are being read."""
        return self._reading is not None

    def start(self, read: ReadFiles) -> None:
        """Read files and show the page; ignored while other files are being read."""
        if not self.is_reading:
            self._read = read
            self._begin(None, self._on_read)

    def cancel(self) -> None:
        """Give up the reading; what it returns is ignored."""
        if self._reading is not None:
            self._reading.cancelled.set()
            self._end_reading()

    def _begin(
        self, is_last_year: bool | None, on_read: Callable[[tuple[ImportReading, Sequence[str]]], object]
    ) -> None:
        reading, read, answers = _Reading(threading.Event()), self._read, self._workspace.model.session.answers
        assert read is not None
        self._reading = reading

        def work(report_progress: Callable[[str], None]) -> object:
            def report_or_stop(text: str) -> None:
                if reading.cancelled.is_set():
                    raise _CancelledError
                report_progress(text)

            try:
                return reading, read(answers, is_last_year, report_or_stop)
            except _CancelledError:
                return reading, None

        self._on_result = on_read
        self._background.start(work, self._on_done, self._on_failed, self._on_progressed, urgent=True)
        QTimer.singleShot(_QUIET_MS, self, partial(self._show_progress, reading))

    def _on_done(self, result: tuple[_Reading, tuple[ImportReading, Sequence[str]] | None]) -> None:
        reading, read = result
        if reading is not self._reading or read is None:
            return
        self._end_reading()
        self._on_result(read)

    def _on_failed(self, error: Exception) -> None:
        if self._reading is None:
            return
        self._end_reading()
        if not isinstance(error, PerfDeskError):
            raise error
        message_boxes.show_error(self._workspace.window(), error)

    def _on_progressed(self, text: str) -> None:
        if self._reading is not None:
            self._reading.progress = text
            if self._workspace.messages.is_busy:
                self._show_progress(self._reading)

    def _show_progress(self, reading: _Reading) -> None:
        if reading is self._reading:
            self._workspace.messages.show_message("notice", reading.progress, [("取消", self.cancel)], busy=True)

    def _end_reading(self) -> None:
        self._reading = None
        self._workspace.messages.clear()
        if self.page is not None:
            self.page.show_year()  # of what is shown, which a failed or cancelled reading leaves there

    def _on_read(self, read: tuple[ImportReading, Sequence[str]]) -> None:
        self.close()
        reading, problems = read
        if reading.is_unchanged:
            words = f"“{reading.documents[0].file}”没有改动，与报告里的一样。"
            self._workspace.messages.show_message("done", "\n".join([words, *problems]))
            return
        self.page = ImportPage(self._workspace.model, reading)
        self._full_page = FullPage(self._workspace, self.page, "取回改稿" if reading.is_returned else "导入")
        self.page.accepted.connect(self._enter)
        self.page.closed.connect(self.close)
        self.page.year_changed.connect(self._change_year)
        self._full_page.show()
        self.page.list.setFocus()
        if problems:
            self._workspace.messages.show_message("warning", "\n".join(problems))

    def close(self) -> None:
        """Remove the page; nothing of the report changes."""
        if self._full_page is not None:
            self._full_page.close()
        self.page = self._full_page = None

    def _change_year(self, is_last_year: bool) -> None:
        self.cancel()
        if self.page is not None:
            self.page.year_choice.choose(is_last_year)
        self._begin(is_last_year, self._on_reread)

    def _on_reread(self, read: tuple[ImportReading, Sequence[str]]) -> None:
        if self.page is not None:
            self.page.show_proposal(read[0])

    def _enter(self) -> None:
        """Back up, enter what was taken as one change, and return to the report."""
        page, workspace = self.page, self._workspace
        if page is None or self._full_page is None:
            return
        count, left = len(page.review.listed("taken")), len(page.review.listed("open"))
        try:
            back_up(workspace.model.session.file)
        except PerfDeskError as error:
            message_boxes.show_error(workspace.window(), error)
            return
        if not workspace.model.apply_proposal(page.review.to_enter(), f"{page.reading.title} {count} 处"):
            return
        verb = "取回" if page.reading.is_returned else "导入"
        text = f"已{verb} {count} 处，{verb}前已自动备份。"
        actions: list[MessageAction] = [("全部撤销", partial(workspace.step_through_history, "undo"))]
        unplaced = len(page.review.unplaced)
        if left or unplaced:
            text += f"还有 {left} 处没有看，没有取用。" if left else f"还有 {unplaced} 处没有位置，请看要不要写进报告。"
            actions.insert(0, ("接着看", self._full_page.show))
            self._full_page.leave()
        else:
            self.close()
        workspace.messages.show_message("done", text, actions)
