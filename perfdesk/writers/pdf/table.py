"""Table layout: merged cells, repeated header rows, page breaks between rows.

A page break may split merged cells: a short text is repeated on the next page, a long one continues there. A row is
split only when no page could hold it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from perfdesk.definition.address import Address
from perfdesk.writers.pdf.answer_regions import AnswerRegion
from perfdesk.writers.pdf.text_block import LineStyle, PlacedLine, draw_lines
from perfdesk.writers.typesetting.fitting import PAD_DOWN, RULE

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_SLACK = 0.05
# The least height of a split row's first part, in points.
_MIN_PART_HEIGHT = 60.0


@dataclass(frozen=True, slots=True)
class CellBox:
    """A laid out cell: its rows, its horizontal position, its lines.

    A label is repeated when its row is split.
    """

    row: int
    down: int
    x: float
    width: float
    lines: tuple[PlacedLine, ...]
    line_style: LineStyle
    label: bool = False
    address: Address | None = None

    @property
    def end(self) -> int:
        """The first row below it."""
        return self.row + self.down

    def height_from(self, shown: int) -> float:
        """The height needed by the lines after the first `shown`."""
        left = len(self.lines) - shown
        return left * self.line_style.line_height + 2 * PAD_DOWN if left > 0 else 0

    def lines_in(self, height: float) -> int:
        """The number of lines that fit into `height` points."""
        return max(int((height - 2 * PAD_DOWN + _SLACK) / self.line_style.line_height), 0)


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """A rectangle on a page, `offset` points below the top of the part, with the lines in it."""

    box: CellBox
    offset: float
    height: float
    lines: Sequence[PlacedLine]
    centred: bool


@dataclass(frozen=True, slots=True)
class TablePart:
    """The part of a table on one page."""

    placed: tuple[PlacedBox, ...]
    height: float

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        canvas.setLineWidth(RULE)
        for cell in self.placed:
            box = cell.box
            canvas.rect(x + box.x, top - cell.offset - cell.height, box.width, cell.height)
        for cell in self.placed:
            if cell.lines:
                spare = cell.height - len(cell.lines) * cell.box.line_style.line_height
                down = spare / 2 if cell.centred else PAD_DOWN
                draw_lines(canvas, cell.lines, cell.box.line_style, x + cell.box.x, top - cell.offset - down)

    def regions(self, page: int, left: float, top: float, width: float) -> Iterator[AnswerRegion]:
        """The answers in the cells."""
        for cell in self.placed:
            box = cell.box
            if box.address is not None:
                yield AnswerRegion(box.address, page, left + box.x, top + cell.offset, box.width, cell.height)


@dataclass(frozen=True)
class TableRows:
    """The boxes of a table, indexed by row."""

    boxes: tuple[CellBox, ...]
    count: int
    header: int
    least_height: float
    page_height: float
    header_ranges: tuple[range, ...] = ()
    kept_with_next: frozenset[int] = frozenset()

    def header_rows_of(self, row: int) -> range:
        """The header rows repeated above `row` when it begins a page; none where a head begins."""
        heads = (head for head in (*reversed(self.header_ranges), range(self.header)) if head.start <= row)
        nearest = next(heads, range(0))
        return nearest if nearest.stop <= row else range(0)

    @cached_property
    def boxes_by_row(self) -> tuple[tuple[int, ...], ...]:
        """The boxes that touch each row."""
        found: list[list[int]] = [[] for _ in range(self.count)]
        for number, box in enumerate(self.boxes):
            for row in range(box.row, min(box.end, self.count)):
                found[row].append(number)
        return tuple(map(tuple, found))


@dataclass(frozen=True, slots=True)
class Table:
    """A table from `row` on. `lines_printed` counts the lines of split boxes on earlier pages."""

    rows: TableRows
    row: int = 0
    is_split: bool = False
    lines_printed: dict[int, int] = field(default_factory=dict[int, int])
    keep_with_next: bool = False
    keep_last_lines_with_next: bool = True

    @property
    def start_height(self) -> float:
        """The height of the header rows and the first row below them, or of a part of it when it is very high."""
        end = min(self.rows.header + 1, self.rows.count)
        slice_ = _PageSlice(self, self.rows.page_height)
        for row in range(end):
            if slice_.height + slice_.row_height(row) > self.rows.page_height:
                return slice_.height + _MIN_PART_HEIGHT
            slice_.add(row, slice_.row_height(row))
        return slice_.height

    def cut(self, room: float, forced: bool) -> tuple[TablePart | None, Table | None]:
        """The rows that fit into `room`, and the table from there on."""
        slice_ = _PageSlice(self, room)
        slice_.fill(forced)
        if not slice_.tops or (slice_.end <= self.rows.header and slice_.end < self.rows.count and not forced):
            return None, self
        return slice_.part(), slice_.rest()


class _PageSlice:
    """The rows of one page."""

    def __init__(self, table: Table, room: float) -> None:
        self._table, self._rows, self._room = table, table.rows, room
        self._head = table.rows.header_rows_of(table.row)
        self._header = self._repeated_header()
        if not self._header.placed:
            self._head = range(0)
        self.height = self._header.height
        self.tops: dict[int, float] = {}
        self.split_boxes = False

    @property
    def end(self) -> int:
        """The row after the last one of this page."""
        return self._table.row + len(self.tops)

    def fill(self, forced: bool) -> None:
        """Add rows while there is room; then make room for the merged cells that the page break splits."""
        for row in range(self._table.row, self._rows.count):
            height, left = self.row_height(row), self._room - self.height
            if height <= left + _SLACK:
                self.add(row, height)
                continue
            never_fits = height > self._rows.page_height - self._header.height and left >= _MIN_PART_HEIGHT
            if never_fits or (forced and not self.tops):
                self.add(row, left)
                self.split_boxes = True
            break
        if not self.split_boxes and self.end < self._rows.count:
            while self._remove_kept_rows() or self._make_room():
                pass

    def row_height(self, row: int) -> float:
        """The height of `row` needed by the boxes that end in it."""
        height = self._rows.least_height
        for number in self._rows.boxes_by_row[row]:
            box = self._rows.boxes[number]
            if box.end == row + 1 or row + 1 == self._rows.count:
                height = max(height, self._needed_height(number) - (self.height - self._box_top(box, row)))
        return height

    def add(self, row: int, height: float) -> None:
        self.tops[row] = self.height
        self.height += height

    def part(self) -> TablePart:
        """What is printed on this page."""
        placed = [self._placed_box(number) for number in self._box_numbers()]
        return TablePart((*self._header.placed, *placed), self.height)

    def rest(self) -> Table | None:
        """The table from the next page on."""
        if self.end == self._rows.count and not self.split_boxes:
            return None
        shown: dict[int, int] = {}
        for number in self._rows.boxes_by_row[self.end - 1]:
            box = self._rows.boxes[number]
            if box.end > self.end or self.split_boxes:
                shown[number] = self._lines_printed_after(number)
        row = self.end - 1 if self.split_boxes else self.end
        return replace(self._table, row=row, is_split=self.split_boxes, lines_printed=shown)

    def _remove_kept_rows(self) -> bool:
        """Move the last rows to the next page when they are kept with the first one there; return whether any were.

        When all rows of this page are kept together, the page ends where it is full.
        """
        first, lowest = self.end, max(self._table.row, self._rows.header)
        while first > lowest and first - 1 in self._rows.kept_with_next:
            first -= 1
        if first in (self.end, lowest):
            return False
        self._remove_rows_from(first)
        return True

    def _make_room(self) -> bool:
        """Let the last row grow for merged cells that continue, or remove rows; return whether rows were removed."""
        last = self.end - 1
        growth = 0.0
        for number in self._rows.boxes_by_row[last] if self.tops else ():
            box = self._rows.boxes[number]
            lack = self._needed_height(number) - (self.height - self._box_top(box, last))
            if box.end == self.end or lack <= 0 or self._needed_height(number) > self._rows.page_height / 2:
                continue
            if self.height + lack <= self._room:
                growth = max(growth, lack)
            elif box.row > max(self._table.row, self._rows.header):
                self._remove_rows_from(box.row)
                return True
        self.height += growth
        return False

    def _remove_rows_from(self, row: int) -> None:
        self.height = self.tops[row]
        self.tops = {kept: top for kept, top in self.tops.items() if kept < row}

    def _box_numbers(self) -> Iterator[int]:
        """The boxes on this page, each once, in the order of their first row here."""
        yield from dict.fromkeys(number for row in self.tops for number in self._rows.boxes_by_row[row])

    def _box_top(self, box: CellBox, row: int) -> float:
        """The top of the box on this page, in points from the top of the part; `row` is the row being added."""
        if self._continues_from_header(box):
            return 0.0
        first = max(box.row, self._table.row)
        return self.height if first == row and row not in self.tops else self.tops[first]

    def _continues_from_header(self, box: CellBox) -> bool:
        """Whether the box spans both the repeated head and the rows below it."""
        return box.row in self._head and box.end > self._table.row

    def _repeated_header(self) -> TablePart:
        """The repeated head, without boxes that continue below it; empty if it is very high."""
        head = self._head
        repeated_boxes = sorted({number for row in head for number in self._rows.boxes_by_row[row]})
        found = (self._rows.boxes[number] for number in repeated_boxes)
        boxes = [box for box in found if box.row in head and not self._continues_from_header(box)]
        own = tuple(replace(box, row=box.row - head.start, down=min(box.end, head.stop) - box.row) for box in boxes)
        rows = TableRows(own, len(head), 0, self._rows.least_height, self._rows.page_height)
        part, rest = Table(rows).cut(self._rows.page_height / 2, forced=False) if head else (None, None)
        return part if part and not rest else TablePart((), 0)

    def _needed_height(self, number: int) -> float:
        return self._rows.boxes[number].height_from(self._table.lines_printed.get(number, 0))

    def _box_height(self, box: CellBox) -> float:
        return self.tops.get(box.end, self.height) - self._box_top(box, self._table.row)

    def _placed_box(self, number: int) -> PlacedBox:
        box, shown = self._rows.boxes[number], self._table.lines_printed.get(number, 0)
        height = self._box_height(box)
        lines = box.lines[shown : shown + box.lines_in(height)]
        whole = len(lines) == len(box.lines)
        return PlacedBox(box, self._box_top(box, self._table.row), height, lines, centred=whole)

    def _lines_printed_after(self, number: int) -> int:
        """The lines that are not printed again; 0 for a text that is repeated as a whole."""
        box, shown = self._rows.boxes[number], self._table.lines_printed.get(number, 0)
        printed = min(shown + box.lines_in(self._box_height(box)), len(box.lines))
        whole = shown == 0 and printed == len(box.lines)
        return 0 if whole and (box.down > 1 or box.label) else printed
