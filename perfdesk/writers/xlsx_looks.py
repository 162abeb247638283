"""How cells look, as named styles: a workbook has a few dozen looks and thousands of cells."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, Protection, Side

from perfdesk.document.blocks import Align
from perfdesk.writers.style import report_style
from perfdesk.writers.xlsx_layout import Box, is_figure

_THIN = Side(style="thin")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


@dataclass(frozen=True, slots=True)
class _Look:
    style: str
    bold: bool
    align: Align
    at_top: bool
    is_figure: bool
    framed: bool
    unlocked: bool


class Looks:
    """The looks of one workbook, each made when it is first needed."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._names: dict[_Look, str] = {}

    def of(self, box: Box, unlocked: bool) -> str:
        """The name of the style for a box and every cell under it."""
        cell = box.cell
        # Over a page break, and in a row cut into several, begin at the top: a text in the middle lands on the cut.
        at_top = box.broken or (cell is not None and box.down > cell.down)
        figure = cell is not None and is_figure(cell)
        look = _Look(box.style, box.bold, box.align, at_top, figure, cell is not None, unlocked)
        if look not in self._names:
            self._names[look] = f"PerfDesk {len(self._names) + 1}"
            self._workbook.add_named_style(_named_style(self._names[look], look))
        return self._names[look]


def _named_style(name: str, look: _Look) -> NamedStyle:
    text = report_style().styles[look.style]
    return NamedStyle(
        name,
        Font(name=report_style().fonts[text.font].word, size=text.size, bold=look.bold or text.bold),
        border=_FRAME if look.framed else Border(),
        alignment=Alignment(
            look.align,
            "top" if look.at_top else "center",
            wrap_text=not look.is_figure,
            shrink_to_fit=look.is_figure or None,
        ),
        protection=Protection(locked=not look.unlocked),
        hidden=True,
    )
