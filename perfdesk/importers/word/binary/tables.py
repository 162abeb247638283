"""Tables of a Word 97 to 2003 file: rows of cells by their edges, merges, tables inside cells."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from perfdesk.importers.source import SourceTable, SourceTableCell
from perfdesk.importers.word.binary.paragraphs import BinaryParagraph
from perfdesk.importers.word.binary.properties import RowPlan

#: In twips: edges of different rows that differ by less are the same (half a millimetre).
_SAME_EDGE = 30


@dataclass(slots=True)
class _Cell:
    """A cell while it is read."""

    lines: list[str] = field(default_factory=list[str])
    nested: list[SourceTable] = field(default_factory=list[SourceTable])


@dataclass(slots=True)
class _Row:
    """The cells of a row and its plan."""

    cells: list[_Cell]
    plan: RowPlan


@dataclass(slots=True)
class TableBuilder:
    """Collects the paragraphs of one table and of those inside it. `depth` is how many tables it is inside, from 1."""

    depth: int
    count_table: Callable[[], int]
    number: int = field(init=False)
    _rows: list[_Row] = field(default_factory=list[_Row], init=False)
    _cells: list[_Cell] = field(default_factory=list[_Cell], init=False)
    _cell: _Cell = field(default_factory=_Cell, init=False)
    _inner: TableBuilder | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.number = self.count_table()

    def add(self, paragraph: BinaryParagraph) -> None:
        """Add the next paragraph, which is inside this table."""
        if paragraph.look.depth > self.depth:
            if self._inner is None:
                self._inner = TableBuilder(self.depth + 1, self.count_table)
            self._inner.add(paragraph)
            return
        self._close_inner()
        if paragraph.look.ends_row:
            self._rows.append(_Row(self._cells, paragraph.look.row))
            self._cells, self._cell = [], _Cell()
            return
        is_after_table = self._cell.nested and paragraph.ends_cell and not paragraph.text
        if not is_after_table:
            self._cell.lines.append(paragraph.text)
        if paragraph.ends_cell:
            self._cells.append(self._cell)
            self._cell = _Cell()

    def finished(self) -> SourceTable | None:
        """The table; None if it has no whole row."""
        self._close_inner()
        columns = _columns(self._rows)
        cells = list[SourceTableCell]()
        above = dict[int, int]()
        for at, row in enumerate(self._rows):
            _place(row, at, columns, cells, above)
        return SourceTable(tuple(cells), self.number) if cells else None

    def _close_inner(self) -> None:
        if self._inner is not None:
            inner = self._inner.finished()
            if inner is not None:
                self._cell.nested.append(inner)
            self._inner = None


def _columns(rows: list[_Row]) -> list[int]:
    """The edges of all rows from left to right, each once."""
    columns = list[int]()
    for edge in sorted({edge for row in rows for edge in row.plan.edges}):
        if not columns or edge - columns[-1] > _SAME_EDGE:
            columns.append(edge)
    return columns


def _place(row: _Row, at: int, columns: list[int], cells: list[SourceTableCell], above: dict[int, int]) -> None:
    """Put the cells of one row into `cells`; `above` has the last cell that began in each column."""
    plan = row.plan if len(row.plan.edges) == len(row.cells) + 1 else RowPlan()
    for position, cell in enumerate(row.cells):
        column, end = position, position + 1
        if plan.edges:
            column, end = (_column(columns, edge) for edge in plan.edges[position : position + 2])
        span = max(1, end - column)
        if _flag(plan.continues_left, position) and cells and cells[-1].row == at:
            cells[-1] = replace(cells[-1], column_span=cells[-1].column_span + span)
            continue
        start = above.get(column)
        if _flag(plan.continues_up, position) and start is not None:
            upper = cells[start]
            if upper.row + upper.row_span == at:
                cells[start] = replace(upper, row_span=upper.row_span + 1)
                continue
        above[column] = len(cells)
        text = "\n".join(cell.lines)
        cells.append(SourceTableCell(text, at, column, column_span=span, nested=tuple(cell.nested)))


def _column(columns: list[int], edge: int) -> int:
    return bisect_left(columns, edge - _SAME_EDGE)


def _flag(flags: tuple[bool, ...], position: int) -> bool:
    return position < len(flags) and flags[position]
