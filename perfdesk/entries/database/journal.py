"""The journal in the file: reads its changes from any number on, and appends them one at a time."""

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
    """Compile a statement to SQL once; the statements of saving run after each keystroke."""
    return str(statement.compile(dialect=sqlite.dialect(paramstyle="named")))


_AT_ADDRESS = [entry_table.c[name] == bindparam(name) for name in ("section", "field", "row", "column")]
_LAST_CHANGE = _compiled(select(change_table.c.id, change_table.c.at).order_by(change_table.c.id.desc()))
_REFERRED = _compiled(
    select(change_table.c.id, change_table.c.of, change_table.c.joins).order_by(change_table.c.id.desc())
)
#: The maximum number of changes that are shown, and that are read for undo, and of characters in either.
MAX_SHOWN, _MAX_STEPS, _MAX_CHARACTERS = 6_000, 20_000, 40_000_000
#: The size of each change, latest first.
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

#: The number and the time of a journal's last change; two files with the same have the same history.
LastChange = tuple[int, str]


def last_change(connection: Connection) -> LastChange:
    """Return the last change's number and time; `(0, "")` before the first."""
    found = sqlite_connection(connection).execute(_LAST_CHANGE).fetchone()
    return (0, "") if found is None else (int(found[0]), str(found[1]))


def read_changes(connection: Connection, since: int = 0) -> list[Change]:
    """Return all changes from a number on, oldest first; ValueError when one is invalid."""
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
    """Return the latest changes, at most MAX_SHOWN; of an ordinary journal that is all."""
    return read_changes(connection, _first_within(connection, MAX_SHOWN))


def read_steps(connection: Connection, wanted: int) -> list[Change]:
    """Return the changes from the wanted one on, or from the earliest one to which these refer.

    Empty when the references lead too far back, which only happens in a forged journal.
    """
    within = _first_within(connection, _MAX_STEPS)
    first = wanted
    for number, *referred in sqlite_connection(connection).execute(_REFERRED):  # latest first, in one pass
        if number < first or first < within:
            break
        first = min([first, *(int(earlier) for earlier in referred if earlier)])
    return read_changes(connection, first) if first >= within else []


def _first_within(connection: Connection, most: int) -> int:
    """Return the earliest change from which on the journal is within the limits; 0 when all of it is."""
    first, characters = 0, _MAX_CHARACTERS
    for number, size in sqlite_connection(connection).execute(_SIZES):
        most, characters = most - 1, characters - int(size)
        if first and (most < 0 or characters < 0):
            return first
        first = int(number)
    return 0


def last_texts(connection: Connection) -> dict[Address, str | None]:
    """Return each answer after its last change, without loading the whole journal."""
    return {Address(*address): after for *address, after in sqlite_connection(connection).execute(_AFTERWARDS)}


def write_change(connection: Connection, change: Change) -> None:
    """Append a change and update the answers, inside the caller's transaction."""
    sqlite_connection(connection).execute(_ADD_CHANGE, _change_row(change))
    _add_edits(connection, change)
    _update_entries(connection, change.edits)


def rewrite_last_change(connection: Connection, change: Change, edits: tuple[Edit, ...]) -> None:
    """Replace the journal's last change by one with the same number, inside the caller's transaction.

    `edits` are what the change adds to the replaced one.
    """
    below = sqlite_connection(connection)
    below.execute(_REWRITE_CHANGE, _change_row(change))
    below.execute(_REMOVE_EDITS, {"change": change.id})
    _add_edits(connection, change)
    _update_entries(connection, edits)


def _change_row(change: Change) -> dict[str, str | int]:
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


def _update_entries(connection: Connection, edits: tuple[Edit, ...]) -> None:
    below = sqlite_connection(connection)
    below.executemany(
        _REPLACE_ENTRY, [{**_address_columns(edit), "text": edit.after} for edit in edits if edit.after is not None]
    )
    below.executemany(_DELETE_ENTRY, [_address_columns(edit) for edit in edits if edit.after is None])


def matches_before_values(connection: Connection, edits: tuple[Edit, ...]) -> bool:
    """Whether each answer in the file is the one that the edits replace."""
    below = sqlite_connection(connection)
    for edit in edits:
        found = below.execute(_STORED_TEXT, _address_columns(edit)).fetchone()
        if edit.before != (found[0] if found else None):
            return False
    return True


def _address_columns(edit: Edit) -> dict[str, str]:
    at = edit.address
    return {"section": at.section, "field": at.field, "row": at.row, "column": at.column}
