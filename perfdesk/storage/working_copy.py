"""Working copies: a report on a share, on a stick or in a synced folder is edited in a local copy, then published.

So a share that disconnects, a stick that is pulled out or a cloud service that copies half a commit never sees a file
that is being written: the original is always one committed state, which the next one replaces atomically.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import shutil
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from perfdesk.atomic_file import sync_file, write_atomically, write_bytes_atomically
from perfdesk.entries.database.interrupted_write import side_files
from perfdesk.entries.database.journal import LastChange
from perfdesk.entries.database.report_file import ReportFile, recover_interrupted_write
from perfdesk.errors import ChangedElsewhereError, FileLostError, PerfDeskError
from perfdesk.safe_open import NotAFileError, is_taken, read_regular
from perfdesk.storage.location import may_write
from perfdesk.storage.lock import Lock, acquire, holder_of
from perfdesk.storage.user_dirs import user_data_folder

#: The file next to each working copy that names its original and the last published change.
_STATE_FILE = "place.json"
_NO_FILE = ""
_SAVED_LOCALLY = "填的内容都在本机，没有丢；那里恢复以后会再写回。"


@dataclass(slots=True)
class WorkingCopy:
    """The working copy of the report at `original`; `path` is where SQLite works.

    `published` is the last change that the original contains, `original_digest` the digest of the original when it was
    last read or written here, empty when it did not exist.
    """

    path: Path
    original: Path
    published: LastChange
    original_digest: str
    lock: Lock | None = None
    _publish_lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def publish(self, file: ReportFile) -> None:
        """Replace the original by the current state.

        FileLostError when the original's folder is gone or cannot be written; ChangedElsewhereError when someone else
        changed the original, which is then left alone. The working copy stays in either case.
        """
        self.prepare_publishing(file)()

    def prepare_publishing(self, file: ReportFile) -> Callable[[], None]:
        """Take the current state and return the function that publishes it; that raises as `publish`.

        A share may be slow, so the function may run in another thread while editing continues.
        """
        content, last_change = file.read_bytes(), file.last_change()

        def publish() -> None:
            with self._publish_lock:  # no other thread of this program reads or writes the original
                if last_change[0] >= self.published[0]:
                    self._write_back(content, last_change)

        return publish

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
        """Whether someone else has changed the original; FileLostError when it is gone."""
        what = f"读不出“{self.original}”。"
        try:
            with self._publish_lock:
                return _digest(read_regular(self.original, follow=True)) != self.original_digest
        except OSError as error:
            raise FileLostError(what, _reason(error), _SAVED_LOCALLY) from error

    def release(self) -> None:
        """Release the lock, so that the copy can be opened again, or deleted when it is published
        (`remove_finished_working_copies`)."""
        if self.lock is not None:
            self.lock.release()

    def remove(self) -> None:
        """Release and delete the working copy, as far as it can be deleted."""
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
    """Make a working copy for a new report at `original`; PerfDeskError when none can be created there."""
    what = f"没有新建“{original.name}”。"
    if is_taken(original):
        raise PerfDeskError(what, "已经有这个文件。", "请换一个文件名。")
    if not may_write(original.absolute().parent):
        raise PerfDeskError(what, f"不能在“{original.parent}”读写文件。", "请检查位置是否存在、是否允许写入。")
    remove_finished_working_copies()
    return _new_working_copy(original, (0, ""), _NO_FILE)


def open_working_copy(original: Path) -> WorkingCopy:
    """Open a working copy of an existing report; the caller holds the report's lock.

    A pending copy of the same report is continued, if nobody changed the report meanwhile.
    """
    what = f"打不开“{original.name}”。"
    recover_interrupted_write(original, what)
    with ReportFile.open(original, read_only=True) as file:
        last_change = file.last_change()
    try:
        content = read_regular(original, follow=True)
    except OSError as error:
        raise FileLostError(what, _reason(error), "请检查位置是否存在、是否允许读取。") from error
    for left in _remove_finished():
        if left.original == original.absolute() and _is_continued_by(left, last_change):
            left.published, left.original_digest, left.lock = last_change, _digest(content), acquire(left.path)
            return left
    copy = _new_working_copy(original, last_change, _digest(content))
    write_bytes_atomically(copy.path, content, private=True)
    return copy


def pending_working_copies() -> list[WorkingCopy]:
    """The working copies that nobody has open and whose work was not published, newest first. Deletes nothing."""
    return [copy for copy, is_pending in _closed_copies() if is_pending]


def remove_finished_working_copies() -> None:
    """Delete the working copies that nobody has open and whose work was published, as far as they can be deleted."""
    _remove_finished()


def find_working_copy(path: Path) -> WorkingCopy | None:
    """The pending working copy at this path; None when there is none."""
    return next((copy for copy in pending_working_copies() if copy.path == path), None)


def _remove_finished() -> list[WorkingCopy]:
    """Delete the working copies that are closed and published; return those that are closed and pending."""
    closed = _closed_copies()
    for copy, is_pending in closed:
        if not is_pending:
            copy.remove()
    return [copy for copy, is_pending in closed if is_pending]


def _closed_copies() -> list[tuple[WorkingCopy, bool]]:
    """The readable working copies that nobody has open, newest first, each with whether its work is still pending."""
    folder = user_data_folder("working", "找不到工作副本。")
    state_files = sorted(folder.glob(f"*/{_STATE_FILE}"), key=lambda path: path.stat().st_mtime, reverse=True)
    copies: list[tuple[WorkingCopy, bool]] = []
    for state_file in state_files:
        with contextlib.suppress(PerfDeskError, OSError, ValueError, KeyError, TypeError):
            state = json.loads(read_regular(state_file))
            original, published = Path(state["place"]), (int(state["id"]), str(state["at"]))
            copy = WorkingCopy(state_file.parent / original.name, original, published, _NO_FILE)
            if holder_of(copy.path) is None:
                copies.append((copy, _is_pending(copy)))
    return copies


def _new_working_copy(original: Path, last_change: LastChange, digest: str) -> WorkingCopy:
    what = f"打不开“{original.name}”。"
    folder = user_data_folder("working", what) / uuid.uuid4().hex[:12]
    try:
        folder.mkdir(mode=0o700)
        copy = WorkingCopy(
            folder / original.name, original.absolute(), last_change, digest, acquire(folder / original.name)
        )
        _save_state(copy)  # after the lock is taken: without this file others do not see the copy
    except OSError as error:
        raise PerfDeskError(what, f"不能在“{folder}”建立工作副本。", "请检查磁盘空间和权限。") from error
    return copy


def _save_state(copy: WorkingCopy) -> None:
    number, at = copy.published
    state = json.dumps({"place": str(copy.original), "id": number, "at": at}, ensure_ascii=False)
    write_bytes_atomically(copy.path.with_name(_STATE_FILE), state.encode(), private=True)


def _is_pending(copy: WorkingCopy) -> bool:
    """Whether the copy has changes that are not in its original, by its state file: a slow share is not asked."""
    if not copy.path.exists():  # interrupted before the copy was written
        return False
    with ReportFile.open(copy.path, read_only=True) as file:
        return file.last_change() != copy.published


def _is_continued_by(copy: WorkingCopy, last_change: LastChange) -> bool:
    """Whether a change is in the journal of a working copy."""
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
