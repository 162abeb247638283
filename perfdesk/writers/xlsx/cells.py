"""The cells of a sheet as SpreadsheetML text: through openpyxl they took half the time of a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

from perfdesk.document.blocks import Cell
from perfdesk.writers.xlsx.cell_styles import CellStyles
from perfdesk.writers.xlsx.cell_values import CellIndex, CellRef, live_formula, number_format
from perfdesk.writers.xlsx.sheet_plan import SheetBox, SheetPlan
from perfdesk.writers.xml_text import xml_text

_FORMULA_SIGNS = ("=", "+", "-", "@")
#: The end of an empty cell, after its reference and style.
_EMPTY_CELL = "/>"


def cell_ref_of(box: SheetBox, cell: Cell, sheet: str) -> CellRef:
    """The position of a table cell in the workbook."""
    return CellRef(sheet, f"{_column_letter(box.column)}{box.row}", cell)


def rows_xml(plan: SheetPlan, index: CellIndex, styles: CellStyles) -> str:
    """The rows of a planned sheet with all their cells."""
    rows: list[dict[int, str]] = [{} for _ in plan.heights]
    for box in plan.boxes:
        style, content = _cell_content(box, plan.name, index, styles)
        for row in range(box.row, box.row + box.row_span):
            for column in range(box.column, box.column + box.column_span):
                # Every cell of a merge gets the style: Excel draws the frame from all of them.
                rows[row - 1][column] = f'<c r="{_column_letter(column)}{row}" s="{style}"{content}'
                content = _EMPTY_CELL
    heights = (f' ht="{round(height * 4) / 4:g}" customHeight="1"' for height in plan.heights)
    return "".join(_row_xml(number, cells, next(heights)) for number, cells in enumerate(rows, 1))


def text_rows_xml(lines: Iterable[Sequence[str]]) -> str:
    """Unformatted rows of plain texts."""
    rows: list[str] = []
    for number, line in enumerate(lines, 1):
        cells = {
            column: f'<c r="{_column_letter(column)}{number}"{_text_xml(text)}' for column, text in enumerate(line, 1)
        }
        rows.append(_row_xml(number, cells, ""))
    return "".join(rows)


def _row_xml(number: int, cells: dict[int, str], height: str) -> str:
    return f'<row r="{number}"{height}>{"".join(cells[column] for column in sorted(cells))}</row>'


def _cell_content(box: SheetBox, sheet: str, index: CellIndex, styles: CellStyles) -> tuple[int, str]:
    """The style number of a box, and the XML of its first cell after it."""
    cell = box.cell
    if cell is None:
        return styles.style_number(box), _text_xml(box.text)
    formula = live_formula(cell_ref_of(box, cell, sheet), index)
    unlocked = cell.role == "entry" and formula is None
    if formula is not None:
        return styles.style_number(box, unlocked, number_format(cell)), _formula_xml(formula, cell)
    if cell.value is not None:
        # Exact digits: a binary fraction would be stored as 90093.82000000001.
        return styles.style_number(box, unlocked, number_format(cell)), f"><v>{cell.value:f}</v></c>"
    return styles.style_number(box, unlocked, is_quoted=box.text.startswith(_FORMULA_SIGNS)), _text_xml(box.text)


def _formula_xml(formula: str, cell: Cell) -> str:
    """A formula with its result, which is all that previews on a phone and Excel's protected view show."""
    if cell.value is not None:
        return f"><f>{escape(formula)}</f><v>{cell.value:f}</v></c>"
    if cell.text:
        return f' t="str"><f>{escape(formula)}</f><v>{escape(xml_text(cell.text))}</v></c>'
    return f"><f>{escape(formula)}</f></c>"


def _text_xml(text: str) -> str:
    """A text, even if it begins like a formula or looks like an error value."""
    kept = escape(xml_text(text))
    return f' t="inlineStr"><is><t xml:space="preserve">{kept}</t></is></c>' if kept else _EMPTY_CELL


@cache
def _column_letter(column: int) -> str:
    return get_column_letter(column)
