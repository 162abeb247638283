"""Split a table longer than a page at its later heads, because Word repeats only the first rows of a table."""

from __future__ import annotations

from dataclasses import dataclass, replace

from perfdesk.document.blocks import Cell, Grid
from perfdesk.writers.typesetting.row_breaks import rows_kept_with_next
from perfdesk.writers.typesetting.table_fit import FULL_PAGE, TableFit


@dataclass(frozen=True, slots=True)
class TableSegment:
    """A part of a grid as a separate table, from `first_row` on; in `joined_columns` no rule divides the head from the
    row below it. The `kept_rows`, counted in the whole grid, stay on the page of what follows.
    """

    grid: Grid
    kept_rows: frozenset[int]
    first_row: int = 0
    joined_columns: frozenset[int] = frozenset()


def split_table(grid: Grid, fit: TableFit, room: float) -> list[TableSegment]:
    """The grid as one table, or as one table per head when it is higher than `room` points."""
    # the last row moves to the next page with the notes below it
    kept = rows_kept_with_next(grid) | {grid.rows - 1}
    merged = [cell for cell in grid.cells if cell.row_span > 1]
    heads = [head for head in grid.header_ranges if not any(_crosses(cell, head.start) for cell in merged)]
    if not heads or fit.height < room * FULL_PAGE:
        return [TableSegment(grid, kept)]
    ends = [head.start for head in heads[1:]] + [grid.rows]
    parts = [TableSegment(_grid_rows(grid, 0, heads[0].start), kept)]
    for head, end in zip(heads, ends, strict=True):
        part = replace(_grid_rows(grid, head.start, end), header_rows=len(head))
        joined = frozenset(cell.column for cell in part.cells if _crosses(cell, len(head)))
        cells = tuple(each for cell in part.cells for each in _split_at_header(cell, len(head)))
        parts.append(TableSegment(replace(part, cells=cells), kept, head.start, joined))
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
