"""Lists of payments out of the budget system: the lines of one code or one project add up to one figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from perfdesk.definition.address import Address
from perfdesk.definition.kinds import EXACT, plain_number
from perfdesk.entries.proposal import Confidence, Source
from perfdesk.importers.matching.names import is_total, row_names
from perfdesk.importers.matching.target import name_column
from perfdesk.importers.source import SourceTableCell
from perfdesk.importers.tables.context import TableContext
from perfdesk.importers.tables.description import FixedBlock, RecordPlace, RowPlace
from perfdesk.importers.tables.fields import name_without_code
from perfdesk.importers.tables.fixed import named_block
from perfdesk.importers.tables.grid import TableGrid
from perfdesk.importers.tables.names import heading_forms, is_empty, name_forms
from perfdesk.importers.tables.values import read_amount

_FEWEST = 3


@dataclass(frozen=True, slots=True)
class RecordColumns:
    """Where the code, the project, the kind and the amounts of a line are; -1 where there is no such column."""

    code: int
    project: int
    kind: int
    amounts: dict[int, str]
    heading_row: int


@dataclass(slots=True)
class _Sum:
    """One figure: the sum so far in 万元, whether all units are known, and the cells that it adds up."""

    total: Decimal = Decimal(0)
    is_certain: bool = True
    cells: list[SourceTableCell] = field(default_factory=list[SourceTableCell])


def read_records(context: TableContext, grid: TableGrid, place: RecordPlace) -> None:
    """Propose the sums of all lines by code and project, and the subtotals that have a place of their own."""
    columns = _find_columns(context, grid, place)
    if columns is None:
        return
    sums: dict[Address, _Sum] = {}
    for row, cells in grid.rows.items():
        context.budget.tick()
        if row <= columns.heading_row:
            continue
        if any(is_total(cell.text) for cell in cells if not cell.figure):
            _propose_total(context, grid, row, place, columns)
        else:
            _add_line(context, grid, row, place, columns, sums)
    for address, one in sums.items():
        question = context.answers.form.question(address)
        if question is None:
            continue
        confidence: Confidence = "sure" if one.is_certain else "likely"
        context.add(address, question, plain_number(one.total), _source(context, one), confidence)
        context.used |= {(cell.row, cell.column) for cell in one.cells}


def _source(context: TableContext, one: _Sum) -> Source:
    first = context.source(one.cells[0])
    if len(one.cells) == 1:
        return first
    rows = "、".join(str(cell.row + 1) for cell in one.cells)
    quote = " + ".join(cell.text.strip() for cell in one.cells)
    return Source(f"{context.table.place}第 {rows} 行相加", first.file, quote, first.block, first.cell)


def _find_columns(context: TableContext, grid: TableGrid, place: RecordPlace) -> RecordColumns | None:
    names = {name: column for column, known in place.columns.items() for name in known}
    for row, cells in grid.rows.items():
        heads = {cell.column: heading_forms(cell.text, context.year) for cell in cells if not cell.figure}
        amounts = {
            column: names[form]
            for column, forms in heads.items()
            for form in [next((form for form in forms if form in names), "")]
            if form
        }
        code, project, kind = (
            next((column for column, forms in heads.items() if set(forms) & set(known)), -1)
            for known in (place.code, place.project, place.kind)
        )
        if amounts and len(heads) >= _FEWEST and max(code, project) >= 0:
            return RecordColumns(code, project, kind, amounts, row)
    return None


def _text(grid: TableGrid, row: int, column: int) -> str:
    cell = grid.covered.get((row, column))
    return cell.text.strip() if cell is not None else ""


def _amounts(
    context: TableContext, grid: TableGrid, row: int, columns: RecordColumns
) -> Iterator[tuple[str, SourceTableCell, Decimal, bool]]:
    """Each amount of a line: its column, cell, value in 万元, and whether its unit is known."""
    unit = next(iter(context.units)) if len(context.units) == 1 else None
    for column, name in columns.amounts.items():
        cell = grid.covered.get((row, column))
        amount = read_amount(cell, unit) if cell is not None else None
        if cell is not None and amount is not None:
            yield name, cell, *amount


def _add_line(
    context: TableContext,
    grid: TableGrid,
    row: int,
    place: RecordPlace,
    columns: RecordColumns,
    sums: dict[Address, _Sum],
) -> None:
    project, kind = _text(grid, row, columns.project), _text(grid, row, columns.kind)
    is_item = any(form in place.item_kinds for form in name_forms(kind)) if kind else not is_empty(project)
    if is_item and is_empty(project):
        return
    if is_item:
        prefix = _item_row(context, grid, row, place, columns)
    else:
        prefix = _code_row(context, place, _text(grid, row, columns.code))
    if not prefix:
        return
    for name, cell, amount, is_certain in _amounts(context, grid, row, columns):
        address = context.address(f"{prefix}/{name}")
        if address is not None:
            one = sums.setdefault(address, _Sum())
            one.total = EXACT.add(one.total, amount)
            one.is_certain &= is_certain
            one.cells.append(cell)


def _item_row(context: TableContext, grid: TableGrid, row: int, place: RecordPlace, columns: RecordColumns) -> str:
    section, _, table = place.items.partition("/")
    cell = grid.covered[(row, columns.project)]
    name = name_without_code(cell.text)
    named = name_column(context.answers.form.tables[(section, table)])
    row_id = context.row_for(section, table, name)
    if named is not None and Address(section, table, row_id, named.id) not in context.found:
        context.propose(Address(section, table, row_id, named.id), cell, "sure", text=name)
    return f"{place.items}/{row_id}"


def _code_row(context: TableContext, place: RecordPlace, code: str) -> str:
    """The row of the form with this code, as `section/table/row`; blank if there is none."""
    block = named_block(context.answers.form, FixedBlock({}, (), place.tables))
    names = row_names(code)
    found: RowPlace | None = block.codes.get(names[0]) if names else None
    return found.to if found is not None else ""


def _propose_total(
    context: TableContext, grid: TableGrid, row: int, place: RecordPlace, columns: RecordColumns
) -> None:
    """Propose the amounts of a subtotal whose words name a row."""
    words = [form for cell in grid.rows[row] if not cell.figure for form in name_forms(cell.text)]
    for total in sorted(place.totals, key=lambda one: -max(map(len, one.names), default=0)):
        if not any(name in words for name in total.names):
            continue
        for name, cell, *_ in _amounts(context, grid, row, columns):
            address = context.address(total.at.get(name, "") or f"{total.to}/{name}")
            if address is not None:
                context.propose(address, cell, "sure")
        return
