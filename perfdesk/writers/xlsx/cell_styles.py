"""Cell formatting as named styles: a workbook has a few dozen styles and thousands of cells."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, Protection, Side
from openpyxl.worksheet.worksheet import Worksheet

from perfdesk.writers.typesetting.active_style import current_style
from perfdesk.writers.xlsx.sheet_plan import BoxAlign, SheetBox

_THIN = Side(style="thin")
_BORDERS = {
    "frame": Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN),
    "rule": Border(bottom=_THIN),
    "none": Border(),
}


@dataclass(frozen=True, slots=True)
class _CellStyle:
    style: str
    size: float
    bold: bool
    align: BoxAlign
    at_top: bool
    one_line: bool
    border: str
    is_unlocked: bool


class CellStyles:
    """The cell styles of one workbook, each created when it is first needed."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._scratch_sheet = Worksheet(workbook)
        self._names: dict[_CellStyle, str] = {}
        self._numbers: dict[tuple[str, str, bool], int] = {}

    def style_number(
        self, box: SheetBox, unlocked: bool = False, number_format: str = "General", is_quoted: bool = False
    ) -> int:
        """The style number of all cells of a box; `is_quoted` is for a text that begins like a formula."""
        cell = box.cell
        # Across a page break, and in a row split into several, align at the top: a centred text would be cut.
        at_top = box.crosses_page_break or (cell is not None and box.row_span > cell.row_span)
        border = "rule" if box.underlined else "frame" if cell is not None else "none"
        style = _CellStyle(box.style, box.size, box.bold, box.align, at_top, box.one_line, border, unlocked)
        key = (self._name(style), number_format, is_quoted)
        if key not in self._numbers:
            scratch = SheetCell(self._scratch_sheet, row=1, column=1)
            scratch.style, scratch.number_format, scratch.quotePrefix = key
            self._numbers[key] = scratch.style_id
        return self._numbers[key]

    def _name(self, style: _CellStyle) -> str:
        if style not in self._names:
            self._names[style] = f"PerfDesk {len(self._names) + 1}"
            self._workbook.add_named_style(_named_style(self._names[style], style))
        return self._names[style]


def _named_style(name: str, style: _CellStyle) -> NamedStyle:
    text = current_style().styles[style.style]
    return NamedStyle(
        name,
        Font(name=current_style().fonts[text.font].word, size=style.size, bold=style.bold or text.bold),
        border=_BORDERS[style.border],
        alignment=Alignment(
            style.align,
            "top" if style.at_top else "center",
            wrap_text=not style.one_line,
            shrink_to_fit=style.one_line or None,
        ),
        protection=Protection(locked=not style.is_unlocked),
        hidden=True,
    )
