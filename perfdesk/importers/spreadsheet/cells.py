"""Cells of a sheet out of the values that a library read and the looks that it did not."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from perfdesk.budget import Budget
from perfdesk.definition.kinds import date_text, plain_number
from perfdesk.importers.source import SourceTable, SourceTableCell
from perfdesk.importers.spreadsheet.number_format import exact_number, shown_number

CellValue: TypeAlias = (
    str | float | int | bool | datetime.date | datetime.datetime | datetime.time | datetime.timedelta | None
)
#: So many cells with words a workbook may have; a large export of a bureau has some ten thousand.
MAX_CELLS = 200_000
#: The largest rectangle that may be laid out in memory.
MAX_AREA = 3_000_000


@dataclass(frozen=True, slots=True)
class SheetValues:
    """The values of a sheet by rows, the place of the first one, and its merged ranges.

    Rows and columns count from 0; a range is its first row and column, then its last.
    """

    rows: Sequence[Sequence[CellValue]]
    start: tuple[int, int] = (0, 0)
    merged: Sequence[tuple[int, int, int, int]] = ()


@dataclass(slots=True)
class SheetLook:
    """What a library does not tell of a sheet: hidden rows and columns, and number formats by place."""

    hidden_rows: set[int] = field(default_factory=set[int])
    hidden_columns: set[int] = field(default_factory=set[int])
    formats: dict[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])


def sheet_table(
    values: SheetValues, look: SheetLook, name: str, number: int, is_hidden: bool, budget: Budget
) -> SourceTable:
    """A sheet as a table; `number` counts the sheets from 1."""
    rows, start = values.rows, values.start
    end = (start[0] + len(rows), start[1] + max(map(len, rows), default=0))
    spans, covered = _spans(values.merged, start, end)
    cells: list[SourceTableCell] = []
    for row, line in enumerate(rows, start[0]):
        budget.spend(len(line))
        for column, value in enumerate(line, start[1]):
            if (value is None or value == "" or (row, column) in covered) and (row, column) not in spans:
                continue
            cells.append(_cell(value, (row, column), spans, look))
    return SourceTable(tuple(cells), number, name, is_hidden)


def _cell(
    value: CellValue, place: tuple[int, int], spans: Mapping[tuple[int, int], tuple[int, int]], look: SheetLook
) -> SourceTableCell:
    row, column = place
    down, across = spans.get(place, (1, 1))
    is_hidden = row in look.hidden_rows or column in look.hidden_columns
    if isinstance(value, float | int) and not isinstance(value, bool):
        exact, number_format = exact_number(value), look.formats.get(place, "")
        shown = shown_number(exact, number_format) if number_format else plain_number(exact)
        return SourceTableCell(shown, row, column, down, across, plain_number(exact), number_format, is_hidden)
    return SourceTableCell(_text(value), row, column, down, across, "", "", is_hidden)


def _text(value: CellValue) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime):
        return date_text(value.date())
    if isinstance(value, datetime.date):
        return date_text(value)
    return str(value)


def _spans(
    merged: Iterable[tuple[int, int, int, int]], start: tuple[int, int], end: tuple[int, int]
) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    """How far merged cells reach within the used part of a sheet, and the places that they cover."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    area = 0
    for top, left, bottom, right in merged:
        rows, columns = range(top, min(bottom, end[0] - 1) + 1), range(left, min(right, end[1] - 1) + 1)
        area += len(rows) * len(columns)
        if not rows or not columns or area > MAX_AREA or top < start[0] or left < start[1]:
            continue
        spans[(top, left)] = (len(rows), len(columns))
        covered |= {(row, column) for row in rows for column in columns} - {(top, left)}
    return spans, covered
