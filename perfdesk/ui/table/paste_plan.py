"""Where the cells of a pasted block would land: worked out first, shown to the clerk, then entered as one change."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from perfdesk.definition.address import Address
from perfdesk.definition.kinds import parse_answer
from perfdesk.definition.model import Question, Table
from perfdesk.document.blocks import Cell
from perfdesk.evaluation.labels import answer_label
from perfdesk.ui.models.money import from_yuan as from_yuan_text
from perfdesk.ui.models.money import is_money
from perfdesk.ui.table.model import CellPosition, GridModel

CellNote = Literal["", "overwritten", "unreadable", "refused", "computed", "outside", "covered", "unmatched"]

#: What each note says of a cell, in the preview.
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
_KEY_COLUMNS = 3
_UNIT = re.compile(r"单位[:：]\s*(?:人民币)?(万?元)|[(（](万?元)[)）]")
_LEAD_IN = re.compile(
    r"^(?:其中[:：]|[(（]?\d{1,2}[)）.、]|[一二三四五六七八九十百零]+、|[(（][一二三四五六七八九十百零]+[)）])+"
)


@dataclass(frozen=True, slots=True)
class PastedCell:
    """One cell of the block: where it would go, what stands there, and what is to be said of it."""

    address: Address | None
    label: str
    before: str
    after: str
    note: CellNote = ""

    @property
    def is_entered(self) -> bool:
        """Whether it would be entered at all."""
        return self.address is not None and self.note in ("", "overwritten", "unreadable")


@dataclass(frozen=True, slots=True)
class PastePlan:
    """All cells of a block as they would land."""

    cells: tuple[PastedCell, ...]

    @property
    def texts(self) -> dict[Address, str]:
        """What would be entered."""
        return {one.address: one.after for one in self.cells if one.address is not None and one.is_entered}

    def count(self, note: CellNote) -> int:
        """How many cells carry this note."""
        return sum(one.note == note for one in self.cells)

    def result_text(self) -> str:
        """What happened, in one sentence."""
        entered = len(self.texts)
        parts = [f"已粘贴 {entered} 格" if entered else "没有可以粘贴的格"]
        for note, text in (
            ("overwritten", "格原来有数，已改写（可撤销）"),
            ("unreadable", "格读不成数，照原样贴了"),
            ("computed", "格是灰底算出的，没有动"),
            ("refused", "格不在可选项里，没有贴"),
            ("outside", "格超出本表，没有贴"),
            ("covered", "格落在合并格里，没有贴"),
            ("unmatched", "格找不到对应的行，没有贴"),
        ):
            if self.count(note):
                parts.append(f"{self.count(note)} {text}")
        return "；".join(parts) + "。"


@dataclass(frozen=True, slots=True)
class PastedBlock:
    """A copied block as it is understood: `key_columns` columns at its left say which row is meant, `matched_rows` says
    which.

    `in_yuan` is what its headings say of the unit, None when they say nothing.
    """

    rows: list[list[str]]
    headings: frozenset[int]
    key_columns: int
    matched_rows: dict[int, int]
    in_yuan: bool | None


def analyze(grid: GridModel, rows: list[list[str]]) -> PastedBlock:
    """Find headings, a unit of 元, and columns with codes or names that this grid knows, too."""
    labels = {_comparable_name(cell.text) for cell in grid.grid.cells if cell.row < grid.grid.header_rows} - {""}
    headings: set[int] = set()
    for number, cells in enumerate(rows):
        if not (any(_comparable_name(cell) in labels for cell in cells) or any(_UNIT.search(cell) for cell in cells)):
            break
        headings.add(number)
    names = _row_names(grid)
    lines = [number for number, cells in enumerate(rows) if number not in headings and any(cells)]
    known = {
        place: [
            number
            for number in lines
            if len(rows[number]) > place + 1 and _comparable_name(rows[number][place]) in names
        ]
        for place in range(_KEY_COLUMNS)
    }
    keys = max((place + 1 for place, found in known.items() if found and 2 * len(found) >= len(lines)), default=0)
    matched: dict[int, int] = {}
    for number in lines:
        found = (names[key] for key in map(_comparable_name, rows[number][:keys]) if key in names)
        line = next(found, None)
        if line is not None:
            matched[number] = line
    units = {"".join(unit) for number in headings for cell in rows[number] for unit in _UNIT.findall(cell)}
    return PastedBlock(rows, frozenset(headings), keys, matched, "元" in units if units else None)


@dataclass(frozen=True, slots=True)
class PasteTarget:
    """Where a block is laid: the grid, the cell to begin at, rows not shown, and the open table that may grow."""

    grid: GridModel
    start: CellPosition
    hidden: frozenset[int] = frozenset()
    growing_table: Table | None = None

    def shown_text(self, cell: PastedCell, text: str) -> str:
        """A text that would be entered, in the unit the clerk looks at."""
        return self.grid.report.in_shown_unit(cell.address, text) if cell.address is not None else text


def plan_paste(target: PasteTarget, block: PastedBlock, by_row: bool, from_yuan: bool) -> PastePlan:
    """Lay a block out from a cell on, or each of its lines on the row it names."""
    grid = target.grid
    lines = [row for row in range(target.start[0], grid.rowCount()) if row not in target.hidden]
    at_names = by_row and _is_on_name_column(target, block)
    drop = block.key_columns if by_row and not at_names else 0
    landings: list[PastedCell] = []
    merged: dict[CellPosition, str] = {}
    position = 0
    for number, cells in enumerate(block.rows):
        if number in block.headings:
            continue
        line = lines[position] if position < len(lines) else None
        position += 1
        if by_row:
            line = block.matched_rows.get(number)
        fresh = f"r{uuid.uuid4().hex[:10]}"
        lost = by_row and line is None and (target.growing_table is None or not at_names)
        name = " ".join(cells[: block.key_columns]).strip()
        for offset, text in enumerate(cells[drop:]):
            if lost:
                if text.strip() and (offset + drop >= block.key_columns):
                    landings.append(PastedCell(None, name or f"第 {number + 1} 行", "", text.strip(), "unmatched"))
                continue
            at = (line, target.start[1] + offset)
            name_of_new = f"第 {number + 1} 行第 {offset + drop + 1} 列"
            landed = _pasted_cell(
                target, at, _text_for_cell(grid, at, text.strip(), merged), (fresh, name_of_new), from_yuan
            )
            if landed is not None:
                landings.append(landed)
    return PastePlan(tuple(landings))


def _pasted_cell(
    target: PasteTarget, at: tuple[int | None, int], text: str, fresh: tuple[str, str], from_yuan: bool
) -> PastedCell | None:
    """What would become of one cell; None when nothing would change."""
    grid, (line, column) = target.grid, at
    cell = None
    if column < grid.columnCount():
        cell = grid.cell_at((line, column)) if line is not None else _cell_below(target, column, fresh[0])
    if cell is None:
        return PastedCell(None, fresh[1], "", text, "outside") if text else None
    address, question = cell.address, grid.question(cell)
    label = _label(grid, cell, line)
    if line is not None and at != (cell.row, cell.column) and grid.is_editable(cell):
        address = grid.own_address_below(cell, line) if column == cell.column else None
        if address is None or not text:
            return PastedCell(None, label, "", text, "covered") if text else None
    if address is None or question is None or not grid.is_editable(cell):
        same = not text or _comparable_name(text) == _comparable_name(cell.text) or _same_figure(text, cell)
        return None if same else PastedCell(None, label, cell.text, text, "computed")
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
    """What a merged cell is given holds for all its rows: a copy has it in the uppermost only."""
    line, column = at
    cell = grid.cell_at((line, column)) if line is not None else None
    if line is None or cell is None or cell.row_span == 1 or column != cell.column:
        return text
    if text or line == cell.row:
        merged[(cell.row, column)] = text
    return text or merged.get((cell.row, column), "")


def _cell_below(target: PasteTarget, column: int, row: str) -> Cell | None:
    """The cell a new row of an open table would have in this column."""
    grid, table = target.grid, target.growing_table
    last = grid.cell_at((grid.rowCount() - 1, column)) if table else None
    if table is None or last is None:
        return None
    offset = column - (grid.columnCount() - len(table.columns))
    if offset < 0:
        return last
    address = Address(grid.instance, table.id, row, table.columns[offset].id)
    return Cell(grid.rowCount(), column, "", role="entry", address=address)


def _label(grid: GridModel, cell: Cell, line: int | None) -> str:
    question: Question | None = grid.question(cell)
    if cell.address is None or question is None:
        return " ".join(cell.text.split()) or "空格"
    return f"新增行·{question.label}" if line is None else answer_label(grid.report.answers, cell.address)


def _is_on_name_column(target: PasteTarget, block: PastedBlock) -> bool:
    """Whether the block is pasted onto the column of names it was copied with, rather than onto figures."""
    cell = target.grid.cell_at(target.start)
    if not target.grid.is_editable(cell):
        return True
    column = target.start[1]
    for number, row in block.matched_rows.items():
        there = target.grid.cell_at((row, column))
        if there is not None and _comparable_name(there.text) in {
            _comparable_name(text) for text in block.rows[number][: block.key_columns]
        }:
            return True
    return False


def _row_names(grid: GridModel) -> dict[str, int]:
    """The rows of a grid by code and by name; what names two rows names none."""
    found: dict[str, set[int]] = {}
    for cell in grid.grid.cells:
        if cell.row < grid.grid.header_rows:
            continue
        text = {_comparable_name(cell.text)} if cell.column < _KEY_COLUMNS and _may_name(grid, cell) else set()
        if cell.address is not None and cell.address.row:
            table = grid.report.session.form.tables[(cell.address.form_section, cell.address.field)]
            if not table.open:
                row = table.row(cell.address.row)
                text |= {_comparable_name(row.code), _comparable_name(row.label)}
        for word in text - {""}:
            found.setdefault(word, set()).add(cell.row)
    return {word: next(iter(rows)) for word, rows in found.items() if len(rows) == 1}


def _may_name(grid: GridModel, cell: Cell) -> bool:
    """Whether a row can be called by what stands in a cell: figures and options of a list name none."""
    question = grid.question(cell)
    return cell.value is None and cell.row_span == 1 and (question is None or question.kind not in ("choice", "link"))


def _comparable_name(text: str) -> str:
    """A name as it is compared: without spaces, numbering and `其中：`."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return _LEAD_IN.sub("", plain) or plain


def _same_figure(text: str, cell: Cell) -> bool:
    value = parse_answer("number", "", text).value
    return isinstance(value, Decimal) and value == cell.value


def summary_text(plan: PastePlan) -> str:
    """What would happen, before it does."""
    counts = Counter(one.note for one in plan.cells)
    parts = [f"将贴入 {len(plan.texts)} 格"]
    parts += [f"{counts[note]} 格{text}" for note, text in NOTE_LABELS.items() if note and counts[note]]
    return "；".join(parts) + "。贴入后可以一步撤销。"
