"""Reading without a trace: a report that is only read is copied into memory as one committed state, and read there.

Nothing is written beside it, nobody is kept from writing it for longer than that takes, and a stranger's file is never
open to a connection that could change it. What a crash left half done is taken back in a private copy, gone at once.
"""

from __future__ import annotations

import contextlib
import errno
import shutil
import sqlite3
import tempfile
from pathlib import Path

from sqlalchemy import Connection

from perfdesk.entries.connection import Mode, connect_to_copy, raw_connection
from perfdesk.entries.limits import OPENED

#: Files that SQLite lays beside a database while it is being written.
_BESIDE = ("-journal", "-wal")
#: Where a database's header says whether it has a write-ahead log, which even a reader would write to.
_READ_VERSION, _WRITE_AHEAD = 19, 2


def reading_connection(path: Path) -> Connection:
    """A connection to a copy of a report in memory; SQLAlchemy's DBAPIError when it cannot be read."""

    def fill(memory: sqlite3.Connection) -> None:
        try:
            _fill(memory, path)
        except OSError as error:  # said as SQLite says it
            full = error.errno == errno.ENOSPC
            raise sqlite3.OperationalError("disk is full" if full else "unable to open database file") from error

    return connect_to_copy(fill)


def finish_what_broke_off(path: Path) -> None:
    """Take back what a crash left half done in a file that is about to be written; sqlite3.Error when it cannot be."""
    if side_files(path):
        with contextlib.closing(raw_connection(path, "rw")) as connection:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()


def side_files(path: Path) -> list[Path]:
    """The files beside a database that belong to it while it is being written, or after it broke off."""
    return [found for found in (path.with_name(f"{path.name}{beside}") for beside in _BESIDE) if found.exists()]


def _fill(memory: sqlite3.Connection, path: Path) -> None:
    if path.stat().st_size > OPENED.file:
        raise sqlite3.DataError("file is too big")
    if not _has_write_ahead_log(path):
        try:
            _copy(path, "ro", memory)
            return
        except sqlite3.OperationalError as error:
            if "readonly" not in str(error) and "unable to open" not in str(error):  # as SQLite calls what broke off
                raise
    with tempfile.TemporaryDirectory(prefix="perfdesk-") as folder:
        private = Path(folder) / "copy.db"
        for found in (path, *side_files(path)):
            shutil.copyfile(found, f"{private}{found.name.removeprefix(path.name)}")
        _copy(private, "rw", memory)


def _copy(path: Path, mode: Mode, memory: sqlite3.Connection) -> None:
    with contextlib.closing(raw_connection(path, mode)) as source:
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # from here on others wait with their writing
        source.backup(memory)


def _has_write_ahead_log(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(_READ_VERSION + 1)[_READ_VERSION:] == bytes([_WRITE_AHEAD])
