"""What a program that died while writing a report left next to it: a rollback journal or a write-ahead log.

SQLite replays these wherever it finds them, and deletes the file that a journal names as its super-journal. So they are
replayed in a private copy only, after a look at what they name; the result is checked and put back as a whole.
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
#: At the end of a journal with a super-journal: its name, the length of the name, a checksum (4 bytes each), this.
_MAGIC = bytes.fromhex("d9d505f920a163d7")
_NAME_END = 16
#: Where a database's header says whether it has a write-ahead log, which even a reader would write to.
_READ_VERSION, _WRITE_AHEAD = 19, 2
#: The byte of a log's index on which every program that has the log open keeps a shared lock.
_IN_USE = 128
#: How often to copy files that change while they are copied.
_TRIES = 5


def side_files(path: Path) -> list[Path]:
    """The files next to a database that belong to it while it is being written, or after that was interrupted."""
    return [found for found in (_beside(path, _JOURNAL), _beside(path, _LOG)) if is_taken(found)]


def refuse_side_files(path: Path, what: str) -> None:
    """PerfDeskError when a new file at this path would get an older file's journal."""
    for found in side_files(path):
        why = f"旁边有另一份文件留下的“{found.name}”，会把新文件改坏。"
        raise PerfDeskError(what, why, "请换一个文件名，或先把它移到别处。")


def needs_private_copy(path: Path) -> bool:
    """Whether even reading a database in place would write next to it: it has a write-ahead log. `path` is resolved."""
    if is_taken(_beside(path, _LOG)):
        return True
    with open_regular(path) as file:
        return file.read(_READ_VERSION + 1)[_READ_VERSION:] == bytes([_WRITE_AHEAD])


def refuse_unsafe_side_files(path: Path, what: str) -> None:
    """PerfDeskError when what is next to a database would make SQLite wait, follow a link or delete another file."""
    for found in (_beside(path, end) for end in (_JOURNAL, _LOG, _INDEX)):
        try:
            refuse_special(found)
        except FileNotFoundError:
            continue
        except NotAFileError as error:
            raise PerfDeskError(what, f"旁边的{error.why}", "请把它移到别处，再打开；本程序没有改动它。") from error
    with contextlib.suppress(FileNotFoundError), open_regular(_beside(path, _JOURNAL)) as journal:
        _refuse_super_journal(journal, path, what)


@contextlib.contextmanager
def recovered_copy(path: Path, what: str) -> Generator[Path]:
    """A private copy of a database in which the interrupted write has been completed or taken back; gone afterwards.

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
        if private.stat().st_size > pages * size:  # a journal may claim any size, and SQLite believes it
            os.truncate(private, pages * size)
        yield private


def recover(path: Path, what: str) -> None:
    """Complete or take back an interrupted write, before a report is written; PerfDeskError when that is impossible.

    The result must be a sound report; otherwise the file and what is next to it stay as they are.
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
    """A kill at any moment leaves the old files, or the new one with the old journal: that leads to the same again."""
    if not side_files(path) and not needs_private_copy(path):
        return
    if path.stat().st_size == 0:  # SQLite would take it for a new database, and delete what is next to it
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
                _beside(path, end).unlink(missing_ok=True)
        except OSError as error:
            raise _as_sqlite_says(error) from error


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
    """Whether the journal next to a database must be replayed; one that holds nothing is deleted."""
    journal = _beside(path, _JOURNAL)
    try:
        with open_regular(journal) as file:
            begins = file.read(1)
    except FileNotFoundError:
        return False
    if begins in (b"", b"\0"):
        # Nobody may be writing meanwhile: a journal begins like this until it is synced.
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
    return False  # somebody is writing at this moment


def must_be_recovered(error: sqlite3.OperationalError) -> bool:
    """Whether a database could not be read because a write was interrupted, as far as SQLite says."""
    return result_code(error) in ("SQLITE_READONLY", "SQLITE_CANTOPEN")


def _copy_together(path: Path, private: Path) -> None:
    """Copy a database with its journal and log, as they are at one moment; not the log's index, which SQLite makes."""
    for _ in range(_TRIES):
        before = _stamps(path)
        if sum(size for _, _, size, _ in before.values()) > OPENED.file:
            raise sqlite_error("SQLITE_TOOBIG")
        with contextlib.suppress(FileNotFoundError):  # another program has just recovered it
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
        """Nothing to do: Windows does not let a file be replaced that another program has open."""

else:
    import fcntl

    def _refuse_log_in_use(path: Path) -> None:
        """sqlite3.OperationalError when another program has a database open with its write-ahead log."""
        with contextlib.suppress(FileNotFoundError), _beside(path, _INDEX).open("r+b") as index:
            try:
                fcntl.lockf(index, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _IN_USE)
            except OSError as error:
                raise sqlite_error("SQLITE_BUSY") from error


def _as_sqlite_says(error: OSError) -> sqlite3.OperationalError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return sqlite_error("SQLITE_FULL")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return sqlite_error("SQLITE_READONLY")
    return sqlite_error("SQLITE_IOERR")


def _beside(path: Path, end: str) -> Path:
    return path.with_name(f"{path.name}{end}")
