"""The main window: it opens and closes reports and passes on what menus, keys and buttons ask for.

What needs the database layer is imported when first used: loading it takes longer than showing the window.
"""

from __future__ import annotations

import traceback
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QStandardPaths
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from perfdesk.document.build import report_name
from perfdesk.errors import PerfDeskError
from perfdesk.ui import dialogs
from perfdesk.ui.actions import Actions
from perfdesk.ui.desk import Desk, empty_desk
from perfdesk.ui.exporting import Exporter
from perfdesk.ui.finder import FIND, GO_TO
from perfdesk.ui.navigation import OVERVIEW
from perfdesk.ui.report_model import ReportModel
from perfdesk.ui.settings import recent_files, remember, remember_file, remembered
from perfdesk.ui.status import Status
from perfdesk.ui.theme import is_dark, wear
from perfdesk.ui.work import Workshop

if TYPE_CHECKING:
    from perfdesk.document.blocks import Edition
    from perfdesk.session import Session

FORM = "hunan_overall_2023"
_SIZE = (1366, 728)
_LEAST = (900, 520)
_SUFFIXES = {"word": ".docx", "pdf": ".pdf", "excel": ".xlsx"}


class MainWindow(QMainWindow):
    """Shows the start page, or one report."""

    def __init__(self) -> None:
        super().__init__()
        self.session: Session | None = None
        self.desk: Desk | None = None
        self.workshop = Workshop(self)
        self.exporter = Exporter(self.workshop, self)
        self.exporter.crashed.connect(_on_crashed)
        self.actions_ = Actions(self, self._slots())
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
        from perfdesk.session import Session  # noqa: PLC0415

        return self._take(lambda: Session.open(path))

    def new_report(self, path: Path) -> bool:
        """Begin a report in a new file."""
        from perfdesk.definition.loader import shipped_form  # noqa: PLC0415
        from perfdesk.session import Session  # noqa: PLC0415

        return self._take(lambda: Session.create(path, shipped_form(FORM)))

    def open_sample(self, name: str, path: Path) -> bool:
        """Write a sample into a new file and open it."""
        from perfdesk.samples import make_sample  # noqa: PLC0415

        try:
            make_sample(name, path)
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

    def _take(self, get: object) -> bool:
        if not self._may_leave():
            return False
        try:
            session = get()  # pyright: ignore
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
        from perfdesk.ui.start_page import StartPage  # noqa: PLC0415

        page = StartPage()
        page.new_wanted.connect(self._on_new)
        page.open_wanted.connect(self._on_open)
        page.file_wanted.connect(self.open_path)
        page.sample_wanted.connect(self._on_sample)
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

    # ---- what menus, keys and buttons ask for --------------------------------------------------------------

    def _slots(self) -> dict[str, object]:
        return {
            "new": self._on_new,
            "open": self._on_open,
            "copy": self._on_copy,
            "close": self._on_close_report,
            "quit": self.close,
            "undo": lambda: self._on_step("undo"),
            "redo": lambda: self._on_step("redo"),
            "go_to": lambda: self.desk and self.desk.look_for(GO_TO),
            "find": lambda: self.desk and self.desk.look_for(FIND),
            "next_section": lambda: self.desk and self.desk.navigation.step(1),
            "previous_section": lambda: self.desk and self.desk.navigation.step(-1),
            "preview": self._on_preview,
            "overview": lambda: self.desk and self.desk.navigation.choose(OVERVIEW),
            "origin": lambda: self.desk and self.desk.open_side("origin"),
            "history": lambda: self.desk and self.desk.open_side("history"),
            "dark": self._on_dark,
            "next_problem": lambda: self.desk and self.desk.checks.step(1),
            "previous_problem": lambda: self.desk and self.desk.checks.step(-1),
            "word": lambda: self._on_export("word"),
            "pdf": lambda: self._on_export("pdf"),
            "excel": lambda: self._on_export("excel"),
            "all": lambda: self._on_export_set("submission"),
            "public": lambda: self._on_export_set("public"),
            "about": lambda: dialogs.tell_about(self),
        }

    def _folder(self) -> Path:
        if self.session is not None:
            return self.session.file.path.resolve().parent
        recent = recent_files()
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return recent[0].parent if recent else Path(documents or Path.home())

    def _on_new(self) -> None:
        path = dialogs.ask_new_path(self, "新建填报文件", self._folder() / "绩效自评.db")
        if path is not None:
            self.new_report(path)

    def _on_open(self) -> None:
        path = dialogs.ask_report(self, self._folder())
        if path is not None:
            self.open_path(path)

    def _on_sample(self, name: str) -> None:
        path = dialogs.ask_new_path(self, "样例存到哪里", self._folder() / f"样例-{name}.db")
        if path is not None:
            self.open_sample(name, path)

    def _on_copy(self) -> None:
        if self.session is None or self.desk is None:
            return
        self.desk.flush()
        here = self.session.file.path
        path = dialogs.ask_new_path(self, "另存副本", here.with_name(f"{here.stem}-副本.db"))
        if path is None:
            return
        try:
            self.session.file.copy_to(path)
        except PerfDeskError as error:
            dialogs.tell_error(self, error)
            return
        self.desk.news.tell("done", f"已另存副本 {path.name}。现在填的仍是 {here.name}。")

    def _on_close_report(self) -> None:
        if self._may_leave():
            self._let_go()
            self._show_start()

    def _on_step(self, name: str) -> None:
        if self.desk is not None:
            self.desk.take_step(name)

    def _on_preview(self) -> None:
        if self.desk is not None:
            self.desk.set_preview(self.actions_.by_id["preview"].isChecked())

    def _on_dark(self) -> None:
        wear(self.actions_.by_id["dark"].isChecked())
        if self.desk is not None:
            self.desk.model.changed.emit(frozenset())

    def _on_export(self, name: str) -> None:
        if self.session is None or self.desk is None:
            return
        self.desk.flush()
        suffix = _SUFFIXES[name]
        suggested = self._folder() / f"{report_name(self.session.answers)}{suffix}"
        path = dialogs.ask_target(self, suffix, suggested)
        if path is not None:
            self.exporter.export(self.session.snapshot(), [path], self.desk.news)

    def _on_export_set(self, edition: Edition) -> None:
        if self.session is None or self.desk is None:
            return
        self.desk.flush()
        folder = dialogs.ask_folder(self, self._folder())
        if folder is not None:
            self.exporter.export_set(self.session.snapshot(), folder, edition, self.desk.news)

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
