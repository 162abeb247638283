"""Which rows of a table stay on the page of the next row; the same for Word and PDF."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.document.blocks import Grid

#: No page has fewer rows of a table left over than this.
_LEFT_OVER = 6
#: The rows of one label stay together up to so many; of a longer group, so many at each end.
_GROUP, _ENDS = 6, 2


def rows_kept_with_next(grid: Grid) -> frozenset[int]:
    """The rows, counted from 0, after which no page ends: heads, rows of a group, and the last ones."""
    rows = {row for head in (range(grid.header_rows), *grid.header_ranges) for row in head}
    rows |= _heading_rows(grid)
    rows |= set(_grouped_rows(grid))
    rows |= set(range(max(grid.rows - _LEFT_OVER, 0), grid.rows))
    return frozenset(row for row in rows if row < grid.rows - 1)


def _heading_rows(grid: Grid) -> set[int]:
    """The rows in which every cell of one row is bold."""
    bold: dict[int, bool] = {}
    for cell in grid.cells:
        if cell.row_span == 1:
            bold[cell.row] = bold.get(cell.row, True) and cell.bold
    return {row for row, is_heading in bold.items() if is_heading}


def _grouped_rows(grid: Grid) -> Iterator[int]:
    """Yield the rows that a label keeps together, so that it is never torn from what it heads."""
    for cell in grid.cells:
        if cell.row_span > 1 and cell.text:
            first, last = cell.row, cell.row + cell.row_span - 1
            yield from range(first, last) if cell.row_span <= _GROUP else range(first, first + _ENDS - 1)
            yield last - 1
