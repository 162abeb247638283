"""A document that was read, as lines: the way in which the oracles of the corpus count words."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.importers.source import SourceDocument, SourceTable, SourceTableCell


def lines(document: SourceDocument) -> list[str]:
    """Each paragraph without its number, and each row of each table with its cells joined by tabs."""
    found = list[str]()
    for block in document.blocks:
        if isinstance(block, SourceTable):
            found += table_lines(block)
        else:
            found.append(block.text)
    return found


def all_tables(document: SourceDocument) -> list[SourceTable]:
    """Its tables in the order in which they begin, those inside cells included."""
    return [table for outer in document.tables for table in _with_nested(outer)]


def cells_of_row(table: SourceTable, row: int) -> list[SourceTableCell]:
    """The cells that a row shows from left to right, also those that begin further up."""
    covering = (cell for cell in table.cells if cell.row <= row < cell.row + cell.row_span)
    return sorted(covering, key=lambda cell: cell.column)


def row_count(table: SourceTable) -> int:
    """How many rows a table has."""
    return max(cell.row + cell.row_span for cell in table.cells)


def table_lines(table: SourceTable) -> Iterator[str]:
    """One line for each row, a cell that began further up being empty; tables inside cells follow their row."""
    for row in range(row_count(table)):
        cells = cells_of_row(table, row)
        yield "\t".join(cell.text if cell.row == row else "" for cell in cells)
        for cell in cells:
            for nested in cell.nested if cell.row == row else ():
                yield from table_lines(nested)


def _with_nested(table: SourceTable) -> Iterator[SourceTable]:
    yield table
    for cell in table.cells:
        for nested in cell.nested:
            yield from _with_nested(nested)
