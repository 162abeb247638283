"""From which file and place the answers of an import came, kept in the properties `sources/CHANGE/PART` of a report.

A property is a JSON list of files, each with its answers: `[[file, [[section, field, row, column, place], …]], …]`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import cast

from sqlalchemy import Connection, and_, insert, select

from perfdesk.definition.address import Address
from perfdesk.entries.change import Change
from perfdesk.entries.database.schema import edit_table, property_table
from perfdesk.entries.proposal import Source

_PREFIX = "sources"
#: Answers in one property, so that it stays below the limit for properties (`limits.SAVED`).
_PART = 100
_LONGEST_FILE, _LONGEST_PLACE = 200, 100


def write_sources(connection: Connection, change: Change, sources: Mapping[Address, Source]) -> None:
    """Save the sources of the answers that a change enters, inside its transaction."""
    found = ((edit.address, sources.get(edit.address)) for edit in change.edits)
    known = [(address, source) for address, source in found if source is not None and source.file]
    for part in range(0, len(known), _PART):
        by_file: dict[str, list[tuple[str, ...]]] = {}
        for at, source in known[part : part + _PART]:
            columns = (at.section, at.field, at.row, at.column, source.place[:_LONGEST_PLACE])
            by_file.setdefault(source.file[:_LONGEST_FILE], []).append(columns)
        value = json.dumps(list(by_file.items()), ensure_ascii=False)
        name = f"{_PREFIX}/{change.id}/{part // _PART}"
        connection.execute(insert(property_table).values(name=name, value=value))


def read_source(connection: Connection, address: Address, text: str) -> Source | None:
    """Return file and place that the present text of an answer was read from; None if it was not imported.

    A property that cannot be read is ignored: the file may come from elsewhere.
    """
    column = property_table.c
    found = connection.execute(select(column.name, column.value).where(column.name.startswith(f"{_PREFIX}/"))).all()
    for change, value in sorted(((_change_of(name), value) for name, value in found), reverse=True):
        for file, place in _places(value, address):
            return Source(place, file) if _entered(connection, change, address) == text else None
    return None


def _places(value: str, address: Address) -> Iterator[tuple[str, str]]:
    wanted = [address.section, address.field, address.row, address.column]
    try:
        for file, answers in cast(list[tuple[str, list[list[str]]]], json.loads(value)):
            for answer in answers:
                if answer[:4] == wanted:
                    yield str(file), str(answer[4])
    except (ValueError, TypeError, IndexError, RecursionError):
        return


def _entered(connection: Connection, change: int, address: Address) -> str | None:
    column = edit_table.c
    at = and_(
        column.section == address.section,
        column.field == address.field,
        column.row == address.row,
        column.column == address.column,
    )
    return connection.execute(select(column.after).where(column.change == change, at)).scalar()


def _change_of(name: str) -> int:
    number = name.split("/")[1]
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 19 else -1
