"""The visible cells of a table by place, and what stands left of a cell and above it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from perfdesk.budget import Budget
from perfdesk.importers.source import SourceTable, SourceTableCell
from perfdesk.importers.tables.names import is_dash, is_empty, is_figure

_MOST_LEVELS = 6
_SEVERAL = 2
_NUMBERED = frozenset(("栏次", "行次"))


@dataclass(slots=True)
class TableGrid:
    """The visible cells of a part of a table, in rows; a merged cell counts at each place that it covers.

    `hidden` are the words of hidden cells: their figures are not read, but they may say the unit of all others.
    """

    table: SourceTable
    rows: dict[int, list[SourceTableCell]]
    covered: dict[tuple[int, int], SourceTableCell]
    hidden: list[SourceTableCell]
    _counters: set[int] = field(init=False)

    def __post_init__(self) -> None:
        self._counters = {row for row, cells in self.rows.items() if _is_counter(cells)}

    @property
    def cells(self) -> Iterator[SourceTableCell]:
        """Its cells with words, in reading order; lines that number the columns are left out."""
        for row, cells in self.rows.items():
            if row not in self._counters:
                yield from cells

    def is_counter(self, row: int) -> bool:
        """Whether a line numbers the columns."""
        return row in self._counters

    def left_of(self, cell: SourceTableCell) -> list[SourceTableCell]:
        """The label of a line, as seen from one of its cells: the nearest words to the left, and words beside them."""
        found: list[SourceTableCell] = []
        seen: set[tuple[int, int]] = set()
        for column in range(cell.column - 1, -1, -1):
            other = self.covered.get((cell.row, column))
            if other is None or (other.row, other.column) in seen:
                continue
            seen.add((other.row, other.column))
            if is_label(other):
                found.append(other)
            elif found and not is_empty(other.text) and not other.text.strip().isdigit():
                break
        return found

    def above(self, cell: SourceTableCell) -> list[SourceTableCell]:
        """The headings of a column, as seen from one of its cells: the nearest words above, and words above them."""
        found: list[SourceTableCell] = []
        first = min(self.rows, default=0)
        for row in range(cell.row - 1, first - 1, -1):
            other = self.covered.get((row, cell.column))
            if row in self._counters or (other is not None and other in found):
                continue
            if other is None or not is_label(other):
                if found:
                    break
                continue
            if self._is_alone(other):
                if found:
                    break
                continue
            found.append(other)
            if len(found) == _MOST_LEVELS:
                break
        return found

    def _is_alone(self, cell: SourceTableCell) -> bool:
        """Whether a cell is the only one of its line: a title."""
        return len(self.rows.get(cell.row, ())) == 1 and cell.row_span == 1


def is_label(cell: SourceTableCell) -> bool:
    """Whether a cell has words, not a figure or a dash."""
    return not cell.figure and not is_empty(cell.text) and not is_figure(cell.text)


def grid_of(table: SourceTable, budget: Budget) -> TableGrid:
    """The visible part of a table."""
    rows: dict[int, list[SourceTableCell]] = {}
    covered: dict[tuple[int, int], SourceTableCell] = {}
    hidden: list[SourceTableCell] = []
    for cell in table.cells:
        budget.spend()
        if cell.is_hidden:
            hidden.append(cell)
            continue
        if cell.text.strip() or cell.figure:
            rows.setdefault(cell.row, []).append(cell)
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                covered.setdefault((row, column), cell)
        budget.spend(cell.row_span * cell.column_span)
    return TableGrid(table, {row: rows[row] for row in sorted(rows)}, covered, hidden)


def part_of(grid: TableGrid, first: int, last: int) -> TableGrid:
    """The rows of a grid from `first` to `last`."""
    rows = {row: cells for row, cells in grid.rows.items() if first <= row <= last}
    covered = {place: cell for place, cell in grid.covered.items() if first <= place[0] <= last}
    return TableGrid(grid.table, rows, covered, [cell for cell in grid.hidden if first <= cell.row <= last])


def _is_counter(cells: list[SourceTableCell]) -> bool:
    """Whether a line numbers the columns: `栏次 1 2 3`."""
    words = [cell.text.strip() for cell in cells if is_label(cell) and not is_dash(cell.text)]
    numbers = [text for cell in cells if (text := cell.text.strip()).isdecimal() and len(text) < _SEVERAL + 1]
    if len(numbers) + len(words) < len(cells) or set(map("".join, map(str.split, words))) - _NUMBERED:
        return False
    counted = [str(number) for number in range(int(numbers[0]), int(numbers[0]) + len(numbers))] if numbers else []
    return bool(numbers) and numbers == counted and (bool(words) or len(numbers) > _SEVERAL)
