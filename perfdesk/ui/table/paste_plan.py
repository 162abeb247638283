"""Where the cells of a pasted block will go: by what it says or by position, shown to the user before it is entered."""

from __future__ import annotations

from dataclasses import dataclass

from perfdesk.definition.model import Table
from perfdesk.document.blocks import Cell
from perfdesk.evaluation.labels import answer_label
from perfdesk.importers.matching.answers import PasteOptions, plan_answer
from perfdesk.importers.matching.block import lay_out_block
from perfdesk.importers.matching.figures import figure_of, is_money
from perfdesk.importers.matching.matcher import BlockMatch, match_block
from perfdesk.importers.matching.names import comparable_name
from perfdesk.importers.matching.plan import PastePlan, PlannedCell
from perfdesk.importers.matching.target import target_at
from perfdesk.ui.table.model import CellPosition, GridModel


@dataclass(frozen=True, slots=True)
class PasteTarget:
    """Where a block is pasted: the grid, the cell to begin at, rows not shown, and the table that the grid shows.

    `table` is None for the sheet of an attachment, which shows several.
    """

    grid: GridModel
    start: CellPosition
    hidden: frozenset[int] = frozenset()
    table: Table | None = None

    def shown_text(self, cell: PlannedCell, text: str) -> str:
        """A text that would be entered, in the unit that the window shows."""
        return self.grid.report.in_shown_unit(cell.address, text) if cell.address is not None else text

    def match(self, rows: list[list[str]]) -> BlockMatch | None:
        """What is recognised in a block; None where only its position can say where it goes."""
        grid = self.grid
        target = target_at(grid.report.answers, grid.instance, grid.grid, self.start, self.table)
        if target is None:
            return None
        match = match_block(target, rows)
        return match if match.is_certain else None

    def takes_money(self, rows: list[list[str]]) -> bool:
        """Whether a block pasted by position reaches a cell with an amount of money."""
        places = self._places(rows)
        cells = [self.grid.cell_at((row, column)) for row, column, _, _ in places if row is not None]
        return any(is_money(self.grid.question(cell)) for cell in cells if cell is not None)

    def plan_by_position(self, rows: list[list[str]], options: PasteOptions) -> PastePlan:
        """Plan a block from the start cell on."""
        planned: list[PlannedCell] = []
        merged: dict[CellPosition, str] = {}
        for row, column, text, place in self._places(rows):
            cell = self._planned_cell((row, column), text.strip(), place, merged, options)
            if cell is not None and cell.note != "same":
                planned.append(cell)
        return PastePlan(tuple(planned))

    def _places(self, rows: list[list[str]]) -> list[tuple[int | None, int, str, str]]:
        """The row and column of the grid, the text, and the place in the copy of each cell; titles are left out."""
        lines = lay_out_block(rows).lines
        first = lines[0][0].row if lines else 0
        shown = [row for row in range(self.start[0], self.grid.rowCount()) if row not in self.hidden]
        return [
            (
                shown[number - first] if number - first < len(shown) else None,
                self.start[1] + offset,
                text,
                f"第 {number + 1} 行第 {offset + 1} 列",
            )
            for number, texts in enumerate(rows)
            if number >= first
            for offset, text in enumerate(texts)
        ]

    def _planned_cell(
        self,
        at: tuple[int | None, int],
        copied: str,
        place: str,
        merged: dict[CellPosition, str],
        options: PasteOptions,
    ) -> PlannedCell | None:
        """The plan for one cell; None when nothing would change."""
        grid, (row, column) = self.grid, at
        cell = grid.cell_at((row, column)) if row is not None else None
        if row is None or cell is None:
            return PlannedCell(None, place, "", copied, "outside", place) if copied else None
        text = _text_for_cell(cell, (row, column), copied, merged)
        address, question = cell.address, grid.question(cell)
        label = answer_label(grid.report.answers, address) if address and question else " ".join(cell.text.split())
        if (row, column) != (cell.row, cell.column) and grid.is_editable(cell):
            address = grid.own_address_below(cell, row) if column == cell.column else None
            if address is None or not text:
                return PlannedCell(None, label, "", text, "covered", place) if text else None
        if address is None or question is None or not grid.is_editable(cell):
            is_same = not text or comparable_name(text) == comparable_name(cell.text) or _is_same_figure(text, cell)
            return None if is_same else PlannedCell(None, label or "空格", cell.text, text, "computed", place)
        return plan_answer(grid.report.answers, address, label, text, options, place)


def _text_for_cell(cell: Cell, at: CellPosition, text: str, merged: dict[CellPosition, str]) -> str:
    """The text for one cell. A merged cell's text counts for all its rows; a copy has it in the uppermost only."""
    row, column = at
    if cell.row_span == 1 or column != cell.column:
        return text
    if text or row == cell.row:
        merged[(cell.row, column)] = text
    return text or merged.get((cell.row, column), "")


def _is_same_figure(text: str, cell: Cell) -> bool:
    value = figure_of(text)
    return value is not None and value == cell.value
