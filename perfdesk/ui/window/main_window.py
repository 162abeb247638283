"""The main window: it opens and closes reports. What menus, keys and buttons do is in `commands`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QSize
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QMainWindow, QStackedWidget, QWidget

from perfdesk.errors import PerfDeskError
from perfdesk.ui.appearance.theme import is_dark
from perfdesk.ui.background import BackgroundTasks
from perfdesk.ui.commands.import_commands import import_dropped
from perfdesk.ui.commands.registry import COMMANDS, ENTRIES
from perfdesk.ui.settings import remember, remember_file, remembered
from perfdesk.ui.widgets import message_boxes
from perfdesk.ui.window.actions import Actions
from perfdesk.ui.window.status_bar import StatusBar
from perfdesk.ui.workspace.drop import dropped_files, forward_drops_to_window

if TYPE_CHECKING:
    from perfdesk.application.session import Session
    from perfdesk.storage.recovery import RecoveryCopy
    from perfdesk.ui.commands.export_report import Exporter
    from perfdesk.ui.commands.open_report import ReportOpener
    from perfdesk.ui.commands.task_messages import TaskMessages
    from perfdesk.ui.help.windows import HelpWindows
    from perfdesk.ui.widgets.message_bar import MessageAction
    from perfdesk.ui.window.start_page import StartPage
    from perfdesk.ui.workspace.file_status import FileStatus
    from perfdesk.ui.workspace.workspace import Workspace

_SIZE = (1366, 728)
_MIN_SIZE = (880, 440)
#: The height of the title bar, which the system adds.
_TITLE_BAR = 32


class MainWindow(QMainWindow):
    """Shows the start page or one report."""

    def __init__(self) -> None:
        super().__init__()
        self.session: Session | None = None
        self.workspace: Workspace | None = None
        self.file_status: FileStatus | None = None
        self._start_page: StartPage | None = None
        self._exporter: Exporter | None = None
        self._help: HelpWindows | None = None
        self.background = BackgroundTasks(self)
        self.actions_ = Actions(self, self, ENTRIES)
        self.status = StatusBar(self)
        self.setStatusBar(self.status)
        self.status.checks_requested.connect(self._show_checks)
        self._central_stack = QStackedWidget()
        self.setCentralWidget(self._central_stack)
        self.setMinimumSize(*_MIN_SIZE)
        self.setAcceptDrops(True)
        self.resize(QSize(*_SIZE).boundedTo(self.screen().availableSize() - QSize(0, _TITLE_BAR)))
        saved = remembered("window", None)
        if isinstance(saved, QByteArray):
            self.restoreGeometry(saved)
        for number in range(1, 10):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.activated.connect(partial(self._show_nth, number))
        self.actions_.by_id["dark"].setChecked(is_dark())
        self._central_stack.addWidget(_empty_page())
        self.actions_.set_report_open(False)
        self.setWindowTitle("PerfDesk")

    @property
    def task_messages(self) -> TaskMessages:
        """What is told about tasks that run while the report may be closed."""
        from perfdesk.ui.commands.task_messages import TaskMessages

        return TaskMessages(self, lambda: self.workspace.messages if self.workspace is not None else None, self.notify)

    @property
    def exporter(self) -> Exporter:
        """The writer of files, one export at a time; created on first use."""
        from perfdesk.ui.commands.export_report import Exporter

        if self._exporter is None:
            self._exporter = Exporter(self.background, self.task_messages, self)
            self._exporter.crashed.connect(message_boxes.show_crash)
        return self._exporter

    @property
    def help(self) -> HelpWindows:
        """Manual and tour; created on first use."""
        from perfdesk.ui.help.windows import HelpWindows

        if self._help is None:
            self._help = HelpWindows(self, lambda: self.workspace, self.actions_.primary_button)
        return self._help

    def dialog_parent(self) -> QWidget:
        """The widget that dialogs belong to."""
        return self

    def is_checked(self, command: str) -> bool:
        """Whether a checkable command is switched on."""
        return self.actions_.by_id[command].isChecked()

    def quit(self) -> None:
        """Close the window."""
        self.close()

    def begin(self, path: Path | None) -> None:
        """Open a report, or show the start page. Called after the first paint, because reading takes a while."""
        if path is None or not self.open_path(path):
            self.show_start_page()

    # ---- reports -------------------------------------------------------------------------------------------

    def open_path(self, path: Path) -> bool:
        """Open a report; a message box reports a failure. Returns whether it was opened."""
        return self._opener().open(path)

    def show_report(self, session: Session) -> None:
        """Show a session that is already open."""
        from perfdesk.ui.models.report_model import ReportModel
        from perfdesk.ui.workspace.left_off import go_to_place
        from perfdesk.ui.workspace.workspace import Workspace

        self.release_report()
        self._start_page = None
        self.session = session
        self.workspace = Workspace(ReportModel(session), self.background, self._central_stack)
        model = self.workspace.model
        self.file_status = self._new_file_status(self.workspace)
        forward_drops_to_window(self.workspace)
        self.workspace.preview_shown.connect(self.actions_.by_id["preview"].setChecked)
        self.workspace.checks_splitter.checks_shown.connect(self.actions_.by_id["checks"].setChecked)
        self._show_widget(self.workspace)
        self.workspace.update_preview_visibility()
        model.changed.connect(self._on_changed)
        self.status.set_model(model)
        self.workspace.file_monitor.published.connect(self.status.show_published)
        self.actions_.set_report_open(True)
        self.actions_.by_id["checks"].setChecked(not self.workspace.checks_splitter.is_shut)
        self._on_changed()
        self._show_title()
        remember_file(session.path)
        if not go_to_place(self.workspace):
            self.workspace.focus_first_editor()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_leave():
            event.ignore()
            return
        remember("window", self.saveGeometry())
        self.background.finish()
        self.release_report()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self.workspace is not None:
            self.workspace.file_monitor.check_for_changes()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = dropped_files(event.mimeData())
        if paths:
            event.acceptProposedAction()
            import_dropped(self, paths)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.actions_.fit_to_width(event.size().width())
        if self.workspace is not None and event.oldSize().width() != event.size().width():
            self.workspace.update_preview_visibility()

    def show_new_session(self, create: Callable[[], Session]) -> bool:
        """Show the report that `create` returns; a message box reports a PerfDeskError. Returns whether it is shown."""
        if not self.may_leave():
            return False
        try:
            session = create()
        except PerfDeskError as error:
            message_boxes.show_error(self, error)
            return False
        self.show_report(session)
        self._opener().show_notices(session.path)
        return True

    def may_leave(self) -> bool:
        """Enter what is being typed; if something cannot be saved, the user decides whether to leave it."""
        if self.workspace is None:
            return True
        self.workspace.flush()
        unsaved = self.workspace.model.unsaved
        return not unsaved or message_boxes.ask_leave_unsaved(self, len(unsaved))

    def release_report(self) -> None:
        """Close the open report; the caller then shows another report or the start page."""
        from perfdesk.ui.workspace.left_off import remember_place

        session, workspace = self.session, self.workspace
        self.session = self.workspace = self.file_status = None
        if session is not None and workspace is not None:
            remember_place(workspace)
            workspace.save_splitter_sizes()
            workspace.file_monitor.finish()
            workspace.setEnabled(False)  # visible while a question is asked, but not editable
            self._opener().close(session)

    def show_start_page(self) -> None:
        """Show a new start page."""
        from perfdesk.ui.commands.file_commands import open_sample
        from perfdesk.ui.window.start_page import StartPage

        page = self._start_page = StartPage(self.background)
        page.command_requested.connect(self._run_command)
        page.file_requested.connect(self.open_path)
        page.sample_requested.connect(partial(open_sample, self))
        page.recovery_requested.connect(self._resolve_pending)
        self.workspace = None
        self._show_widget(page)
        self.status.set_model(None)
        self.actions_.set_report_open(False)
        self.setWindowTitle("PerfDesk")

    def _run_command(self, command: str) -> None:
        COMMANDS[command].run(self)

    def _resolve_pending(self, recovery_copy: RecoveryCopy) -> None:
        self._opener().resolve_pending(recovery_copy)

    def _opener(self) -> ReportOpener:
        from perfdesk.ui.commands.open_report import ReportOpener

        return ReportOpener(self)

    def _new_file_status(self, workspace: Workspace) -> FileStatus:
        from perfdesk.ui.workspace.file_status import FileStatus

        status = FileStatus(workspace)
        status.title_changed.connect(self._show_title)
        status.reopen_requested.connect(lambda: self._opener().reopen())
        status.copy_requested.connect(partial(self._run_command, "copy"))
        status.restore_requested.connect(lambda: self._opener().restore_original())
        return status

    def _show_title(self) -> None:
        if self.file_status is not None:
            self.setWindowTitle(f"{self.file_status.title} — PerfDesk")
            self.status.show_file(self.file_status.title, in_recovery_copy=self.file_status.original is not None)

    def _show_widget(self, widget: QWidget) -> None:
        old = self._central_stack.currentWidget()
        self._central_stack.addWidget(widget)
        self._central_stack.setCurrentWidget(widget)
        if old is not None:
            self._central_stack.removeWidget(old)
            old.deleteLater()

    def notify(self, text: str, actions: Sequence[MessageAction] = ()) -> None:
        """Show good news on the report or on the start page."""
        if self.workspace is not None:
            self.workspace.messages.show_message("done", text, actions)
        elif self._start_page is not None:
            self._start_page.show_message(text, actions)

    def _show_nth(self, number: int) -> None:
        if self.workspace is not None and self.workspace.navigation.choose_numbered(number):
            self.workspace.focus_first_editor()

    def _show_checks(self) -> None:
        if self.workspace is not None:
            self.workspace.checks_splitter.set_checks_shown(True)

    def _on_changed(self) -> None:
        if self.session is not None:
            self.actions_.describe("undo", self.session.undo_label)
            self.actions_.describe("redo", self.session.redo_label)


def _empty_page() -> QFrame:
    """Return the page shown until a report or the start page is ready."""
    page = QFrame()
    page.setObjectName("startPage")
    return page
