"""The interface of the main window for its commands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QWidget

from perfdesk.paths import documents
from perfdesk.ui.background import BackgroundTasks
from perfdesk.ui.settings import recent_files

if TYPE_CHECKING:
    from perfdesk.application.session import Session
    from perfdesk.ui.commands.export_report import Exporter
    from perfdesk.ui.commands.task_messages import TaskMessages
    from perfdesk.ui.help.windows import HelpWindows
    from perfdesk.ui.widgets.message_bar import MessageAction
    from perfdesk.ui.workspace.file_status import FileStatus
    from perfdesk.ui.workspace.workspace import Workspace


class Workbench(Protocol):
    """The part of the main window that commands may use."""

    background: BackgroundTasks

    @property
    def session(self) -> Session | None:
        """The open report."""
        ...

    @property
    def workspace(self) -> Workspace | None:
        """The widgets of the open report."""
        ...

    @property
    def file_status(self) -> FileStatus | None:
        """The state of the open report's file."""
        ...

    @property
    def exporter(self) -> Exporter:
        """The writer of files, one export at a time."""
        ...

    @property
    def task_messages(self) -> TaskMessages:
        """What is told about tasks that run while the report may be closed."""
        ...

    @property
    def help(self) -> HelpWindows:
        """Manual and tour."""
        ...

    def dialog_parent(self) -> QWidget:
        """The widget that dialogs belong to."""
        ...

    def is_checked(self, command: str) -> bool:
        """Whether a checkable command is switched on."""
        ...

    def open_path(self, path: Path) -> bool:
        """Open a report; a message box reports a failure. Returns whether it was opened."""
        ...

    def show_report(self, session: Session) -> None:
        """Show a session that is already open."""
        ...

    def show_new_session(self, create: Callable[[], Session]) -> bool:
        """Show the report that `create` returns; a message box reports a PerfDeskError. Returns whether it is shown."""
        ...

    def show_start_page(self) -> None:
        """Show the start page."""
        ...

    def may_leave(self) -> bool:
        """Enter what is being typed; if something cannot be saved, the user decides whether to leave it."""
        ...

    def release_report(self) -> None:
        """Close the open report; the caller then shows another report or the start page."""
        ...

    def notify(self, text: str, actions: Sequence[MessageAction] = ()) -> None:
        """Show good news on the report or on the start page."""
        ...

    def quit(self) -> None:
        """Close the window."""
        ...


def open_report_of(workbench: Workbench) -> tuple[Session, Workspace] | None:
    """Enter what is being typed, and return the open report; None if there is none.

    Commands call it before anything of the report leaves this machine, so it ends the current burst of typing.
    """
    session, workspace = workbench.session, workbench.workspace
    if session is None or workspace is None:
        return None
    workspace.flush()
    session.end_burst()
    return session, workspace


def report_path(workbench: Workbench) -> Path:
    """Return the path of the open report as the user knows it, even while a copy is edited."""
    status = workbench.file_status
    assert status is not None
    return status.report_path


def usual_folder(workbench: Workbench) -> Path:
    """Return the initial folder of file dialogs: that of the open report, of the last one, or the user's documents."""
    if workbench.session is not None:
        return report_path(workbench).parent
    recent = recent_files()
    return recent[0].parent if recent else documents_folder()


def documents_folder() -> Path:
    """Return the user's folder for documents."""
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(found) if found else documents()
