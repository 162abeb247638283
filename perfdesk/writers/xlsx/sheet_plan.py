"""What a planned sheet consists of: texts in rectangles, widths, heights, pages."""

from __future__ import annotations

from dataclasses import dataclass

from perfdesk.document.blocks import Align, Cell, Chart


@dataclass(frozen=True, slots=True)
class SheetBox:
    """One text and the rectangle of the sheet it takes, counted from 1.

    `size` is in points. `one_line`: a figure, shrunk to fit rather than wrapped. `crosses_page_break`: the rectangle
    goes over a page break. `chart`: a picture that stands here instead of a text.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    style: str
    size: float
    align: Align = "left"
    bold: bool = False
    cell: Cell | None = None
    chart: Chart | None = None
    one_line: bool = False
    crosses_page_break: bool = False


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """One sheet: column widths in millimetres, row heights in points, and the rows repeated on every page.

    `pages_tall`: the pages it is fitted to, 0 when it takes as many as it takes; `page_starts`: rows that must
    begin a page.
    """

    name: str
    landscape: bool
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    boxes: tuple[SheetBox, ...]
    repeated: tuple[int, int] | None
    pages_tall: int = 0
    page_starts: tuple[int, ...] = ()
