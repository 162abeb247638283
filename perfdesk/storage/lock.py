"""One writer: a small file beside the report says who is writing it, on which machine and since when.

A lock is stale when the process that took it is gone, or, on another machine, when its heartbeat has stopped. The age
of a heartbeat is told by the clock of the disk the report lies on, so that no machine's own clock matters.
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

#: How often a holder refreshes its lock, and after how long without a sign another machine's counts as gone: longer
#: than a laptop's short sleep; only when the clerk asks for it (`take_over`) a third of that.
HEARTBEAT = datetime.timedelta(minutes=1)
STALE_AFTER = datetime.timedelta(minutes=15)
TAKEOVER_AFTER = datetime.timedelta(minutes=5)
#: A lock is written in one go, by a process that keeps others from judging it meanwhile. One that cannot be read and
#: that nobody is writing was left by a process that died in between; where no such guard is known, after this long.
_WRITE_GRACE = datetime.timedelta(seconds=10)
#: In seconds.
_MOMENT = 0.2
_MAX_BYTES = 4096

#: The locks this process holds: one it left on a stick that was pulled out is nobody's.
_held_by_this_process: set[str] = set()


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock, as the lock file says; unknown when it cannot be read."""

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
        """When the lock was taken, by the holder's clock."""
        try:
            return datetime.datetime.fromisoformat(self.taken)
        except ValueError:
            return None

    def error(self, path: Path) -> HeldError:
        """The error for anyone else who wants to write the report at `path`."""
        return HeldError(path.name, self.who, self.machine, self.since)


class Lock:
    """The right to write one report, until released."""

    def __init__(self, path: Path, holder: Holder) -> None:
        self._path = path.absolute()
        self._holder = holder

    def refresh(self) -> None:
        """Give a sign of life; HeldError when someone took the lock over in the meantime."""
        lock = _lock_path(self._path)
        if not self._is_ours(lock):
            found = _read_holder(lock)
            if found is not None:
                raise found.error(self._path)
            taken = acquire(self._path)  # the lock file was deleted: nobody writes, so it is ours again
            self._holder = taken._holder if taken else self._holder
            return
        with contextlib.suppress(OSError):
            handle = open_handle(lock, os.O_RDWR)
            try:
                _write_holder(handle, replace(self._holder, heartbeat=_now()))
            finally:
                os.close(handle)

    def release(self) -> None:
        """Let others write; does nothing when the lock is no longer ours."""
        lock = _lock_path(self._path)
        _held_by_this_process.discard(self._holder.mark)
        if self._is_ours(lock):
            with contextlib.suppress(OSError):
                lock.unlink()

    def _is_ours(self, lock: Path) -> bool:
        found = _read_holder(lock)
        return found is not None and found.mark == self._holder.mark


def acquire(path: Path) -> Lock | None:
    """Take the right to write a report, before anyone else can; clears a stale lock.

    None where no lock can be kept (read-only media): reading never needs one. HeldError when someone else is writing.
    """
    return _acquire(path, STALE_AFTER)


def take_over(path: Path) -> Lock | None:
    """Take the lock from a holder who is gone or has been silent for a while, because the clerk asks for it.

    HeldError when the holder is alive.
    """
    return _acquire(path, TAKEOVER_AFTER)


def holder_of(path: Path) -> Holder | None:
    """Who is writing a report at the moment; None when nobody is."""
    lock = _lock_path(path)
    found = _read_holder(lock)
    if found is None or (not found.mark and _is_left(lock)) or _is_stale(lock, found, STALE_AFTER):
        return None
    return found


def _acquire(path: Path, stale_after: datetime.timedelta) -> Lock | None:
    lock, ours = _lock_path(path), _current_holder()
    try:
        while not _create_exclusively(lock, ours):
            with contextlib.suppress(FileNotFoundError):  # released while we looked at it
                _replace_stale(path, lock, ours, stale_after)
                break
    except NotAFileError as error:
        raise PerfDeskError(f"打不开“{path.name}”。", f"它的占用标记{error.why}", "请把它移到别处，再打开。") from error
    except OSError:  # a place where nothing can be written, or where the name grows too long
        return None
    _held_by_this_process.add(ours.mark)
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
    """Whether there was no lock and now there is ours."""
    try:
        handle = open_handle(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
    except FileExistsError:
        with contextlib.suppress(FileNotFoundError):
            refuse_special(lock)
        return False
    try:
        if guard(handle) == "taken" or os.fstat(handle).st_size:  # someone took it for one that was left
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
    """Overwrite a stale lock in its place: of several who find it stale, one gets it."""
    handle = open_handle(lock, os.O_RDWR)
    try:
        guarded = guard(handle)
        if guarded == "taken":
            raise Holder().error(path)
        if not os.path.samestat(os.fstat(handle), lock.stat()):
            raise FileNotFoundError(lock)
        found = _read_within_a_moment(handle)
        was_left = not found.mark and guarded == "ours"
        if not was_left and not _is_stale(lock, found, stale_after):
            raise found.error(path)
        _write_holder(handle, ours)
    finally:
        os.close(handle)


def _is_left(lock: Path) -> bool:
    """Whether nobody is writing a lock that cannot be read."""
    with contextlib.suppress(OSError):
        handle = open_handle(lock, os.O_RDWR)
        try:
            return guard(handle) == "ours" and not _read_within_a_moment(handle).mark
        finally:
            os.close(handle)
    return False


def _read_within_a_moment(handle: int) -> Holder:
    """What a lock says, now or in a moment: versions that keep nobody from judging it have written it by then."""
    found = _parse_holder(os.read(handle, _MAX_BYTES))
    if not found.mark:
        time.sleep(_MOMENT)
        os.lseek(handle, 0, os.SEEK_SET)
        found = _parse_holder(os.read(handle, _MAX_BYTES))
    return found


def _is_stale(lock: Path, found: Holder, stale_after: datetime.timedelta) -> bool:
    if found.machine_id == machine.machine_id():
        gone = not machine.is_running(found.pid, found.started)
        return gone or (found.pid == os.getpid() and found.mark not in _held_by_this_process)
    age = _age(lock)
    if not found.mark and age > _WRITE_GRACE:
        return True
    # A sign of life from the future: the clock was put back. Only the clerk can tell, never the program by itself.
    return age > stale_after or (stale_after < STALE_AFTER and age < -2 * HEARTBEAT)


def _age(lock: Path) -> datetime.timedelta:
    """How long ago the lock was refreshed, by the clock of the disk it lies on, or by ours where that is read-only."""
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
    # One line, without a line end that a system could translate: its length is what is cut to. Earlier versions read
    # it too, and theirs is read here; so no key may be added, and none left out.
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
