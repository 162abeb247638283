"""The layout of one 附表 on its sheet: columns, rows, heights. Independent of any spreadsheet library."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from perfdesk.document.blocks import (
    Align,
    Attachment,
    AttachmentList,
    Block,
    Cell,
    Chart,
    Grid,
    Heading,
    Paragraph,
    SignOff,
)
from perfdesk.writers.typesetting.active_style import cell_text_style, current_style
from perfdesk.writers.typesetting.fitting import fit_text, subtitle_align
from perfdesk.writers.xlsx.fitted_tables import fit_tables
from perfdesk.writers.xlsx.limits import check_text_lengths
from perfdesk.writers.xlsx.pagination import MILLIMETRES_PER_INCH, group_starts, page_height, page_width, paginate
from perfdesk.writers.xlsx.sheet_plan import SheetBox, SheetPlan
from perfdesk.writers.xlsx.text_height import lines_needed
from perfdesk.writers.xml_text import xml_text

#: Excel's highest row is 409 points; a taller table row takes several sheet rows.
_ROW_LIMIT = 400.0
_ROW_PADDING = 4.0
#: The height of a line as programs set it by themselves, in parts of its size.
_LEADING = 1.33
#: Excel keeps at least so many millimetres less free around a text than Word and PDF.
_WIDER = 1.0
#: The least height of a chart, its gap above, and the height per horizontal bar, in points; rows for title and legend.
_CHART_HEIGHT = 178.0
_CHART_GAP = 6.0
_BAR_HEIGHT = 14.0
_BAR_ROWS = 4
#: The least width of a column as a fraction of its table.
_MIN_COLUMN_WIDTH = 1 / 200


@dataclass(frozen=True, slots=True)
class _Band:
    """Rows across the whole sheet, from 1; `repeated` is the first and last row repeated on every further page."""

    heights: tuple[float, ...]
    boxes: tuple[SheetBox, ...]
    repeated: tuple[int, int] | None = None


def plan_sheet(attachment: Attachment, name: str) -> SheetPlan:
    """Lay out an attachment: label, title, then its blocks below each other.

    Raises PerfDeskError when a text is longer than an Excel cell allows.
    """
    check_text_lengths(attachment, attachment.title or name)
    attachment, sizes = fit_tables(attachment)
    grids = [block for block in attachment.blocks if isinstance(block, Grid)]
    edges = _edges(grids, page_width(attachment.landscape))
    below = (band for block, size in zip(attachment.blocks, sizes, strict=True) for band in _bands(block, edges, size))
    bands = (*_opening_bands(attachment, edges), *below)
    heights, boxes = _stacked(bands)
    repeated: tuple[int, int] | None = None
    above = 0
    for band in bands:
        # With a second grid on the sheet, Excel would repeat the head of the first one above it.
        if band.repeated and len(grids) == 1:
            repeated = (above + band.repeated[0], above + band.repeated[1])
        above += len(band.heights)
    room = page_height(attachment.landscape)
    heights = _with_break_room(heights, boxes, paginate(heights, repeated, room).breaks, edges)
    pages = paginate(heights, repeated, room)
    boxes = tuple(_mark_broken(box, pages.breaks) for box in boxes)
    return SheetPlan(name, attachment.landscape, _widths(edges), heights, boxes, repeated, pages.pages_tall)


def plan_charts(charts: tuple[Chart, ...], name: str) -> SheetPlan:
    """Lay out charts below each other, each above its figures and on the same page."""
    edges = _edges([chart.table for chart in charts], page_width(landscape=False))
    groups = [tuple(_chart_bands(chart, edges)) for chart in charts]
    heights, boxes = _stacked([band for group in groups for band in group])
    sizes = [[height for band in group for height in band.heights] for group in groups]
    tops = [1, *(1 + above for above in accumulate(map(len, sizes)))]
    starts = group_starts([sum(size) for size in sizes], page_height(landscape=False))
    page_starts = tuple(tops[number] for number in starts)
    return SheetPlan(name, False, _widths(edges), heights, boxes, None, 0, page_starts)


def _stacked(bands: Sequence[_Band]) -> tuple[tuple[float, ...], tuple[SheetBox, ...]]:
    """The heights of all rows, and all boxes, with the bands below each other."""
    tops = [0, *accumulate(len(band.heights) for band in bands)]
    boxes = (replace(box, row=box.row + top) for top, band in zip(tops, bands, strict=False) for box in band.boxes)
    return tuple(height for band in bands for height in band.heights), tuple(boxes)


def _with_break_room(
    heights: tuple[float, ...], boxes: tuple[SheetBox, ...], breaks: tuple[int, ...], edges: tuple[float, ...]
) -> tuple[float, ...]:
    """The heights, with room above each page break for the texts of the merged cells that it splits.

    These texts begin at the top and would be cut; without room on the page the whole merge begins on the next one.
    """
    grown = list(heights)
    for box in boxes:
        for at in breaks:
            if box.row < at < box.row + box.row_span and box.text:
                needed = _text_height(
                    box.text, box.style, box.size, edges[box.column - 1 + box.column_span] - edges[box.column - 1]
                )
                lack = needed - sum(grown[box.row - 1 : at - 1])
                grown[at - 2] += min(max(lack, 0.0), _ROW_LIMIT - grown[at - 2])
    return tuple(grown)


def _mark_broken(box: SheetBox, breaks: tuple[int, ...]) -> SheetBox:
    """The box, marked when a page break splits it."""
    is_split = box.row_span > 1 and any(box.row < at < box.row + box.row_span for at in breaks)
    return replace(box, crosses_page_break=True) if is_split else box


def _widths(edges: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(right - left for left, right in pairwise(edges))


def _edges(grids: Sequence[Grid], width: float) -> tuple[float, ...]:
    """Every column border of every grid, in millimetres from the left: the columns of the sheet."""
    return tuple(sorted({0.0, width, *(edge for grid in grids for edge in _grid_edges(grid, width))}))


def _grid_edges(grid: Grid, width: float) -> list[float]:
    """The borders of one grid's columns stretched to the page, on whole millimetres so that grids share them."""
    preferred = [max(each, sum(grid.widths) * _MIN_COLUMN_WIDTH) for each in grid.widths]
    exact = [edge * width / sum(preferred) for edge in accumulate(preferred)][:-1]
    whole = [float(round(edge)) for edge in exact]
    distinct = len({0.0, *whole, width}) == len(preferred) + 1
    return [0.0, *(whole if distinct else exact), width]


def _opening_bands(attachment: Attachment, edges: tuple[float, ...]) -> Iterator[_Band]:
    if attachment.label:
        yield _text_band(attachment.label, "attachment_label", edges)
    titled = any(isinstance(block, Grid) and block.title for block in attachment.blocks)
    if attachment.title and not titled:
        yield _text_band(attachment.title, "table_title", edges, "center", bold=True)


def _bands(block: Block, edges: tuple[float, ...], size: float) -> Iterator[_Band]:
    match block:
        case Grid():
            yield from _grid_bands(block, edges, size)
        case Heading():
            yield _text_band(block.text, "table_note", edges, bold=True)
        case Paragraph():
            indent = "" if block.flush else "　　"
            text = "\n".join(indent + line for line in block.text.split("\n"))
            yield _text_band(text, "table_note", edges)
        case AttachmentList():
            for at, (number, title) in enumerate(zip(block.numbers, block.titles, strict=True)):
                yield _text_band(f"{'　　　' if at else '附件：'}{number}{title}", "table_note", edges)
        case SignOff():
            yield _text_band(block.unit, "table_note", edges, "right")
            yield _text_band(block.date, "table_note", edges, "right")


def _text_band(text: str, style: str, edges: tuple[float, ...], align: Align = "left", *, bold: bool = False) -> _Band:
    """A text across the whole sheet."""
    size = current_style().styles[style].size
    height = _text_height(text, style, size, edges[-1])
    parts = _row_parts(height)
    box = SheetBox(1, 1, parts, len(edges) - 1, text, style, size, align, bold)
    return _Band((height / parts,) * parts, (box,))


def _chart_bands(chart: Chart, edges: tuple[float, ...]) -> Iterator[_Band]:
    """One high row for the chart, so that no page break splits it, and its figures below."""
    size = current_style().styles["table_cell"].size
    bars = chart.table.rows * (len(chart.table.widths) - 1)
    wanted = (bars + _BAR_ROWS) * _BAR_HEIGHT if chart.kind != "column" else _CHART_HEIGHT
    figures = sum(height for band in _grid_bands(chart.table, edges, size) for height in band.heights)
    height = min(wanted, _ROW_LIMIT, page_height(landscape=False) - figures - 2 * _CHART_GAP)
    note = current_style().styles["table_note"].size
    chart_box = SheetBox(1, 1, 1, len(edges) - 1, "", "table_note", note, chart=chart)
    yield _Band((_CHART_GAP,), ())
    yield _Band((max(height, _CHART_HEIGHT),), (chart_box,))
    yield from _grid_bands(chart.table, edges, size)


def _grid_bands(grid: Grid, edges: tuple[float, ...], size: float) -> Iterator[_Band]:
    if grid.title:
        yield _text_band(grid.title, "table_title", edges, "center", bold=True)
    if grid.subtitle:
        yield _text_band(grid.subtitle, "table_note", edges, subtitle_align(grid))
    if grid.unit_note:
        yield _text_band(grid.unit_note, "table_note", edges, "right")
    if grid.rows:
        yield _grid_band(grid, edges, size)
    for note in grid.notes:
        yield _text_band(note, "table_note", edges)


def _grid_band(grid: Grid, edges: tuple[float, ...], usual: float) -> _Band:
    own = _grid_edges(grid, edges[-1])
    columns = [edges.index(edge) + 1 for edge in own]
    texts = [
        _fitted_text(cell, _is_head(cell, grid), own[cell.column + cell.column_span] - own[cell.column], usual)
        for cell in grid.cells
    ]
    row_heights = _row_heights(grid, own, texts)
    parts = [_row_parts(height) for height in row_heights]
    tops = [1, *(1 + above for above in accumulate(parts))]
    boxes = tuple(
        SheetBox(
            row=tops[cell.row],
            column=columns[cell.column],
            row_span=tops[cell.row + cell.row_span] - tops[cell.row],
            column_span=columns[cell.column + cell.column_span] - columns[cell.column],
            text=text,
            style=_style(cell, grid),
            size=size,
            align=cell.align,
            bold=cell.bold,
            cell=cell,
            one_line=_is_figure(cell),
        )
        for cell, (text, size) in zip(grid.cells, texts, strict=True)
    )
    heights = [height / count for height, count in zip(row_heights, parts, strict=True) for _ in range(count)]
    head = _repeated_rows(grid)
    return _Band(tuple(heights), boxes, (tops[head.start], tops[head.stop] - 1) if head else None)


def _repeated_rows(grid: Grid) -> range:
    """The rows of a grid that are repeated on every page after their own; Excel repeats one range only.

    None with several heads, because the wrong one would be above some rows.
    """
    heads = [head for head in (range(grid.header_rows), *grid.header_ranges) if head]
    return heads[0] if len(heads) == 1 else range(0)


def _fitted_text(cell: Cell, in_header: bool, width: float, usual: float) -> tuple[str, float]:
    """The text of a cell of `width` millimetres with the lines of Word and PDF, and its size in points."""
    text = cell_text_style(cell.bold and cell.role == "label", in_header, usual)
    if _is_figure(cell):
        return cell.text, text.size
    return fit_text(cell, cell.text, text, (width + _WIDER) / MILLIMETRES_PER_INCH * 72)


def _is_figure(cell: Cell) -> bool:
    """Whether the cell is a figure: it stays on one line, and Excel shrinks it instead of wrapping it."""
    return cell.value is not None or cell.formula is not None


def _row_heights(grid: Grid, edges: list[float], texts: list[tuple[str, float]]) -> list[float]:
    """The height of each table row in points; the extra height of a tall merged cell is divided among its rows."""
    usual = min((size for _, size in texts), default=0.0)
    heights = [usual * _LEADING + _ROW_PADDING] * grid.rows
    for cell, (text, size) in sorted(zip(grid.cells, texts, strict=True), key=lambda pair: pair[0].row_span):
        if _is_figure(cell):
            continue
        width = edges[cell.column + cell.column_span] - edges[cell.column]
        rows = range(cell.row, cell.row + cell.row_span)
        missing = _text_height(text, _style(cell, grid), size, width) - sum(heights[row] for row in rows)
        if missing > 0:
            for row in rows:
                heights[row] += missing / cell.row_span
    return heights


def _style(cell: Cell, grid: Grid) -> str:
    return "table_head" if _is_head(cell, grid) or (cell.bold and cell.role == "label") else "table_cell"


def _is_head(cell: Cell, grid: Grid) -> bool:
    return cell.row < grid.header_rows


def _text_height(text: str, style: str, size: float, width: float) -> float:
    """The height in points of a text of `size` points in `width` millimetres."""
    leading = min(current_style().styles[style].line_height, size * _LEADING)
    return lines_needed(xml_text(text), size, width) * leading + _ROW_PADDING


def _row_parts(height: float) -> int:
    return max(1, math.ceil(height / _ROW_LIMIT))
