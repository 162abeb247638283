"""The connection to a report's `.db` file, and the translation of its failures for the user.

`journal_mode=DELETE` and `synchronous=FULL`: a plain copy of the file alone is complete, a write-ahead log's is not.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
import time
import urllib.parse
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from perfdesk.entries.database.result_codes import result_code
from perfdesk.errors import FileDamagedError, FileLostError, PerfDeskError

#: Read only; read and write an existing file; create the file if it does not exist.
Mode = Literal["ro", "rw", "rwc"]

#: No single value of a report comes near this; what is larger is not even read into memory.
_MAX_VALUE_BYTES = 64 << 20
#: Processor time that the first reading of a file may take: an untrusted file may be built to be read forever. A slow
#: disk does not count.
_MAX_SECONDS = 1.5
#: In bytes, with room for `-journal`: SQLite opens no file on Linux whose path is longer than 512.
_MAX_PATH_LENGTH = 500
#: In bytes, with room for `-journal`: of one name on most disks.
_LONGEST_NAME = 246
_CODES_BY_ERRNO = {errno.ENOSPC: "SQLITE_FULL", errno.EDQUOT: "SQLITE_FULL", errno.EROFS: "SQLITE_READONLY"}


def connect(path: Path, mode: Mode) -> Connection:
    """Connect to a report's file; SQLAlchemy's DBAPIError when that fails."""
    return _connection_from(lambda: raw_connection(path, mode))


def connect_to_copy(fill: Callable[[sqlite3.Connection], object]) -> Connection:
    """Connect to a copy in memory, which `fill` writes and which cannot be changed afterwards."""

    def create() -> sqlite3.Connection:
        copy = _hardened(sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False))
        fill(copy)
        copy.execute("PRAGMA query_only=ON")
        return copy

    return _connection_from(create)


def disconnect(connection: Connection) -> None:
    """Close the connection and its engine."""
    connection.close()
    connection.engine.dispose()


def sqlite_connection(connection: Connection) -> sqlite3.Connection:
    """The underlying connection of Python's sqlite3, for what SQLAlchemy cannot express."""
    below = connection.connection.driver_connection
    assert isinstance(below, sqlite3.Connection)
    return below


@contextlib.contextmanager
def time_limit(connection: Connection) -> Generator[None]:
    """Interrupt queries that take too much processor time; they raise a DBAPIError with SQLITE_INTERRUPT."""
    end = time.thread_time() + _MAX_SECONDS
    below = sqlite_connection(connection)
    below.set_progress_handler(lambda: time.thread_time() > end, 2000)
    try:
        yield
    finally:
        below.set_progress_handler(None, 0)


@contextlib.contextmanager
def translating_errors(what: str, path: Path) -> Generator[None]:
    """Turn a failure of the database into a PerfDeskError, which says that `what` was not done."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        raise _error_for(what, path, result_code(cause) if cause else "") from error
    except UnicodeDecodeError as error:  # Python cannot decode the message of SQLite, which quotes the file
        raise _error_for(what, path, "SQLITE_CORRUPT") from error


@contextlib.contextmanager
def explained_by_disk(what: str, path: Path) -> Generator[None]:
    """Turn a failure of the disk into the PerfDeskError that the same failure within SQLite becomes."""
    try:
        yield
    except FileExistsError as error:
        raise PerfDeskError(what, "已经有这个文件。", "请换一个文件名。") from error
    except OSError as error:
        raise _error_for(what, path, _CODES_BY_ERRNO.get(error.errno or 0, "SQLITE_CANTOPEN")) from error


def raw_connection(path: Path, mode: Mode) -> sqlite3.Connection:
    """Connect with Python's sqlite3, hardened against untrusted content."""
    # An absolute and escaped name: SQLite gives `:memory:`, `?` and `#` a special meaning.
    name = urllib.parse.quote(os.fsencode(path.absolute().as_posix()), safe="/:")
    address = f"file://{name if name.startswith('/') else '/' + name}?mode={mode}"
    return _hardened(sqlite3.connect(address, uri=True, timeout=2, isolation_level=None, check_same_thread=False))


def _connection_from(creator: Callable[[], sqlite3.Connection]) -> Connection:
    engine = create_engine("sqlite://", poolclass=NullPool, creator=creator)
    event.listen(engine, "begin", _on_begin)
    return engine.connect()


def _hardened(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MAX_VALUE_BYTES)
    for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _on_begin(connection: Connection) -> None:
    # With isolation_level=None Python's sqlite3 begins no transaction itself. With its default it would begin none
    # before DDL, and a failing migration would be half done.
    connection.exec_driver_sql("BEGIN")


def _was_interrupted(path: Path) -> bool:
    try:
        return path.with_name(f"{path.name}-journal").exists()
    except OSError:
        return False


def _is_too_long(path: Path) -> bool:
    return len(os.fsencode(path.absolute())) > _MAX_PATH_LENGTH or len(os.fsencode(path.name)) > _LONGEST_NAME


def _error_for(what: str, path: Path, code: str) -> PerfDeskError:
    """The error for the user; `code` is a primary result code, or empty when it is unknown."""
    if code in ("SQLITE_BUSY", "SQLITE_LOCKED"):
        return PerfDeskError(what, "另一个程序正在使用这个文件。", "请关闭另一个程序后再试。")
    if code == "SQLITE_FULL":
        return PerfDeskError(what, "磁盘已满。", "请清理磁盘后再试；已存的内容没有损坏。")
    if code == "SQLITE_READONLY" and _was_interrupted(path):
        remedy = "请把它连同旁边的“-journal”文件一起复制到可以写的位置，再打开。"
        return PerfDeskError(what, "上次没有正常结束，要先复原，而这里是只读的。", remedy)
    if code == "SQLITE_READONLY":
        return FileLostError(what, "文件或文件夹是只读的。", "请用“另存副本”存到可以写的位置。")
    if code == "SQLITE_CANTOPEN" and _is_too_long(path):
        return PerfDeskError(what, "文件夹和文件名合起来太长。", "请换一个短些的文件名，或移到层次少些的文件夹。")
    if code == "SQLITE_CANTOPEN":
        return FileLostError(what, f"不能在“{path.parent}”读写文件。", "请检查位置是否存在、是否允许写入。")
    if code == "SQLITE_NOTADB":
        return FileDamagedError(what, "它不是 PerfDesk 的填报文件。", "请选择扩展名为 .db 的填报文件。")
    if code in ("SQLITE_INTERRUPT", "SQLITE_TOOBIG"):
        return FileDamagedError(
            what, "里面有大得异常的内容，本程序没有把它读完。", "请改用副本或备份；本程序没有改动它。"
        )
    if code in ("SQLITE_CORRUPT", "SQLITE_CONSTRAINT", "SQLITE_MISMATCH"):
        return FileDamagedError(what, "文件已损坏或不完整。", "请改用副本或备份；本程序没有改动它。")
    return FileLostError(what, "磁盘读写出错。", "请检查磁盘或 U 盘是否还在，再试一次；已存的内容没有改动。")
