"""The journal as it stands in the file: every change ever made, read from any point on, written one at a time."""

from __future__ import annotations

import datetime
from typing import Any

from sqlalchemy import ClauseElement, Connection, Row, bindparam, delete, insert, select, update
from sqlalchemy.dialects import sqlite

from perfdesk.definition.address import Address
from perfdesk.entries.change import CHANGE_KINDS, Change, Edit
from perfdesk.entries.database.connection import sqlite_connection
from perfdesk.entries.database.schema import REPLACE_ENTRY, change_table, edit_table, entry_table


def _compiled(statement: ClauseElement) -> str:
    """A statement as SQLite reads it: what each keystroke's saving needs is compiled once, and given to the driver."""
    return str(statement.compile(dialect=sqlite.dialect(paramstyle="named")))


_AT_ADDRESS = [entry_table.c[name] == bindparam(name) for name in ("section", "field", "row", "column")]
_LAST_CHANGE = _compiled(select(change_table.c.id, change_table.c.at).order_by(change_table.c.id.desc()))
_REFERRED = _compiled(
    select(change_table.c.id, change_table.c.of, change_table.c.joins).order_by(change_table.c.id.desc())
)
#: Of the journal, how many changes are shown, how many are read for undo, and how many letters of either.
MOST_SHOWN, _MOST_STEPS, _MOST_LETTERS = 6_000, 20_000, 40_000_000
#: With what each change to an answer weighs, the latest first.
_SIZES = """
    SELECT id, (SELECT ifnull(sum(ifnull(length(before), 0) + ifnull(length(after), 0) + 100), 0)
                FROM edit WHERE change = id) FROM change ORDER BY id DESC"""
_AFTERWARDS = 'SELECT section, field, "row", "column", after FROM edit ORDER BY change, number'
_STORED_TEXT = _compiled(select(entry_table.c.text).where(*_AT_ADDRESS))
_ADD_CHANGE = _compiled(insert(change_table))
_ADD_EDIT = _compiled(insert(edit_table))
_REWRITE_CHANGE = _compiled(
    update(change_table)
    .where(change_table.c.id == bindparam("id"))
    .values({name: bindparam(name) for name in ("at", "who", "label")})
)
_REMOVE_EDITS = _compiled(delete(edit_table).where(edit_table.c.change == bindparam("change")))
_REPLACE_ENTRY = _compiled(REPLACE_ENTRY)
_DELETE_ENTRY = _compiled(delete(entry_table).where(*_AT_ADDRESS))

#: The number and the time of a journal's last change: two files that agree in both have the same story behind them.
LastChange = tuple[int, str]


def last_change(connection: Connection) -> LastChange:
    """The last change's number and time; `(0, "")` before the first."""
    found = sqlite_connection(connection).execute(_LAST_CHANGE).fetchone()
    return (0, "") if found is None else (int(found[0]), str(found[1]))


def read_changes(connection: Connection, since: int = 0) -> list[Change]:
    """All changes from a number on, oldest first; ValueError when one makes no sense."""
    edits: dict[int, list[Edit]] = {}
    wanted = select(edit_table).where(edit_table.c.change >= since)
    for row in connection.execute(wanted.order_by(edit_table.c.change, edit_table.c.number)):
        if not all(isinstance(text, str | None) for text in row[2:]):
            raise ValueError(f"edit of change {row.change}")
        edit = Edit(Address(row.section, row.field, row.row, row.column), row.before, row.after)
        edits.setdefault(row.change, []).append(edit)
    found = connection.execute(select(change_table).where(change_table.c.id >= since).order_by(change_table.c.id))
    return [
        Change(
            row.id,
            datetime.datetime.fromisoformat(row.at),
            row.who,
            row.label,
            tuple(edits.get(row.id, ())),
            row.deed,
            row.of,
            row.joins,
        )
        for row in found
        if _is_valid(row)
    ]


def _is_valid(row: Row[Any]) -> bool:
    texts = all(isinstance(text, str) for text in (row.at, row.who, row.label))
    numbers = all(isinstance(number, int) and 0 <= number < row.id for number in (row.of, row.joins))
    if not (texts and numbers and row.deed in CHANGE_KINDS):
        raise ValueError(f"change {row.id}")
    return True


def read_latest(connection: Connection) -> list[Change]:
    """The end of the journal, as much of it as a person can look through; the whole of any ordinary one."""
    return read_changes(connection, _first_within(connection, MOST_SHOWN))


def read_steps(connection: Connection, wanted: int) -> list[Change]:
    """The changes from the wanted one on, or from one before it to which they refer.

    None at all when they lead too far back, in a journal that no person has typed.
    """
    within = _first_within(connection, _MOST_STEPS)
    first = wanted
    for number, *referred in sqlite_connection(connection).execute(_REFERRED):  # the latest first, each looked at once
        if number < first or first < within:
            break
        first = min([first, *(int(earlier) for earlier in referred if earlier)])
    return read_changes(connection, first) if first >= within else []


def _first_within(connection: Connection, most: int) -> int:
    """The earliest change from which on the journal has not more than so many changes, nor too many letters."""
    first, letters = 0, _MOST_LETTERS
    for number, size in sqlite_connection(connection).execute(_SIZES):
        most, letters = most - 1, letters - int(size)
        if first and (most < 0 or letters < 0):
            return first
        first = int(number)
    return 0


def last_texts(connection: Connection) -> dict[Address, str | None]:
    """What the last change to each answer left behind, read without holding the journal in memory."""
    return {Address(*place): after for *place, after in sqlite_connection(connection).execute(_AFTERWARDS)}


def write_change(connection: Connection, change: Change) -> None:
    """Append a change and bring the answers up to it, inside the caller's transaction."""
    sqlite_connection(connection).execute(_ADD_CHANGE, _head(change))
    _add_edits(connection, change)
    _bring_up_to(connection, change.edits)


def rewrite_last_change(connection: Connection, change: Change, edits: tuple[Edit, ...]) -> None:
    """Put a change in the place of the journal's last, of the same number, and carry out what it adds to that one.

    Inside the caller's transaction.
    """
    below = sqlite_connection(connection)
    below.execute(_REWRITE_CHANGE, _head(change))
    below.execute(_REMOVE_EDITS, {"change": change.id})
    _add_edits(connection, change)
    _bring_up_to(connection, edits)


def _head(change: Change) -> dict[str, str | int]:
    return {
        "id": change.id,
        "at": change.at.isoformat(),
        "who": change.who,
        "label": change.label,
        "deed": change.kind,
        "of": change.reverts,
        "joins": change.continues,
    }


def _add_edits(connection: Connection, change: Change) -> None:
    edits = [
        {"change": change.id, "number": number, **_address_columns(edit), "before": edit.before, "after": edit.after}
        for number, edit in enumerate(change.edits)
    ]
    sqlite_connection(connection).executemany(_ADD_EDIT, edits)


def _bring_up_to(connection: Connection, edits: tuple[Edit, ...]) -> None:
    below = sqlite_connection(connection)
    below.executemany(
        _REPLACE_ENTRY, [{**_address_columns(edit), "text": edit.after} for edit in edits if edit.after is not None]
    )
    below.executemany(_DELETE_ENTRY, [_address_columns(edit) for edit in edits if edit.after is None])


def matches_before_values(connection: Connection, edits: tuple[Edit, ...]) -> bool:
    """Whether each answer that is about to be replaced is the one that was seen."""
    below = sqlite_connection(connection)
    for edit in edits:
        found = below.execute(_STORED_TEXT, _address_columns(edit)).fetchone()
        if edit.before != (found[0] if found else None):
            return False
    return True


def _address_columns(edit: Edit) -> dict[str, str]:
    at = edit.address
    return {"section": at.section, "field": at.field, "row": at.row, "column": at.column}
