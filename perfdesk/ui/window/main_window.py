"""The main window: it opens and closes reports; what menus, keys and buttons do stands in `deeds`."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QMainWindow, QStackedWidget, QWidget

from perfdesk.errors import PerfDeskError
from perfdesk.ui import late
from perfdesk.ui.appearance.theme import is_dark
from perfdesk.ui.background import Workshop
from perfdesk.ui.settings import recent_files, remember, remember_file, remembered
from perfdesk.ui.widgets import message_boxes
from perfdesk.ui.window.actions import Actions
from perfdesk.ui.window.status_bar import Status
from perfdesk.ui.workspace.drop import dropped_file, leave_drops_to_window

if TYPE_CHECKING:
    from perfdesk.application.session import Session
    from perfdesk.ui.commands.export_report import Exporter
    from perfdesk.ui.commands.open_report import Opening
    from perfdesk.ui.commands.registry import Deeds
    from perfdesk.ui.window.start_page import StartPage
    from perfdesk.ui.workspace.file_status import FileStanding
    from perfdesk.ui.workspace.workspace import Desk

_SIZE = (1366, 728)
_LEAST = (880, 440)


class MainWindow(QMainWindow):
    """Shows the start page, or one report."""

    def __init__(self) -> None:
        super().__init__()
        self.session: Session | None = None
        self.desk: Desk | None = None
        self.standing: FileStanding | None = None
        self._start_page: StartPage | None = None
        self.workshop = Workshop(self)
        self.actions_ = Actions(self, self._do)
        self.status = Status(self)
        self.setStatusBar(self.status)
        self._centre = QStackedWidget()
        self.setCentralWidget(self._centre)
        self.setMinimumSize(*_LEAST)
        self.setAcceptDrops(True)
        self.resize(*_SIZE)
        kept = remembered("window", None)
        if isinstance(kept, QByteArray):
            self.restoreGeometry(kept)
        for number in range(1, 10):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.activated.connect(partial(self._show_nth, number - 1))
        self.actions_.recent.aboutToShow.connect(self._fill_recent)
        self.actions_.by_id["dark"].setChecked(is_dark())
        self._centre.addWidget(_empty_desk())
        self.actions_.set_open(False)
        self.setWindowTitle("PerfDesk")

    @cached_property
    def deeds(self) -> Deeds:
        """What menus, keys and buttons do."""
        return late.deeds(self)

    @cached_property
    def opening(self) -> Opening:
        """What opens and closes files."""
        return late.opening(self)

    @cached_property
    def exporter(self) -> Exporter:
        """What writes files."""
        made = late.exporter(self)
        made.crashed.connect(message_boxes.tell_crash)
        return made

    def begin(self, path: Path | None) -> None:
        """Open a report, or show the start page; called when the window is on the screen, for reading takes a while."""
        if path is None or not self.open_path(path):
            self.show_start()

    # ---- reports -------------------------------------------------------------------------------------------

    def open_path(self, path: Path) -> bool:
        """Open a report; a box says why when it cannot be opened."""
        return self.opening.open(path)

    def new_report(self, path: Path, form: str | None = None) -> bool:
        """Begin a report of a form, else of the usual one, in a new file."""
        return self.take(lambda: late.create_session(path, form))

    def open_sample(self, name: str, path: Path) -> bool:
        """Write a sample into a new file and open it."""
        try:
            late.make_sample(name, path)
        except PerfDeskError as error:
            message_boxes.tell_error(self, error)
            return False
        return self.open_path(path)

    def show_report(self, session: Session) -> None:
        """Show a report that is open already."""
        self.let_go()
        self._start_page = None
        self.session = session
        self.desk = late.desk(session, self.workshop, self._centre)
        model = self.desk.model
        self.standing = self._standing()
        leave_drops_to_window(self.desk)
        self.desk.preview_shown.connect(self.actions_.by_id["preview"].setChecked)
        self._replace(self.desk)
        self.desk.settle()
        model.changed.connect(self._on_changed)
        self.status.follow(model)
        self.desk.keeper.published.connect(self.status.tell_published)
        self.actions_.set_open(True)
        self._on_changed()
        self._show_title()
        remember_file(session.path)
        self.desk.take_up_pen()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_leave():
            event.ignore()
            return
        remember("window", self.saveGeometry())
        if self.desk is not None:
            self.desk.keep_sizes()
        self.workshop.finish()
        self.let_go()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self.desk is not None:
            self.desk.keeper.look_again()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.open_path(path)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.actions_.fit(event.size().width())
        if self.desk is not None and event.oldSize().width() != event.size().width():
            self.desk.settle()

    def close_report(self) -> None:
        """Close the report and show the start page."""
        if self.may_leave():
            self.let_go()
            self.show_start()

    def take(self, get: Callable[[], Session]) -> bool:
        """Show the report that this makes; a box says why when it cannot be made."""
        if not self.may_leave():
            return False
        try:
            session = get()
        except PerfDeskError as error:
            message_boxes.tell_error(self, error)
            return False
        self.show_report(session)
        self.opening.tell_news(session.path)
        return True

    def may_leave(self) -> bool:
        """Enter what is being typed; when something cannot be saved, the clerk decides."""
        if self.desk is None:
            return True
        self.desk.flush()
        unsaved = self.desk.model.unsaved
        return not unsaved or message_boxes.ask_leave_unsaved(self, len(unsaved))

    def let_go(self) -> None:
        """Close the report; the window then waits for the next one, or for the start page."""
        session, desk = self.session, self.desk
        self.session = self.desk = self.standing = None
        if session is not None and desk is not None:
            desk.keeper.finish()
            desk.setEnabled(False)  # seen while a question is asked, not written into
            self.opening.leave(session)

    def show_start(self) -> None:
        """Show the start page anew."""
        page = self._start_page = late.start_page(self.workshop)
        page.new_wanted.connect(self.deeds.new)
        page.open_wanted.connect(self.deeds.open)
        page.file_wanted.connect(self.open_path)
        page.sample_wanted.connect(self.deeds.sample)
        page.roll_wanted.connect(self.deeds.files.roll)
        page.restore_wanted.connect(self.deeds.files.restore)
        page.send_wanted.connect(self.deeds.files.send)
        page.rescued_wanted.connect(self.opening.settle_waiting)
        page.tour_wanted.connect(self.deeds.help.begin_tour)
        self.desk = None
        self._replace(page)
        self.status.follow(None)
        self.actions_.set_open(False)
        self.setWindowTitle("PerfDesk")

    def _do(self, name: str) -> None:
        self.deeds.do(name)

    def _standing(self) -> FileStanding:
        assert self.desk is not None
        made = late.standing(self.desk)
        made.moved.connect(self._show_title)
        made.reopen_wanted.connect(self.opening.reopen)
        made.copy_wanted.connect(partial(self._do, "copy"))
        made.put_back_wanted.connect(self.opening.put_back)
        return made

    def _show_title(self) -> None:
        if self.standing is not None:
            self.setWindowTitle(f"{self.standing.title} — PerfDesk")
            self.status.tell_file(self.standing.title, elsewhere=self.standing.original is not None)

    def _replace(self, widget: QWidget) -> None:
        old = self._centre.currentWidget()
        self._centre.addWidget(widget)
        self._centre.setCurrentWidget(widget)
        if old is not None:
            self._centre.removeWidget(old)
            old.deleteLater()

    def tell(self, words: str, button: str, deed: Callable[[], object]) -> None:
        """Good news in place, on the report or on the start page."""
        if self.desk is not None:
            self.desk.news.tell("done", words, button, deed)
        elif self._start_page is not None:
            self._start_page.tell(words, button, deed)

    def _show_nth(self, number: int) -> None:
        entries = self.desk.navigation.entries() if self.desk else []
        if self.desk and number < len(entries):
            self.desk.navigation.choose(entries[number].instance)

    def _fill_recent(self) -> None:
        self.actions_.recent.clear()
        for path in recent_files():
            self.actions_.recent.addAction(str(path), partial(self.open_path, path))
        self.actions_.recent.setDisabled(self.actions_.recent.isEmpty())

    def _on_changed(self) -> None:
        if self.session is not None:
            self.actions_.show_history(self.session.undo_label, self.session.redo_label)


def _empty_desk() -> QFrame:
    """What stands in the window for the moment before anything has been read."""
    empty = QFrame()
    empty.setObjectName("startPage")
    return empty
