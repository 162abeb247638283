"""The report's `.db` file: answers and journal in one SQLite database that may be copied at any moment."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import uuid
from collections.abc import Generator, Mapping
from pathlib import Path
from types import TracebackType

from sqlalchemy import Connection, func, insert, select, update

from perfdesk.definition.address import Address
from perfdesk.entries import journal, schema
from perfdesk.entries.change import Change
from perfdesk.entries.connection import (
    ChangedElsewhereError,
    FileDamagedError,
    FileLostError,
    connect,
    disconnect,
    driver,
    explained,
    impatient,
)
from perfdesk.entries.entries import Entries
from perfdesk.entries.limits import refuse_unreadable
from perfdesk.entries.reading import reading_connection
from perfdesk.entries.schema import ROLLED, change_table, entry_table, property_table
from perfdesk.entries.seal import number_after, refuse_torn, seal
from perfdesk.entries.strangers import refuse_strangers
from perfdesk.errors import PerfDeskError

_NOT_SAVED = "这次修改没有存进文件。"

#: Device, file number, size and time of change: whoever writes the file changes one of them.
_Stamp = tuple[int, int, int, int]


class ReportFile:
    """One open report file. Every method raises PerfDeskError when the file cannot be read or written."""

    def __init__(self, path: Path, connection: Connection, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self._connection = connection
        self._place = path.absolute()  # wherever the program goes on to work
        # What was seen of the file last, by which a change made elsewhere is noticed.
        self._stamp = _stamp(self._place)
        self._tail = journal.tail(connection)
        self._number = refuse_torn(connection, f"打不开“{path.name}”。")
        self._version = _data_version(connection)

    @classmethod
    def create(cls, path: Path, form: str, version: int, properties: Mapping[str, str] | None = None) -> ReportFile:
        """A new, empty report of a form; an existing file is never overwritten."""
        what = f"没有新建“{path.name}”。"
        if _stands(path):
            raise PerfDeskError(what, "已经有这个文件。", "请换一个文件名。")
        facts = {"form": form, "form_version": str(version), "report_id": uuid.uuid4().hex, **(properties or {})}
        with contextlib.ExitStack() as undone, explained(what, path):
            undone.callback(remove, path)
            connection = connect(path, "rwc")
            undone.callback(disconnect, connection)
            with connection.begin():
                schema.create(connection)
                connection.execute(insert(property_table), [{"name": name, "value": facts[name]} for name in facts])
            with connection.begin():
                made = cls(path, connection)
            undone.pop_all()
        return made

    @classmethod
    def open(cls, path: Path, read_only: bool = False) -> ReportFile:
        """Open a report; refused when it is not ours, newer than this program, or damaged.

        To be read only, it is read from a copy (`reading`); what came from elsewhere is first looked through in one.
        """
        what = f"打不开“{path.name}”。"
        if not _stands(path) or not path.is_file():
            raise PerfDeskError(what, "没有这个文件。", "请检查文件名和位置。")
        if not read_only and _came_from_elsewhere(path):
            cls.open(path, read_only=True).close()
        with contextlib.ExitStack() as undone, explained(what, path):
            connection = reading_connection(path) if read_only else connect(path, "rw")
            undone.callback(disconnect, connection)
            with connection.begin(), impatient(connection):
                refuse_strangers(connection, what)
            if not read_only:
                # A tool may have given the file a write-ahead log, which a plain copy would leave behind.
                driver(connection).execute("PRAGMA journal_mode=DELETE")
            with connection.begin():
                opened = cls(path, connection, read_only)
            undone.pop_all()
        return opened

    def property(self, name: str) -> str:
        """A fact about the file: `form`, `form_version`, `report_id`, `rescued_from`; empty when unknown."""
        with self._reading() as connection:
            found = connection.execute(select(property_table.c.value).where(property_table.c.name == name))
            return found.scalar() or ""

    def report_id(self) -> str:
        """What the report and all its copies are known by; worked out from the first change in files without one."""
        given = self.property("report_id")
        if given.isalnum():
            return given
        with self._reading() as connection:
            first = connection.execute(select(change_table).order_by(change_table.c.id).limit(1)).first()
        return hashlib.sha256(repr(tuple(first) if first else str(self.path)).encode()).hexdigest()[:32]

    def entries(self) -> Entries:
        """All answers as last saved."""
        table = entry_table.c
        with self._reading() as connection:
            found = connection.execute(select(table.section, table.field, table.row, table.column, table.text)).all()
            rolled = connection.execute(ROLLED).all()
        return Entries({Address(*row[:4]): row[4] for row in found}, {Address(*row[:4]): row[4] for row in rolled})

    def count(self) -> int:
        """How many answers stand in the file."""
        with self._reading() as connection:
            return connection.execute(select(func.count()).select_from(entry_table)).scalar() or 0

    def changes(self, since: int = 0) -> list[Change]:
        """The journal from a change's number on, oldest first; without one the whole of it."""
        with self._reading() as connection:
            return journal.read_changes(connection, since)

    def last_steps(self, wanted: int) -> list[Change]:
        """The last changes, as many as wanted or a few more: none refers to a change before them."""
        first = max(1, self._tail[0] - wanted + 1)
        with self._reading() as connection:
            return journal.read_changes(connection, journal.first_of_whole_steps(connection, first))

    def tail(self) -> journal.Tail:
        """Number and time of the last change that was read or saved here."""
        return self._tail

    def save(self, change: Change) -> None:
        """Write a change into the journal and its answers into the entries, in one transaction.

        FileLostError when the file is gone or cannot be written; ChangedElsewhereError when someone else changed it.
        """
        if self.read_only:
            why = "这份报告是以只读方式打开的：别人正在填报它，或者那里不能写入。"
            raise PerfDeskError(_NOT_SAVED, why, "请另存副本再填，或等能写的时候重新打开。")
        refuse_unreadable(change, self._stamp[2])
        if self._stands_stamp(_NOT_SAVED) != self._stamp:
            self._look_again(_NOT_SAVED)
        number = number_after(self._number, change)
        try:
            with explained(_NOT_SAVED, self.path), self._connection.begin():
                self._refuse_unseen(change)
                journal.write_change(self._connection, change)
                seal(self._connection, number, change)
        except PerfDeskError:
            if not self._was_saved_after_all(change):
                raise
        self._tail, self._number = (change.id, change.at.isoformat()), number
        self._stamp = _stamp(self._place)

    def note_form_version(self, version: int) -> None:
        """Remember that the answers stand where this version of the form asks for them."""
        named = property_table.c.name == "form_version"
        with explained(_NOT_SAVED, self.path), self._connection.begin():
            self._connection.execute(update(property_table).where(named).values(value=str(version)))
        self._stamp = _stamp(self._place)

    def changed_elsewhere(self) -> bool:
        """Whether someone else has written the file since it was last read or saved here; FileLostError when gone."""
        what = f"读不出“{self.path.name}”。"
        if self._stands_stamp(what) == self._stamp:
            return False
        if self.read_only:
            with ReportFile.open(self.path, read_only=True) as now:
                return now.tail() != self._tail
        self._look_again(what)
        with self._reading() as connection:
            return journal.tail(connection) != self._tail

    def whole(self) -> bytes:
        """The file as it stands between two changes, byte for byte."""
        try:
            return self._place.read_bytes()
        except OSError as error:
            raise FileLostError(
                f"读不出“{self.path.name}”。", "文件不见了，或磁盘读写出错。", "请另存副本。"
            ) from error

    def copy_to(self, path: Path) -> None:
        """Save a copy under another name; this report stays open. Not over itself, never half a file."""
        what = f"没有存为“{path.name}”。"
        if _stands(path) and path.samefile(self.path):
            raise PerfDeskError(what, "这就是正在填报的文件。", "请换一个文件名。")
        draft = path.with_name(f".{path.name}.part")
        try:
            draft.unlink(missing_ok=True)
            self._copy_whole(draft)
            draft.replace(path)
        except (OSError, sqlite3.Error) as error:
            raise PerfDeskError(what, "目标位置不能写入，或磁盘已满。", "请换一个位置再存。") from error
        finally:
            remove(draft)

    def close(self) -> None:
        """Let go of the file."""
        disconnect(self._connection)

    def __enter__(self) -> ReportFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _copy_whole(self, path: Path) -> None:
        """By SQLite's own backup, which sees one committed state even while others write."""
        with self._connection.begin(), contextlib.closing(sqlite3.connect(path)) as copy:
            with explained(f"读不出“{self.path.name}”。", self.path):
                journal.tail(self._connection)  # from here on others wait; the backup would wait for them for ever
            driver(self._connection).backup(copy)

    def _look_again(self, what: str) -> None:
        """Someone touched the file: forget what is in memory of it, and trust it only after a second look.

        FileDamagedError when it no longer holds a report.
        """
        self._connection.invalidate()
        with explained(what, self.path), self._connection.begin(), impatient(self._connection):
            try:
                refuse_strangers(self._connection, what)
                refuse_torn(self._connection, what)
            except PerfDeskError as error:
                raise FileDamagedError(what, error.why, "请另存副本。") from error

    def _refuse_unseen(self, change: Change) -> None:
        if _data_version(self._connection) != self._version:
            refuse_torn(self._connection, _NOT_SAVED)
            self._version = _data_version(self._connection)
        if journal.tail(self._connection) != self._tail or not journal.stands_as_before(self._connection, change):
            why = "文件在别处被改过，本程序没有覆盖别处填的内容。"
            raise ChangedElsewhereError(_NOT_SAVED, why, "请重新打开这份报告，看过新内容后再填这一项。")

    def _was_saved_after_all(self, change: Change) -> bool:
        """A disk may fail between keeping a change and saying so."""
        self._connection.invalidate()
        try:
            with self._reading() as connection:
                return journal.tail(connection) == (change.id, change.at.isoformat()) != self._tail
        except PerfDeskError:
            return False

    def _stands_stamp(self, what: str) -> _Stamp:
        try:
            return _stamp(self._place)
        except OSError as error:
            why = f"文件“{self.path.name}”不见了：U 盘可能已拔出，网络可能已断开，或文件被移走。"
            raise FileLostError(what, why, "请插回 U 盘或恢复连接后再试，或另存副本。") from error

    @contextlib.contextmanager
    def _reading(self) -> Generator[Connection]:
        what = f"读不出“{self.path.name}”。"
        try:
            with explained(what, self.path), self._connection.begin():
                yield self._connection
        except ValueError as error:
            why = "文件里的记录前后矛盾，可能被别的程序改过。"
            raise PerfDeskError(what, why, "请改用副本或备份。") from error


def remove(path: Path) -> None:
    """Delete a file that was begun and did not come to be, as far as it can be deleted."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _stamp(path: Path) -> _Stamp:
    found = path.stat()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _data_version(connection: Connection) -> int:
    """A number that moves whenever another connection writes the file."""
    return int(driver(connection).execute("PRAGMA data_version").fetchone()[0])


def _came_from_elsewhere(path: Path) -> bool:
    """Whether Windows has marked the file as downloaded or received."""
    return _stands(path.with_name(f"{path.name}:Zone.Identifier"))


def _stands(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name too long for the disk
        return False
