"""Read a table of any document as proposed answers of a form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from perfdesk.budget import Budget
from perfdesk.entries.proposal import ProposedAnswer, UnplacedText
from perfdesk.evaluation.answers import Answers
from perfdesk.importers.row_names import RowNames
from perfdesk.importers.source import SourceDocument, SourceParagraph, SourceTable, SourceTableCell
from perfdesk.importers.tables.context import TableContext
from perfdesk.importers.tables.description import ImportTables, TableKind, import_tables
from perfdesk.importers.tables.grid import TableGrid, grid_of, is_label, part_of
from perfdesk.importers.tables.kinds import guess_kind, read_kind
from perfdesk.importers.tables.names import is_figure
from perfdesk.importers.tables.own_workbook import read_own_workbook
from perfdesk.importers.tables.values import units_in

_TOP_LINES = 5
_MOST_TITLE_CELLS, _MOST_TITLE_LINES, _LONGEST_TITLE = 2, 3, 60
_TITLE = re.compile(r"表|情况|明细")
NO_PLACE = "表单里没有它的位置"
Found = tuple[tuple[ProposedAnswer, ...], tuple[UnplacedText, ...]]


def read_table(
    table: SourceTable,
    document_file: str,
    block: int,
    answers: Answers,
    row_names: RowNames,
    year: int | None,
    title: str = "",
    budget: Budget | None = None,
) -> Found:
    """Read one table: the answers that it proposes, each address once, and its figures that have no place.

    `block` counts the blocks of the file from 0. `year` is the year that the file reports on: its heading
    `2023年决算数` is then this year's or last year's. `title` are the words above a table in Word, which may name the
    table and its unit. Answers at computed addresses are proposed, too, to be checked against; `Proposal.edits` leaves
    them out. Hidden sheets, rows and columns are not read. TooMuchError for a table beyond the budget.
    """
    budget = budget or Budget(0)
    if table.is_hidden:
        return (), ()
    described = import_tables(answers.form)
    context = TableContext(table, document_file, block, answers, row_names, year, budget)
    proposed: list[ProposedAnswer] = []
    unplaced: list[UnplacedText] = []
    for grid, kind, heading in _parts(grid_of(table, budget), described, title):
        part = context.for_part(grid, units_in([heading, *_top_texts(grid)]))
        if kind is not None:
            read_kind(part, grid, kind, described)
        else:
            part = guess_kind(part, grid, described)
        proposed += part.proposed()
        unplaced += [part.unplaced(cell, NO_PLACE) for cell in grid.cells if _is_left(part, cell)]
    return tuple(proposed), tuple(unplaced)


def read_document_tables(
    document: SourceDocument, answers: Answers, row_names: RowNames, year: int | None, budget: Budget | None = None
) -> Found:
    """Read all tables of a document, also those inside cells; the words above a table in Word are its title.

    A workbook that PerfDesk exported is read by its hidden sheet.
    """
    budget = budget or Budget(0)
    own = read_own_workbook(document, answers, row_names, year, budget)
    if own is not None:
        return own, ()
    proposed: list[ProposedAnswer] = []
    unplaced: list[UnplacedText] = []
    for block, table in enumerate(document.blocks):
        if isinstance(table, SourceTable):
            title = title_of(document, block)
            for one in with_nested(table):
                found = read_table(one, document.file, block, answers, row_names, year, title, budget)
                proposed += found[0]
                unplaced += found[1]
    return tuple(proposed), tuple(unplaced)


def title_of(document: SourceDocument, block: int) -> str:
    """The words above a table: the last paragraphs before it, as far as they may be its title and unit.

    A table that follows another one at once continues it.
    """
    before = document.blocks[block - 1] if block else None
    if isinstance(before, SourceTable) and not before.name:
        return title_of(document, block - 1)
    words: list[str] = []
    for above in reversed(document.blocks[max(0, block - _MOST_TITLE_LINES) : block]):
        if not isinstance(above, SourceParagraph) or len(above.text) > _LONGEST_TITLE:
            break
        words.insert(0, above.text)
    return "\n".join(words)


def with_nested(table: SourceTable) -> Iterator[SourceTable]:
    """A table and those inside its cells."""
    yield table
    for cell in table.cells:
        for inner in cell.nested:
            yield from with_nested(inner)


def _parts(grid: TableGrid, described: ImportTables, title: str) -> Iterable[tuple[TableGrid, TableKind | None, str]]:
    """The parts of a table with their kinds: a new part begins at each title of a known kind."""
    first, last = min(grid.rows, default=0), max(grid.rows, default=-1)
    starts: list[tuple[int, TableKind | None, str]] = list(_titles(grid, described))
    named = described.kind_of(title) or described.kind_of(grid.table.name)
    if not starts or (named is not None and starts[0][0] > first + _TOP_LINES):
        starts.insert(0, (first, named, title))
    ends = [*(row - 1 for row, _, _ in starts[1:]), last]
    for number, ((start, kind, heading), end) in enumerate(zip(starts, ends, strict=True)):
        yield part_of(grid, first if number == 0 else start, end), kind, heading


def _titles(grid: TableGrid, described: ImportTables) -> Iterable[tuple[int, TableKind, str]]:
    """The lines that hold no more than the title of a known kind, and perhaps a unit."""
    for row, cells in grid.rows.items():
        words = [cell.text for cell in cells if is_label(cell)]
        if (
            len(words) == len(cells) <= _MOST_TITLE_CELLS
            and _TITLE.search(words[0])
            and len(words[0]) <= _LONGEST_TITLE
        ):
            kind = described.kind_of(words[0])
            if kind is not None:
                yield row, kind, words[0]


def _top_texts(grid: TableGrid) -> list[str]:
    rows = list(grid.rows)[:_TOP_LINES]
    cells = [*(cell for row in rows for cell in grid.rows[row]), *(cell for cell in grid.hidden if cell.row in rows)]
    return [cell.text for cell in cells if "单位" in cell.text]


def _is_left(context: TableContext, cell: SourceTableCell) -> bool:
    """Whether a cell is a figure that has no place."""
    return (cell.row, cell.column) not in context.used and bool(cell.figure or is_figure(cell.text))
