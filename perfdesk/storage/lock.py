"""The lock of a report: a small file next to it that states who is writing it, on which machine and since when.

A lock is stale when the process that took it is gone, or, on another machine, when its heartbeat has stopped. The age
of a heartbeat is measured with the clock of the report's disk, so that the clocks of the machines do not matter.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import tempfile
import time
import uuid
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from perfdesk.atomic_file import hide, sync_handle
from perfdesk.errors import HeldError, PerfDeskError
from perfdesk.safe_open import NotAFileError, open_handle, open_regular, real_path, refuse_special
from perfdesk.storage import machine
from perfdesk.storage.file_guard import guard
from perfdesk.temporaries import DRAFT

#: A holder refreshes its lock once a minute. A lock from another machine is stale after 15 minutes without a heartbeat,
#: longer than a laptop's short sleep; a user may take it over (`take_over`) after 5.
HEARTBEAT = datetime.timedelta(minutes=1)
STALE_AFTER = datetime.timedelta(minutes=15)
TAKEOVER_AFTER = datetime.timedelta(minutes=5)
#: A lock is written at once, by a process that guards it meanwhile (`file_guard`). An unreadable, unguarded lock
#: was left by a process that died while writing; without such guards it counts as left after this time.
_WRITE_GRACE = datetime.timedelta(seconds=10)
#: In seconds.
_RETRY_DELAY = 0.2
_MAX_BYTES = 4096

#: The marks of the locks that this process holds. A lock of this process that is not among them is stale.
_held_marks: set[str] = set()


@dataclass(frozen=True, slots=True)
class Holder:
    """The holder of a lock as stated in the lock file; `未知` when that cannot be read."""

    who: str = "未知"
    machine: str = "未知"
    machine_id: str = ""
    pid: int = 0
    started: str = ""
    taken: str = ""
    heartbeat: str = ""
    mark: str = ""

    @property
    def since(self) -> datetime.datetime | None:
        """The time when the lock was taken, by the holder's clock."""
        try:
            return datetime.datetime.fromisoformat(self.taken)
        except ValueError:
            return None

    def error(self, path: Path) -> HeldError:
        """Return the error for another user who opens the report at `path` for writing."""
        return HeldError(path.name, self.who, self.machine, self.since)


class Lock:
    """The right to write one report, until released."""

    def __init__(self, path: Path, holder: Holder) -> None:
        self._path = path.absolute()
        self._holder = holder

    def refresh(self) -> None:
        """Refresh the heartbeat; HeldError when someone has taken over the lock."""
        lock = _lock_path(self._path)
        if not self._is_ours(lock):
            found = _read_holder(lock)
            if found is not None:
                raise found.error(self._path)
            taken = acquire(self._path)  # the lock file was deleted: take it again
            self._holder = taken._holder if taken else self._holder
            return
        with contextlib.suppress(OSError):
            handle = open_handle(lock, os.O_RDWR)
            try:
                _write_holder(handle, replace(self._holder, heartbeat=_now()))
            finally:
                os.close(handle)

    def release(self) -> None:
        """Release the lock; does nothing when it is no longer ours."""
        lock = _lock_path(self._path)
        _held_marks.discard(self._holder.mark)
        if self._is_ours(lock):
            with contextlib.suppress(OSError):
                lock.unlink()

    def _is_ours(self, lock: Path) -> bool:
        found = _read_holder(lock)
        return found is not None and found.mark == self._holder.mark


def acquire(path: Path) -> Lock | None:
    """Take the lock of a report; a stale one is replaced.

    None where no lock file can be written (read-only media). HeldError when someone else is writing.
    """
    return _acquire(path, STALE_AFTER)


def take_over(path: Path) -> Lock | None:
    """Take the lock from a holder without a heartbeat for TAKEOVER_AFTER, at the request of the user.

    HeldError when the holder is alive.
    """
    return _acquire(path, TAKEOVER_AFTER)


def holder_of(path: Path) -> Holder | None:
    """Return the holder of a report's lock; None when nobody is writing it."""
    lock = _lock_path(path)
    found = _read_holder(lock)
    if found is None or (not found.mark and _is_left(lock)) or _is_stale(lock, found, STALE_AFTER):
        return None
    return found


def _acquire(path: Path, stale_after: datetime.timedelta) -> Lock | None:
    lock, ours = _lock_path(path), _current_holder()
    try:
        while not _create_exclusively(lock, ours):
            with contextlib.suppress(FileNotFoundError):  # released meanwhile
                _replace_stale(path, lock, ours, stale_after)
                break
    except NotAFileError as error:
        raise PerfDeskError(f"打不开“{path.name}”。", f"它的占用标记{error.why}", "请把它移到别处，再打开。") from error
    except OSError:  # not writable, or the name is too long
        return None
    _held_marks.add(ours.mark)
    return Lock(path, ours)


def _current_holder() -> Holder:
    pid = os.getpid()
    return Holder(
        machine.user_name(),
        machine.machine_name(),
        machine.machine_id(),
        pid,
        machine.process_start(pid),
        _now(),
        _now(),
        uuid.uuid4().hex,
    )


def _create_exclusively(lock: Path, ours: Holder) -> bool:
    """Create the lock file; False when it exists already."""
    try:
        handle = open_handle(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
    except FileExistsError:
        with contextlib.suppress(FileNotFoundError):
            refuse_special(lock)
        return False
    try:
        if guard(handle) == "taken" or os.fstat(handle).st_size:  # another process treated it as left behind
            return False
        _write_holder(handle, ours)
    except OSError:
        lock.unlink()
        raise
    finally:
        os.close(handle)
    hide(lock)
    return True


def _replace_stale(path: Path, lock: Path, ours: Holder, stale_after: datetime.timedelta) -> None:
    """Overwrite a stale lock in place: of several processes that find it stale, one gets it."""
    handle = open_handle(lock, os.O_RDWR)
    try:
        guarded = guard(handle)
        if guarded == "taken":
            raise Holder().error(path)
        if not os.path.samestat(os.fstat(handle), lock.stat()):
            raise FileNotFoundError(lock)
        found = _read_patiently(handle)
        is_left = not found.mark and guarded == "ours"
        if not is_left and not _is_stale(lock, found, stale_after):
            raise found.error(path)
        _write_holder(handle, ours)
    finally:
        os.close(handle)


def _is_left(lock: Path) -> bool:
    """Whether an unreadable lock was left by a process that died while writing it."""
    with contextlib.suppress(OSError):
        handle = open_handle(lock, os.O_RDWR)
        try:
            return guard(handle) == "ours" and not _read_patiently(handle).mark
        finally:
            os.close(handle)
    return False


def _read_patiently(handle: int) -> Holder:
    """Read a lock, once more after a delay if it is unreadable: earlier versions write it without a guard."""
    found = _parse_holder(os.read(handle, _MAX_BYTES))
    if not found.mark:
        time.sleep(_RETRY_DELAY)
        os.lseek(handle, 0, os.SEEK_SET)
        found = _parse_holder(os.read(handle, _MAX_BYTES))
    return found


def _is_stale(lock: Path, found: Holder, stale_after: datetime.timedelta) -> bool:
    if found.machine_id == machine.machine_id():
        gone = not machine.is_running(found.pid, found.started)
        return gone or (found.pid == os.getpid() and found.mark not in _held_marks)
    age = _age(lock)
    if not found.mark and age > _WRITE_GRACE:
        return True
    # A heartbeat from the future: the clock was set back. Then only the user may decide that the lock is stale.
    return age > stale_after or (stale_after < STALE_AFTER and age < -2 * HEARTBEAT)


def _age(lock: Path) -> datetime.timedelta:
    """Return the time since the last refresh, by the clock of the disk, or by ours if the disk is read-only."""
    try:
        with tempfile.NamedTemporaryFile(dir=lock.parent, prefix=DRAFT) as probe:
            probe.write(b"?")
            probe.flush()
            now = os.fstat(probe.fileno()).st_mtime
    except OSError:
        now = time.time()
    return datetime.timedelta(seconds=now - lock.lstat().st_mtime)


def _read_holder(lock: Path) -> Holder | None:
    try:
        with open_regular(lock) as file:
            return _parse_holder(file.read(_MAX_BYTES))
    except OSError:
        return None


def _parse_holder(text: bytes) -> Holder:
    try:
        found = Holder(**json.loads(text))
    except (ValueError, TypeError, RecursionError):
        return Holder()
    sound = all(type(value) is type(getattr(Holder(), name)) for name, value in asdict(found).items())
    return found if sound else Holder()


def _write_holder(handle: int, holder: Holder) -> None:
    # One line without line end, which a system could translate: the file is truncated to its length. Earlier versions
    # read and write the same keys, so that none may be added or removed.
    text = json.dumps(asdict(holder), ensure_ascii=False).encode()
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, text)
    os.ftruncate(handle, len(text))
    sync_handle(handle)


def _now() -> str:
    return datetime.datetime.now().astimezone().isoformat(timespec="seconds")


def _lock_path(path: Path) -> Path:
    real = real_path(path)
    return real.with_name(f".{real.name}.lock")
