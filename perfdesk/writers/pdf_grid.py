"""A grid with its title, the note of its unit and the notes below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from perfdesk.document.blocks import Cell, Grid
from perfdesk.writers.pdf_block import TextBlock, compose, look_of, set_line
from perfdesk.writers.pdf_fonts import typeface
from perfdesk.writers.pdf_page import Piece, Sheet
from perfdesk.writers.pdf_table import PAD_ACROSS, PAD_DOWN, Box, Rows, Table
from perfdesk.writers.pdf_text import Atom, atoms, break_lines, measure, paragraphs
from perfdesk.writers.pdf_title import compose_title, even_lines
from perfdesk.writers.style import TextStyle, report_style

# A figure too wide for its column is set smaller rather than torn: down to 小六号.
_LEAST_SIZE = 6.5
# A heading of so few characters is set a little smaller rather than in two lines.
_SHORT = 4
_SHORT_SHRINKS = 0.85
# A centred text up to so many lines and characters is set in even lines.
_MOST_BALANCED = 6
_LONGEST_BALANCED = 40


def grid_pieces(grid: Grid, sheet: Sheet) -> list[Piece]:
    """Everything that is printed of a grid, from its title down to its notes."""
    styles, width = report_style().styles, sheet.type_width
    note = styles["table_note"]
    pieces: list[Piece] = []
    if grid.title:
        pieces.append(compose_title(grid.title, styles["table_title"], width))
    if grid.subtitle:
        pieces.append(compose(grid.subtitle, replace(note, align="center"), width, keep=True))
    if grid.unit_note:
        pieces.append(compose(grid.unit_note, replace(note, align="right"), width, keep=True))
    if grid.rows:
        pieces.append(_table(grid, sheet))
    pieces += [compose(text, note, width, keep=True) for text in grid.notes]
    return pieces


def _table(grid: Grid, sheet: Sheet) -> Table:
    edges = _edges(grid.widths, sheet.type_width)
    boxes = tuple(_box(cell, cell.row < grid.header_rows, edges) for cell in grid.cells)
    least = report_style().styles["table_cell"].line_height + 2 * PAD_DOWN
    return Table(Rows(boxes, grid.rows, grid.header_rows, least, sheet.type_height))


def _edges(widths: Sequence[float], width: float) -> list[float]:
    scale = width / sum(widths)
    return [0.0, *accumulate(wished * scale for wished in widths)]


def _box(cell: Cell, in_header: bool, edges: Sequence[float]) -> Box:
    styles = report_style().styles
    style = styles["table_head" if cell.bold or in_header else "table_cell"]
    x, right = edges[cell.column], edges[cell.column + cell.across]
    block = _set_cell(cell.text, replace(style, align=cell.align), right - x)
    return Box(cell.row, cell.down, x, right - x, block.lines, block.look, cell.role == "label", cell.bold)


def _set_cell(text: str, style: TextStyle, width: float) -> TextBlock:
    """The text between the paddings of a cell `width` points wide; nothing when it is blank."""
    face = typeface(style.font)
    parts = [atoms(part, face) for part in paragraphs(text) if part]
    inner = max(width - 2 * PAD_ACROSS, style.size)
    look = look_of(replace(style, size=_fitting_size(parts, style, inner)))
    broken = _balanced if style.align == "center" else _filled
    lines = (line for part in parts for line in broken(part, inner, look.size))
    return TextBlock(tuple(set_line(line, PAD_ACROSS, PAD_ACROSS + inner, look, style.align) for line in lines), look)


def _filled(part: Sequence[Atom], width: float, size: float) -> list[Sequence[Atom]]:
    return break_lines(part, width, width, size)


def _balanced(part: Sequence[Atom], width: float, size: float) -> list[Sequence[Atom]]:
    """As few lines as `width` allows, of much the same length: 绩效／指标, not 绩效指／标."""
    lines = break_lines(part, width, width, size)
    short = 1 < len(lines) <= _MOST_BALANCED and len(part) <= _LONGEST_BALANCED
    return (even_lines(part, len(lines), width / size) if short else []) or lines


def _fitting_size(parts: Sequence[Sequence[Atom]], style: TextStyle, width: float) -> float:
    """The size at which no figure is torn, nor a short heading for want of a point (执／行率)."""
    widest = max((atom.width for part in parts for atom in part if atom.has_digit), default=0)
    if style.align == "center" and len(parts) == 1 and len(parts[0]) <= _SHORT:
        whole = measure(parts[0], 1)
        if width / whole >= style.size * _SHORT_SHRINKS:
            widest = max(widest, whole)
    fitting = int(2 * width / widest) / 2 if widest else style.size
    return min(style.size, fitting) if fitting >= _LEAST_SIZE else style.size
