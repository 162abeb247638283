"""How the open report stands with its file: read-only, gone on in a rescue copy, changed elsewhere, not yet written
back. The strip says it, and every change that could not be carried out is tried again where the work goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from perfdesk.errors import ChangedElsewhereError, FileLostError, HeldError, PerfDeskError
from perfdesk.ui.models.dates import moment_text
from perfdesk.ui.widgets.message_bar import FileStrip, Offer
from perfdesk.ui.workspace.read_only import Lockdown

if TYPE_CHECKING:
    from pathlib import Path

    from perfdesk.ui.workspace.workspace import Desk

_LOOK_ONLY = "这里可以查看和导出，不能改。"


class FileStanding(QObject):
    """Follows one open report; asks the window for what needs another file."""

    reopen_wanted = Signal()
    copy_wanted = Signal()
    put_back_wanted = Signal()
    moved = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk, self._model = desk, desk.model
        self._locked = Lockdown(desk, self)
        self._read_only_words = self._copies = ""
        self._is_away = False
        self.original: Path | None = None
        self.is_changed = False
        self._model.rescuer = self.recovers
        self._model.refused.connect(self.remind)
        self._model.failed.connect(self._on_failed)
        self._locked.touched.connect(self.remind)
        desk.keeper.failed.connect(self.take_note)
        desk.keeper.changed.connect(self.tell_changed)
        desk.keeper.found.connect(self._on_found)
        desk.keeper.published.connect(self._on_published)
        desk.keeper.looked.connect(self._look_for_copies)
        if self._model.session.read_only:
            self.tell_read_only("这个文件或它所在的文件夹不能写入。")

    @property
    def strip(self) -> FileStrip:
        """Where it is said."""
        return self._desk.place

    @property
    def title(self) -> str:
        """What the window's title says of the file."""
        session = self._model.session
        if self.original is not None:
            return f"{self.original.name}（暂存在本机）"
        return f"{session.path.name}{'（只读）' if session.read_only else ''}"

    @property
    def place(self) -> Path:
        """Where the clerk takes the report to be, even while it is worked on elsewhere."""
        return self.original or self._model.session.path

    def take_note(self, error: PerfDeskError) -> None:
        """Something about the file went wrong while nobody was typing."""
        if isinstance(error, HeldError):
            safe = "" if self._model.session.is_published else "还没写回的内容存在本机，没有丢。"
            self.tell_read_only(f"{holder_words(error)}正在填报。{safe}")
        elif isinstance(error, ChangedElsewhereError):
            self.tell_changed()
        elif self._model.session.path != self._model.session.file.path:
            self.tell_away(error)
        elif not self.recovers(error):
            self.strip.tell("warning", f"{error.what}{error.why}{error.remedy}", closes=True)

    def recovers(self, error: PerfDeskError) -> bool:
        """Go on in a rescue copy when the file is lost; whether the change can be tried once more."""
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
        self.tell_rescued(original, error.why)
        return True

    def tell_read_only(self, why: str) -> None:
        """Only to be looked at, for a reason: someone else is writing it, or nothing can be written there."""
        self._read_only_words = f"只读：{why}{_LOOK_ONLY}"
        self._locked.begin()
        self.strip.tell("notice", self._read_only_words, self._read_only_offers())
        self.moved.emit()

    def remind(self) -> None:
        """The clerk tries to change what can only be read."""
        words = f"刚才的输入没有记下。{self._read_only_words}"
        self.strip.tell("warning", words, self._read_only_offers())

    def tell_rescued(self, original: Path, why: str = "") -> None:
        """The work goes on in the user's own folder."""
        self.original = original
        reason = why or f"“{original.name}”够不着。"
        words = f"{reason}填报没有中断，内容已暂存在本机，照常填就行；原文件能用了，再放回原处。"
        self.strip.tell("warning", words, [("放回原处", self.put_back_wanted.emit), self._copy_offer()])
        self.moved.emit()

    def tell_changed(self) -> None:
        """Someone else wrote the file: nothing of theirs is overwritten."""
        self.is_changed = True
        name = self._model.session.path.name
        words = f"“{name}”在别处被改过。本程序没有覆盖别处填的内容；请重新打开，看过新内容再填。"
        self.strip.tell("warning", words, [("重新打开", self.reopen_wanted.emit), self._copy_offer()])

    def tell_away(self, error: PerfDeskError) -> None:
        """The place where the report belongs cannot be reached; the work stands on this machine."""
        self._is_away = True
        words = f"{error.why}内容已保存在本机，照常填就行；能写的时候会自动写回“{self._model.session.path.name}”。"
        self.strip.tell("warning", words, [("现在写回", self._desk.keeper.publish), self._copy_offer()])

    def tell_resumed(self) -> None:
        """Work that could not be put back last time goes on."""
        name = self._model.session.path.name
        words = f"上次有内容没能写回“{name}”，存在本机；现在已经接上，随后会自动写回。"
        self.strip.tell("notice", words, closes=True)

    def tell_waiting(self, deed: Callable[[], object]) -> None:
        """Other work on this report still waits on this machine."""
        words = "这份报告另有一份没有写回的填报内容存在本机，这里打开的不含那些内容。"
        self.strip.tell("warning", words, [("处理…", deed)], closes=True)

    def tell_form_news(self, words: str, deed: Callable[[], object]) -> None:
        """The form has moved on."""
        self.strip.tell("notice", words, [("看清单", deed)], closes=True)

    def tell_place(self, words: str) -> None:
        """Where the report lies, said once."""
        self.strip.tell("notice", words, closes=True)

    def tell_copies(self, words: str) -> None:
        """A sync service left a conflict copy beside the report."""
        self._copies = words
        self.strip.tell("warning", words, closes=True)

    def _on_failed(self, error: PerfDeskError) -> None:
        if isinstance(error, ChangedElsewhereError):
            self.tell_changed()

    def _look_for_copies(self) -> None:
        words = "" if self.strip.words else self._desk.keeper.new_copies()
        if words:
            self.tell_copies(words)

    def _on_published(self) -> None:
        self._is_away = False
        if self.strip.words != self._copies:  # that the clerk puts away
            self.strip.clear()

    def _on_found(self) -> None:
        if self._is_away and self._model.session.is_published:
            self._on_published()

    def _copy_offer(self) -> Offer:
        return ("另存副本…", self.copy_wanted.emit)

    def _read_only_offers(self) -> list[Offer]:
        return [("再试填报", self.reopen_wanted.emit), self._copy_offer()]


def holder_words(error: HeldError) -> str:
    """Who holds the report: `“李四”（电脑“PC-02”，11月24日 10:03 起）`."""
    since = f"，{moment_text(error.since)} 起" if error.since else ""
    return f"“{error.who}”（电脑“{error.machine}”{since}）"
