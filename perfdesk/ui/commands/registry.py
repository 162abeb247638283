"""What the window's menus, keys and buttons do, by the names they have in `perfdesk.ui.window.actions`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt

from perfdesk.definition.text import LONGEST_REPORT_NAME, file_name_from
from perfdesk.document.build import report_name
from perfdesk.errors import PerfDeskError
from perfdesk.paths import documents as user_documents
from perfdesk.ui.appearance.theme import wear
from perfdesk.ui.commands.doubtful_numbers_dialog import decide
from perfdesk.ui.commands.export_dialog import ExportSetDialog
from perfdesk.ui.commands.file_commands import FileDeeds
from perfdesk.ui.commands.help_commands import HelpDeeds
from perfdesk.ui.commands.new_report_dialog import ask_new_report
from perfdesk.ui.panels.find_dialog import FIND, GO_TO
from perfdesk.ui.panels.section_list import OVERVIEW
from perfdesk.ui.settings import recent_files
from perfdesk.ui.widgets import message_boxes
from perfdesk.ui.workspace.workspace import Desk

if TYPE_CHECKING:
    from perfdesk.application.session import Session, Snapshot
    from perfdesk.document.blocks import Edition
    from perfdesk.ui.commands.export_dialog import SetChoice
    from perfdesk.ui.widgets.news_bar import NewsStrip
    from perfdesk.ui.window.main_window import MainWindow

_SUFFIXES = {"word": ".docx", "pdf": ".pdf", "excel": ".xlsx"}


class Deeds:
    """Every deed of the window; those that need a report do nothing while none is open."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.files = FileDeeds(window)
        self.help = HelpDeeds(window)

    def do(self, name: str) -> None:
        """Do a deed."""
        self.slots()[name]()

    def slots(self) -> dict[str, Callable[[], object]]:
        """The deeds by name."""
        return {
            "new": self.new,
            "open": self.open,
            "copy": self.copy,
            **self.files.slots(),
            "close": self._window.close_report,
            "quit": self._window.close,
            "undo": lambda: self._on_desk(lambda desk: desk.take_step("undo")),
            "redo": lambda: self._on_desk(lambda desk: desk.take_step("redo")),
            "go_to": lambda: self._on_desk(lambda desk: desk.look_for(GO_TO)),
            "find": lambda: self._on_desk(lambda desk: desk.look_for(FIND)),
            "next_section": lambda: self._on_desk(lambda desk: desk.navigation.step(1)),
            "previous_section": lambda: self._on_desk(lambda desk: desk.navigation.step(-1)),
            "preview": lambda: self._on_desk(lambda desk: desk.set_preview(self._is_checked("preview"))),
            "overview": lambda: self._on_desk(lambda desk: desk.navigation.choose(OVERVIEW)),
            "origin": lambda: self._on_desk(lambda desk: desk.open_side("origin")),
            "history": lambda: self._on_desk(lambda desk: desk.open_side("history")),
            "yuan": lambda: self._on_desk(lambda desk: desk.look_in_yuan(self._is_checked("yuan"))),
            "dark": self.dress,
            "next_problem": lambda: self._on_desk(lambda desk: desk.checks.step(1)),
            "previous_problem": lambda: self._on_desk(lambda desk: desk.checks.step(-1)),
            "word": lambda: self.export("word"),
            "pdf": lambda: self.export("pdf"),
            "excel": lambda: self.export("excel"),
            "all": lambda: self.export_set("submission"),
            "public": lambda: self.export_set("public"),
            "remarks": self.export_remarks,
            **self.help.slots(),
            "about": lambda: message_boxes.tell_about(self._window),
        }

    # ---- files ---------------------------------------------------------------------------------------------

    def new(self) -> None:
        """Ask for the form and where, and begin a report."""
        ask_new_report(self._window, self._folder(), self._window.new_report)

    def open(self) -> None:
        """Ask which, and open it."""
        path = message_boxes.ask_report(self._window, self._folder())
        if path is not None:
            self._window.open_path(path)

    def sample(self, name: str) -> None:
        """Ask where to write a sample, and open it."""
        path = message_boxes.ask_new_path(self._window, "样例存到哪里", self._folder() / f"样例-{name}.db")
        if path is not None:
            self._window.open_sample(name, path)

    def copy(self) -> None:
        """Save the report once more under another name; the one open stays open."""
        session, desk = self._flushed()
        if session is None or desk is None:
            return
        here = self._place()
        path = message_boxes.ask_new_path(
            self._window, "另存副本", here.with_name(file_name_from(here.stem, "-副本.db", LONGEST_REPORT_NAME))
        )
        if path is None:
            return
        standing = self._window.standing
        try:
            if standing is not None and standing.is_changed:
                self._window.opening.save_own(path)
                return
            session.save_copy(path)
        except PerfDeskError as error:
            message_boxes.tell_error(self._window, error)
            return
        desk.news.tell("done", f"已另存副本 {path.name}。现在填的仍是 {here.name}。")

    # ---- exports -------------------------------------------------------------------------------------------

    def export(self, name: str) -> None:
        """Ask where, and write one file: `word`, `pdf` or `excel`."""
        session, desk = self._flushed()
        if session is None or desk is None:
            return
        suffix = _SUFFIXES[name]
        suggested = self._folder() / f"{report_name(session.answers)}{suffix}"
        path = message_boxes.ask_target(self._window, suffix, suggested)
        if path is not None:
            self._window.exporter.export(session.snapshot(), [path], desk.news)

    def export_set(self, edition: Edition) -> None:
        """Ask which folder and what of the report, and write all files into it."""
        session, desk = self._flushed()
        if session is None or desk is None:
            return
        dialog = ExportSetDialog(edition, self._folder(), bool(session.form.charts), self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.agreed.connect(lambda choice: self._decide(session.snapshot(), choice, desk.news))
        dialog.open()

    def _decide(self, snapshot: Snapshot, choice: SetChoice, news: NewsStrip) -> None:
        decide(snapshot, choice, self._window, lambda last: self._window.exporter.export_set(snapshot, last, news))

    def export_remarks(self) -> None:
        """Ask where, and write the warnings that stand with a reason as a paper of its own."""
        session, desk = self._flushed()
        if session is None or desk is None:
            return
        if not session.kept:
            desk.news.tell("notice", "没有保留并说明的警告，核对说明不用导出。")
            return
        suggested = self._folder() / file_name_from(report_name(session.answers), "核对说明.docx")
        path = message_boxes.ask_target(self._window, ".docx", suggested)
        if path is not None:
            self._window.exporter.export_remarks(session.snapshot(), session.file.changes(), path, desk.news)

    # ---- the window ----------------------------------------------------------------------------------------

    def dress(self) -> None:
        """Light or dark."""
        wear(self._is_checked("dark"))
        self._on_desk(lambda desk: desk.model.changed.emit(frozenset()))

    def _on_desk(self, deed: Callable[[Desk], object]) -> None:
        if self._window.desk is not None:
            deed(self._window.desk)

    def _flushed(self) -> tuple[Session | None, Desk | None]:
        """The open report, with what is still being typed entered; what is written of it is about to leave."""
        self._on_desk(Desk.flush)
        if self._window.session is not None:
            self._window.session.end_burst()
        return self._window.session, self._window.desk

    def _is_checked(self, name: str) -> bool:
        return self._window.actions_.by_id[name].isChecked()

    def _place(self) -> Path:
        standing = self._window.standing
        assert standing is not None
        return standing.place

    def _folder(self) -> Path:
        session = self._window.session
        if session is not None:
            return self._place().parent
        recent = recent_files()
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return recent[0].parent if recent else Path(documents or user_documents())
