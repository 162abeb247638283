"""Column widths balanced by content: what may not be broken decides the least widths, the rest saves lines.

All lengths are in ems of the table's text, estimated as in `line_breaking`, so that Word, PDF and Excel agree.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from perfdesk.document.blocks import Cell, Grid
from perfdesk.writers.typesetting.line_breaking import BETWEEN_SCRIPTS, ems, unbroken_lengths

#: A label of at most so many ems stays on one line, and so does another short text, and a text with a figure.
_SHORT_LABEL, _SHORT_TEXT, _FIGURE = 3.0, 4.6, 7.0
#: A label beside several rows is set at least so many ems wide, one pair of characters below the other.
_UPRIGHT = 2.0
#: A longer text has at least so many ems a line.
_LEAST_TEXT = 4.0
#: Width is given out in steps of so many ems, at most so many steps at once.
_STEP, _MOST_STEPS = 0.5, 30
#: What a line saved in a cell is worth that is not the highest of its row, compared with one that is.
_HIDDEN_LINE, _BROKEN_FIGURE = 0.02, 1.0
#: Of a longer table, so many rows with the longest texts are looked at, of a longer text so many characters.
_MOST_ROWS, _LOOKED_AT = 60, 300
#: Digits of 黑体 and of substitutes of 仿宋 are a little wider than half an em.
_DIGIT = 0.57
_SLACK = 1e-6
#: Widths are rounded to twentieths of a point, which must break no line.
_ROUNDING = 0.03


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """The lengths of what may not be broken; of a very long text those at its beginning, `repeated` so many times."""

    lengths: tuple[float, ...]
    repeated: float = 1

    def lines(self, room: float) -> int:
        return math.ceil(_line_count(self.lengths, room) * self.repeated)


@dataclass(frozen=True, slots=True)
class _Text:
    """A cell and its paragraphs."""

    cell: Cell
    paragraphs: tuple[_Paragraph, ...]

    def width(self, widths: Sequence[float], padding: float) -> float:
        first, span = self.cell.column, self.cell.column_span
        return sum(widths[first : first + span]) + padding * (span - 1)

    def lines(self, widths: Sequence[float], padding: float) -> int:
        room = self.width(widths, padding)
        return sum(paragraph.lines(room) for paragraph in self.paragraphs)


def least_widths(grid: Grid, padding: float) -> list[float]:
    """The least width of each column without `padding`: no figure, short label or unit in brackets is broken."""
    least = [0.0] * len(grid.widths)
    texts = (_Text(cell, _paragraphs(cell)) for cell in sorted(grid.cells, key=lambda cell: cell.column_span))
    for text in texts:
        lack = max((max(part.lengths, default=0.0) for part in text.paragraphs), default=0.0)
        lack = max(lack, _comfortable(text)) + _ROUNDING - text.width(least, padding)
        columns = range(text.cell.column, text.cell.column + text.cell.column_span)
        shares = sum(grid.widths[column] for column in columns)
        for column in columns if lack > 0 else ():
            least[column] += lack * grid.widths[column] / shares
    return least


def balanced_widths(grid: Grid, least: Sequence[float], room: float, padding: float) -> list[float]:
    """Column widths without padding that fill `room` ems and need few lines; at least `least`, then as in the form."""
    balance, widths = _Balance(grid, padding), list(least)
    free = room - sum(widths)
    while free >= _STEP:
        gain, column, width = balance.best_step(widths, min(int(free / _STEP), _MOST_STEPS))
        if gain <= 0:
            break
        free -= width
        widths[column] += width
    preferred = [room * width / sum(grid.widths) for width in grid.widths]
    lacking = [max(wanted - width, 0.0) for wanted, width in zip(preferred, widths, strict=True)]
    return [width + free * lack / (sum(lacking) or 1) for width, lack in zip(widths, lacking, strict=True)]


def row_lines(grid: Grid, widths: Sequence[float], padding: float) -> list[int]:
    """The estimated lines of text of each row; the surplus of a cell over several rows is divided among them."""
    lines = [1] * grid.rows
    for cell in sorted(grid.cells, key=lambda cell: cell.row_span):
        lack = _Text(cell, _paragraphs(cell)).lines(widths, padding) - sum(lines[cell.row : cell.row + cell.row_span])
        for number in range(max(lack, 0)):
            lines[cell.row + number % cell.row_span] += 1
    return lines


class _Balance:
    """What wider columns save in lines."""

    def __init__(self, grid: Grid, padding: float) -> None:
        lengths = [0] * grid.rows
        for cell in grid.cells:
            lengths[cell.row] += len(cell.text)
        looked_at = set(sorted(range(grid.rows), key=lambda row: -lengths[row])[:_MOST_ROWS])
        cells = (cell for cell in grid.cells if cell.row_span == 1 and cell.row in looked_at)
        self._rows: dict[int, list[_Text]] = {}
        for cell in cells:
            self._rows.setdefault(cell.row, []).append(_Text(cell, _paragraphs(cell)))
        self._columns, self._padding = range(len(grid.widths)), padding

    def best_step(self, widths: Sequence[float], most: int) -> tuple[float, int, float]:
        """The gain an em of the best widening of one column by at most `most` steps, the column, and the ems."""
        best = (0.0, 0, 0.0)
        rows = [[(text, text.lines(widths, self._padding)) for text in row] for row in self._rows.values()]
        for column in self._columns:
            gaining = [(text, count, others) for row in rows for text, count, others in _broken_in(row, column)]
            for step in range(1, most + 1) if gaining else ():
                wider = [*widths]
                wider[column] += step * _STEP
                saved = sum(self._saved(text, wider, count, others) for text, count, others in gaining)
                best = max(best, (saved / step, column, step * _STEP))
        return best

    def _saved(self, text: _Text, wider: Sequence[float], count: int, others: int) -> float:
        after = text.lines(wider, self._padding)
        return max(count, others) - max(after, others) + _weight(text) * (count - after)


def _weight(text: _Text) -> float:
    """What a line of this text costs when another text of its row is higher."""
    return _HIDDEN_LINE if text.cell.value is None else _BROKEN_FIGURE


def _broken_in(row: list[tuple[_Text, int]], column: int) -> list[tuple[_Text, int, int]]:
    """The text of a row that is broken in this column, its lines, and the most lines of the others."""
    for text, count in row:
        if count > 1 and 0 <= column - text.cell.column < text.cell.column_span:
            return [(text, count, max((found for other, found in row if other is not text), default=1))]
    return []


def _comfortable(text: _Text) -> float:
    """The least width at which a text is easy to read."""
    if text.cell.value is not None:
        return 0.0
    longest = max((sum(part.lengths) for part in text.paragraphs), default=0.0)
    is_label = text.cell.role == "label" and text.cell.align == "center"
    if longest <= (_SHORT_LABEL if is_label else _SHORT_TEXT):
        return longest
    if not is_label:
        return _LEAST_TEXT
    return _UPRIGHT if text.cell.row_span > 1 else min(longest / 2, _SHORT_LABEL)


def _paragraphs(cell: Cell) -> tuple[_Paragraph, ...]:
    figure, unit = figure_and_unit(cell)
    if unit:
        return (_Paragraph((ems(figure, _DIGIT), ems(unit, _DIGIT) + BETWEEN_SCRIPTS)),)
    is_figure = cell.value is not None or cell.align != "left"
    return tuple(
        _Paragraph(
            _lengths(part[:_LOOKED_AT], is_figure and any(map(str.isdigit, part))), max(len(part) / _LOOKED_AT, 1)
        )
        for part in cell.text.split("\n")[:_LOOKED_AT]
    )


def figure_and_unit(cell: Cell) -> tuple[str, str]:
    """A figure with its sign, ≥2.60, and the unit behind it, 万亩, before which alone it may be broken; "" if none."""
    end = len(cell.text) - len(cell.suffix)
    is_measure = cell.value is not None and len(cell.suffix) > 1 and cell.text.endswith(cell.suffix)
    return (cell.text[:end], cell.suffix) if is_measure else (cell.text, "")


@lru_cache(maxsize=4096)
def _lengths(text: str, is_figure: bool) -> tuple[float, ...]:
    whole = ems(text, _DIGIT)
    return (whole,) if is_figure and whole <= _FIGURE else unbroken_lengths(text, _DIGIT)


@lru_cache(maxsize=65536)
def _line_count(lengths: tuple[float, ...], room: float) -> int:
    lines, used = 1, 0.0
    for length in lengths:
        if used and used + length > room + _SLACK:
            lines, used = lines + 1, 0.0
        used += length
    return lines
