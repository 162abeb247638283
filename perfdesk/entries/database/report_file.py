"""The report's `.db` file: answers and journal in one SQLite database that can be copied at any moment."""

from __future__ import annotations

import contextlib
import sqlite3
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType, TracebackType

from sqlalchemy import Connection, insert, update

from perfdesk.atomic_file import write_atomically
from perfdesk.definition.address import Address
from perfdesk.entries.change import Change, Edit
from perfdesk.entries.database import journal, schema
from perfdesk.entries.database.answer_sources import write_sources
from perfdesk.entries.database.checksum import checksum_after, verify_checksum, write_checksum
from perfdesk.entries.database.connection import (
    connect,
    disconnect,
    explained_by_disk,
    sqlite_connection,
    time_limit,
    translating_errors,
)
from perfdesk.entries.database.file_stamp import Stamp, came_from_elsewhere, file_stamp
from perfdesk.entries.database.interrupted_write import recover_interrupted_write, refuse_side_files
from perfdesk.entries.database.read_only_copy import connect_read_only
from perfdesk.entries.database.report_reader import ReportReader
from perfdesk.entries.database.schema import CARRIED_PREFIX, property_table
from perfdesk.entries.database.untrusted_file import validate_untrusted
from perfdesk.entries.limits import refuse_unreadable
from perfdesk.entries.proposal import Source
from perfdesk.errors import ChangedElsewhereError, FileDamagedError, FileLostError, PerfDeskError
from perfdesk.safe_open import NotAFileError, is_taken, read_regular, require_file
from perfdesk.temporaries import give_name, temporary_next_to

_NOT_SAVED = "这次修改没有存进文件。"


class ReportFile(ReportReader):
    """An open report file. Every method raises PerfDeskError when the file cannot be read or written."""

    def __init__(self, path: Path, connection: Connection, read_only: bool = False) -> None:
        super().__init__(path, connection, read_only)
        # Detects changes that others make.
        self._stamp = file_stamp(self._place)
        self._rewritable = 0
        self._checksum = verify_checksum(connection, f"打不开“{path.name}”。")
        self._data_version = _data_version(connection)

    @classmethod
    def create(
        cls,
        path: Path,
        form: str,
        version: int,
        properties: Mapping[str, str] | None = None,
        begin: Callable[[ReportFile], object] = lambda _file: None,
    ) -> ReportFile:
        """Create a report of a form with the content that `begin` enters; an existing file is never overwritten.

        It is written under a temporary name, so that a file with its final name is complete.
        """
        what = f"没有新建“{path.name}”。"
        if is_taken(path) or not path.name:
            raise PerfDeskError(what, "已经有这个文件。", "请换一个文件名。")
        refuse_side_files(path, what)
        all_properties = {
            "form": form,
            "form_version": str(version),
            "report_id": uuid.uuid4().hex,
            **(properties or {}),
        }
        with translating_errors(what, path), explained_by_disk(what, path), temporary_next_to(path) as draft:
            with contextlib.ExitStack() as undone:
                connection = connect(draft, "rw")
                undone.callback(disconnect, connection)
                with connection.begin():
                    schema.create(connection)
                    connection.execute(
                        insert(property_table),
                        [{"name": name, "value": all_properties[name]} for name in all_properties],
                    )
                with connection.begin():
                    report = cls(draft, connection)
                begin(report)
            give_name(draft, path)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, read_only: bool = False) -> ReportFile:
        """Open a report; PerfDeskError when it is not a report, newer than this program, or damaged.

        With `read_only` it is read from a copy in memory (`read_only_copy`). A downloaded file is validated in such a
        copy first.
        """
        what = f"打不开“{path.name or path}”。"
        require_file(path, what)
        if not read_only and came_from_elsewhere(path):
            cls.open(path, read_only=True).close()
        if not read_only:
            recover_interrupted_write(path, what)
        with contextlib.ExitStack() as undone, translating_errors(what, path):
            connection = connect_read_only(path, what) if read_only else connect(path, "rw")
            undone.callback(disconnect, connection)
            with connection.begin(), time_limit(connection):
                validate_untrusted(connection, what)
            with connection.begin():
                opened = cls(path, connection, read_only)
            undone.pop_all()
        return opened

    def last_change(self) -> journal.LastChange:
        """Return number and time of the last change that was read or saved here."""
        return self._last_change

    def save(
        self, change: Change, sources: Mapping[Address, Source] = MappingProxyType({}), carries_over: bool = False
    ) -> None:
        """Save a change and its answers in one transaction, and the sources of those that were read from files.

        `carries_over` marks its texts as last year's until they are revised.

        FileLostError when the file is gone or cannot be written; ChangedElsewhereError when someone else changed it.
        """

        def write() -> None:
            journal.write_change(self._connection, change)
            write_sources(self._connection, change, sources)
            if carries_over:
                name = f"{CARRIED_PREFIX}{change.id}"
                self._connection.execute(insert(property_table).values(name=name, value=""))

        self._save(change, change.edits, write)

    def rewrite_last(self, change: Change, edits: tuple[Edit, ...]) -> None:
        """Save a change in place of the last one, which it continues by these edits; raises as `save`.

        Only allowed if `may_rewrite`.
        """
        self._save(change, edits, lambda: journal.rewrite_last_change(self._connection, change, edits))

    def may_rewrite(self, change: Change) -> bool:
        """Whether a change is the last, was saved here, and has since been neither copied nor read by others."""
        if self._rewritable != change.id or self._stamp_now(_NOT_SAVED) != self._stamp:
            self.keep_last()
        return self._rewritable == change.id == self._last_change[0]

    def keep_last(self) -> None:
        """Do not rewrite the last change any more, since others may know it."""
        self._rewritable = 0

    def _save(self, change: Change, edits: tuple[Edit, ...], write: Callable[[], None]) -> None:
        if self.read_only:
            why = "这份报告是以只读方式打开的：别人正在填报它，或者那里不能写入。"
            raise PerfDeskError(_NOT_SAVED, why, "请另存副本再填，或等能写的时候重新打开。")
        refuse_unreadable(change, self._stamp[2])
        if self._stamp_now(_NOT_SAVED) != self._stamp:
            self._reload_last_change(_NOT_SAVED)
        checksum = checksum_after(self._checksum, edits)
        try:
            with translating_errors(_NOT_SAVED, self.path), self._transaction(_NOT_SAVED):
                self._check_unseen_changes(edits)
                write()
                write_checksum(self._connection, checksum, change)
        except PerfDeskError:
            if not self._was_committed(change):
                raise
        self._last_change, self._checksum, self._rewritable = (change.id, change.at.isoformat()), checksum, change.id
        self._stamp = file_stamp(self._place)

    def record_form_version(self, version: int) -> None:
        """Save the version of the form to whose addresses the answers were moved."""
        named = property_table.c.name == "form_version"
        with translating_errors(_NOT_SAVED, self.path), self._transaction(_NOT_SAVED):
            self._connection.execute(update(property_table).where(named).values(value=str(version)))
        self._stamp = file_stamp(self._place)

    def changed_elsewhere(self) -> bool:
        """Whether someone else has written the file since it was last read or saved here; FileLostError when gone."""
        what = f"读不出“{self.path.name}”。"
        if self._stamp_now(what) == self._stamp:
            return False
        if self.read_only:
            with ReportFile.open(self.path, read_only=True) as now:
                return now.last_change() != self._last_change
        self._reload_last_change(what)
        with self._reading() as connection:
            return journal.last_change(connection) != self._last_change

    def read_bytes(self) -> bytes:
        """Return the bytes of the file between two changes."""
        self.keep_last()
        try:
            return read_regular(self._place, follow=True)
        except OSError as error:
            raise FileLostError(
                f"读不出“{self.path.name}”。", "文件不见了，或磁盘读写出错。", "请另存副本。"
            ) from error

    def copy_to(self, path: Path, private: bool = False) -> None:
        """Save a copy under another name atomically, but not over the report itself, which stays open.

        Only this user can read a `private` copy.
        """
        self.keep_last()
        what = f"没有存为“{path.name}”。"
        try:
            if path.exists() and path.samefile(self.path):
                raise PerfDeskError(what, "这就是正在填报的文件。", "请换一个文件名。")
            refuse_side_files(path, what)
            write_atomically(path, self.write_copy, private=private)
        except NotAFileError as error:
            raise PerfDeskError(what, error.why, "请换一个文件名。") from error
        except (OSError, sqlite3.Error) as error:
            raise PerfDeskError(what, "目标位置不能写入，或磁盘已满。", "请换一个位置再存。") from error

    def write_copy(self, path: Path) -> None:
        """Write a copy into an empty file with SQLite's backup: one committed state even while others write."""
        what = f"读不出“{self.path.name}”。"
        with self._transaction(what), contextlib.closing(sqlite3.connect(path, isolation_level=None)) as copy:
            with translating_errors(what, self.path):
                journal.last_change(self._connection)  # takes the read lock; the backup would wait for it forever
            copy.execute("PRAGMA journal_mode=OFF")  # nobody else sees this file before it is complete
            sqlite_connection(self._connection).backup(copy)

    def close(self) -> None:
        """Close the file."""
        disconnect(self._connection)

    def __enter__(self) -> ReportFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _reload_last_change(self, what: str) -> None:
        """Reconnect and validate the file after someone else wrote it.

        FileDamagedError when it no longer contains a report.
        """
        self._connection.invalidate()
        with translating_errors(what, self.path), self._transaction(what), time_limit(self._connection):
            try:
                validate_untrusted(self._connection, what)
                verify_checksum(self._connection, what)
            except PerfDeskError as error:
                raise FileDamagedError(what, error.why, "请另存副本。") from error

    def _check_unseen_changes(self, edits: tuple[Edit, ...]) -> None:
        if _data_version(self._connection) != self._data_version:
            verify_checksum(self._connection, _NOT_SAVED)
            self._data_version = _data_version(self._connection)
        if journal.last_change(self._connection) != self._last_change or not journal.matches_before_values(
            self._connection, edits
        ):
            why = "文件在别处被改过，本程序没有覆盖别处填的内容。"
            raise ChangedElsewhereError(_NOT_SAVED, why, "请重新打开这份报告，看过新内容后再填这一项。")

    def _was_committed(self, change: Change) -> bool:
        """Whether a change is in the file although saving failed: a disk may fail after it has written."""
        self._connection.invalidate()
        try:
            with self._reading() as connection:
                return journal.last_change(connection) == (change.id, change.at.isoformat()) != self._last_change
        except PerfDeskError:
            return False

    def _stamp_now(self, what: str) -> Stamp:
        try:
            return file_stamp(self._place)
        except OSError as error:
            why = f"文件“{self.path.name}”不见了：U 盘可能已拔出，网络可能已断开，或文件被移走。"
            raise FileLostError(what, why, "请插回 U 盘或恢复连接后再试，或另存副本。") from error


def _data_version(connection: Connection) -> int:
    """Return a number that changes whenever another connection writes the file."""
    return int(sqlite_connection(connection).execute("PRAGMA data_version").fetchone()[0])
