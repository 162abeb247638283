"""What the 文件 menu and the start page do with files beyond opening and saving, by the names of the deeds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog

from perfdesk.errors import PerfDeskError
from perfdesk.paths import documents as user_documents
from perfdesk.ui import late
from perfdesk.ui.commands.backup_dialog import BackupDialog, Source, sources
from perfdesk.ui.commands.file_info_dialog import InfoDialog
from perfdesk.ui.commands.rollover_dialog import RollDialog
from perfdesk.ui.commands.rollover_review import NOTHING_CARRIED, CarriedReview, carried_places
from perfdesk.ui.commands.send_copy_dialog import SendDialog
from perfdesk.ui.models.report_summary import seen
from perfdesk.ui.settings import recent_files
from perfdesk.ui.widgets import message_boxes

if TYPE_CHECKING:
    from perfdesk.application.session import Session
    from perfdesk.storage.backup import Backup
    from perfdesk.ui.window.main_window import MainWindow


class FileDeeds:
    """Each deed asks first; what goes wrong is said in a box, and the report stays open."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def slots(self) -> dict[str, Callable[[], object]]:
        """The deeds by name."""
        return {
            "roll": self.roll,
            "send": self.send,
            "restore": self.restore,
            "info": self.info,
            "carried": self.review,
        }

    def send(self) -> None:
        """Write a clean copy to pass on."""
        session = self._flushed()
        try:
            source = session or self._asked_for()
        except PerfDeskError as error:
            message_boxes.tell_error(self._window, error)
            return
        if source is None:
            return
        standing = self._window.standing
        file, path = source.file.path, standing.place if standing is not None else source.path
        dialog = SendDialog(
            path.with_name(late.loaded("perfdesk.application.send_copy").copy_name(source.answers)), self._window
        )
        if source is not session:
            source.close()
            file = path
        dialog.agreed.connect(lambda target, history: self._on_send(file, target, history))
        self._show(dialog)

    def restore(self) -> None:
        """Bring a backup back: of the open report, or of any that has some."""
        session = self._flushed()
        try:
            if session is not None:
                name = seen(session).name or session.path.stem
                place = self._window.standing.place if self._window.standing is not None else session.path
                found = [Source(session.file.report_id(), name, place, session.answers)]
            else:
                found = sources(_documents())
        except PerfDeskError as error:
            message_boxes.tell_error(self._window, error)
            return
        self._offer_backups(found, present=session is not None)

    def restore_of(self, report: str, path: Path) -> None:
        """Bring a backup back of a report whose file cannot be opened."""
        found = [Source(one.report, one.name, path, one.answers) for one in sources(path.parent, report)]
        self._offer_backups(found, present=False)

    def info(self) -> None:
        """Tell about the file, and examine it."""
        session = self._flushed()
        if session is None:
            return
        try:
            dialog = InfoDialog(session, self._window.workshop, self._window)
        except PerfDeskError as error:
            message_boxes.tell_error(self._window, error)
            return
        self._show(dialog)

    def roll(self) -> None:
        """Begin this year's report from last year's."""
        session = self._flushed()
        recent = recent_files()
        folder = session.path.parent if session else recent[0].parent if recent else _documents()
        dialog = RollDialog(folder, session.path if session else None, self._window)
        dialog.accepted.connect(lambda: self._on_roll(dialog))
        self._show(dialog)

    def review(self) -> None:
        """List what was carried over and has not been looked at."""
        desk = self._window.desk
        if desk is None:
            return
        desk.flush()
        if not any(True for _ in carried_places(desk.model.answers)):
            desk.news.tell("done", NOTHING_CARRIED)
            return
        dialog = CarriedReview(desk.model, desk)
        dialog.wanted.connect(desk.go_to)
        dialog.wanted.connect(lambda _address: self._window.activateWindow())
        self._show(dialog)

    def _asked_for(self) -> Session | None:
        """On the start page the clerk says which report is meant."""
        recent = recent_files()
        path = message_boxes.ask_report(self._window, recent[0].parent if recent else _documents())
        return late.open_session(path, read_only=True) if path is not None else None

    def _on_send(self, file: Path, path: Path, history: bool) -> None:
        try:
            late.loaded("perfdesk.application.send_copy").send_copy(file, path, history)
        except PerfDeskError as error:
            message_boxes.tell_error(self._window, error)
            return
        words = f"已存下副本“{path.name}”{'' if history else '，不带修改记录'}，可以发给别人了。"
        self._window.tell(words, "打开文件夹", lambda: _open_folder(path.parent))

    def _offer_backups(self, found: list[Source], present: bool) -> None:
        backup = late.loaded("perfdesk.storage.backup")
        with_some = [source for source in found if backup.backups(source.report)]
        if not with_some:
            why = "填报满十分钟、重新打开或导入以前，会自动备份一次。"
            message_boxes.tell_error(self._window, PerfDeskError("还没有备份。", why))
            return
        dialog = BackupDialog(with_some, self._window.workshop, present, self._window)
        dialog.agreed.connect(self._on_restored)
        self._show(dialog)

    def _on_restored(self, backup: Backup, path: Path) -> None:
        if self._window.open_path(path) and self._window.desk is not None:
            when = f"{backup.at.astimezone():%Y-%m-%d %H:%M}"
            words = f"这是 {when} 的备份，已存为新文件“{path.name}”。原来的文件没有动；确认无误后，可以从这一份接着填。"
            self._window.desk.news.tell("done", words)

    def _on_roll(self, dialog: RollDialog) -> None:
        last, target = dialog.last.path, dialog.target.path
        if last is None or target is None:
            return
        session = self._window.session
        here = session.file.path if session is not None and session.path == last else last
        if self._window.take(lambda: late.roll(here, target, dialog.year)) and self._window.desk is not None:
            left = sum(1 for _ in carried_places(self._window.desk.model.answers))
            words = f"已结转到 {dialog.year} 年度。带来的文字里有 {left} 处要核对。"
            self._window.desk.news.tell("done", words, "逐处核对", self.review)
            self.review()

    def _flushed(self) -> Session | None:
        if self._window.desk is not None:
            self._window.desk.flush()
        return self._window.session

    def _show(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open() if dialog.parent() is self._window else dialog.show()


def _documents() -> Path:
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents or user_documents())


def _open_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
