"""The main window: it opens and closes reports; what menus, keys and buttons do stands in `deeds`."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from perfdesk.errors import PerfDeskError
from perfdesk.ui import dialogs, late
from perfdesk.ui.actions import Actions
from perfdesk.ui.deeds import Deeds
from perfdesk.ui.desk import Desk, empty_desk
from perfdesk.ui.exporting import Exporter
from perfdesk.ui.report_model import ReportModel
from perfdesk.ui.settings import recent_files, remember, remember_file, remembered
from perfdesk.ui.start_page import StartPage
from perfdesk.ui.status import Status
from perfdesk.ui.theme import is_dark
from perfdesk.ui.work import Workshop

if TYPE_CHECKING:
    from perfdesk.session import Session

FORM = "hunan_overall_2023"
_SIZE = (1366, 728)
_LEAST = (900, 520)


class MainWindow(QMainWindow):
    """Shows the start page, or one report."""

    def __init__(self) -> None:
        super().__init__()
        self.session: Session | None = None
        self.desk: Desk | None = None
        self.workshop = Workshop(self)
        self.exporter = Exporter(self.workshop, self)
        self.exporter.crashed.connect(_on_crashed)
        self.deeds = Deeds(self)
        self.actions_ = Actions(self, self.deeds.slots())
        self.status = Status(self)
        self.setStatusBar(self.status)
        self._centre = QStackedWidget()
        self.setCentralWidget(self._centre)
        self.setMinimumSize(*_LEAST)
        self.resize(*_SIZE)
        kept = remembered("window", None)
        if isinstance(kept, QByteArray):
            self.restoreGeometry(kept)
        for number in range(1, 10):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.activated.connect(partial(self._show_nth, number - 1))
        self.actions_.recent.aboutToShow.connect(self._fill_recent)
        self.actions_.by_id["dark"].setChecked(is_dark())
        self._centre.addWidget(empty_desk())
        self.actions_.set_open(False)
        self.setWindowTitle("PerfDesk")

    def begin(self, path: Path | None) -> None:
        """Open a report, or show the start page; called when the window is on the screen, for reading takes a while."""
        if path is None or not self.open_path(path):
            self._show_start()

    # ---- reports -------------------------------------------------------------------------------------------

    def open_path(self, path: Path) -> bool:
        """Open a report; a box says why when it cannot be opened."""
        return self._take(lambda: late.open_session(path))

    def new_report(self, path: Path) -> bool:
        """Begin a report in a new file."""
        return self._take(lambda: late.create_session(path, FORM))

    def open_sample(self, name: str, path: Path) -> bool:
        """Write a sample into a new file and open it."""
        try:
            late.make_sample(name, path)
        except PerfDeskError as error:
            dialogs.tell_error(self, error)
            return False
        return self.open_path(path)

    def show_report(self, session: Session) -> None:
        """Show a report that is open already."""
        self._let_go()
        self.session = session
        model = ReportModel(session)
        self.desk = Desk(model, self.workshop)
        self.desk.preview_shown.connect(self.actions_.by_id["preview"].setChecked)
        self._replace(self.desk)
        self.desk.settle()
        model.changed.connect(self._on_changed)
        self.status.follow(model)
        self.actions_.set_open(True)
        self._on_changed()
        self.setWindowTitle(f"{session.file.path.name} — PerfDesk")
        remember_file(session.file.path)
        self.desk.take_up_pen()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_leave():
            event.ignore()
            return
        remember("window", self.saveGeometry())
        if self.desk is not None:
            self.desk.keep_sizes()
        self.workshop.finish()
        self._let_go()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.desk is not None and event.oldSize().width() != event.size().width():
            self.desk.settle()

    def close_report(self) -> None:
        """Close the report and show the start page."""
        if self._may_leave():
            self._let_go()
            self._show_start()

    def _take(self, get: Callable[[], Session]) -> bool:
        if not self._may_leave():
            return False
        try:
            session = get()
        except PerfDeskError as error:
            dialogs.tell_error(self, error)
            return False
        self.show_report(session)
        return True

    def _may_leave(self) -> bool:
        """Enter what is being typed; when something cannot be saved, the clerk decides."""
        if self.desk is None:
            return True
        self.desk.flush()
        unsaved = self.desk.model.unsaved
        return not unsaved or dialogs.ask_leave_unsaved(self, len(unsaved))

    def _let_go(self) -> None:
        if self.session is not None:
            self.session.close()
        self.session = None

    def _show_start(self) -> None:
        page = StartPage()
        page.new_wanted.connect(self.deeds.new)
        page.open_wanted.connect(self.deeds.open)
        page.file_wanted.connect(self.open_path)
        page.sample_wanted.connect(self.deeds.sample)
        self.desk = None
        self._replace(page)
        self.status.follow(None)
        self.actions_.set_open(False)
        self.setWindowTitle("PerfDesk")

    def _replace(self, widget: QWidget) -> None:
        old = self._centre.currentWidget()
        self._centre.addWidget(widget)
        self._centre.setCurrentWidget(widget)
        if old is not None:
            self._centre.removeWidget(old)
            old.deleteLater()

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


def _on_crashed(error: BaseException) -> None:
    dialogs.tell_crash("".join(traceback.format_exception(error)))
