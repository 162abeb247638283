"""A copied block: which of its rows are headings, which table rows it names, and whether its figures are in 元."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from perfdesk.document.blocks import Cell
from perfdesk.ui.table.model import GridModel

_KEY_COLUMNS = 3
_UNIT = re.compile(r"单位[:：]\s*(?:人民币)?(万?元)|[(（](万?元)[)）]")
_LEAD_IN = re.compile(
    r"^(?:其中[:：]|[(（]?\d{1,2}[)）.、]|[一二三四五六七八九十百零]+、|[(（][一二三四五六七八九十百零]+[)）])+"
)


@dataclass(frozen=True, slots=True)
class PastedBlock:
    """A copied block and what was recognised in it.

    The leftmost `key_columns` columns name table rows; `matched_rows` maps block rows to the table rows they name.
    `in_yuan` is the unit its headings give, None when they give none.
    """

    rows: list[list[str]]
    headings: frozenset[int]
    key_columns: int
    matched_rows: dict[int, int]
    in_yuan: bool | None


def analyze(grid: GridModel, rows: list[list[str]]) -> PastedBlock:
    """Recognise headings, the unit, and columns with the codes or names of this grid's rows."""
    headings = _headings(grid, rows)
    names = _row_names(grid)
    body = [number for number, cells in enumerate(rows) if number not in headings and any(cells)]
    named = {
        column: [
            number
            for number in body
            if len(rows[number]) > column + 1 and comparable_name(rows[number][column]) in names
        ]
        for column in range(_KEY_COLUMNS)
    }
    keys = max((column + 1 for column, found in named.items() if found and 2 * len(found) >= len(body)), default=0)
    matched: dict[int, int] = {}
    for number in body:
        found = (names[name] for name in map(comparable_name, rows[number][:keys]) if name in names)
        row = next(found, None)
        if row is not None:
            matched[number] = row
    units = {"".join(unit) for number in headings for cell in rows[number] for unit in _UNIT.findall(cell)}
    return PastedBlock(rows, headings, keys, matched, "元" in units if units else None)


def comparable_name(text: str) -> str:
    """A name without spaces, numbering and `其中：`, for comparison."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return _LEAD_IN.sub("", plain) or plain


def _headings(grid: GridModel, rows: list[list[str]]) -> frozenset[int]:
    """The uppermost rows that repeat a heading of the grid or give a unit."""
    labels = {comparable_name(cell.text) for cell in grid.grid.cells if cell.row < grid.grid.header_rows} - {""}
    headings: set[int] = set()
    for number, cells in enumerate(rows):
        if not (any(comparable_name(cell) in labels for cell in cells) or any(_UNIT.search(cell) for cell in cells)):
            break
        headings.add(number)
    return frozenset(headings)


def _row_names(grid: GridModel) -> dict[str, int]:
    """The rows of a grid by code and by name; without names that two rows share."""
    found: dict[str, set[int]] = {}
    for cell in grid.grid.cells:
        if cell.row < grid.grid.header_rows:
            continue
        names = {comparable_name(cell.text)} if cell.column < _KEY_COLUMNS and _may_name(grid, cell) else set[str]()
        if cell.address is not None and cell.address.row:
            table = grid.report.session.form.tables[(cell.address.form_section, cell.address.field)]
            if not table.open:
                row = table.row(cell.address.row)
                names |= {comparable_name(row.code), comparable_name(row.label)}
        for name in names - {""}:
            found.setdefault(name, set()).add(cell.row)
    return {name: next(iter(rows)) for name, rows in found.items() if len(rows) == 1}


def _may_name(grid: GridModel, cell: Cell) -> bool:
    """Whether a cell's text can name its row: figures and options of a list cannot."""
    question = grid.question(cell)
    return cell.value is None and cell.row_span == 1 and (question is None or question.kind not in ("choice", "link"))
