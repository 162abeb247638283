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
from perfdesk.storage.lock import Lock, acquire, holder_of
from perfdesk.storage.user_dirs import user_data_folder

#: Stands beside each working copy and says where it belongs.
_STATE_FILE = "place.json"
_NO_FILE = ""
_SAVED_LOCALLY = "填的内容都在本机，没有丢；那里恢复以后会再写回。"


@dataclass(slots=True)
class WorkingCopy:
    """The working copy of the report at `original`; `path` is where SQLite works.

    `published` is the last change that stands at the place, `original_digest` what the file there was seen to be: its
    digest, or empty when there was none.
    """

    path: Path
    original: Path
    published: LastChange
    original_digest: str
    lock: Lock | None = None
    _publish_lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def publish(self, file: ReportFile) -> None:
        """Put what has been done since back to the place, in one go.

        FileLostError when the place is gone or cannot be written; ChangedElsewhereError when someone changed the file
        there, which is then left alone. The working copy stays in either case.
        """
        self.prepare_publishing(file)()

    def prepare_publishing(self, file: ReportFile) -> Callable[[], None]:
        """What has been done so far, ready to be put back: a share may take long, so it may be done in another thread
        while the work goes on. It fails as `publish` does."""
        content, last_change = file.read_bytes(), file.last_change()

        def put() -> None:
            with self._publish_lock:  # of two that look at the place or write it, each sees what the other left there
                if last_change[0] >= self.published[0]:
                    self._write_back(content, last_change)

        return put

    def _write_back(self, content: bytes, last_change: LastChange) -> None:
        what = f"还没有写回“{self.original}”。"
        target = self.original.resolve()

        def write(draft: Path) -> None:
            draft.write_bytes(content)
            sync_file(draft)
            self._check_original(what, target, content)

        try:
            write_atomically(target, write)
        except OSError as error:
            raise FileLostError(what, _reason(error), _SAVED_LOCALLY) from error
        self.original_digest = _digest(content)
        self.published = last_change
        _save_state(self)

    def changed_elsewhere(self) -> bool:
        """Whether someone else has changed the file at the place; FileLostError when it is gone."""
        what = f"读不出“{self.original}”。"
        try:
            with self._publish_lock:
                return _digest(read_regular(self.original, follow=True)) != self.original_digest
        except OSError as error:
            raise FileLostError(what, _reason(error), _SAVED_LOCALLY) from error

    def release(self) -> None:
        """Leave the working copy to whoever asks for it next; one that holds nothing new is deleted
        (`pending_working_copies`)."""
        if self.lock is not None:
            self.lock.release()

    def remove(self) -> None:
        """Do without the working copy, as far as it can be deleted."""
        self.release()
        shutil.rmtree(self.path.parent, ignore_errors=True)

    def _check_original(self, what: str, target: Path, content: bytes) -> None:
        current = _digest(read_regular(target)) if is_taken(target) else _NO_FILE
        if current in (self.original_digest, _digest(content)) and not side_files(target):
            return
        if current == _NO_FILE:
            raise FileLostError(what, "那里的文件不见了：可能被移走、改名或删除。", _SAVED_LOCALLY)
        why = "那里的文件在别处被改过，本程序没有覆盖别处填的内容。"
        raise ChangedElsewhereError(what, why, "请另存副本，再打开那里的文件对照。")


def create_working_copy(original: Path) -> WorkingCopy:
    """A working copy for a report that is to be made at a place; PerfDeskError when that cannot be."""
    what = f"没有新建“{original.name}”。"
    if is_taken(original):
        raise PerfDeskError(what, "已经有这个文件。", "请换一个文件名。")
    if not may_write(original.absolute().parent):
        raise PerfDeskError(what, f"不能在“{original.parent}”读写文件。", "请检查位置是否存在、是否允许写入。")
    return _new_working_copy(original, (0, ""), _NO_FILE)


def open_working_copy(original: Path) -> WorkingCopy:
    """The working copy of a report that stands at a place, to be called by the holder of its lock.

    One left behind with work that was not put back is gone on with, if nobody changed the report meanwhile.
    """
    what = f"打不开“{original.name}”。"
    recover(original, what)
    with ReportFile.open(original, read_only=True) as file:
        last_change = file.last_change()
    try:
        content = read_regular(original, follow=True)
    except OSError as error:
        raise FileLostError(what, _reason(error), "请检查位置是否存在、是否允许读取。") from error
    for left in pending_working_copies():
        if left.original == original.absolute() and _is_continued_by(left, last_change):
            left.published, left.original_digest, left.lock = last_change, _digest(content), acquire(left.path)
            return left
    copy = _new_working_copy(original, last_change, _digest(content))
    write_bytes_atomically(copy.path, content, private=True)
    return copy


def pending_working_copies() -> Iterator[WorkingCopy]:
    """The working copies that nobody is working on and whose work was not put back, newest first."""
    folder = user_data_folder("working", "找不到工作副本。")
    notes = sorted(folder.glob(f"*/{_STATE_FILE}"), key=lambda note: note.stat().st_mtime, reverse=True)
    for note in notes:
        with contextlib.suppress(PerfDeskError, OSError, ValueError, KeyError, TypeError):
            found = json.loads(read_regular(note))
            original = Path(found["place"])
            copy = WorkingCopy(note.parent / original.name, original, (int(found["id"]), str(found["at"])), _NO_FILE)
            if holder_of(copy.path) is None:
                if _is_pending(copy):
                    yield copy
                else:
                    copy.remove()


def find_working_copy(path: Path) -> WorkingCopy | None:
    """The working copy that a path in the user's own folder is, if it is one."""
    return next((copy for copy in pending_working_copies() if copy.path == path), None)


def _new_working_copy(original: Path, last_change: LastChange, digest: str) -> WorkingCopy:
    what = f"打不开“{original.name}”。"
    folder = user_data_folder("working", what) / uuid.uuid4().hex[:12]
    try:
        folder.mkdir(mode=0o700)
        copy = WorkingCopy(
            folder / original.name, original.absolute(), last_change, digest, acquire(folder / original.name)
        )
        _save_state(copy)  # only now that it is held can others see it
    except OSError as error:
        raise PerfDeskError(what, f"不能在“{folder}”建立工作副本。", "请检查磁盘空间和权限。") from error
    return copy


def _save_state(copy: WorkingCopy) -> None:
    number, at = copy.published
    state = json.dumps({"place": str(copy.original), "id": number, "at": at}, ensure_ascii=False)
    write_bytes_atomically(copy.path.with_name(_STATE_FILE), state.encode(), private=True)


def _is_pending(copy: WorkingCopy) -> bool:
    """Whether it holds what was not put back, as far as is known here: a share that is gone is not waited for."""
    if not copy.path.exists():  # broken off before it was made
        return False
    with ReportFile.open(copy.path, read_only=True) as file:
        return file.last_change() != copy.published


def _is_continued_by(copy: WorkingCopy, last_change: LastChange) -> bool:
    """Whether a change is part of a working copy's story."""
    if last_change[0] == 0:
        return True
    with ReportFile.open(copy.path, read_only=True) as file:
        return [(change.id, change.at.isoformat()) for change in file.changes(last_change[0])[:1]] == [last_change]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _reason(error: OSError) -> str:
    if isinstance(error, NotAFileError):
        return error.why
    if error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT):
        return "那里的磁盘已满。"
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return "那里不允许写入，或文件正被别的程序占用。"
    return "那里连不上：U 盘可能已拔出，网络可能已断开，或文件夹被移走。"
