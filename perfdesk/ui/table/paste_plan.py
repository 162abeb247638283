"""Where the cells of a pasted block will go: planned first, shown to the user, then entered as one change."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from perfdesk.definition.address import Address
from perfdesk.definition.kinds import parse_answer
from perfdesk.definition.model import Question, Table
from perfdesk.document.blocks import Cell
from perfdesk.entries.proposal import Proposal, ProposedAnswer, UnplacedText
from perfdesk.evaluation.labels import answer_label
from perfdesk.ui.models.money import from_yuan as from_yuan_text
from perfdesk.ui.models.money import is_money
from perfdesk.ui.table.model import CellPosition, GridModel
from perfdesk.ui.table.pasted_block import PastedBlock, comparable_name

CellNote = Literal["", "overwritten", "unreadable", "refused", "computed", "outside", "covered", "unmatched"]

#: The preview's text for each note of a cell.
NOTE_LABELS: dict[CellNote, str] = {
    "": "",
    "overwritten": "改写原来的内容",
    "unreadable": "读不成数，照原样贴",
    "refused": "不在可选项里，不贴",
    "computed": "灰底由程序算出，不贴",
    "outside": "超出本表，不贴",
    "covered": "落在合并格里，不贴",
    "unmatched": "本表没有这一行，不贴",
}
#: The text for each note after pasting, preceded by a number.
_RESULT_TEXTS: dict[CellNote, str] = {
    "overwritten": "格原来有数，已改写（可撤销）",
    "unreadable": "格读不成数，照原样贴了",
    "computed": "格是灰底算出的，没有动",
    "refused": "格不在可选项里，没有贴",
    "outside": "格超出本表，没有贴",
    "covered": "格落在合并格里，没有贴",
    "unmatched": "格找不到对应的行，没有贴",
}


@dataclass(frozen=True, slots=True)
class PastedCell:
    """One cell of the block: its target, the target's present text, a note, and its place in the block (`source`)."""

    address: Address | None
    label: str
    before: str
    after: str
    note: CellNote = ""
    source: str = ""

    def proposed_answer(self) -> ProposedAnswer | None:
        """The answer that this cell enters, None when it enters none."""
        if self.address is None or self.note not in ("", "overwritten", "unreadable"):
            return None
        return ProposedAnswer(self.address, self.before, self.after, NOTE_LABELS[self.note], self.source)


@dataclass(frozen=True, slots=True)
class PastePlan:
    """All cells of a block that change something or cannot be entered, in the block's order."""

    cells: tuple[PastedCell, ...]

    @property
    def proposal(self) -> Proposal:
        """The answers that would be entered, and the cells that have no place."""
        answers = tuple(answer for cell in self.cells if (answer := cell.proposed_answer()) is not None)
        unplaced = tuple(
            UnplacedText(cell.after, cell.source, NOTE_LABELS[cell.note])
            for cell in self.cells
            if cell.proposed_answer() is None
        )
        return Proposal(answers, unplaced)

    def count(self, note: CellNote) -> int:
        """The number of cells with this note."""
        return sum(one.note == note for one in self.cells)

    def result_text(self) -> str:
        """The sentence shown after pasting."""
        entered = len(self.proposal.texts)
        parts = [f"已粘贴 {entered} 格" if entered else "没有可以粘贴的格"]
        for note, text in _RESULT_TEXTS.items():
            if self.count(note):
                parts.append(f"{self.count(note)} {text}")
        return "；".join(parts) + "。"


@dataclass(frozen=True, slots=True)
class PasteTarget:
    """Where a block is pasted: the grid, the cell to begin at, rows not shown, and the open table that may grow."""

    grid: GridModel
    start: CellPosition
    hidden: frozenset[int] = frozenset()
    growing_table: Table | None = None

    def shown_text(self, cell: PastedCell, text: str) -> str:
        """A text that would be entered, in the unit that the window shows."""
        return self.grid.report.in_shown_unit(cell.address, text) if cell.address is not None else text


@dataclass(frozen=True, slots=True)
class _SourceCell:
    """A cell of the block: its text, its place in the block, and the id of the row it would add to an open table."""

    text: str
    place: str
    new_row: str


def plan_paste(target: PasteTarget, block: PastedBlock, by_row: bool, from_yuan: bool) -> PastePlan:
    """Plan the block from the start cell on, or with `by_row` each of its rows in the table row it names."""
    grid = target.grid
    rows = [row for row in range(target.start[0], grid.rowCount()) if row not in target.hidden]
    onto_names = by_row and _is_on_name_column(target, block)
    skipped = block.key_columns if by_row and not onto_names else 0
    planned: list[PastedCell] = []
    merged: dict[CellPosition, str] = {}
    position = 0
    for number, texts in enumerate(block.rows):
        if number in block.headings:
            continue
        row = rows[position] if position < len(rows) else None
        position += 1
        if by_row:
            row = block.matched_rows.get(number)
            if row is None and (target.growing_table is None or not onto_names):
                planned += _unmatched_cells(block, number)
                continue
        new_row = f"r{uuid.uuid4().hex[:10]}"
        for offset, text in enumerate(texts[skipped:]):
            at = (row, target.start[1] + offset)
            place = _place_in_block(number, offset + skipped)
            source = _SourceCell(_text_for_cell(grid, at, text.strip(), merged), place, new_row)
            cell = _pasted_cell(target, at, source, from_yuan)
            if cell is not None:
                planned.append(replace(cell, source=place))
    return PastePlan(tuple(planned))


def _unmatched_cells(block: PastedBlock, number: int) -> list[PastedCell]:
    """The cells of a block row that names no row of the table."""
    texts = block.rows[number]
    name = " ".join(texts[: block.key_columns]).strip() or f"第 {number + 1} 行"
    return [
        PastedCell(None, name, "", text.strip(), "unmatched", _place_in_block(number, column))
        for column, text in enumerate(texts)
        if text.strip() and column >= block.key_columns
    ]


def _place_in_block(row: int, column: int) -> str:
    return f"第 {row + 1} 行第 {column + 1} 列"


def _pasted_cell(
    target: PasteTarget, at: tuple[int | None, int], source: _SourceCell, from_yuan: bool
) -> PastedCell | None:
    """The result for one cell; None when nothing would change."""
    grid, (row, column), text = target.grid, at, source.text
    cell = None
    if column < grid.columnCount():
        cell = grid.cell_at((row, column)) if row is not None else _new_row_cell(target, column, source.new_row)
    if cell is None:
        return PastedCell(None, source.place, "", text, "outside") if text else None
    address, question = cell.address, grid.question(cell)
    label = _label(grid, cell, row)
    if row is not None and at != (cell.row, cell.column) and grid.is_editable(cell):
        address = grid.own_address_below(cell, row) if column == cell.column else None
        if address is None or not text:
            return PastedCell(None, label, "", text, "covered") if text else None
    if address is None or question is None or not grid.is_editable(cell):
        is_same = not text or comparable_name(text) == comparable_name(cell.text) or _is_same_figure(text, cell)
        return None if is_same else PastedCell(None, label, cell.text, text, "computed")
    if question.kind == "link" or (question.kind == "choice" and text not in (*question.options, "")):
        return PastedCell(None, label, cell.text, text, "refused") if text else None
    if from_yuan and is_money(question):
        text = from_yuan_text(text)
    before = grid.report.session.entries.text(address) or ""
    if text == before:
        return None
    note: CellNote = "overwritten" if before else ""
    if parse_answer(question.kind, question.unit, text).problem:
        note = "unreadable"
    return PastedCell(address, label, before, text, note)


def _text_for_cell(grid: GridModel, at: tuple[int | None, int], text: str, merged: dict[CellPosition, str]) -> str:
    """The text for one cell. A merged cell's text counts for all its rows; a copy has it in the uppermost only."""
    row, column = at
    cell = grid.cell_at((row, column)) if row is not None else None
    if row is None or cell is None or cell.row_span == 1 or column != cell.column:
        return text
    if text or row == cell.row:
        merged[(cell.row, column)] = text
    return text or merged.get((cell.row, column), "")


def _new_row_cell(target: PasteTarget, column: int, row: str) -> Cell | None:
    """The cell that a new row of an open table would have in this column."""
    grid, table = target.grid, target.growing_table
    last = grid.cell_at((grid.rowCount() - 1, column)) if table else None
    if table is None or last is None:
        return None
    offset = column - (grid.columnCount() - len(table.columns))
    if offset < 0:
        return last
    address = Address(grid.instance, table.id, row, table.columns[offset].id)
    return Cell(grid.rowCount(), column, "", role="entry", address=address)


def _label(grid: GridModel, cell: Cell, row: int | None) -> str:
    question: Question | None = grid.question(cell)
    if cell.address is None or question is None:
        return " ".join(cell.text.split()) or "空格"
    return f"新增行·{question.label}" if row is None else answer_label(grid.report.answers, cell.address)


def _is_on_name_column(target: PasteTarget, block: PastedBlock) -> bool:
    """Whether the block is pasted onto the column of names it was copied with, rather than onto figures."""
    cell = target.grid.cell_at(target.start)
    if not target.grid.is_editable(cell):
        return True
    column = target.start[1]
    for number, row in block.matched_rows.items():
        named = target.grid.cell_at((row, column))
        if named is not None and comparable_name(named.text) in {
            comparable_name(text) for text in block.rows[number][: block.key_columns]
        }:
            return True
    return False


def _is_same_figure(text: str, cell: Cell) -> bool:
    value = parse_answer("number", "", text).value
    return isinstance(value, Decimal) and value == cell.value


def summary_text(plan: PastePlan) -> str:
    """The sentence shown before pasting."""
    counts = Counter(one.note for one in plan.cells)
    parts = [f"将贴入 {len(plan.proposal.texts)} 格"]
    parts += [f"{counts[note]} 格{text}" for note, text in NOTE_LABELS.items() if note and counts[note]]
    return "；".join(parts) + "。贴入后可以一步撤销。"
