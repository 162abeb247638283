"""The lines of the Word file that came back: paragraphs and rows of tables, each with its place and bookmarks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from perfdesk.entries.proposal import Source
from perfdesk.importers.returned.line_text import cells_key, line_key
from perfdesk.importers.source import SourceDocument, SourceParagraph, SourceTable, SourceTableCell


@dataclass(frozen=True, slots=True)
class ReturnedCell:
    """One cell: its text, where it was read and its column, counted from 0."""

    text: str
    source: Source
    column: int


@dataclass(frozen=True, slots=True)
class ReturnedLine:
    """A paragraph with its automatic number, or a row of a table with its `cells`."""

    text: str
    source: Source
    is_heading: bool = False
    is_aside: bool = False
    cells: tuple[ReturnedCell, ...] = ()
    bookmarks: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def key(self) -> str:
        """The text by which equal lines are found."""
        return cells_key([cell.text for cell in self.cells]) if self.cells else line_key(self.text)


def returned_lines(document: SourceDocument) -> list[ReturnedLine]:
    """Return all lines of a file in order, without a table of contents; a table inside a cell follows its row."""
    lines: list[ReturnedLine] = []
    for number, block in enumerate(document.blocks):
        if isinstance(block, SourceParagraph) and block.is_in_contents:
            continue
        if isinstance(block, SourceParagraph):
            lines += _paragraph(document, block, number)
        else:
            lines += _rows(document, block, number)
    return lines


def _paragraph(document: SourceDocument, paragraph: SourceParagraph, block: int) -> Iterator[ReturnedLine]:
    text = paragraph.full_text.strip()
    if line_key(text):
        source = Source(paragraph.place, document.file, text, block)
        yield ReturnedLine(
            text,
            source,
            paragraph.outline_level is not None,
            paragraph.in_part != "body",
            bookmarks=frozenset(paragraph.bookmarks),
        )


def _rows(document: SourceDocument, table: SourceTable, block: int) -> Iterator[ReturnedLine]:
    cells = sorted(table.cells, key=lambda cell: (cell.row, cell.column))
    for _, group in groupby(cells, key=lambda cell: cell.row):
        row = list(group)
        yield _row(document, table, row, block)
        for cell in row:
            for nested in cell.nested:
                yield from _rows(document, nested, block)


def _row(document: SourceDocument, table: SourceTable, row: list[SourceTableCell], block: int) -> ReturnedLine:
    cells = tuple(
        ReturnedCell(
            cell.text,
            Source(table.cell_place(cell), document.file, cell.text, block, (cell.row, cell.column)),
            cell.column,
        )
        for cell in row
    )
    text = "\t".join(cell.text for cell in cells)
    place = f"{table.place}第 {row[0].row + 1} 行"
    bookmarks = frozenset(name for cell in row for name in cell.bookmarks)
    source = Source(place, document.file, text, block, (row[0].row, row[0].column))
    return ReturnedLine(text, source, cells=cells, bookmarks=bookmarks)
