"""Values beside, below or behind their label: `项目名称 | …`, `按收入性质分：3091.76`, goals below `预期目标`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from perfdesk.definition.address import Address
from perfdesk.importers.source import SourceTableCell
from perfdesk.importers.tables.context import TableContext
from perfdesk.importers.tables.description import FieldPlace
from perfdesk.importers.tables.fixed import nearest_unit
from perfdesk.importers.tables.grid import TableGrid, is_label
from perfdesk.importers.tables.names import is_empty, name_forms

_PARTS = re.compile(r"([^:：\n\u3000]{1,40}?)\s*[:：]\s*([^:：\n]*?)(?=$|\n|[\u3000\s]{1,}[^:：\n\u3000]{2,20}[:：])")
_CODE_BEFORE = re.compile(r"^[0-9A-Z]{3,}\s*[-—_]\s*(?=\D)")
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})"
_NUMBERED = re.compile(rf"^\s*(?:目标)?\s*[(（]?\s*{_NUMBER}\s*(?:[)）][、.．:：]?|[、.．:：])\s*")
#: Where the next number begins in a paragraph that numbers its clauses: `1.…；2.…。`
_INLINE_NUMBER = re.compile(rf"(?<=[；;。])\s*(?=(?:目标)?{_NUMBER}(?:[、．:：]|\.(?!\d)))")
#: So many cells side by side are a line of a list, not labels with their values.
_MANY = 5


def read_fields(context: TableContext, grid: TableGrid, fields: Iterable[FieldPlace]) -> None:
    """Propose the values of all labels that a part of a table has."""
    places = {name: place for place in reversed(tuple(fields)) for name in place.names}
    for cell in grid.cells:
        context.budget.spend()
        if cell.figure:
            continue
        place = _place(places, cell.text)
        if place is not None and (place.is_below or not _is_heading_line(grid, cell.row)):
            value = _value_cell(grid, cell, places, place.is_below)
            if value is not None:
                _propose(context, grid, place, cell, value, value.text)
            continue
        for label, text in _PARTS.findall(cell.text):
            inner = _place(places, label)
            if inner is not None and text.strip() and not inner.column:
                _propose(context, grid, inner, cell, cell, text)


def value_of_label(grid: TableGrid, names: Iterable[str]) -> SourceTableCell | None:
    """The cell beside the label with one of these names; None if there is none."""
    places = {name: FieldPlace((name,), "") for name in names}
    for cell in grid.cells:
        if _place(places, cell.text) is not None:
            return _value_cell(grid, cell, places, is_below=False)
    return None


def name_without_code(text: str) -> str:
    """A name without the code in front of it: `326001-枫坪县农业农村局` → `枫坪县农业农村局`."""
    return _CODE_BEFORE.sub("", " ".join(text.split()))


def _is_heading_line(grid: TableGrid, row: int) -> bool:
    """Whether a line heads columns: it has many words, and as many cells follow below."""
    words = sum(is_label(cell) for cell in grid.rows.get(row, ()))
    return words >= _MANY and len(grid.rows.get(row + 1, ())) >= _MANY


def _place(places: dict[str, FieldPlace], label: str) -> FieldPlace | None:
    return next((places[form] for form in name_forms(label) if form in places), None)


def _value_cell(
    grid: TableGrid, label: SourceTableCell, places: dict[str, FieldPlace], is_below: bool
) -> SourceTableCell | None:
    """The cell with the value of a label: beside it, or below it and only then beside it."""
    beside = grid.covered.get((label.row, label.column + label.column_span))
    under = grid.covered.get((label.row + label.row_span, label.column))
    for value in (under, beside) if is_below else (beside,):
        is_value = value is not None and bool(value.text.strip() or value.figure)
        if value is not None and is_value and _place(places, value.text) is None:
            return value
    return None


def _propose(
    context: TableContext, grid: TableGrid, place: FieldPlace, label: SourceTableCell, value: SourceTableCell, text: str
) -> None:
    if place.column:
        _propose_list(context, place, value, text)
        return
    address = context.address(place.to)
    if address is None:
        return
    question = context.answers.form.question(address)
    unit = nearest_unit([label, *grid.left_of(label)])
    if value is label:
        context.propose(address, value, "sure", unit, text.strip())
    elif question is not None and question.kind == "text":
        context.propose(address, value, "sure", unit, name_without_code(text))
    elif not is_empty(text) or question is None or question.kind in ("number", "choice"):
        context.propose(address, value, "sure", unit)


def _propose_list(context: TableContext, place: FieldPlace, value: SourceTableCell, text: str) -> None:
    """Propose each numbered line of a text, or each line if none is numbered, for a row of an open table, in order.

    Rows that are there come first.
    """
    section, _, table = place.to.partition("/")
    lines = [line for line in _INLINE_NUMBER.sub("\n", text).splitlines() if line.strip()]
    if is_empty(text) or not lines:
        return
    is_numbered = any(_NUMBERED.match(line) for line in lines)
    items = lines[:1]
    for line in lines[1:]:
        if _NUMBERED.match(line) or not is_numbered:
            items.append(line)
        else:
            items[-1] += "\n" + line
    known = context.answers.form.tables[(section, table)]
    for number, item in enumerate(items):
        row = context.row_names.numbered_row(section, known, number)
        address = Address(section, table, row, place.column)
        context.propose(address, value, "sure", text=_NUMBERED.sub("", item).strip())
