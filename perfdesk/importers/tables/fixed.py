"""Figures that a row's name and a column's heading place: upright, lying, or with both above one another."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain

from perfdesk.definition.address import Address
from perfdesk.definition.model import Form, Table
from perfdesk.entries.proposal import Confidence
from perfdesk.importers.matching.names import comparable_name, row_names
from perfdesk.importers.matching.target import name_column
from perfdesk.importers.source import SourceTableCell
from perfdesk.importers.tables.context import TableContext, weaker
from perfdesk.importers.tables.description import FixedBlock, RowPlace
from perfdesk.importers.tables.grid import TableGrid, is_label
from perfdesk.importers.tables.names import heading_forms, name_forms, plain_name
from perfdesk.importers.tables.values import units_in

#: How like two names of a row are to be taken for the same.
_LIKE = 0.86
_LONGEST_NAME = 40
_BY_CODE, _BY_NAME, _BY_LIKENESS = range(3)


@dataclass(frozen=True, slots=True)
class Place:
    """A row or column that words name, the cell with these words, and how sure the name is."""

    id: str
    cell: SourceTableCell
    confidence: Confidence


@dataclass(slots=True)
class NamedBlock:
    """A block with its rows and columns by name."""

    columns: dict[str, list[str]]
    rows: dict[str, RowPlace]
    codes: dict[str, RowPlace] = field(default_factory=dict[str, RowPlace])
    _found: dict[str, tuple[RowPlace, int] | None] = field(default_factory=dict[str, "tuple[RowPlace, int] | None"])

    def row(self, cells: Iterable[SourceTableCell]) -> tuple[RowPlace, Place] | None:
        """The row that the label of a line names by its code, by its name, or by a name like it."""
        found = [(*hit, cell) for cell in cells if (hit := self._row_named(cell.text)) is not None]
        if not found:
            return None
        place, rank, cell = min(found, key=lambda one: one[1])
        return place, Place(cell.text, cell, "likely" if rank == _BY_LIKENESS else "sure")

    def _row_named(self, text: str) -> tuple[RowPlace, int] | None:
        if text not in self._found:
            self._found[text] = self._find_row(text)
        return self._found[text]

    def _find_row(self, text: str) -> tuple[RowPlace, int] | None:
        names = row_names(text)
        if names and names[0] in self.codes:
            return self.codes[names[0]], _BY_CODE
        for name in (*name_forms(text), *map(plain_name, names[1:])):
            if name in self.rows:
                return self.rows[name], _BY_NAME
        like = difflib.get_close_matches(plain_name(text), self.rows, 1, _LIKE) if len(text) <= _LONGEST_NAME else []
        return (self.rows[like[0]], _BY_LIKENESS) if like else None

    def column(self, cells: list[SourceTableCell], year: int | None) -> Place | None:
        """The column that headings above one another name, together or alone; None if none or several."""
        texts = [cell.text for cell in cells]
        joined = ["".join(reversed(texts)), "".join(texts)] if len(texts) > 1 else []
        for number, text in enumerate([*joined, *texts]):
            cell = cells[max(0, number - len(joined))]
            for form in heading_forms(text, year):
                found = self.columns.get(form, [])
                if len(found) == 1:
                    return Place(found[0], cell, "sure")
        return None


def named_block(form: Form, block: FixedBlock) -> NamedBlock:
    """A described block by names; tables of the form bring their rows and the other names of their columns."""
    named = NamedBlock({}, {})
    for column, names in block.columns.items():
        for name in names:
            named.columns.setdefault(name, []).append(column)
    for row in block.rows:
        named.rows |= {name: row for name in row.names if name not in named.rows}
    for path in block.tables:
        _add_table(form, named, path)
    return named


def _add_table(form: Form, named: NamedBlock, path: str) -> None:
    section, _, table_id = path.partition("/")
    table = form.tables[(section, table_id)]
    for row in table.rows:
        place = RowPlace((), f"{path}/{row.id}")
        if row.code:
            named.codes.setdefault(row.code, place)
        for name in (row.label, *row.aliases):
            named.rows.setdefault(plain_name(name), place)


def block_of_table(path: str, table: Table) -> FixedBlock:
    """A table of the form with fixed rows as a block."""
    columns = {
        column.id: tuple(dict.fromkeys(map(plain_name, (column.label, *column.aliases)))) for column in table.columns
    }
    return FixedBlock(columns, (), (path,))


def read_block(context: TableContext, grid: TableGrid, block: NamedBlock) -> None:
    """Propose every figure of a part of a table whose row and column this block knows."""
    items: tuple[RowPlace, int] | None = None
    for cell in grid.cells:
        context.budget.spend()
        if is_label(cell) and block.row([cell]):
            continue
        left, above = grid.left_of(cell), grid.above(cell)
        row = block.row(left) or block.row(above) or (block.row(grid.left_of(above[0])) if above and not left else None)
        column = _column(context, block, row[1] if row else None, above, left)
        if column is None or column.cell is cell:
            continue
        if row is not None:
            items = (row[0], cell.row) if row[0].items else None
            address = _address(context, row[0], column.id)
            confidence = "likely" if column.id in row[0].likely else weaker(row[1].confidence, column.confidence)
        elif items is not None and left and items[1] < cell.row:
            address = _item_address(context, items[0], left[-1], column.id)
            confidence = "likely"
        else:
            continue
        if address is not None:
            unit = nearest_unit(chain(left, above, _corner(grid, cell)))
            context.propose(address, cell, confidence, unit)


def _item_address(context: TableContext, group: RowPlace, label: SourceTableCell, column: str) -> Address | None:
    """The answer of a line below a group of items, which is named like a row of the group's open table."""
    section, _, table = group.items.partition("/")
    known = context.answers.form.tables[(section, table)]
    named = name_column(known)
    if named is None or all(column != one.id for one in known.columns):
        return None
    name = comparable_name(label.text)
    row = context.row_for(section, table, name)
    texts = {named.id: name, **group.item}
    for one, text in texts.items():
        address = Address(section, table, row, one)
        if address not in context.found:
            context.propose(address, label, "likely", text=text)
    return Address(section, table, row, column)


def _column(
    context: TableContext,
    block: NamedBlock,
    row: Place | None,
    above: list[SourceTableCell],
    left: list[SourceTableCell],
) -> Place | None:
    """The column of a cell: by its headings, or by the words at the left where the rows are named above."""
    named = row.cell if row is not None else None
    heads = [cell for cell in above if cell is not named]
    found = block.column(heads, context.year) if heads else None
    if found is not None or named is None:
        return found
    beside = [cell for cell in left if cell is not named]
    return block.column(beside, context.year) if named in above and beside else None


def _address(context: TableContext, row: RowPlace, column: str) -> Address | None:
    if column in row.at:
        return context.address(row.at[column])
    return context.address(f"{row.to}/{column}") if row.to else None


def _corner(grid: TableGrid, cell: SourceTableCell) -> Iterator[SourceTableCell]:
    """The words at the left edge of the line and of the lines above it, which may name the unit of a block."""
    for row in range(cell.row, min(grid.rows, default=0) - 1, -1):
        other = grid.covered.get((row, 0)) or grid.covered.get((row, 1))
        if other is not None and is_label(other):
            yield other
        if other is not None and units_in([other.text]):
            break


def nearest_unit(cells: Iterable[SourceTableCell]) -> Decimal | None:
    """The unit that the nearest words name; None if they name none or several."""
    for cell in cells:
        units = units_in([cell.text])
        if units:
            return next(iter(units)) if len(units) == 1 else None
    return None
