"""Working copies: a report in a hard place is worked on in the user's own folder and put back there as a whole.

A share that drops out, a stick that is pulled or a cloud service that copies half a commit then never meets a file that
is being written: what stands at the place is always one committed state, replaced by the next in one go.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import shutil
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from perfdesk.atomic_file import sync_file, write_atomically, write_bytes_atomically
from perfdesk.entries.database.interrupted_write import side_files
from perfdesk.entries.database.journal import LastChange
from perfdesk.entries.database.report_file import ReportFile, recover
from perfdesk.errors import ChangedElsewhereError, FileLostError, PerfDeskError
from perfdesk.safe_open import NotAFileError, is_taken, read_regular
from perfdesk.storage.location import may_write
from perfdesk.storage.lock import Lock, hold, holder_of
from perfdesk.storage.user_dirs import own_folder

#: Stands beside each working copy and says where it belongs.
_NOTE = "place.json"
_NOTHING = ""
_SAFE = "填的内容都在本机，没有丢；那里恢复以后会再写回。"


@dataclass(slots=True)
class Working:
    """The working copy of the report at `place`; `path` is where SQLite works.

    `published` is the last change that stands at the place, `seen` what the file there was seen to be: its digest, or
    empty when there was none.
    """

    path: Path
    place: Path
    published: LastChange
    seen: str
    lock: Lock | None = None
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def publish(self, file: ReportFile) -> None:
        """Put what has been done since back to the place, in one go.

        FileLostError when the place is gone or cannot be written; ChangedElsewhereError when someone changed the file
        there, which is then left alone. The working copy stays in either case.
        """
        self.publishing(file)()

    def publishing(self, file: ReportFile) -> Callable[[], None]:
        """What has been done so far, ready to be put back: a share may take long, so it may be done in another thread
        while the work goes on. It fails as `publish` does."""
        whole, tail = file.read_bytes(), file.last_change()

        def put() -> None:
            with self._turn:  # of two that look at the place or write it, each sees what the other left there
                if tail[0] >= self.published[0]:
                    self._put(whole, tail)

        return put

    def _put(self, whole: bytes, tail: LastChange) -> None:
        what = f"还没有写回“{self.place}”。"
        target = self.place.resolve()

        def write(draft: Path) -> None:
            draft.write_bytes(whole)
            sync_file(draft)
            self._refuse_unseen(what, target, whole)

        try:
            write_atomically(target, write)
        except OSError as error:
            raise FileLostError(what, _reason(error), _SAFE) from error
        self.seen = _digest(whole)
        self.published = tail
        _note(self)

    def changed_elsewhere(self) -> bool:
        """Whether someone else has changed the file at the place; FileLostError when it is gone."""
        what = f"读不出“{self.place}”。"
        try:
            with self._turn:
                return _digest(read_regular(self.place, follow=True)) != self.seen
        except OSError as error:
            raise FileLostError(what, _reason(error), _SAFE) from error

    def let_go(self) -> None:
        """Leave the working copy to whoever asks for it next; one that holds nothing new is deleted (`waiting`)."""
        if self.lock is not None:
            self.lock.release()

    def remove(self) -> None:
        """Do without the working copy, as far as it can be deleted."""
        self.let_go()
        shutil.rmtree(self.path.parent, ignore_errors=True)

    def _refuse_unseen(self, what: str, target: Path, whole: bytes) -> None:
        stands = _digest(read_regular(target)) if is_taken(target) else _NOTHING
        if stands in (self.seen, _digest(whole)) and not side_files(target):
            return
        if stands == _NOTHING:
            raise FileLostError(what, "那里的文件不见了：可能被移走、改名或删除。", _SAFE)
        why = "那里的文件在别处被改过，本程序没有覆盖别处填的内容。"
        raise ChangedElsewhereError(what, why, "请另存副本，再打开那里的文件对照。")


def begin(place: Path) -> Working:
    """A working copy for a report that is to be made at a place; PerfDeskError when that cannot be."""
    what = f"没有新建“{place.name}”。"
    if is_taken(place):
        raise PerfDeskError(what, "已经有这个文件。", "请换一个文件名。")
    if not may_write(place.absolute().parent):
        raise PerfDeskError(what, f"不能在“{place.parent}”读写文件。", "请检查位置是否存在、是否允许写入。")
    return _begun(place, (0, ""), _NOTHING)


def take(place: Path) -> Working:
    """The working copy of a report that stands at a place, to be called by the holder of its lock.

    One left behind with work that was not put back is gone on with, if nobody changed the report meanwhile.
    """
    what = f"打不开“{place.name}”。"
    recover(place, what)
    with ReportFile.open(place, read_only=True) as file:
        tail = file.last_change()
    try:
        whole = read_regular(place, follow=True)
    except OSError as error:
        raise FileLostError(what, _reason(error), "请检查位置是否存在、是否允许读取。") from error
    for left in waiting():
        if left.place == place.absolute() and _follows(left, tail):
            left.published, left.seen, left.lock = tail, _digest(whole), hold(left.path)
            return left
    working = _begun(place, tail, _digest(whole))
    write_bytes_atomically(working.path, whole, private=True)
    return working


def waiting() -> Iterator[Working]:
    """The working copies that nobody is working on and whose work was not put back, newest first."""
    folder = own_folder("working", "找不到工作副本。")
    notes = sorted(folder.glob(f"*/{_NOTE}"), key=lambda note: note.stat().st_mtime, reverse=True)
    for note in notes:
        with contextlib.suppress(PerfDeskError, OSError, ValueError, KeyError, TypeError):
            found = json.loads(read_regular(note))
            place = Path(found["place"])
            working = Working(note.parent / place.name, place, (int(found["id"]), str(found["at"])), _NOTHING)
            if holder_of(working.path) is None:
                if _is_waiting(working):
                    yield working
                else:
                    working.remove()


def waits(path: Path) -> Working | None:
    """The working copy that a path in the user's own folder is, if it is one."""
    return next((working for working in waiting() if working.path == path), None)


def _begun(place: Path, tail: LastChange, seen: str) -> Working:
    what = f"打不开“{place.name}”。"
    folder = own_folder("working", what) / uuid.uuid4().hex[:12]
    try:
        folder.mkdir(mode=0o700)
        working = Working(folder / place.name, place.absolute(), tail, seen, hold(folder / place.name))
        _note(working)  # only now that it is held can others see it
    except OSError as error:
        raise PerfDeskError(what, f"不能在“{folder}”建立工作副本。", "请检查磁盘空间和权限。") from error
    return working


def _note(working: Working) -> None:
    number, at = working.published
    told = json.dumps({"place": str(working.place), "id": number, "at": at}, ensure_ascii=False)
    write_bytes_atomically(working.path.with_name(_NOTE), told.encode(), private=True)


def _is_waiting(working: Working) -> bool:
    """Whether it holds what was not put back, as far as is known here: a share that is gone is not waited for."""
    if not working.path.exists():  # broken off before it was made
        return False
    with ReportFile.open(working.path, read_only=True) as file:
        return file.last_change() != working.published


def _follows(working: Working, tail: LastChange) -> bool:
    """Whether a change is part of a working copy's story."""
    if tail[0] == 0:
        return True
    with ReportFile.open(working.path, read_only=True) as file:
        return [(change.id, change.at.isoformat()) for change in file.changes(tail[0])[:1]] == [tail]


def _digest(whole: bytes) -> str:
    return hashlib.sha256(whole).hexdigest()


def _reason(error: OSError) -> str:
    if isinstance(error, NotAFileError):
        return error.why
    if error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT):
        return "那里的磁盘已满。"
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return "那里不允许写入，或文件正被别的程序占用。"
    return "那里连不上：U 盘可能已拔出，网络可能已断开，或文件夹被移走。"
