"""The state of the open report's file: read-only, continued in a recovery copy, changed elsewhere, not yet published.

The message bar shows it. A change that could not be saved is tried again once the report continues in a recovery copy.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from perfdesk.errors import ChangedElsewhereError, FileLostError, HeldError, PerfDeskError
from perfdesk.ui.models.dates import moment_text
from perfdesk.ui.widgets.message_bar import MessageAction, MessageBar
from perfdesk.ui.workspace.read_only import ReadOnlyGuard

if TYPE_CHECKING:
    from pathlib import Path

    from perfdesk.ui.workspace.workspace import Workspace

_READ_ONLY_HINT = "这里可以查看和导出，不能改。"


class FileStatus(QObject):
    """Follows one open report; its signals ask the window to open another file."""

    reopen_requested = Signal()
    copy_requested = Signal()
    restore_requested = Signal()
    title_changed = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._workspace, self._model = workspace, workspace.model
        self._guard = ReadOnlyGuard(workspace, self)
        self._read_only_text = self._copies_text = ""
        self._is_unreachable = False
        self.original: Path | None = None
        self.is_changed = False
        self._model.on_save_error = self.continue_in_recovery_copy
        self._model.edit_refused.connect(self.remind_read_only)
        self._model.failed.connect(self._on_failed)
        self._guard.edit_attempted.connect(self.remind_read_only)
        workspace.file_monitor.failed.connect(self.handle_error)
        workspace.file_monitor.changed.connect(self.show_changed_elsewhere)
        workspace.file_monitor.unchanged.connect(self._on_reachable)
        workspace.file_monitor.published.connect(self._on_published)
        workspace.file_monitor.copies_check_due.connect(self._show_new_copies)
        if self._model.session.read_only:
            self.show_read_only("这个文件或它所在的文件夹不能写入。")

    @property
    def message_bar(self) -> MessageBar:
        """The message bar about the file."""
        return self._workspace.file_bar

    @property
    def title(self) -> str:
        """The file in the title of the window."""
        session = self._model.session
        if self.original is not None:
            return f"{self.original.name}（暂存在本机）"
        return f"{session.path.name}{'（只读）' if session.read_only else ''}"

    @property
    def report_path(self) -> Path:
        """The path of the report as the user knows it, even while a copy is edited."""
        return self.original or self._model.session.path

    def handle_error(self, error: PerfDeskError) -> None:
        """Handle an error that a periodic task reported."""
        if isinstance(error, HeldError):
            safe = "" if self._model.session.is_published else "还没写回的内容存在本机，没有丢。"
            self.show_read_only(f"{holder_text(error)}正在填报。{safe}")
        elif isinstance(error, ChangedElsewhereError):
            self.show_changed_elsewhere()
        elif self._model.session.path != self._model.session.file.path:
            self.show_unreachable(error)
        elif not self.continue_in_recovery_copy(error):
            self.message_bar.show_message("warning", f"{error.what}{error.why}{error.remedy}")

    def continue_in_recovery_copy(self, error: PerfDeskError) -> bool:
        """Continue in a recovery copy if the file is lost; return whether the change can be tried again."""
        if not isinstance(error, FileLostError):
            return False
        session = self._model.session
        original, before = self.original or session.path, session.file.path
        try:
            session.continue_in_recovery_copy()
        except PerfDeskError:
            return False
        if session.file.path == before:
            return False
        self.show_recovery(original, error.why)
        return True

    def show_read_only(self, why: str) -> None:
        """Make the report read-only and show why: it is in use, or the file cannot be written."""
        self._read_only_text = f"只读：{why}{_READ_ONLY_HINT}"
        self._guard.activate()
        self.message_bar.show_message("notice", self._read_only_text, self._read_only_actions(), closable=False)
        self.title_changed.emit()

    def remind_read_only(self) -> None:
        """Show that an attempted change was not recorded."""
        text = f"刚才的输入没有记下。{self._read_only_text}"
        self.message_bar.show_message("warning", text, self._read_only_actions(), closable=False)

    def show_recovery(self, original: Path, why: str = "") -> None:
        """Show that the report continues in a recovery copy on this machine."""
        self.original = original
        reason = why or f"“{original.name}”够不着。"
        text = f"{reason}填报没有中断，内容已暂存在本机，照常填就行；原文件能用了，再放回原处。"
        actions = [("放回原处", self.restore_requested.emit), self._copy_action()]
        self.message_bar.show_message("warning", text, actions, closable=False)
        self.title_changed.emit()

    def show_changed_elsewhere(self) -> None:
        """Show that the file was changed elsewhere; that change is not overwritten."""
        self.is_changed = True
        name = self._model.session.path.name
        text = f"“{name}”在别处被改过。本程序没有覆盖别处填的内容；请重新打开，看过新内容再填。"
        actions = [("重新打开", self.reopen_requested.emit), self._copy_action()]
        self.message_bar.show_message("warning", text, actions, closable=False)

    def show_unreachable(self, error: PerfDeskError) -> None:
        """Show that the report's storage cannot be reached; changes are saved on this machine."""
        self._is_unreachable = True
        text = f"{error.why}内容已保存在本机，照常填就行；能写的时候会自动写回“{self._model.session.path.name}”。"
        actions = [("现在写回", self._workspace.file_monitor.publish), self._copy_action()]
        self.message_bar.show_message("warning", text, actions, closable=False)

    def show_resumed(self) -> None:
        """Show that unpublished changes from the last time were resumed."""
        name = self._model.session.path.name
        text = f"上次有内容没能写回“{name}”，存在本机；现在已经接上，随后会自动写回。"
        self.message_bar.show_message("notice", text)

    def show_pending(self, action: Callable[[], object]) -> None:
        """Show that a recovery copy of this report has not been restored."""
        text = "这份报告另有一份没有写回的填报内容存在本机，这里打开的不含那些内容。"
        self.message_bar.show_message("warning", text, [("处理…", action)])

    def show_form_update(self, text: str, action: Callable[[], object]) -> None:
        """Show that the form was updated."""
        self.message_bar.show_message("notice", text, [("看清单", action)])

    def show_storage_warning(self, text: str) -> None:
        """Show a warning about where the report is stored."""
        self.message_bar.show_message("notice", text)

    def show_conflict_copies(self, text: str) -> None:
        """Show that a sync service left a conflict copy next to the report."""
        self._copies_text = text
        self.message_bar.show_message("warning", text)

    def _on_failed(self, error: PerfDeskError) -> None:
        if isinstance(error, ChangedElsewhereError):
            self.show_changed_elsewhere()

    def _show_new_copies(self) -> None:
        text = "" if self.message_bar.message else self._workspace.file_monitor.new_copies()
        if text:
            self.show_conflict_copies(text)

    def _on_published(self) -> None:
        self._is_unreachable = False
        if self.message_bar.message != self._copies_text:  # the user dismisses that one
            self.message_bar.clear()

    def _on_reachable(self) -> None:
        if self._is_unreachable and self._model.session.is_published:
            self._on_published()

    def _copy_action(self) -> MessageAction:
        return ("另存副本…", self.copy_requested.emit)

    def _read_only_actions(self) -> list[MessageAction]:
        return [("再试填报", self.reopen_requested.emit), self._copy_action()]


def holder_text(error: HeldError) -> str:
    """Return who has the report open, such as `“李四”（电脑“PC-02”，11月24日 10:03 起）`."""
    since = f"，{moment_text(error.since)} 起" if error.since else ""
    return f"“{error.who}”（电脑“{error.machine}”{since}）"
