"""The parts of a planned sheet: texts in rectangles, widths, heights, pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from perfdesk.definition.picture import Picture
from perfdesk.document.blocks import Align, Cell, Chart

#: As in a cell, or spread over the width (分散对齐).
BoxAlign = Align | Literal["distributed"]


@dataclass(frozen=True, slots=True)
class SheetBox:
    """One text and its rectangle on the sheet, counted from 1.

    `size` is in points. `one_line`: a figure, shrunk to fit instead of wrapped. `crosses_page_break`: a page break
    splits the rectangle. `chart`: a chart in place of the text. `underlined`: a rule below it in place of a frame.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    style: str
    size: float
    align: BoxAlign = "left"
    bold: bool = False
    cell: Cell | None = None
    chart: Chart | None = None
    one_line: bool = False
    crosses_page_break: bool = False
    underlined: bool = False


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """One sheet: column widths in millimetres, row heights in points, and the rows repeated on every page.

    `pages_tall` is the number of pages it is fitted to, 0 for unscaled; `page_starts` are rows that must begin a page.
    The `logo` is at the top, in the middle, `logo_height` mm high. A cover has no page number.
    """

    name: str
    landscape: bool
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    boxes: tuple[SheetBox, ...]
    repeated: tuple[int, int] | None
    pages_tall: int = 0
    page_starts: tuple[int, ...] = ()
    logo: Picture | None = None
    logo_height: float = 0
    has_page_number: bool = True
