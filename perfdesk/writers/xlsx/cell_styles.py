"""How cells look, as named styles: a workbook has a few dozen looks and thousands of cells."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, Protection, Side
from openpyxl.worksheet.worksheet import Worksheet

from perfdesk.document.blocks import Align
from perfdesk.writers.typesetting.active_style import current_style
from perfdesk.writers.xlsx.sheet_plan import Box

_THIN = Side(style="thin")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


@dataclass(frozen=True, slots=True)
class _Look:
    style: str
    size: float
    bold: bool
    align: Align
    at_top: bool
    one_line: bool
    framed: bool
    unlocked: bool


class Looks:
    """The looks of one workbook, each made when it is first needed."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._scratch = Worksheet(workbook)
        self._names: dict[_Look, str] = {}
        self._numbers: dict[tuple[str, str, bool], int] = {}

    def of(self, box: Box, unlocked: bool = False, number_format: str = "General", is_quoted: bool = False) -> int:
        """The number of the look of a box and every cell under it; `is_quoted`: a text that begins like a formula."""
        cell = box.cell
        # Over a page break, and in a row cut into several, begin at the top: a text in the middle lands on the cut.
        at_top = box.broken or (cell is not None and box.down > cell.row_span)
        look = _Look(box.style, box.size, box.bold, box.align, at_top, box.one_line, cell is not None, unlocked)
        key = (self._name(look), number_format, is_quoted)
        if key not in self._numbers:
            shown = SheetCell(self._scratch, row=1, column=1)
            shown.style, shown.number_format, shown.quotePrefix = key
            self._numbers[key] = shown.style_id
        return self._numbers[key]

    def _name(self, look: _Look) -> str:
        if look not in self._names:
            self._names[look] = f"PerfDesk {len(self._names) + 1}"
            self._workbook.add_named_style(_named_style(self._names[look], look))
        return self._names[look]


def _named_style(name: str, look: _Look) -> NamedStyle:
    text = current_style().styles[look.style]
    return NamedStyle(
        name,
        Font(name=current_style().fonts[text.font].word, size=look.size, bold=look.bold or text.bold),
        border=_FRAME if look.framed else Border(),
        alignment=Alignment(
            look.align,
            "top" if look.at_top else "center",
            wrap_text=not look.one_line,
            shrink_to_fit=look.one_line or None,
        ),
        protection=Protection(locked=not look.unlocked),
        hidden=True,
    )
