"""Reading a report's `.db` file: answers, journal and properties, each in its own transaction."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Generator
from pathlib import Path

from sqlalchemy import Connection, func, select

from perfdesk.definition.address import Address
from perfdesk.entries.change import Change
from perfdesk.entries.database import journal
from perfdesk.entries.database.answer_sources import read_source
from perfdesk.entries.database.connection import time_limit, translating_errors
from perfdesk.entries.database.interrupted_write import recover_interrupted_write, side_files
from perfdesk.entries.database.schema import CARRIED_OVER, change_table, entry_table, property_table
from perfdesk.entries.entries import Entries
from perfdesk.entries.proposal import Source
from perfdesk.entries.report_state import ReportState, state_checksum
from perfdesk.errors import PerfDeskError


class ReportReader:
    """The reading part of an open report file. Every method raises PerfDeskError when it cannot read."""

    def __init__(self, path: Path, connection: Connection, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self._connection = connection
        self._is_in_memory = read_only
        self._place = path.absolute()  # independent of later changes of the working folder
        self._last_change = journal.last_change(connection)
        self._report_id = ""

    def property(self, name: str) -> str:
        """Return a property (`form`, `form_version`, `report_id`, `rescued_from`); empty when it is not set."""
        with self._reading() as connection:
            found = connection.execute(select(property_table.c.value).where(property_table.c.name == name))
            return found.scalar() or ""

    def report_id(self) -> str:
        """Return the id of the report and all its copies; computed from the first change in files without one.

        It is read once: it stays known when the file is damaged or lost later.
        """
        if not self._report_id:
            given = self.property("report_id")
            self._report_id = given if given.isalnum() else self._id_of_first_change()
        return self._report_id or hashlib.sha256(repr(str(self.path)).encode()).hexdigest()[:32]

    def _id_of_first_change(self) -> str:
        with self._reading() as connection:
            first = connection.execute(select(change_table).order_by(change_table.c.id).limit(1)).first()
        return hashlib.sha256(repr(tuple(first)).encode()).hexdigest()[:32] if first else ""

    def state(self) -> ReportState:
        """Return the identity of the report as last saved."""
        number, at = self._last_change
        return ReportState(self.report_id(), number, state_checksum(at))

    def changes_after(self, state: ReportState) -> list[Change] | None:
        """Return the changes since a state of this report, oldest first; None when the journal has no such state."""
        if state.report_id != self.report_id():
            return None
        changes = self.changes(state.change)
        at = changes[0].at.isoformat() if changes and changes[0].id == state.change else ""
        return changes[bool(at) :] if state.checksum == state_checksum(at) else None

    def entries(self) -> Entries:
        """Return all answers as last saved."""
        table = entry_table.c
        with self._reading() as connection:
            found = connection.execute(select(table.section, table.field, table.row, table.column, table.text)).all()
            rolled = connection.execute(CARRIED_OVER).all()
        return Entries({Address(*row[:4]): row[4] for row in found}, {Address(*row[:4]): row[4] for row in rolled})

    def source_of(self, address: Address, text: str) -> Source | None:
        """Return file and place that the text of an answer was imported from; None if it was not."""
        with self._reading() as connection:
            return read_source(connection, address, text)

    def count(self) -> int:
        """Return the number of answers in the file."""
        with self._reading() as connection:
            return connection.execute(select(func.count()).select_from(entry_table)).scalar() or 0

    def changes(self, since: int = 0) -> list[Change]:
        """Return the journal from a change's number on, oldest first; without one all of it."""
        with self._reading() as connection:
            return journal.read_changes(connection, since)

    def latest_changes(self) -> list[Change]:
        """Return the latest changes (`journal.read_latest`), oldest first."""
        with self._reading() as connection:
            return journal.read_latest(connection)

    def last_texts(self) -> dict[Address, str | None]:
        """Return each answer after its last change."""
        with self._reading() as connection, time_limit(connection):
            return journal.last_texts(connection)

    def last_steps(self, wanted: int) -> list[Change]:
        """Return at least the last `wanted` changes, and earlier ones to which these refer. See `read_steps`."""
        first = max(1, self._last_change[0] - wanted + 1)
        with self._reading() as connection:
            return journal.read_steps(connection, first)

    @contextlib.contextmanager
    def _transaction(self, what: str) -> Generator[Connection]:
        """Begin a transaction; an interrupted write of a crashed program is recovered first, and not by SQLite."""
        if not self._is_in_memory and side_files(self._place.resolve()):
            self._connection.invalidate()
            recover_interrupted_write(self._place, what)
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
