"""Rollback journals and write-ahead logs that a crashed program left next to a report.

SQLite replays these wherever it finds them, and deletes the file that a journal names as its super-journal. So they are
checked and replayed in a private copy only; the result is validated and replaces the report atomically.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Generator
from pathlib import Path
from typing import BinaryIO

from perfdesk.atomic_file import copy_atomically
from perfdesk.entries.database.checksum import verify_checksum
from perfdesk.entries.database.connection import connect, disconnect, raw_connection, time_limit, translating_errors
from perfdesk.entries.database.result_codes import result_code, sqlite_error
from perfdesk.entries.database.untrusted_file import validate_untrusted
from perfdesk.entries.limits import OPENED
from perfdesk.errors import PerfDeskError
from perfdesk.safe_open import NotAFileError, is_taken, open_regular, refuse_special

_JOURNAL, _LOG, _INDEX = "-journal", "-wal", "-shm"
#: A journal with a super-journal ends with its name, the length of the name, a checksum (4 bytes each) and this.
_MAGIC = bytes.fromhex("d9d505f920a163d7")
_NAME_END = 16
#: The offset of the read version in a database's header, and its value for a write-ahead log (even readers write it).
_READ_VERSION, _WRITE_AHEAD = 19, 2
#: The byte of the log's index that every program with an open log locks.
_IN_USE = 128
#: The number of attempts to copy files that change meanwhile.
_TRIES = 5


def side_files(path: Path) -> list[Path]:
    """Return the journal and the log next to a database: it is being written, or a write was interrupted."""
    return [found for found in (_side_file(path, _JOURNAL), _side_file(path, _LOG)) if is_taken(found)]


def refuse_side_files(path: Path, what: str) -> None:
    """Raise PerfDeskError if a new file at this path would get an older file's journal."""
    for found in side_files(path):
        why = f"旁边有另一份文件留下的“{found.name}”，会把新文件改坏。"
        raise PerfDeskError(what, why, "请换一个文件名，或先把它移到别处。")


def needs_private_copy(path: Path) -> bool:
    """Whether even reading a database would write next to it, since it has a write-ahead log. `path` is resolved."""
    if is_taken(_side_file(path, _LOG)):
        return True
    with open_regular(path) as file:
        return file.read(_READ_VERSION + 1)[_READ_VERSION:] == bytes([_WRITE_AHEAD])


def refuse_unsafe_side_files(path: Path, what: str) -> None:
    """Raise PerfDeskError if a side file would make SQLite block, follow a link or delete another file."""
    for found in (_side_file(path, end) for end in (_JOURNAL, _LOG, _INDEX)):
        try:
            refuse_special(found)
        except FileNotFoundError:
            continue
        except NotAFileError as error:
            raise PerfDeskError(what, f"旁边的{error.why}", "请把它移到别处，再打开；本程序没有改动它。") from error
    with contextlib.suppress(FileNotFoundError), open_regular(_side_file(path, _JOURNAL)) as journal:
        _refuse_super_journal(journal, path, what)


@contextlib.contextmanager
def recovered_copy(path: Path, what: str) -> Generator[Path]:
    """Make a temporary copy of a database in which the interrupted write is completed or rolled back.

    `path` is resolved. sqlite3.Error or OSError when that is impossible.
    """
    with tempfile.TemporaryDirectory(prefix="perfdesk-") as folder:
        private = Path(folder) / "copy.db"
        _copy_together(path, private)
        refuse_unsafe_side_files(private, what)
        with contextlib.closing(raw_connection(private, "rw")) as connection:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            pages, size = (
                int(connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size")
            )
            if pages * size > OPENED.file:
                raise sqlite_error("SQLITE_TOOBIG")
            connection.execute("PRAGMA journal_mode=DELETE").fetchone()
        if private.stat().st_size > pages * size:  # SQLite trusts the size in a journal
            os.truncate(private, pages * size)
        yield private


def recover_interrupted_write(path: Path, what: str) -> None:
    """Complete or roll back an interrupted write before a report is opened for writing; PerfDeskError on failure.

    The result must be a valid report; otherwise the file and its side files are not changed.
    """

    def check(copy: Path) -> None:
        with contextlib.ExitStack() as undone:
            connection = connect(copy, "ro")
            undone.callback(disconnect, connection)
            with connection.begin(), time_limit(connection):
                validate_untrusted(connection, what)
                verify_checksum(connection, what)

    with translating_errors(what, path):
        try:
            _recover(path.resolve(), what, check)
        except OSError as error:
            raise sqlite_error("SQLITE_CANTOPEN") from error


def _recover(path: Path, what: str, check: Callable[[Path], object]) -> None:
    """A kill at any moment leaves the old files, or the new one with the old journal: both lead to the same result."""
    if not side_files(path) and not needs_private_copy(path):
        return
    if path.stat().st_size == 0:  # SQLite would treat it as a new database, and delete the side files
        raise sqlite_error("SQLITE_NOTADB")
    refuse_unsafe_side_files(path, what)
    if needs_private_copy(path):
        _refuse_log_in_use(path)
    elif not _was_interrupted(path):
        return
    with recovered_copy(path, what) as private:
        check(private)
        try:
            copy_atomically(private, path)
            for end in (_JOURNAL, _LOG, _INDEX):
                _side_file(path, end).unlink(missing_ok=True)
        except OSError as error:
            raise _sqlite_error_for(error) from error


def _refuse_super_journal(journal: BinaryIO, path: Path, what: str) -> None:
    size = journal.seek(0, 2)
    journal.seek(max(0, size - _NAME_END))
    end = journal.read(_NAME_END)
    length = int.from_bytes(end[:4])
    if end[8:] != _MAGIC or not 0 < length <= size - _NAME_END:
        return
    journal.seek(size - _NAME_END - length)
    named = "".join(
        sign if sign.isprintable() else "？" for sign in journal.read(min(length, 500)).decode("utf-8", "replace")
    )
    why = f"旁边的“{path.name}{_JOURNAL}”要求删除另一个文件“{named}”，它不是本程序留下的；哪个文件都没有动。"
    raise PerfDeskError(what, why, f"请把“{path.name}{_JOURNAL}”移到别处，再打开。")


def _was_interrupted(path: Path) -> bool:
    """Whether the journal next to a database must be replayed; an empty one is deleted."""
    journal = _side_file(path, _JOURNAL)
    try:
        with open_regular(journal) as file:
            begins = file.read(1)
    except FileNotFoundError:
        return False
    if begins in (b"", b"\0"):
        # Lock out other writers: a journal begins like this until it is synced.
        with contextlib.closing(raw_connection(path, "rw")) as connection:
            connection.execute("BEGIN IMMEDIATE")
            journal.unlink(missing_ok=True)
            connection.execute("ROLLBACK")
        return False
    try:
        with contextlib.closing(raw_connection(path, "ro")) as connection:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError as error:
        if must_be_recovered(error):
            return True
        raise
    return False  # another program is writing at this moment


def must_be_recovered(error: sqlite3.OperationalError) -> bool:
    """Whether SQLite's error means that an interrupted write must be recovered first."""
    return result_code(error) in ("SQLITE_READONLY", "SQLITE_CANTOPEN")


def _copy_together(path: Path, private: Path) -> None:
    """Copy a database with its journal and log in one consistent state, without the log's index."""
    for _ in range(_TRIES):
        before = _stamps(path)
        if sum(size for _, _, size, _ in before.values()) > OPENED.file:
            raise sqlite_error("SQLITE_TOOBIG")
        with contextlib.suppress(FileNotFoundError):  # another program has just recovered the database
            for found in before:
                copied = Path(f"{private}{found.name.removeprefix(path.name)}")
                with open_regular(found) as read, copied.open("wb") as written:
                    shutil.copyfileobj(read, written)
            if _stamps(path) == before:
                return
        for copied in private.parent.iterdir():
            copied.unlink()
    raise sqlite_error("SQLITE_BUSY")


def _stamps(path: Path) -> dict[Path, tuple[int, int, int, int]]:
    found = {one: one.lstat() for one in (path, *side_files(path))}
    return {one: (seen.st_dev, seen.st_ino, seen.st_size, seen.st_mtime_ns) for one, seen in found.items()}


if sys.platform == "win32":

    def _refuse_log_in_use(path: Path) -> None:
        """Do nothing: Windows refuses to replace a file that another program has open."""

else:
    import fcntl

    def _refuse_log_in_use(path: Path) -> None:
        """Raise sqlite3.OperationalError if another program has the write-ahead log open."""
        with contextlib.suppress(FileNotFoundError), _side_file(path, _INDEX).open("r+b") as index:
            try:
                fcntl.lockf(index, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _IN_USE)
            except OSError as error:
                raise sqlite_error("SQLITE_BUSY") from error


def _sqlite_error_for(error: OSError) -> sqlite3.OperationalError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return sqlite_error("SQLITE_FULL")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return sqlite_error("SQLITE_READONLY")
    return sqlite_error("SQLITE_IOERR")


def _side_file(path: Path, suffix: str) -> Path:
    return path.with_name(f"{path.name}{suffix}")
