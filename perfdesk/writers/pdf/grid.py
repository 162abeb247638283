"""A grid with its title, unit and notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from perfdesk.document.blocks import Cell, Grid
from perfdesk.writers.pdf.fonts import typeface
from perfdesk.writers.pdf.line_layout import atoms, break_lines, visible_lines
from perfdesk.writers.pdf.page_writer import Gap, PageSheet
from perfdesk.writers.pdf.pieces import Piece
from perfdesk.writers.pdf.table import CellBox, Table, TableRows
from perfdesk.writers.pdf.text_block import TextBlock, compose_text, line_style_of, place_line
from perfdesk.writers.pdf.title import compose_title
from perfdesk.writers.typesetting.active_style import TextStyle, cell_line_height, cell_text_style, current_style
from perfdesk.writers.typesetting.fitting import ABOVE_ROWS, PAD_ACROSS, PAD_DOWN, fit_text, subtitle_align
from perfdesk.writers.typesetting.row_breaks import rows_kept_with_next
from perfdesk.writers.typesetting.table_fit import fit_table

# Columns end where they end in Word, which measures in twentieths of a point.
_TWIPS = 20


def grid_pieces(grid: Grid, sheet: PageSheet, room: float = 0, signed: bool = False) -> list[Piece]:
    """All pieces of a grid, from its title to its notes; `room` is the height for its rows, 0 where it is not known.

    The last rows move to the next page with the notes below them, or with the places to sign of a `signed` one.
    """
    styles, width = current_style().styles, sheet.type_width
    note = styles["table_note"]
    pieces: list[Piece] = []
    if grid.title:
        pieces.append(compose_title(grid.title, styles["table_title"], width))
    if grid.subtitle:
        align = subtitle_align(grid)
        pieces.append(compose_text(grid.subtitle, replace(note, align=align), width, keep_with_next=True))
    if grid.unit_note:
        pieces.append(compose_text(grid.unit_note, replace(note, align="right"), width, keep_with_next=True))
    if grid.rows:
        table = replace(_table(grid, sheet, room), keep_last_lines_with_next=signed or bool(grid.notes))
        pieces += [Gap(ABOVE_ROWS), table]
    pieces += [compose_text(text, note, width, keep_with_next=True) for text in grid.notes]
    return pieces


def _table(grid: Grid, sheet: PageSheet, room: float) -> Table:
    fit = fit_table(grid, round(sheet.type_width * _TWIPS), room)
    edges = [end / _TWIPS for end in accumulate(fit.widths, initial=0)]
    boxes = tuple(_cell_box(cell, cell.row < grid.header_rows, edges, fit.size) for cell in grid.cells)
    least = cell_line_height(fit.size) + 2 * PAD_DOWN
    rows = TableRows(
        boxes, grid.rows, grid.header_rows, least, sheet.type_height, grid.header_ranges, rows_kept_with_next(grid)
    )
    return Table(rows)


def _cell_box(cell: Cell, in_header: bool, edges: Sequence[float], size: float) -> CellBox:
    style = cell_text_style(cell.bold, in_header, size)
    x, right = edges[cell.column], edges[cell.column + cell.column_span]
    block = _compose_cell(cell, style, right - x)
    is_label = cell.role == "label"
    return CellBox(cell.row, cell.row_span, x, right - x, block.lines, block.line_style, is_label, cell.address)


def _compose_cell(cell: Cell, style: TextStyle, width: float) -> TextBlock:
    """The text inside the padding of a cell of `width` points; no lines when it is blank."""
    text, size = fit_text(cell, "\n".join(visible_lines(cell.text)), style, width)
    font, line_style = typeface(style.font), line_style_of(replace(style, size=size))
    inner = max(width - 2 * PAD_ACROSS, style.size)
    parts = text.split("\n") if text else []
    broken = (break_lines(atoms(part, font), inner, inner, size) for part in parts)
    lines = (
        place_line(line, PAD_ACROSS, PAD_ACROSS + inner, line_style, cell.align) for part in broken for line in part
    )
    return TextBlock(tuple(lines), line_style)
