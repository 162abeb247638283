"""Tables whose rows have names of their own: indicators with their values and scores, lists of projects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perfdesk.definition.address import Address
from perfdesk.definition.model import Question, Table
from perfdesk.importers.matching.columns import fitting_columns
from perfdesk.importers.matching.figures import joined_measure, sign_of
from perfdesk.importers.matching.names import heading_name, is_part, is_remark, is_total, option_for
from perfdesk.importers.matching.target import MatchTarget, name_column
from perfdesk.importers.source import SourceTableCell
from perfdesk.importers.tables.context import TableContext
from perfdesk.importers.tables.fields import name_without_code
from perfdesk.importers.tables.grid import TableGrid
from perfdesk.importers.tables.names import is_empty

_FEWEST = 3


@dataclass(frozen=True, slots=True)
class OpenColumns:
    """Which column of a table is which question, which hold signs and units of a measure, and where the names are."""

    questions: dict[int, Question]
    signs: dict[int, str]
    units: dict[int, str]
    name: int
    last_heading: int


def read_open_tables(context: TableContext, grid: TableGrid, paths: Sequence[str]) -> None:
    """Propose the rows of the open tables whose headings a part of a table has; several share the same headings."""
    tables = [_target(context, path) for path in paths]
    if not tables:
        return
    known = [row for row in grid.rows if not grid.is_counter(row)]
    columns: OpenColumns | None = None
    for row in known:
        context.budget.tick()
        found = _columns_at(context, grid, row, tables[0])
        if found is not None:
            columns = found
        elif columns is not None and row > columns.last_heading:
            _read_line(context, grid, row, columns, tables)


def _target(context: TableContext, path: str) -> MatchTarget:
    section, _, table = path.partition("/")
    instance = section.replace("*", context.row)
    known = context.answers.form.tables[(section.partition("@")[0], table)]
    return MatchTarget(context.answers, instance, (known,), "", "")


def _columns_at(context: TableContext, grid: TableGrid, row: int, target: MatchTarget) -> OpenColumns | None:
    """The columns that the headings of a line name, also those in the line below it; None for any other line."""
    if sum(bool(_fitting(target, [cell.text])) for cell in grid.rows[row] if not cell.figure) < _FEWEST:
        return None
    stacks = _heading_stacks(grid, row, target)
    headings = [cell for stack in stacks.values() for cell in stack if _is_heading(cell, target)]
    last = max(cell.row + cell.row_span - 1 for cell in headings)
    questions: dict[int, Question] = {}
    signs: dict[int, str] = {}
    units: dict[int, str] = {}
    for column, stack in stacks.items():
        names = {heading_name(cell.text) for cell in stack}
        for question in target.columns:
            if names & set(map(heading_name, question.sign_aliases)):
                signs[column] = question.id
            elif names & set(map(heading_name, question.unit_aliases)):
                units[column] = question.id
        measure = next((question.id for question in target.columns if question.kind == "measure"), "")
        if measure and _holds_signs(grid, last, column):
            signs[column] = measure
        if column in signs or column in units:
            continue
        found = _fitting(target, [cell.text for cell in reversed(stack)])
        if len(found) == 1 and found[0] not in {known.id for known in questions.values()}:
            questions[column] = target.table.column(found[0])
    named = name_column(target.table)
    name = next((column for column, question in questions.items() if named and question.id == named.id), -1)
    return OpenColumns(questions, signs, units, name, last) if name >= 0 and len(questions) >= _FEWEST else None


def _heading_stacks(grid: TableGrid, row: int, target: MatchTarget) -> dict[int, list[SourceTableCell]]:
    """The headings of each column from this line on, the upper first: those that stand below a wider one, too."""
    stacks: dict[int, list[SourceTableCell]] = {}
    for cell in grid.rows[row]:
        for column in range(cell.column, cell.column + cell.column_span):
            stacks[column] = [cell]
            below = grid.covered.get((row + 1, column))
            is_second = below is not None and below is not cell and cell.column_span > 1 and below.column_span == 1
            if below is not None and is_second and _is_heading(below, target):
                stacks[column].append(below)
        if cell.column_span > 1 and all(len(stacks[column]) == 1 for column in _span(cell)):
            for column in list(_span(cell))[1:]:
                del stacks[column]
    return stacks


def _holds_signs(grid: TableGrid, heading: int, column: int) -> bool:
    """Whether the cells below a heading are comparing signs, and nothing else."""
    below = [grid.covered.get((row, column)) for row in grid.rows if row > heading]
    signs = [sign_of(cell.text) for cell in below if cell is not None and cell.text.strip() and cell.column_span == 1]
    return any(signs) and None not in signs


def _span(cell: SourceTableCell) -> range:
    return range(cell.column, cell.column + cell.column_span)


def _is_heading(cell: SourceTableCell, target: MatchTarget) -> bool:
    name = heading_name(cell.text)
    parts = {heading_name(alias) for column in target.columns for alias in (*column.sign_aliases, *column.unit_aliases)}
    return not cell.figure and (name in parts or bool(_fitting(target, [cell.text])))


def _fitting(target: MatchTarget, texts: Sequence[str]) -> list[str]:
    return fitting_columns(target, [text for text in texts if text.strip()])


def _read_line(
    context: TableContext, grid: TableGrid, row: int, columns: OpenColumns, tables: Sequence[MatchTarget]
) -> None:
    """Propose one row, unless the line has totals or a remark, or nothing but the beginning of a name."""
    cells = {column: cell for column in columns.questions if (cell := grid.covered.get((row, column))) is not None}
    name_cell = cells.get(columns.name)
    words = [cell.text for cell in grid.rows[row] if not cell.figure and not is_empty(cell.text)]
    if name_cell is None or name_cell.row != row or name_cell.figure or is_empty(name_cell.text):
        return
    if any(is_total(text) for text in words[:2]) or is_remark(words[0]) or is_part(name_cell.text):
        return
    if any(cell is name_cell and columns.questions[column].kind == "measure" for column, cell in cells.items()):
        return  # one cell from the name to the values: a line of totals, whatever it is called
    values = [cell for column, cell in cells.items() if column != columns.name and cell.row == row]
    if not any(cell.figure or not is_empty(cell.text) for cell in values):
        return
    target = _table_of(grid, row, columns, cells, tables)
    if target is None:
        return
    name = name_without_code(name_cell.text)
    texts = {
        question.id: option_for(cell.text, target.table.column(question.id).options)
        for column, cell in cells.items()
        if (question := columns.questions[column]).kind == "choice"
    }
    row_id = context.row_names.row(target.section, target.table, name, texts)
    for column, cell in sorted(cells.items()):
        question = columns.questions[column]
        is_carried = cell.row != row and question.kind != "choice"
        if not is_carried and not (cell.column < column and cell.column in cells):
            address = Address(target.section, target.table.id, row_id, question.id)
            text = name if column == columns.name else _joined(grid, row, columns, question, cell)
            context.propose(address, cell, "sure", text=text)


def _joined(grid: TableGrid, row: int, columns: OpenColumns, question: Question, cell: SourceTableCell) -> str | None:
    """A measure with the sign and the unit that are in cells of their own; None for any other answer.

    The actual value has no sign of its own, but the same unit.
    """
    if question.kind != "measure" or not (columns.signs or columns.units):
        return None
    of = set(columns.signs.values()) | set(columns.units.values())
    sign = "".join(_text(grid, row, column) for column in columns.signs) if question.id in of else ""
    unit = "".join(_text(grid, row, column) for column in columns.units)
    return joined_measure(sign if sign_of(sign) is not None else "", cell.text.strip(), unit)


def _text(grid: TableGrid, row: int, column: int) -> str:
    cell = grid.covered.get((row, column))
    return cell.text.strip() if cell is not None else ""


def _table_of(
    grid: TableGrid,
    row: int,
    columns: OpenColumns,
    cells: dict[int, SourceTableCell],
    tables: Sequence[MatchTarget],
) -> MatchTarget | None:
    """The table that a line belongs to: the one its group names, or the one that has its choices."""
    if len(tables) == 1:
        return None if _is_of_another(tables[0], columns, cells) else tables[0]
    labels = {target.table.label: target for target in tables}
    for column in range(columns.name):
        cell = grid.covered.get((row, column))
        label = option_for(cell.text, list(labels)) if cell is not None and column not in cells else ""
        if label:
            return labels[label]
    fitting = [target for target in tables if _has_choices(target.table, columns, cells)]
    return fitting[0] if len(fitting) == 1 else None


def _is_of_another(target: MatchTarget, columns: OpenColumns, cells: dict[int, SourceTableCell]) -> bool:
    """Whether a choice of a line is one of another table of the section, and not of this one: 社会效益指标."""
    form = target.answers.form
    others = [
        column
        for (section, name), table in form.tables.items()
        if section == target.section.partition("@")[0] and name != target.table.id and table.open
        for column in table.columns
        if column.kind == "choice"
    ]
    return any(
        columns.questions[at].kind == "choice"
        and not option_for(cell.text, columns.questions[at].options)
        and any(option_for(cell.text, other.options) for other in others)
        for at, cell in cells.items()
    )


def _has_choices(table: Table, columns: OpenColumns, cells: dict[int, SourceTableCell]) -> bool:
    choices = [
        (question, cell) for column, cell in cells.items() if (question := columns.questions[column]).kind == "choice"
    ]
    return bool(choices) and all(option_for(cell.text, table.column(question.id).options) for question, cell in choices)
