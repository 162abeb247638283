"""Where a block is pasted: the tables that can take it, and the row and column of the cursor."""

from __future__ import annotations

from dataclasses import dataclass, field

from perfdesk.definition.address import Address, form_section_of
from perfdesk.definition.model import Question, Table
from perfdesk.document.blocks import Cell, Grid
from perfdesk.evaluation.answers import Answers
from perfdesk.importers.matching.names import comparable_name, heading_name, row_names


@dataclass(frozen=True, slots=True)
class MatchTarget:
    """The tables of one section that a block may go to, the cursor's first.

    `row` and `column` are those of the cursor in the first table; blank if it is above the rows or on their names.
    `labels` are the fixed texts around the answers.
    """

    answers: Answers
    section: str
    tables: tuple[Table, ...]
    row: str
    column: str
    labels: frozenset[str] = frozenset()
    _row_ids: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]], init=False, compare=False)

    @property
    def table(self) -> Table:
        """The cursor's table."""
        return self.tables[0]

    @property
    def columns(self) -> tuple[Question, ...]:
        """The columns of the cursor's table that the user sees."""
        return self.table.shown_columns

    @property
    def year(self) -> int | None:
        """The year of the report."""
        text = self.answers.text(self.answers.form.report_fields.year)
        return int(text) if text.isdecimal() and text.isascii() else None

    def rows(self, table: Table) -> tuple[str, ...]:
        """The rows of a table, in order."""
        return tuple(self.answers.rows(self.section, table.id))

    def address(self, table: Table, row: str, column: str) -> Address:
        """The address of an answer."""
        return Address(self.section, table.id, row, column)

    def typed(self, address: Address) -> str:
        """The text typed at an address; empty if none."""
        return self.answers.typed(address) or ""

    def is_asked(self, address: Address) -> bool:
        """Whether the user can enter an answer here: it is asked, and not computed for good."""
        formula = self.answers.form.formula(address)
        return self.answers.form.question(address) is not None and (formula is None or formula.overridable)

    def row_ids(self, table: Table) -> dict[str, str]:
        """The rows of a table by code, name and other names; a name that two rows share names neither."""
        if table.id not in self._row_ids:
            self._row_ids[table.id] = self._find_row_ids(table)
        return self._row_ids[table.id]

    def _find_row_ids(self, table: Table) -> dict[str, str]:
        found: dict[str, set[str]] = {}
        named = name_column(table)
        for row in self.rows(table):
            if table.open:
                text = self.typed(self.address(table, row, named.id)) if named is not None else ""
                names = {comparable_name(text)}
            else:
                known = table.row(row)
                names = {known.code, *map(comparable_name, (known.label, *known.aliases))}
                names |= {heading_name(name) for name in names}
            for name in names - {""}:
                found.setdefault(name, set()).add(row)
        return {name: next(iter(rows)) for name, rows in found.items() if len(rows) == 1}

    def column_ids(self, heading: str) -> list[str]:
        """The columns that are called like this, exactly or by another name."""
        return [
            column.id
            for column in self.columns
            if heading in {heading_name(name) for name in (column.label, *column.aliases)}
        ]


def name_column(table: Table) -> Question | None:
    """The column that a row of an open table is called by: the one with the id `name`, else the first text."""
    texts = [column for column in table.columns if column.kind == "text"]
    return next((column for column in texts if column.id == "name"), texts[0] if texts else None)


def named_row(ids: dict[str, str], text: str) -> str:
    """The row that a cell names by its code or its name; empty if none."""
    return next((ids[name] for name in (*row_names(text), heading_name(comparable_name(text))) if name in ids), "")


def target_at(
    answers: Answers, section: str, grid: Grid, position: tuple[int, int], own_table: Table | None
) -> MatchTarget | None:
    """The target of a block that is pasted at a cell of a grid; None where no table is."""
    cells = [cell for cell in grid.cells if _is_of_table(answers, section, cell)]
    found = _cell_at(grid, position)
    at_cursor = found if found in cells else None
    if at_cursor is None and found is not None and found.address is not None and found.address.section == section:
        return None
    nearest = at_cursor or _nearest(cells, position)
    table_ids = list(dict.fromkeys(cell.address.field for cell in cells if cell.address is not None))
    first = nearest.address.field if nearest is not None and nearest.address is not None else ""
    if own_table is not None:
        first, table_ids = own_table.id, [own_table.id]
    if not first:
        return None
    tables = [answers.form.tables[(form_section_of(section), name)] for name in table_ids]
    own = next(table for table in tables if table.id == first)
    columns = [column.id for column in own.columns]
    alike = [table for table in tables if table is not own and [one.id for one in table.columns] == columns]
    siblings = [table for table in alike if table.open == own.open]
    texts = {cell.text for cell in grid.cells if cell.address is None and not cell.text.isdecimal()}
    labels = frozenset(map(comparable_name, texts))
    column = at_cursor.address.column if at_cursor is not None and at_cursor.address is not None else ""
    return MatchTarget(answers, section, (own, *siblings), _row_at(cells, first, position[0]), column, labels)


def _row_at(cells: list[Cell], table: str, row: int) -> str:
    """The row of a table at a row of the grid; a cell merged over several rows counts for its first row only."""
    here = [cell for cell in cells if cell.row <= row < cell.row + cell.row_span]
    exact = sorted(here, key=lambda cell: cell.row != row)
    return next((cell.address.row for cell in exact if cell.address and cell.address.field == table), "")


def _is_of_table(answers: Answers, section: str, cell: Cell) -> bool:
    address = cell.address
    return address is not None and bool(address.row) and address.section == section


def _cell_at(grid: Grid, position: tuple[int, int]) -> Cell | None:
    row, column = position
    return next(
        (
            cell
            for cell in grid.cells
            if cell.row <= row < cell.row + cell.row_span and cell.column <= column < cell.column + cell.column_span
        ),
        None,
    )


def _nearest(cells: list[Cell], position: tuple[int, int]) -> Cell | None:
    """The first answer of the same row, else of the rows below, else the last one above."""
    below = [cell for cell in cells if cell.row + cell.row_span > position[0]]
    return min(below, key=lambda cell: (cell.row, cell.column), default=cells[-1] if cells else None)
