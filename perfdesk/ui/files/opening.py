"""Opening a report file into the window, whatever stands in the way: someone else writing it, work that waits to be put
back, a damaged file that has backups; and letting go of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from perfdesk.errors import PerfDeskError
from perfdesk.ui import dialogs, late
from perfdesk.ui.files import boxes
from perfdesk.ui.files.form_moved import FormNewsDialog, news_words
from perfdesk.ui.files.glance import note, noted, seen
from perfdesk.ui.files.standing import holder_words
from perfdesk.ui.settings import forget_file, remember, remembered

if TYPE_CHECKING:
    from perfdesk.session import Session
    from perfdesk.sharing.lock import HeldError
    from perfdesk.sharing.rescue import Rescued
    from perfdesk.ui.window import MainWindow

_TOLD = "told_places"
_MOST_TOLD = 100


class Opening:
    """Opens and closes files for the window, which shows them."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def open(self, path: Path) -> bool:
        """Open a report; questions and sentences come in boxes, and the report open before stays when it fails."""
        window, path = self._window, path.absolute()
        if window.desk is not None and window.session is not None and _same(window.session.path, path):
            window.desk.news.tell("notice", f"“{path.name}”就是正在填报的这一份。")
            return True
        if path.is_dir():
            remedy = "请打开里面的填报文件（.db）。"
            dialogs.tell_error(window, PerfDeskError(f"打不开“{path.name}”。", "这是一个文件夹。", remedy))
            return False
        if not window.may_leave():
            return False
        waiting = self._waiting_for(path)
        if waiting is not None and not (_is_working_copy(waiting) and path.exists()):
            path = self.settle(waiting)
        return self._open(path)

    def reopen(self) -> None:
        """Read the report anew, because it was changed elsewhere or can now be written."""
        session = self._window.session
        if session is None or not self._window.may_leave():
            return
        path = session.path
        self._window.let_go()
        if not self.open(path):
            self._window.show_start()

    def put_back(self) -> None:
        """Put the rescue copy that is open where the report stood, and go on there."""
        window = self._window
        session, standing = window.session, window.standing
        if session is None or standing is None or standing.original is None or not window.may_leave():
            return
        copy, original = session.file.path, standing.original
        window.let_go()
        rescued = next((one for one in self._pending() if _same(one.path, copy)), None)
        if rescued is not None and self._was_put_back(rescued) and self._open(original):
            return
        if self._open_or_start(copy) and window.standing is not None:
            window.standing.tell_rescued(original)
            forget_file(copy.resolve())

    def save_own(self, path: Path) -> None:
        """Save what is on the screen as a file of its own, since the report's file now holds someone else's work; go on
        there. PerfDeskError when it cannot be saved."""
        window = self._window
        session, desk = window.session, window.desk
        if session is None or desk is None:
            return
        if session.path != session.file.path:  # a working copy still holds what is on the screen
            session.file.copy_to(path)
            desk.news.tell("done", f"已另存副本 {path.name}。")
            return
        session.rescue()
        if desk.model.unsaved:
            desk.model.save_again()
        copy = session.file.path
        session.file.copy_to(path)
        window.let_go()
        for rescued in [one for one in self._pending() if _same(one.path, copy)]:
            late.loaded("perfdesk.sharing.rescue").discard(rescued)
        if self._open_or_start(path) and window.desk is not None:
            window.desk.news.tell("done", f"您填的内容已另存为 {path.name}，现在填的就是这一份。原来的文件没有动。")

    def settle(self, rescued: Rescued) -> Path:
        """Ask what to do with waiting work until it is settled or put off; the file to open then."""
        while True:
            answer = boxes.ask_rescued(self._window, rescued)
            if answer == "later":
                return rescued.original
            if answer == "back" and self._was_put_back(rescued):
                return rescued.original
            if answer == "other":
                copy = self._saved_as(rescued)
                if copy is not None:
                    return copy
            if answer == "discard" and boxes.ask_discard(self._window, rescued):
                late.loaded("perfdesk.sharing.rescue").discard(rescued)
                return rescued.original

    def settle_waiting(self, rescued: Rescued) -> None:
        """Settle waiting work from the start page or a strip: what was put back or saved is opened, else what was."""
        window = self._window
        before = window.session.path if window.session is not None else None
        if not window.may_leave():
            return
        window.let_go()
        path = self.settle(rescued)
        if any(one.path == rescued.path for one in self._pending()):
            path = before  # for later
        if path is None or not path.exists() or not self._open(path):
            window.show_start()

    def leave(self, session: Session) -> None:
        """Write back what has not been, close, and remember for the start page how the report stands."""
        while not session.read_only:
            error = _published(session)
            if error is None or boxes.ask_unpublished(self._window, session.path, error) == "close":
                break
        try:
            glance = seen(session)
        except PerfDeskError:
            glance = None
        session.close()
        if session.is_published:
            note(session.path.resolve(), glance)

    def tell_news(self, path: Path) -> None:
        """What there is to say about the place and the form, once the report is on the screen."""
        standing, session = self._window.standing, self._window.session
        if standing is None or session is None or session.read_only:
            return
        waiting = self._waiting_for(path)
        if waiting is not None:
            standing.tell_waiting(lambda: self.settle_waiting(waiting))
            return
        if not session.is_published:
            standing.tell_resumed()
            return
        if session.form_news:
            standing.tell_form_news(news_words(session.form_news), FormNewsDialog(session.form_news, self._window).open)
            return
        words = late.loaded("perfdesk.sharing.places").place_warning(path)
        found = remembered(_TOLD, [])
        told = [found] if isinstance(found, str) else cast("list[Any]", found) if isinstance(found, list) else []
        is_new = bool(words) and str(path) not in told
        if is_new:
            remember(_TOLD, [str(path), *told][:_MOST_TOLD])
        copies = self._window.desk.keeper.new_copies() if self._window.desk is not None else ""
        if copies:
            standing.tell_copies(f"{copies}{words if is_new else ''}")
        elif is_new:
            standing.tell_place(words)

    def _open(self, path: Path) -> bool:
        try:
            session = late.open_session(path)
        except PerfDeskError as error:
            if late.is_held(error):
                return self._open_held(path, error)
            self._refuse(path, error)
            return False
        self._window.show_report(session)
        self.tell_news(path)
        return True

    def _open_or_start(self, path: Path) -> bool:
        opened = self._open(path)
        if not opened:
            self._window.show_start()
        return opened

    def _open_held(self, path: Path, error: HeldError) -> bool:
        window = self._window
        while True:
            answer = boxes.ask_held(window, path, error)
            if answer == "leave":
                return False
            try:
                if answer == "take":
                    late.take_over(path)
                    return self._open(path)
                window.show_report(late.open_session(path, read_only=True))
            except PerfDeskError as failed:
                if not late.is_held(failed):
                    self._refuse(path, failed)
                    return False
                remedy = "请先以只读方式打开；对方关闭以后，再打开就能填报。"
                dialogs.tell_error(window, PerfDeskError("没有接手。", f"“{failed.who}”还在填报。", remedy))
                continue
            if window.standing is not None:
                window.standing.tell_read_only(f"{holder_words(error)}正在填报。")
            return True

    def _refuse(self, path: Path, error: PerfDeskError) -> None:
        glance = noted(path.resolve())
        backup = late.loaded("perfdesk.sharing.backup")
        if glance is None or not glance.report or not backup.backups(glance.report):
            dialogs.tell_error(self._window, error)
        elif boxes.ask_backup(self._window, error):
            self._window.deeds.files.restore_of(glance.report, path)

    def _was_put_back(self, rescued: Rescued) -> bool:
        try:
            late.loaded("perfdesk.sharing.rescue").put_back(rescued)
        except PerfDeskError as error:
            dialogs.tell_error(self._window, error)
            return False
        return True

    def _saved_as(self, rescued: Rescued) -> Path | None:
        original = rescued.original
        suggested = Path.home() / f"{original.stem}-找回.db"
        path = dialogs.ask_new_path(self._window, "另存找回的内容", suggested)
        if path is None:
            return None
        try:
            with late.loaded("perfdesk.entries.report_file").ReportFile.open(rescued.path, read_only=True) as file:
                file.copy_to(path)
        except PerfDeskError as error:
            dialogs.tell_error(self._window, error)
            return None
        late.loaded("perfdesk.sharing.rescue").discard(rescued)
        return path

    def _waiting_for(self, path: Path) -> Rescued | None:
        return next((rescued for rescued in self._pending() if _same(rescued.original, path)), None)

    def _pending(self) -> list[Rescued]:
        try:
            return late.pending()
        except PerfDeskError:  # the user's own folder cannot be made: then nothing waits in it either
            return []


def _published(session: Session) -> PerfDeskError | None:
    """Write back what has not been; what stands in the way, if anything does."""
    try:
        session.publish()
    except PerfDeskError as error:
        return error
    return None


def _is_working_copy(rescued: Rescued) -> bool:
    """Whether opening the report goes on with this work by itself, unless the report was changed meanwhile."""
    return late.loaded("perfdesk.sharing.working").waits(rescued.path) is not None


def _same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()
