"""The connection to a report's `.db` file, and what its failures are called for the clerk.

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

from perfdesk.errors import FileDamagedError, FileLostError, PerfDeskError

#: Read only; read and write a file that stands; make the file.
Mode = Literal["ro", "rw", "rwc"]

#: No single value of a report comes near this; what is larger is not even read into memory.
_MAX_VALUE_BYTES = 64 << 20
#: A stranger's file may be built to be read for ever: so much of the processor's time may reading it for the first
#: time take. A slow disk does not count.
_MAX_SECONDS = 1.5
#: In bytes, with room for `-journal`: SQLite opens no file on Linux whose path is longer than 512.
_MAX_PATH_LENGTH = 500
#: In bytes, with room for `-journal`: of one name on most disks.
_LONGEST_NAME = 246


def connect(path: Path, mode: Mode) -> Connection:
    """A connection to a report's file; SQLAlchemy's DBAPIError when it cannot be had."""
    return _connection_from(lambda: raw_connection(path, mode))


def connect_to_copy(fill: Callable[[sqlite3.Connection], object]) -> Connection:
    """A connection to a copy in memory, which `fill` makes and which cannot be changed afterwards."""

    def made() -> sqlite3.Connection:
        copy = _hardened(sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False))
        fill(copy)
        copy.execute("PRAGMA query_only=ON")
        return copy

    return _connection_from(made)


def disconnect(connection: Connection) -> None:
    """Let go of the file."""
    connection.close()
    connection.engine.dispose()


def sqlite_connection(connection: Connection) -> sqlite3.Connection:
    """The connection of Python's own sqlite3 below, for what SQLAlchemy has no words for."""
    below = connection.connection.driver_connection
    assert isinstance(below, sqlite3.Connection)
    return below


@contextlib.contextmanager
def time_limit(connection: Connection) -> Generator[None]:
    """Break off what keeps the processor busy for too long; DBAPIError `interrupted` then."""
    end = time.thread_time() + _MAX_SECONDS
    below = sqlite_connection(connection)
    below.set_progress_handler(lambda: time.thread_time() > end, 2000)
    try:
        yield
    finally:
        below.set_progress_handler(None, 0)


@contextlib.contextmanager
def translating_errors(what: str, path: Path) -> Generator[None]:
    """Turn a database failure into what the clerk reads."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        message = str(error.orig if isinstance(error, DBAPIError) else error)
        raise _error_for(what, path, message) from error
    except UnicodeDecodeError as error:  # Python cannot even read what SQLite complains about
        raise _error_for(what, path, "malformed") from error


@contextlib.contextmanager
def explained_by_disk(what: str, path: Path) -> Generator[None]:
    """Turn what the disk says about the file itself into the same words."""
    try:
        yield
    except FileExistsError as error:
        raise PerfDeskError(what, "已经有这个文件。", "请换一个文件名。") from error
    except OSError as error:
        said = {errno.ENOSPC: "disk is full", errno.EDQUOT: "disk is full", errno.EROFS: "readonly"}
        raise _error_for(what, path, said.get(error.errno or 0, "unable to open")) from error


def raw_connection(path: Path, mode: Mode) -> sqlite3.Connection:
    """A connection of Python's own sqlite3, on its guard against what strangers may have put into the file."""
    # A name in full and escaped: SQLite takes `:memory:`, `?` and `#` for something else than a file's name.
    name = urllib.parse.quote(os.fsencode(path.absolute().as_posix()), safe="/:")
    address = f"file://{name if name.startswith('/') else '/' + name}?mode={mode}"
    return _hardened(sqlite3.connect(address, uri=True, timeout=2, isolation_level=None, check_same_thread=False))


def _connection_from(creator: Callable[[], sqlite3.Connection]) -> Connection:
    engine = create_engine("sqlite://", poolclass=NullPool, creator=creator)
    event.listen(engine, "begin", _on_begin)
    return engine.connect()


def _hardened(connection: sqlite3.Connection) -> sqlite3.Connection:
    # Python's sqlite3 begins no transaction before DDL (isolation_level): a failing migration would leave half behind.
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MAX_VALUE_BYTES)
    for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _on_begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _was_interrupted(path: Path) -> bool:
    try:
        return path.with_name(f"{path.name}-journal").exists()
    except OSError:
        return False


def _is_too_long(path: Path) -> bool:
    return len(os.fsencode(path.absolute())) > _MAX_PATH_LENGTH or len(os.fsencode(path.name)) > _LONGEST_NAME


def _error_for(what: str, path: Path, message: str) -> PerfDeskError:
    if "locked" in message or "busy" in message:
        return PerfDeskError(what, "另一个程序正在使用这个文件。", "请关闭另一个程序后再试。")
    if "disk is full" in message:
        return PerfDeskError(what, "磁盘已满。", "请清理磁盘后再试；已存的内容没有损坏。")
    if "readonly" in message and _was_interrupted(path):
        remedy = "请把它连同旁边的“-journal”文件一起复制到可以写的位置，再打开。"
        return PerfDeskError(what, "上次没有正常结束，要先复原，而这里是只读的。", remedy)
    if "readonly" in message or "read-only" in message:
        return FileLostError(what, "文件或文件夹是只读的。", "请用“另存副本”存到可以写的位置。")
    if "unable to open" in message and _is_too_long(path):
        return PerfDeskError(what, "文件夹和文件名合起来太长。", "请换一个短些的文件名，或移到层次少些的文件夹。")
    if "unable to open" in message:
        return FileLostError(what, f"不能在“{path.parent}”读写文件。", "请检查位置是否存在、是否允许写入。")
    if "not a database" in message:
        return FileDamagedError(what, "它不是 PerfDesk 的填报文件。", "请选择扩展名为 .db 的填报文件。")
    if "interrupted" in message or "too big" in message:
        return FileDamagedError(
            what, "里面有大得异常的内容，本程序没有把它读完。", "请改用副本或备份；本程序没有改动它。"
        )
    if any(word in message for word in ("malformed", "no such", "constraint failed", "datatype", "decode")):
        return FileDamagedError(what, "文件已损坏或不完整。", "请改用副本或备份；本程序没有改动它。")
    return FileLostError(what, "磁盘读写出错。", "请检查磁盘或 U 盘是否还在，再试一次；已存的内容没有改动。")
