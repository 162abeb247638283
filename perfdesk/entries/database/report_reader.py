"""What the `.db` file of a report says: answers, journal and facts, each read in a transaction of its own."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Generator
from pathlib import Path

from sqlalchemy import Connection, func, select

from perfdesk.definition.address import Address
from perfdesk.entries.change import Change
from perfdesk.entries.database import journal
from perfdesk.entries.database.connection import time_limit, translating_errors
from perfdesk.entries.database.interrupted_write import recover, side_files
from perfdesk.entries.database.schema import CARRIED_OVER, change_table, entry_table, property_table
from perfdesk.entries.entries import Entries
from perfdesk.errors import PerfDeskError


class ReportReader:
    """The part of an open report file that changes nothing. Every method raises PerfDeskError when it cannot read."""

    def __init__(self, path: Path, connection: Connection, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self._connection = connection
        self._is_in_memory = read_only
        self._place = path.absolute()  # wherever the program goes on to work
        self._last_change = journal.last_change(connection)

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
            rolled = connection.execute(CARRIED_OVER).all()
        return Entries({Address(*row[:4]): row[4] for row in found}, {Address(*row[:4]): row[4] for row in rolled})

    def count(self) -> int:
        """How many answers stand in the file."""
        with self._reading() as connection:
            return connection.execute(select(func.count()).select_from(entry_table)).scalar() or 0

    def changes(self, since: int = 0) -> list[Change]:
        """The journal from a change's number on, oldest first; without one the whole of it."""
        with self._reading() as connection:
            return journal.read_changes(connection, since)

    def latest_changes(self) -> list[Change]:
        """The end of the journal, as much of it as a person can look through; the whole of any ordinary one."""
        with self._reading() as connection:
            return journal.read_latest(connection)

    def last_texts(self) -> dict[Address, str | None]:
        """What the last change to each answer left behind."""
        with self._reading() as connection, time_limit(connection):
            return journal.last_texts(connection)

    def last_steps(self, wanted: int) -> list[Change]:
        """The last changes, as many as wanted or a few more: none refers to one before them. See `read_steps`."""
        first = max(1, self._last_change[0] - wanted + 1)
        with self._reading() as connection:
            return journal.read_steps(connection, first)

    @contextlib.contextmanager
    def _transaction(self, what: str) -> Generator[Connection]:
        """One transaction; what a program that died left next to the file is dealt with before, never by SQLite."""
        if not self._is_in_memory and side_files(self._place.resolve()):
            self._connection.invalidate()
            recover(self._place, what)
        with self._connection.begin():
            yield self._connection

    @contextlib.contextmanager
    def _reading(self) -> Generator[Connection]:
        what = f"读不出“{self.path.name}”。"
        try:
            with translating_errors(what, self.path), self._transaction(what):
                yield self._connection
        except ValueError as error:
            why = "文件里的记录前后矛盾，可能被别的程序改过。"
            raise PerfDeskError(what, why, "请改用副本或备份。") from error
