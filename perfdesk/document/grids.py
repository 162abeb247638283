"""Grids of cells: the sheets of the attachments, and plain tables with a heading row.

The window, Word, PDF and Excel all show the same grids.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from perfdesk.definition.address import Address
from perfdesk.definition.expression import Expression, Ref, type_of
from perfdesk.definition.kinds import Measure, is_quotient, round_half_up, to_fixed
from perfdesk.definition.model import Question, Table
from perfdesk.definition.sheets import Sheet, SheetCell, SheetLine
from perfdesk.document.blocks import Align, Cell, Grid
from perfdesk.document.excel_formula import formula_text, with_prefix_in_formula
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext, address_of

#: A figure as typed, in half-width or full-width digits, with its minus sign, which a spreadsheet shows by itself.
_FIGURE = re.compile(r"[-−—－]?\d[\d,，]*(?:[.．]\d+)?")


@dataclass(frozen=True, slots=True)
class _DraftCell:
    """A cell of a line, whether it is merged with equal cells below it, and whether it belongs to the one above."""

    cell: Cell
    merge: bool
    continues: bool


def sheet_grid(answers: Answers, instance: str, sheet: Sheet) -> Grid:
    """Return a sheet of one section (`projects@r1` for that of a project) with all its answers.

    The grid and the cells of its rows are cached until one of their answers changes.
    """
    number = answers.form.section(instance).blocks.index(sheet)
    return answers.cached(("sheet", instance, number), _sheet_grid, instance, sheet, number)[0]


def _sheet_grid(answers: Answers, instance: str, sheet: Sheet, number: int) -> Iterator[Grid]:
    context = EvaluationContext(instance)
    drafts: list[tuple[_DraftCell, ...]] = []
    heads: list[int] = []
    for at, line in enumerate(sheet.lines):
        for row_context in _line_contexts(answers, instance, line):
            key = ("sheet", instance, number, at, row_context.row, len(drafts))
            cells = answers.cached(key, _line_cells, row_context, instance, line, len(drafts))
            if cells:
                heads += [len(drafts)] * line.header
                drafts.append(cells)
    header_rows = sum(number == row for number, row in enumerate(heads))
    yield Grid(
        sheet.widths,
        len(drafts),
        tuple(_merge_cells(drafts)),
        header_rows,
        answers.fill_template(sheet.title, context),
        answers.fill_template(sheet.subtitle, context) if sheet.subtitle else "",
        answers.fill_template(sheet.unit_note, context) if sheet.unit_note else "",
        tuple(answers.fill_template(note, context) for note in sheet.notes),
        tuple(_consecutive_rows(heads[header_rows:])),
    )


def _consecutive_rows(rows: list[int]) -> Iterator[range]:
    """Group consecutive rows into ranges."""
    for _, run in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0]):
        together = [row for _, row in run]
        yield range(together[0], together[-1] + 1)


def table_grid(answers: Answers, instance: str, table: Table) -> Grid:
    """Return a table as the window shows it, with one or two heading rows.

    Rows of the form begin with their code and label.

    The grid and the cells of its rows are cached until one of their answers changes.
    """
    return _cached_grid(answers, instance, table, table.shown_columns)


def printed_grid(answers: Answers, instance: str, table: Table) -> Grid:
    """Return a table as it is printed, without the columns that are for the window only."""
    return _cached_grid(answers, instance, table, table.printed_columns)


def _cached_grid(answers: Answers, instance: str, table: Table, columns: tuple[Question, ...]) -> Grid:
    key = ("table", instance, table.id, len(columns))  # the printed columns are some of the shown ones
    return answers.cached(key, _table_grid, instance, table, columns)[0]


def _table_grid(answers: Answers, instance: str, form_table: Table, columns: tuple[Question, ...]) -> Iterator[Grid]:
    table = replace(form_table, columns=columns)
    coded = any(row.code for row in table.rows)
    heads = (["科目编码"] if coded else []) + ([table.row_label or "项目"] if table.rows else [])
    widths = ([22.0] if coded else []) + ([60.0] if table.rows else [])
    if table.open:
        heads, widths = ["序号"], [12.0]
    cells, header_rows = list(_head_cells(table, heads)), _header_rows(table)
    for number, row in enumerate(answers.rows(instance, table.id), 1):
        key = ("table", instance, table.id, len(columns), row, number)
        cells += answers.cached(key, _row_cells, instance, table, row, number)
    rows = len(answers.rows(instance, table.id)) + header_rows
    widths += [column.width for column in table.columns]
    unit_note = answers.fill_template(table.unit_note, EvaluationContext(instance)) if table.unit_note else ""
    yield Grid(tuple(widths), rows, tuple(cells), header_rows, unit_note=unit_note)


def _header_rows(table: Table) -> int:
    return 2 if any(column.group for column in table.columns) else 1


def _head_cells(table: Table, leading: list[str]) -> Iterator[Cell]:
    """Yield the heads: those of a group of columns below their common one, all others as high as both."""
    high = _header_rows(table)
    yield from (Cell(0, at, text, row_span=high, bold=True) for at, text in enumerate(leading))
    for group, run in groupby(enumerate(table.columns, len(leading)), key=lambda pair: pair[1].group):
        columns = list(run)
        if group:
            yield Cell(0, columns[0][0], group, column_span=len(columns), bold=True)
            yield from (Cell(1, at, column.head, bold=True) for at, column in columns)
        else:
            yield from (Cell(0, at, column.label, row_span=high, bold=True) for at, column in columns)


def _row_cells(answers: Answers, instance: str, table: Table, row: str, number: int) -> Iterator[Cell]:
    position = number + _header_rows(table) - 1
    heads = list(_row_header_cells(table, row, number, position))
    yield from heads
    for index, question in enumerate(table.columns, len(heads)):
        yield _table_cell(answers, instance, table, row, question, (position, index))


def _row_header_cells(table: Table, row: str, number: int, position: int) -> Iterator[Cell]:
    if table.open:
        yield Cell(position, 0, str(number))
        return
    known = table.row(row)
    coded = any(each.code for each in table.rows)
    if coded:
        yield Cell(position, 0, known.code, align="left")
    yield Cell(position, int(coded), known.label, align="left", bold=known.total)


def _table_cell(
    answers: Answers, instance: str, table: Table, row: str, question: Question, position: tuple[int, int]
) -> Cell:
    known = None if table.open else table.row(row)
    if known is not None and question.id in known.skip:
        return Cell(*position, "—")
    address = Address(instance, table.id, row, question.id)
    cell = answer_cell(answers, instance, address, position)
    return replace(cell, bold=True) if known is not None and known.total else cell


def answer_cell(answers: Answers, instance: str, address: Address, position: tuple[int, int]) -> Cell:
    """Return the cell of one answer: an entry of this section, or one computed or typed elsewhere."""
    question = answers.form.question(address)
    value = answers.value(address)
    typed_here = address.section == instance and not answers.is_computed(address)
    text = answers.text(address) if value is not None else answers.typed(address) or ""
    cell = Cell(
        *position,
        text,
        role="entry" if typed_here else "computed",
        align=_align(question),
        address=address,
    )
    if isinstance(value, Decimal) and question is not None:
        suffix = "%" if question.unit == "%" else ""
        decimals = question.decimals if question.kind == "number" else 0  # a year has no decimals
        shown = to_fixed(value, decimals) + suffix
        return replace(cell, text=shown, value=value, decimals=decimals, suffix=suffix)
    if isinstance(value, Measure) and value.number is not None:
        exponent = value.number.as_tuple().exponent
        decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        before, after = _affixes(value)
        return replace(cell, value=value.number, decimals=decimals, prefix=before, suffix=after)
    return cell


def _affixes(value: Measure) -> tuple[str, str]:
    """Return the texts before and after the figure of an indicator, which include the plus sign of `+5.2%`."""
    found = _FIGURE.search(value.text)
    if found is None:
        return value.sign, value.unit
    return value.text[: found.start()], value.text[found.end() :]


def _align(question: Question | None) -> Align:
    kind = question.kind if question else "text"
    return "right" if kind == "number" else "center" if kind in ("measure", "choice", "year", "date") else "left"


def _line_contexts(answers: Answers, instance: str, line: SheetLine) -> list[EvaluationContext]:
    return answers.row_contexts(line.table, instance) if line.table else [EvaluationContext(instance)]


def _line_cells(
    answers: Answers, context: EvaluationContext, instance: str, line: SheetLine, row: int
) -> Iterator[_DraftCell]:
    """Yield the cells of a line in one row; none if its condition is not met there."""
    if not answers.is_met(line.when, context):
        return
    column = 0
    for spec in line.cells:
        cell = _sheet_cell(answers, context, instance, spec, (row, column))
        cell = replace(
            cell, column_span=spec.column_span, bold=spec.bold or line.header, align=spec.align or cell.align
        )
        yield _DraftCell(cell, spec.merge, spec.continues)
        column += spec.column_span


def _sheet_cell(
    answers: Answers, context: EvaluationContext, instance: str, spec: SheetCell, position: tuple[int, int]
) -> Cell:
    if spec.value is None:
        return Cell(*position, answers.fill_template(spec.text, context) if spec.text else "")
    if isinstance(spec.value, Ref):
        cell = answer_cell(answers, instance, address_of(spec.value, context), position)
    else:
        cell = _result_cell(answers, context, spec.value, spec.decimals, position)
    if spec.prefix:
        cell = replace(cell, text=spec.prefix + cell.text, prefix=spec.prefix + cell.prefix)
    return with_prefix_in_formula(cell)


def _result_cell(
    answers: Answers, context: EvaluationContext, expression: Expression, decimals: int, position: tuple[int, int]
) -> Cell:
    """Return the cell of a formula of the sheet, which is no answer."""
    value = answers.evaluate(expression, context)
    formula = formula_text(answers, expression, context)
    if type_of(expression) != "number":
        return Cell(*position, value if isinstance(value, str) else "", role="computed", formula=formula)
    cell = Cell(*position, "", role="computed", align="right", decimals=decimals, formula=formula)
    if not isinstance(value, Decimal):
        return cell
    value = round_half_up(value, decimals) if is_quotient(value) else value
    return replace(cell, text=to_fixed(value, decimals), value=value)


def _merge_cells(drafts: list[tuple[_DraftCell, ...]]) -> Iterator[Cell]:
    """Yield all cells, each extended over those that continue it, a `merge` cell over equal ones below it."""
    starts = {(draft.cell.row, draft.cell.column): draft for line in drafts for draft in line}
    merged: set[tuple[int, int]] = set()
    for at, draft in starts.items():
        if at in merged:
            continue
        cell, down = draft.cell, 1
        while _goes_on(draft, starts.get((cell.row + down, cell.column))):
            merged.add((cell.row + down, cell.column))
            down += 1
        yield replace(cell, row_span=down) if down > 1 else cell


def _goes_on(draft: _DraftCell, below: _DraftCell | None) -> bool:
    if below is None or below.continues:
        return below is not None
    return (
        draft.merge
        and below.merge
        and (below.cell.text, below.cell.column_span) == (draft.cell.text, draft.cell.column_span)
    )
