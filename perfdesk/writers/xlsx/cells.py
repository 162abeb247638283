"""The cells of a sheet as SpreadsheetML, written out directly: through openpyxl they took half the time of a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

from perfdesk.document.blocks import Cell
from perfdesk.writers.xlsx.cell_styles import Looks
from perfdesk.writers.xlsx.cell_values import Homes, Place, clean, live_formula, number_format
from perfdesk.writers.xlsx.sheet_plan import Box, SheetPlan

_FORMULA_SIGNS = ("=", "+", "-", "@")
#: What follows the reference and the look of a cell in which nothing stands.
_NOTHING = "/>"


def place_of(box: Box, cell: Cell, sheet: str) -> Place:
    """Where a table cell stands in the workbook."""
    return Place(sheet, f"{_letter(box.column)}{box.row}", cell)


def planned_rows(plan: SheetPlan, homes: Homes, looks: Looks) -> str:
    """The rows of a planned sheet with all that stands in them."""
    rows: list[dict[int, str]] = [{} for _ in plan.heights]
    for box in plan.boxes:
        look, content = _shown(box, plan.name, homes, looks)
        for row in range(box.row, box.row + box.down):
            for column in range(box.column, box.column + box.across):
                # The look goes on every cell of a merge: Excel draws its frame from all of them.
                rows[row - 1][column] = f'<c r="{_letter(column)}{row}" s="{look}"{content}'
                content = _NOTHING
    heights = (f' ht="{round(height * 4) / 4:g}" customHeight="1"' for height in plan.heights)
    return "".join(_row(number, cells, next(heights)) for number, cells in enumerate(rows, 1))


def listed_rows(lines: Iterable[Sequence[str]]) -> str:
    """Plain rows of plain texts."""
    found: list[str] = []
    for number, line in enumerate(lines, 1):
        cells = {column: f'<c r="{_letter(column)}{number}"{_text(text)}' for column, text in enumerate(line, 1)}
        found.append(_row(number, cells, ""))
    return "".join(found)


def _row(number: int, cells: dict[int, str], height: str) -> str:
    return f'<row r="{number}"{height}>{"".join(cells[column] for column in sorted(cells))}</row>'


def _shown(box: Box, sheet: str, homes: Homes, looks: Looks) -> tuple[int, str]:
    """The number of a box's look, and what follows it in its first cell."""
    cell = box.cell
    if cell is None:
        return looks.of(box), _text(box.text)
    formula = live_formula(place_of(box, cell, sheet), homes)
    unlocked = cell.role == "entry" and formula is None
    if formula is not None:
        return looks.of(box, unlocked, number_format(cell)), _calculated(formula, cell)
    if cell.value is not None:
        # The digits as they are: a binary fraction would be stored as 90093.82000000001.
        return looks.of(box, unlocked, number_format(cell)), f"><v>{cell.value:f}</v></c>"
    return looks.of(box, unlocked, is_quoted=box.text.startswith(_FORMULA_SIGNS)), _text(box.text)


def _calculated(formula: str, cell: Cell) -> str:
    """A formula with its result: previews on a phone and Excel's protected view only show what stands there."""
    if cell.value is not None:
        return f"><f>{escape(formula)}</f><v>{cell.value:f}</v></c>"
    if cell.text:
        return f' t="str"><f>{escape(formula)}</f><v>{escape(clean(cell.text))}</v></c>'
    return f"><f>{escape(formula)}</f></c>"


def _text(text: str) -> str:
    """A text that stays one, even if it begins like a formula or looks like an error value."""
    kept = escape(clean(text))
    return f' t="inlineStr"><is><t xml:space="preserve">{kept}</t></is></c>' if kept else _NOTHING


@cache
def _letter(column: int) -> str:
    return get_column_letter(column)
