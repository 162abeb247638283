"""Read-only opening: a report is copied into memory as one committed state, and read there.

No files are created next to it, the read lock is held only while copying, and an untrusted file is never open in a
connection that could change it. An interrupted write is rolled back in a temporary copy.
"""

from __future__ import annotations

import contextlib
import errno
import sqlite3
from pathlib import Path

from sqlalchemy import Connection

from perfdesk.entries.database.connection import connect_to_copy, raw_connection
from perfdesk.entries.database.interrupted_write import (
    must_be_recovered,
    needs_private_copy,
    recovered_copy,
    refuse_unsafe_side_files,
)
from perfdesk.entries.database.result_codes import sqlite_error
from perfdesk.entries.limits import OPENED


def connect_read_only(path: Path, what: str) -> Connection:
    """Connect to a copy of a report in memory; SQLAlchemy's DBAPIError when it cannot be read.

    PerfDeskError, which begins with `what`, when a file next to it is unsafe.
    """

    def fill(memory: sqlite3.Connection) -> None:
        try:
            _fill_memory(memory, path.resolve(), what)
        except OSError as error:
            raise sqlite_error("SQLITE_FULL" if error.errno == errno.ENOSPC else "SQLITE_CANTOPEN") from error

    return connect_to_copy(fill)


def _fill_memory(memory: sqlite3.Connection, path: Path, what: str) -> None:
    size = path.stat().st_size
    if size > OPENED.file:
        raise sqlite_error("SQLITE_TOOBIG")
    if size == 0:  # SQLite would treat it as a new database, and delete its journal
        raise sqlite_error("SQLITE_NOTADB")
    refuse_unsafe_side_files(path, what)
    if not needs_private_copy(path):
        try:
            _copy_database(path, memory)
            return
        except sqlite3.OperationalError as error:
            if not must_be_recovered(error):
                raise
    with recovered_copy(path, what) as private:
        _copy_database(private, memory)


def _copy_database(path: Path, memory: sqlite3.Connection) -> None:
    with contextlib.closing(raw_connection(path, "ro")) as source:
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # takes the read lock
        source.backup(memory)
