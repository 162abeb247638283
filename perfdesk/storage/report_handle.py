"""An open report: the file that is edited, the path that the user sees, and the lock."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from perfdesk.atomic_file import PRIVATE
from perfdesk.entries.change import Change
from perfdesk.entries.database.file_stamp import remove_quietly
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.entries.entries import Entries
from perfdesk.errors import HeldError, PerfDeskError
from perfdesk.logs import FailureLogged
from perfdesk.safe_open import is_taken, require_file
from perfdesk.storage import working_copy
from perfdesk.storage.location import is_writable, storage_warning
from perfdesk.storage.lock import Lock, acquire
from perfdesk.storage.readers import forget_readers, last_reader, note_reader
from perfdesk.storage.recovery import copy_from_memory, create_recovery_copy, is_sound
from perfdesk.temporaries import remove_leftovers

_log = logging.getLogger(__name__)


class ReportHandle:
    """An open report file with its lock and, in an unreliable location (`location`), its working copy."""

    def __init__(
        self, file: ReportFile, lock: Lock | None = None, local_copy: working_copy.WorkingCopy | None = None
    ) -> None:
        self.file = file
        self._lock = lock
        self._working_copy = local_copy
        self._reader = "" if file.read_only else last_reader(file.path)

    @classmethod
    def create(cls, path: Path, form: str, version: int, begin: Callable[[ReportFile], object]) -> ReportHandle:
        """Create a report with the content that `begin` enters; an existing file is never overwritten."""
        if not path.name:
            raise PerfDeskError("没有新建。", f"“{path}”是一个文件夹。", "请给一个文件名。")
        if is_taken(path):
            raise PerfDeskError(f"没有新建“{path.name}”。", "已经有这个文件。", "请换一个文件名。")
        with contextlib.ExitStack() as undone:
            lock = _acquire_lock(path, undone)
            copy = working_copy.create_working_copy(path) if storage_warning(path) else None
            if copy:
                undone.callback(copy.remove)
            made = cls(ReportFile.create(copy.path if copy else path, form, version, begin=begin), lock, copy)
            if copy:
                copy.path.chmod(PRIVATE)
            undone.pop_all()
        return made

    @classmethod
    def open(cls, path: Path, read_only: bool = False) -> ReportHandle:
        """Open a report; read-only on request or where it is not writable.

        HeldError when someone else is writing it.
        """
        require_file(path, f"打不开“{path.name or path}”。")
        if not read_only:
            remove_leftovers(path.absolute().parent)
        if read_only or not is_writable(path):
            note_reader(path)
            return cls(ReportFile.open(path, read_only=True))
        with contextlib.ExitStack() as undone:
            lock = _acquire_lock(path, undone)
            copy = working_copy.open_working_copy(path) if storage_warning(path) else None
            if copy:
                undone.callback(copy.release)
            opened = cls(ReportFile.open(copy.path if copy else path), lock, copy)
            undone.pop_all()
        return opened

    @property
    def path(self) -> Path:
        """The path of the report that the user sees, not that of a working copy."""
        return self._working_copy.original if self._working_copy else self.file.path

    @property
    def is_published(self) -> bool:
        """Whether all saved changes are in the file at `path`."""
        return self._working_copy is None or self._working_copy.published == self.file.last_change()

    def publish(self) -> None:
        """Publish the working copy; does nothing without one.

        FileLostError, ChangedElsewhereError or HeldError on failure; the changes then stay in the working copy.
        """
        self.prepare_publishing()()

    def prepare_publishing(self) -> Callable[[], None]:
        """Take the current state and return the function that publishes it, in any thread; raises as `publish`."""
        if self._working_copy is None or self.is_published:
            return lambda: None
        publish_copy = self._working_copy.prepare_publishing(self.file)

        def publish() -> None:
            self.refresh_lock()
            publish_copy()

        return publish

    def may_rewrite(self, change: Change) -> bool:
        """Whether a change can be rewritten: it is the last, and nobody else has read it."""
        known, self._reader = self._reader, last_reader(self.file.path)
        return self.file.may_rewrite(change) and known == self._reader

    def changed_elsewhere(self) -> bool:
        """Whether someone else has written the report since it was last read or saved here; FileLostError when gone."""
        return self._working_copy.changed_elsewhere() if self._working_copy else self.file.changed_elsewhere()

    def refresh_lock(self) -> None:
        """Refresh the lock; HeldError when someone has taken it over, and the report becomes read-only."""
        try:
            if self._lock is not None:
                self._lock.refresh()
        except HeldError:
            self.file.read_only = True
            raise

    @FailureLogged(_log, "no rescue copy was written")
    def continue_in_recovery_copy(self, properties: dict[str, str], entries: Entries, done: Sequence[Change]) -> None:
        """Continue in a recovery copy if the file is gone or not writable; not needed with a valid working copy."""
        if self._working_copy is not None and is_sound(self.file):
            return
        lost, self.file = self.file, create_recovery_copy(self.file, self.path, properties, entries, done)
        lost.close()
        if self._working_copy is not None:
            self._working_copy.release()
        if self._lock is not None:
            self._lock.release()
        self._lock, self._working_copy = acquire(self.file.path), None

    def save_copy(self, path: Path, facts: dict[str, str], entries: Entries, done: Sequence[Change]) -> None:
        """Save a copy under another name: of the file, or of what is in memory if the file is no longer valid."""
        if self.file.read_only or _is_same(path, self.file.path) or is_sound(self.file):
            self.file.copy_to(path)
        else:
            copy_from_memory(path, facts, self.file.last_change(), entries, done)

    def close(self) -> None:
        """Publish and close; what cannot be published stays in the working copy (`recovery.pending_copies`)."""
        if not self.file.read_only:
            with contextlib.suppress(PerfDeskError), FailureLogged(_log, "the working copy was not published"):
                self.publish()
            forget_readers(self.file.path)
        self.file.close()
        if self._working_copy is not None:
            (self._working_copy.remove if self.is_published else self._working_copy.release)()
        if self._lock is not None:
            self._lock.release()

    def discard(self) -> None:
        """Close and delete a report whose creation failed."""
        self.file.close()
        if self._working_copy is not None:
            self._working_copy.remove()
        else:
            remove_quietly(self.file.path)
        if self._lock is not None:
            self._lock.release()


def _is_same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _acquire_lock(path: Path, rollback: contextlib.ExitStack) -> Lock | None:
    lock = acquire(path)
    if lock is not None:
        rollback.callback(lock.release)
    return lock
