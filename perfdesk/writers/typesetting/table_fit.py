"""One size of text and balanced columns for a whole table, so that it fits on its page; the same for Word and PDF."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from perfdesk.document.blocks import Attachment, Grid, Paragraph
from perfdesk.writers.typesetting.active_style import cell_line_height, current_style
from perfdesk.writers.typesetting.column_balance import balanced_widths, least_widths, row_lines
from perfdesk.writers.typesetting.fitting import (
    ABOVE_ROWS,
    PAD_ACROSS,
    PAD_DOWN,
    TABLE_SIZES,
    column_widths,
    signature,
    title_lines,
)
from perfdesk.writers.typesetting.line_breaking import ems

#: Heights are estimated: a table that fills more than this of its page may need another one.
FULL_PAGE = 0.985
_TWIPS = 20


@dataclass(frozen=True, slots=True)
class TableFit:
    """The size of a table's text in points, the widths of its columns in twips, its estimated height in points."""

    size: float
    widths: tuple[int, ...]
    height: float


def table_sizes() -> list[float]:
    """The sizes in which the text of a table may be printed, the usual one first."""
    usual = current_style().styles["table_cell"].size
    return [usual, *(size for size in TABLE_SIZES if size < usual)]


def fit_table(grid: Grid, width: int, room: float) -> TableFit:
    """Fit a table into `width` twips and, if it can be, into `room` points; 0 where the height does not matter.

    The largest size in which it fits; one that fits on no page has the largest in which nothing has to be broken.
    """
    style = current_style().styles["table_cell"]
    return _fit_table(grid, width, room, (style.size, style.line_height))


@lru_cache(maxsize=256)
def _fit_table(grid: Grid, width: int, room: float, _style: tuple[float, float]) -> TableFit:
    """Remembered for the preview, which prints the same tables after every change."""
    largest: TableFit | None = None
    for fit in _fits(grid, width):
        if not room or fit.height <= room * FULL_PAGE:
            return fit
        largest = largest or fit
    return largest or TableFit(table_sizes()[-1], tuple(column_widths(grid.widths, width)), 0)


def _fits(grid: Grid, width: int) -> Iterator[TableFit]:
    """The table in each size in which nothing has to be broken."""
    for size in table_sizes():
        padding = 2 * PAD_ACROSS / size
        room = width / _TWIPS / size - padding * len(grid.widths)
        least = least_widths(grid, padding)
        if sum(least) <= room:
            inner = balanced_widths(grid, least, room, padding)
            lines = row_lines(grid, inner, padding)
            height = sum(lines) * cell_line_height(size) + grid.rows * 2 * PAD_DOWN
            yield TableFit(size, tuple(column_widths(tuple(one + padding for one in inner), width)), height)


def room_for_rows(attachment: Attachment, type_width: float, type_height: float) -> float:
    """The height that is left on the page of an attachment with one table for the rows of that table, in points.

    0 for several tables, which follow each other over their pages.
    """
    grids = [block for block in attachment.blocks if isinstance(block, Grid)]
    if len(grids) != 1:
        return 0
    styles, (grid,) = current_style().styles, grids
    title, note = styles["table_title"], styles["table_note"]
    label = 2 * styles["body"].line_height if attachment.label else 0
    titles = len(title_lines(grid.title, type_width / title.size)) * title.line_height if grid.title else 0
    above = (bool(grid.subtitle) + bool(grid.unit_note)) * note.line_height + ABOVE_ROWS
    signed = [block.text for block in attachment.blocks if isinstance(block, Paragraph)]
    texts = [*grid.notes, *(signature(text, type_width, note.size) for text in signed)]
    lines = (math.ceil(ems(line) * note.size / type_width) for text in texts for line in text.split("\n"))
    return type_height - label - titles - above - sum(lines) * note.line_height
