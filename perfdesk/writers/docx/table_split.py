"""Split a table longer than a page at its later heads, because Word repeats only the first rows of a table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from perfdesk.document.blocks import Cell, Grid
from perfdesk.writers.typesetting.active_style import current_style
from perfdesk.writers.typesetting.fitting import PAD_ACROSS, PAD_DOWN
from perfdesk.writers.typesetting.line_breaking import ems

#: Heights are estimated: a table that fills this fraction of its page may need another page.
_FULL = 0.95


@dataclass(frozen=True, slots=True)
class TableSegment:
    """A part of a grid as a separate table; in `joined_columns` no rule divides the head from the row below it."""

    grid: Grid
    joined_columns: frozenset[int] = frozenset()
    is_last: bool = True


def split_table(grid: Grid, widths: Sequence[int], room: float) -> list[TableSegment]:
    """The grid as one table, or as one table per head when it is higher than `room` points; `widths` in twips."""
    merged = [cell for cell in grid.cells if cell.row_span > 1]
    heads = [head for head in grid.header_ranges if not any(_crosses(cell, head.start) for cell in merged)]
    if not heads or _height(grid, widths) < room * _FULL:
        return [TableSegment(grid)]
    ends = [head.start for head in heads[1:]] + [grid.rows]
    parts = [TableSegment(_grid_rows(grid, 0, heads[0].start), is_last=False)]
    for head, end in zip(heads, ends, strict=True):
        part = replace(_grid_rows(grid, head.start, end), header_rows=len(head))
        joined = frozenset(cell.column for cell in part.cells if _crosses(cell, len(head)))
        cells = tuple(each for cell in part.cells for each in _split_at_header(cell, len(head)))
        parts.append(TableSegment(replace(part, cells=cells), joined, end == grid.rows))
    return parts


def _grid_rows(grid: Grid, first: int, end: int) -> Grid:
    cells = (replace(cell, row=cell.row - first) for cell in grid.cells if first <= cell.row < end)
    return replace(grid, rows=end - first, cells=tuple(cells))


def _crosses(cell: Cell, end: int) -> bool:
    """Whether a cell spans the upper edge of row `end`."""
    return cell.row < end < cell.row + cell.row_span


def _split_at_header(cell: Cell, head: int) -> list[Cell]:
    """Split a cell that extends below the head: a repeated row must not be merged with others."""
    if not _crosses(cell, head):
        return [cell]
    inside = head - cell.row
    return [
        replace(cell, row_span=inside),
        replace(cell, row=head, row_span=cell.row_span - inside, text="", address=None),
    ]


def _height(grid: Grid, widths: Sequence[int]) -> float:
    """The estimated height of all rows of a grid, in points."""
    text = current_style().styles["table_cell"]
    lines = [1] * grid.rows
    for cell in grid.cells:
        if cell.row_span == 1:
            width = sum(widths[cell.column : cell.column + cell.column_span]) / 20 - 2 * PAD_ACROSS
            across = max(width / text.size, 1)
            needed = sum(max(math.ceil(ems(line) / across), 1) for line in cell.text.split("\n"))
            lines[cell.row] = max(lines[cell.row], needed)
    return sum(lines) * text.line_height + grid.rows * 2 * PAD_DOWN
