"""Tables of a Word file: their cells with places and spans, several paragraphs in one cell, tables inside cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from perfdesk.budget import Budget
from perfdesk.importers.source import SourceTable, SourceTableCell
from perfdesk.importers.word.line import Line
from perfdesk.importers.word.tags import (
    BOOKMARK,
    CELL,
    CELL_PROPERTIES,
    CONTROL,
    CONTROL_CONTENT,
    DELETED,
    INSERTED,
    MOVED_TO,
    ROW,
    ROW_PROPERTIES,
    VAL,
    W,
    count_of,
    switch_of,
    value_of,
)

#: Word allows 63 columns.
_MAX_COLUMNS = 1_000
_CONTAINERS = frozenset({INSERTED, MOVED_TO, f"{W}smartTag", f"{W}customXml"})


@dataclass(slots=True)
class _Cell:
    """A cell while it is read."""

    row: int
    column: int
    column_span: int
    row_span: int = 1
    lines: list[str] = field(default_factory=list[str])
    numbers: list[str] = field(default_factory=list[str])
    bookmarks: list[str] = field(default_factory=list[str])
    nested: list[SourceTable] = field(default_factory=list[SourceTable])

    def add(self, found: Line | SourceTable) -> None:
        """Add a paragraph or a table inside the cell."""
        if isinstance(found, SourceTable):
            self.nested.append(found)
        elif found.in_part == "body" or found.text.strip():
            self.lines.append(found.text)
            self.numbers.append(found.number)
            self.bookmarks += found.bookmarks

    def finished(self) -> SourceTableCell:
        """The cell as others read it."""
        if self.nested and self.lines and not self.lines[-1]:
            # Word asks for a paragraph after a table inside a cell
            self.lines.pop()
            self.numbers.pop()
        return SourceTableCell(
            text="\n".join(self.lines),
            row=self.row,
            column=self.column,
            row_span=self.row_span,
            column_span=self.column_span,
            numbers=tuple(self.numbers) if any(self.numbers) else (),
            bookmarks=tuple(self.bookmarks),
            nested=tuple(self.nested),
        )


class TableReader:
    """Reads tables of one part; `blocks` yields what a cell holds."""

    def __init__(
        self,
        budget: Budget,
        count_table: Callable[[], int],
        blocks: Callable[[Element, str, int], Iterator[Line | SourceTable]],
    ) -> None:
        self._budget, self._count_table, self._blocks = budget, count_table, blocks

    def frame(self, table: Element, early_bookmarks: list[str]) -> list[Element]:
        """Return the cells of a table that is only a frame around text; none for any other table.

        It has one cell in each row, and one of them holds more than a label: several paragraphs or a table.
        """
        bookmarks: list[str] = []
        rows = [row for row in self._inside(table, ROW, bookmarks) if _is_shown(row)]
        cells = [list(self._inside(row, CELL, bookmarks)) for row in rows]
        if any(len(row) != 1 or _is_deleted(row[0]) for row in cells) or not any(_is_long(row[0]) for row in cells):
            return []
        early_bookmarks += bookmarks
        for _ in cells:
            self._budget.spend()
        return [row[0] for row in cells]

    def read(self, table: Element, early_bookmarks: list[str], depth: int) -> SourceTable | None:
        """Return the table without deleted and hidden rows and cells; None if nothing is left.

        `early_bookmarks` are those that begin before it; bookmarks between cells join them for the next paragraph.
        """
        rows = list(self._inside(table, ROW, early_bookmarks))
        rows = [row for row in rows if _is_shown(row)]
        if not rows:
            return None
        number = self._count_table()
        cells: list[_Cell] = []
        above: dict[int, _Cell] = {}
        for at, row in enumerate(rows):
            column = count_of(value_of(row.find(ROW_PROPERTIES), "gridBefore"), 0, _MAX_COLUMNS)
            for element in self._inside(row, CELL, early_bookmarks):
                self._budget.spend()
                column = self._place(element, at, column, cells, above, depth)
        return SourceTable(tuple(cell.finished() for cell in cells), number)

    def _place(
        self, element: Element, row: int, column: int, cells: list[_Cell], above: dict[int, _Cell], depth: int
    ) -> int:
        """Read one cell into `cells`, or widen the one it is merged with; return the column after it."""
        properties = element.find(CELL_PROPERTIES)
        if _is_deleted(element):
            return column
        span = max(1, count_of(value_of(properties, "gridSpan"), 1, _MAX_COLUMNS))
        if _merge(properties, "hMerge") == "continue" and cells and cells[-1].row == row:
            cells[-1].column_span += span
            return column + span
        start = above.get(column)
        merge = _merge(properties, "vMerge")
        if merge == "continue" and start is not None and start.row + start.row_span == row:
            start.row_span += 1
            return column + span
        cell = _Cell(row, column, span)
        for found in self._blocks(element, "body", depth + 1):
            cell.add(found)
        cells.append(cell)
        above.pop(column, None)
        if merge:
            above[column] = cell
        return column + span

    def _inside(self, parent: Element, tag: str, early_bookmarks: list[str]) -> Iterator[Element]:
        """Yield rows of a table or cells of a row, also those inside content controls and the like."""
        for child in parent:
            if child.tag == tag:
                yield child
            elif child.tag == BOOKMARK:
                early_bookmarks.append(child.get(f"{W}name", ""))
            elif child.tag == CONTROL:
                content = child.find(CONTROL_CONTENT)
                if content is not None:
                    yield from self._inside(content, tag, early_bookmarks)
            elif child.tag in _CONTAINERS:
                yield from self._inside(child, tag, early_bookmarks)


def _is_shown(row: Element) -> bool:
    """Whether a row is neither deleted nor hidden."""
    properties = row.find(ROW_PROPERTIES)
    if properties is None:
        return True
    return properties.find(DELETED) is None and not switch_of(properties, "hidden")


def _is_long(cell: Element) -> bool:
    """Whether a cell holds several paragraphs or a table."""
    return sum(one.tag in (f"{W}p", f"{W}tbl", f"{W}sdt") for one in cell) > 1


def _is_deleted(cell: Element) -> bool:
    properties = cell.find(CELL_PROPERTIES)
    return properties is not None and properties.find(f"{W}cellDel") is not None


def _merge(properties: Element | None, tag: str) -> str:
    """`restart` or `continue` for a merged cell, blank for any other."""
    found = properties.find(W + tag) if properties is not None else None
    return "" if found is None else found.get(VAL, "continue")
