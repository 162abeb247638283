"""Recovery copies: when a report's file is gone or not writable, editing continues in the user's data folder."""

from __future__ import annotations

import contextlib
import datetime
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote_to_bytes

from perfdesk.atomic_file import PRIVATE, free_path, write_atomically
from perfdesk.entries.change import Change, Edit, now
from perfdesk.entries.database.interrupted_write import recover_interrupted_write, refuse_side_files
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.entries.entries import Entries
from perfdesk.errors import ChangedElsewhereError, PerfDeskError
from perfdesk.safe_open import is_taken
from perfdesk.storage import working_copy
from perfdesk.storage.lock import acquire, holder_of
from perfdesk.storage.user_dirs import user_data_folder

_FROM = "rescued_from"
_URI = "file://"


@dataclass(frozen=True, slots=True)
class RecoveryCopy:
    """Work that is not in the report yet, in a recovery copy or a working copy; `original` is the report's path."""

    path: Path
    original: Path
    at: datetime.datetime


def create_recovery_copy(
    file: ReportFile, original: Path, properties: dict[str, str], entries: Entries, done: Sequence[Change]
) -> ReportFile:
    """Write what is in memory as a report in the user's data folder; PerfDeskError when that cannot be written, either.

    `original` is the report's path. The journal contains the steps that can be undone and ends with the lost file's
    last change, by which the two can be matched.
    """
    folder, stamp = user_data_folder("rescued", "没有存下抢救副本。"), now()
    name = f"{original.stem[:60]} {stamp:%Y-%m-%d %H%M%S}.db"
    path = free_path(folder / name)  # the clock may have been set back
    properties = {**properties, _FROM: _path_text(original.absolute())}
    return write_from_memory(path, properties, file.last_change(), entries, done)


def is_sound(file: ReportFile) -> bool:
    """Whether a report's file still contains all that was read or saved; validates the whole file."""
    try:
        with ReportFile.open(file.path, read_only=True) as read:
            return read.last_change() == file.last_change()
    except PerfDeskError:
        return False


def write_from_memory(
    path: Path, facts: dict[str, str], last_change: tuple[int, str], entries: Entries, done: Sequence[Change]
) -> ReportFile:
    """Write what is in memory as a new report file atomically; `last_change` is the last saved one."""

    def begin(copy: ReportFile) -> None:
        _make_private(copy.path)
        for change in _journal(entries, done, last_change, now()):
            copy.save(change)

    return ReportFile.create(path, facts["form"], int(facts["form_version"]), facts, begin)


def _make_private(path: Path) -> None:
    """Restrict a copy to this user, where the file system supports it."""
    with contextlib.suppress(OSError):
        path.chmod(PRIVATE)


def copy_from_memory(
    path: Path, facts: dict[str, str], last_change: tuple[int, str], entries: Entries, done: Sequence[Change]
) -> None:
    """Save what is in memory at a path, replacing an existing file; PerfDeskError when it cannot be written."""
    what = f"没有存为“{path.name}”。"

    def write(draft: Path) -> None:
        draft.unlink()  # a report is only created where no file exists
        write_from_memory(draft, facts, last_change, entries, done).close()

    try:
        refuse_side_files(path, what)
        write_atomically(path, write)
    except OSError as error:
        raise PerfDeskError(what, "目标位置不能写入，或磁盘已满。", "请换一个位置再存。") from error


def _journal(
    entries: Entries, done: Sequence[Change], last_change: tuple[int, str], at: datetime.datetime
) -> Iterator[Change]:
    """Yield changes that lead to these entries; the last has number and time of the lost file's last change."""
    before = entries
    for change in reversed(done):
        before = before.after(tuple(edit.inverted() for edit in change.edits))
    # Numbers before the first step that can be undone are free, unless it was the first change of all.
    first = done[0].id if done else last_change[0] + 1
    rolled = tuple(Edit(address, None, text) for address, text in before.unrevised())
    taken = {edit.address for edit in rolled}
    rest = tuple(Edit(address, None, text) for address, text in before if address not in taken)
    if rolled and first > 2:
        yield Change(first - 2, at, "", "抢救副本的起点", rolled, "roll")
    elif rolled:
        rest = (*rolled, *rest)
    if rest and first > 1:
        yield Change(first - 1, at, "", "抢救副本的起点", rest, "update")
    yield from done
    if (done[-1].id if done else first - 1) < last_change[0]:
        mark = Change(last_change[0], datetime.datetime.fromisoformat(last_change[1]), "", "抢救", ())
        yield replace(mark, continues=done[-1].continues or done[-1].id) if done else mark


def _path_text(path: Path) -> str:
    """Return a path as text that can be stored: as a URI with escaped bytes if it is not printable."""
    text = str(path)
    return text if text.isprintable() else path.as_uri()


def _path_of(text: str) -> Path:
    return Path(os.fsdecode(unquote_to_bytes(text.removeprefix(_URI)))) if text.startswith(_URI) else Path(text)


def pending_copies() -> list[RecoveryCopy]:
    """Return the copies that can be restored, newest first; not unreadable ones or those that are open."""
    return sorted(_recovery_copies(), key=lambda recovery_copy: recovery_copy.at, reverse=True)


def _recovery_copies() -> Iterator[RecoveryCopy]:
    for path in user_data_folder("rescued", "找不到抢救副本。").glob("*.db"):
        with contextlib.suppress(PerfDeskError, OSError, ValueError), ReportFile.open(path, read_only=True) as file:
            if file.property(_FROM) and holder_of(path) is None:
                at = datetime.datetime.fromisoformat(file.last_change()[1])
                yield RecoveryCopy(path, _path_of(file.property(_FROM)), at)
    for left in working_copy.pending_working_copies():
        with contextlib.suppress(PerfDeskError, ValueError), ReportFile.open(left.path, read_only=True) as file:
            yield RecoveryCopy(left.path, left.original, datetime.datetime.fromisoformat(file.last_change()[1]))


def restore_original(recovery_copy: RecoveryCopy) -> None:
    """Replace the report by a recovery copy and delete that; the report must be unchanged or missing.

    ChangedElsewhereError when the report was changed since, HeldError when someone is writing it, PerfDeskError when it
    cannot be written.
    """
    what = f"没有放回“{recovery_copy.original.name}”。"
    with contextlib.ExitStack() as stack:
        lock = acquire(recovery_copy.original)
        if lock is not None:
            stack.callback(lock.release)
        copy = stack.enter_context(ReportFile.open(recovery_copy.path))
        if is_taken(recovery_copy.original):
            recover_interrupted_write(recovery_copy.original, what)
            with ReportFile.open(recovery_copy.original, read_only=True) as original:
                known = [(change.id, change.at.isoformat()) for change in copy.changes(original.last_change()[0])[:1]]
                if original.last_change() not in known:
                    why = "原来的文件后来又有人填过，放回去会盖掉那些内容。"
                    raise ChangedElsewhereError(what, why, "请把这份另存为一个新文件，再对照两份文件。")
        copy.copy_to(recovery_copy.original)
    discard(recovery_copy)


def discard(recovery_copy: RecoveryCopy) -> None:
    """Delete a copy after it was restored, or at the request of the user."""
    left = working_copy.find_working_copy(recovery_copy.path)
    if left is not None:
        left.remove()
    with contextlib.suppress(OSError):
        recovery_copy.path.unlink()
