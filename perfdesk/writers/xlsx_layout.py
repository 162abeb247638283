"""Where everything of one 附表 stands on its sheet: columns, rows, heights. Knows no spreadsheet library."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from perfdesk.document.blocks import (
    Align,
    Attachment,
    AttachmentList,
    Block,
    Cell,
    Grid,
    Heading,
    Paragraph,
    SignOff,
)
from perfdesk.writers.style import report_style
from perfdesk.writers.xlsx_measure import lines_needed
from perfdesk.writers.xlsx_values import clean

#: Excel's highest row is 409 points; a taller table row takes several sheet rows.
_ROW_LIMIT = 400.0
_ROW_LEAST = 22.0
_ROW_PADDING = 5.0
#: No column is narrower than this part of its table.
_COLUMN_LEAST = 1 / 200


@dataclass(frozen=True, slots=True)
class Box:
    """One text and the rectangle of the sheet it takes, counted from 1; `where` names the text to the clerk."""

    row: int
    column: int
    down: int
    across: int
    text: str
    style: str
    where: str
    align: Align = "left"
    bold: bool = False
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """One sheet: column widths in millimetres, row heights in points, and the rows repeated on every page."""

    name: str
    title: str
    landscape: bool
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    boxes: tuple[Box, ...]
    repeated: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class _Band:
    """A strip across the sheet, its rows counted from 1; `header_rows` of them repeat on every page."""

    heights: tuple[float, ...]
    boxes: tuple[Box, ...]
    header_rows: int = 0


def plan_sheet(attachment: Attachment, name: str) -> SheetPlan:
    """Lay out an attachment below itself: label, title, then its blocks in order."""
    edges = _edges(attachment)
    bands = (*_opening(attachment, edges), *(b for block in attachment.blocks for b in _bands(block, edges)))
    heights: list[float] = []
    boxes: list[Box] = []
    repeated: tuple[int, int] | None = None
    # With a second grid on the sheet, Excel would repeat the head of the first above its rows.
    alone = sum(isinstance(block, Grid) for block in attachment.blocks) == 1
    for band in bands:
        above = len(heights)
        boxes += [replace(box, row=box.row + above) for box in band.boxes]
        heights += band.heights
        if band.header_rows and alone:
            repeated = (above + 1, above + band.header_rows)
    widths = tuple(right - left for left, right in pairwise(edges))
    title = attachment.title or name
    return SheetPlan(name, title, attachment.landscape, widths, tuple(heights), tuple(boxes), repeated)


def page_margins(landscape: bool) -> tuple[float, float, float, float]:
    """Left, right, top, bottom in millimetres; the landscape page is the portrait one turned, head to the binding."""
    page = report_style().page
    if landscape:
        return (page.bottom, page.top, page.left, page.right)
    return (page.left, page.right, page.top, page.bottom)


def _page_width(landscape: bool) -> float:
    page = report_style().page
    left, right, *_ = page_margins(landscape)
    return (page.height if landscape else page.width) - left - right


def _edges(attachment: Attachment) -> tuple[float, ...]:
    """Every column border of every grid, in millimetres from the left: the columns of the sheet."""
    width = _page_width(attachment.landscape)
    edges = {0.0, width}
    for block in attachment.blocks:
        if isinstance(block, Grid):
            edges.update(_grid_edges(block, width))
    return tuple(sorted(edges))


def _grid_edges(grid: Grid, width: float) -> list[float]:
    """The borders of one grid's columns stretched to the page, on whole millimetres so that grids share them."""
    wished = [max(each, sum(grid.widths) * _COLUMN_LEAST) for each in grid.widths]
    exact = [edge * width / sum(wished) for edge in accumulate(wished)][:-1]
    whole = [float(round(edge)) for edge in exact]
    distinct = len({0.0, *whole, width}) == len(wished) + 1
    return [0.0, *(whole if distinct else exact), width]


def _opening(attachment: Attachment, edges: tuple[float, ...]) -> Iterator[_Band]:
    if attachment.label:
        yield _line(attachment.label, "attachment_label", edges)
    titled = any(isinstance(block, Grid) and block.title for block in attachment.blocks)
    if attachment.title and not titled:
        yield _line(attachment.title, "table_title", edges, "center", bold=True)


def _bands(block: Block, edges: tuple[float, ...]) -> Iterator[_Band]:
    match block:
        case Grid():
            yield from _grid_bands(block, edges)
        case Heading():
            yield _line(block.text, "table_note", edges, bold=True)
        case Paragraph():
            indent = "" if block.flush else "　　"
            text = "\n".join(indent + line for line in block.text.split("\n"))
            yield _line(text, "table_note", edges)
        case AttachmentList():
            for number, title in enumerate(block.titles, 1):
                lead = "附件：" if number == 1 else "　　　"
                yield _line(f"{lead}{number}. {title}", "table_note", edges)
        case SignOff():
            yield _line(block.unit, "table_note", edges, "right")
            yield _line(block.date, "table_note", edges, "right")


def _line(text: str, style: str, edges: tuple[float, ...], align: Align = "left", *, bold: bool = False) -> _Band:
    """A text across the whole sheet."""
    height = _height(text, style, edges[-1])
    parts = _parts(height)
    where = f"“{clean(text)[:20]}……”"
    box = Box(1, 1, parts, len(edges) - 1, text, style, where, align, bold)
    return _Band((height / parts,) * parts, (box,))


def _grid_bands(grid: Grid, edges: tuple[float, ...]) -> Iterator[_Band]:
    if grid.title:
        yield _line(grid.title, "table_title", edges, "center", bold=True)
    if grid.subtitle:
        yield _line(grid.subtitle, "table_note", edges, "center")
    if grid.unit_note:
        yield _line(grid.unit_note, "table_note", edges, "right")
    if grid.rows:
        yield _grid_band(grid, edges)
    for note in grid.notes:
        yield _line(note, "table_note", edges)


def _grid_band(grid: Grid, edges: tuple[float, ...]) -> _Band:
    own = _grid_edges(grid, edges[-1])
    columns = [edges.index(edge) + 1 for edge in own]
    wanted = _row_heights(grid, own)
    parts = [_parts(height) for height in wanted]
    tops = [1, *(1 + above for above in accumulate(parts))]
    boxes = tuple(
        Box(
            row=tops[cell.row],
            column=columns[cell.column],
            down=tops[cell.row + cell.down] - tops[cell.row],
            across=columns[cell.column + cell.across] - columns[cell.column],
            text=cell.text,
            style=_style(cell, grid),
            where=f"表格第 {cell.row + 1} 行第 {cell.column + 1} 列“{clean(cell.text)[:20]}……”",
            align=cell.align,
            bold=cell.bold,
            cell=cell,
        )
        for cell in grid.cells
    )
    heights = [height / count for height, count in zip(wanted, parts, strict=True) for _ in range(count)]
    return _Band(tuple(heights), boxes, tops[grid.header_rows] - 1)


def _row_heights(grid: Grid, edges: list[float]) -> list[float]:
    """Points each table row needs; what a tall merged cell lacks is shared out among its rows."""
    heights = [_ROW_LEAST] * grid.rows
    for cell in sorted(grid.cells, key=lambda cell: cell.down):
        if is_figure(cell):
            continue
        width = edges[cell.column + cell.across] - edges[cell.column]
        rows = range(cell.row, cell.row + cell.down)
        missing = _height(cell.text, _style(cell, grid), width) - sum(heights[row] for row in rows)
        if missing > 0:
            for row in rows:
                heights[row] += missing / cell.down
    return heights


def is_figure(cell: Cell) -> bool:
    """A figure stays on one line: Excel shrinks it to fit instead of wrapping it."""
    return cell.value is not None or cell.formula is not None


def _style(cell: Cell, grid: Grid) -> str:
    is_head = cell.row < grid.header_rows or (cell.bold and cell.role == "label")
    return "table_head" if is_head else "table_cell"


def _height(text: str, style: str, width: float) -> float:
    font = report_style().styles[style]
    leading = min(font.line_height, font.size * 1.6)
    return lines_needed(clean(text), font.size, width) * leading + _ROW_PADDING


def _parts(height: float) -> int:
    return max(1, math.ceil(height / _ROW_LIMIT))
