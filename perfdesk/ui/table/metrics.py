"""Column widths and row heights of a grid, from the texts in its cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics

from perfdesk.document.blocks import Cell, Grid

PADDING = 8
ROW_HEIGHT = 34
_LINE_PADDING = 14
_MIN_WIDTH = 40
_LONG_RUN = re.compile(r"[!-~]{18,}")


def wrap_flags(text: str) -> int:
    """Return the wrap flag: lines break inside a word only if it is long, as web addresses are."""
    flag = Qt.TextFlag.TextWrapAnywhere if _LONG_RUN.search(text) else Qt.TextFlag.TextWordWrap
    return int(flag)


class TextMetrics:
    """Measures texts in one font, in pixels; results are cached."""

    def __init__(self, font: QFont) -> None:
        bold = QFont(font)
        bold.setBold(True)
        self._metrics = {False: QFontMetrics(font), True: QFontMetrics(bold)}
        self._heights: dict[tuple[str, int, bool], int] = {}

    def advance(self, text: str, bold: bool = False) -> int:
        """Return the width of a text in one line."""
        return self._metrics[bold].horizontalAdvance(text)

    def height(self, text: str, width: int, bold: bool = False) -> int:
        """Return the height of a text wrapped at a width."""
        key = (text, width, bold)
        if key not in self._heights:
            box = QRect(0, 0, max(width, 8), 100_000)
            self._heights[key] = self._metrics[bold].boundingRect(box, wrap_flags(text), text).height()
        return self._heights[key]


def column_widths(grid: Grid, total: int, metrics: TextMetrics, shown_text: Callable[[Cell], str]) -> list[int]:
    """Return the preferred widths scaled to `total` pixels, each at least as wide as its longest figure."""
    least = [_MIN_WIDTH] * len(grid.widths)
    for cell in grid.cells:
        if cell.column_span > 1:
            continue
        text = shown_text(cell)
        if cell.value is not None and len(text) < 24:
            least[cell.column] = max(least[cell.column], metrics.advance(text, cell.bold) + 2 * PADDING + 4)
        elif cell.role == "label" and len(text) <= 4:
            least[cell.column] = max(least[cell.column], metrics.advance(text, cell.bold) + 2 * PADDING + 2)
    return _share_width(list(grid.widths), least, total)


def _share_width(preferred: list[float], least: list[int], total: int) -> list[int]:
    """Divide the total in proportion to the preferred widths; no column gets less than its minimum."""
    if sum(least) >= total:
        return least
    fixed: dict[int, int] = {}
    while True:
        rest = total - sum(fixed.values())
        preferred_rest = sum(width for index, width in enumerate(preferred) if index not in fixed) or 1
        too_narrow = [
            index
            for index, width in enumerate(preferred)
            if index not in fixed and width / preferred_rest * rest < least[index]
        ]
        if not too_narrow:
            break
        fixed.update((index, least[index]) for index in too_narrow)
    widths = [fixed.get(index, int(width / preferred_rest * rest)) for index, width in enumerate(preferred)]
    widest = max(range(len(widths)), key=lambda index: widths[index] if index not in fixed else 0)
    widths[widest] += total - sum(widths)
    return widths


def row_heights(
    grid: Grid,
    widths: list[int],
    metrics: TextMetrics,
    shown_text: Callable[[Cell], str],
    reserved_width: Callable[[Cell], int],
    wanted_rows: Iterable[int] | None = None,
) -> dict[int, int]:
    """Return the height in pixels of each row, or of `wanted_rows`; a merged cell may increase its last row."""
    wanted = set(range(grid.rows)) if wanted_rows is None else set(wanted_rows)
    heights = dict.fromkeys(wanted, ROW_HEIGHT)
    merged: list[tuple[Cell, int]] = []
    for cell in grid.cells:
        if cell.row not in wanted or (cell.row_span > 1 and wanted_rows is not None):
            continue
        text = shown_text(cell)
        if not text:
            continue
        width = sum(widths[cell.column : cell.column + cell.column_span]) - 2 * PADDING - reserved_width(cell)
        if len(text) * 8 < width and "\n" not in text and metrics.advance(text, cell.bold) <= width:
            continue
        height = metrics.height(text, width, cell.bold) + _LINE_PADDING
        if cell.row_span > 1:
            merged.append((cell, height))
        else:
            heights[cell.row] = max(heights[cell.row], height)
    if wanted_rows is None:
        for cell, height in merged:
            missing = height - sum(heights[row] for row in range(cell.row, cell.row + cell.row_span))
            heights[cell.row + cell.row_span - 1] += max(0, missing)
    return heights
