"""Match a copied block with a table by headings, names and codes, and plan where each of its cells goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from perfdesk.definition.address import Address
from perfdesk.importers.matching.answers import PasteOptions, plan_answer, row_label
from perfdesk.importers.matching.block import Block, SourceCell
from perfdesk.importers.matching.columns import (
    Role,
    Roles,
    key_column_of_open_table,
    roles_by_heading,
    roles_by_position,
)
from perfdesk.importers.matching.figures import figure_of, is_money, joined_measure
from perfdesk.importers.matching.layout import count_named_rows, read_layout
from perfdesk.importers.matching.plan import CellNote, PastePlan, PlannedCell, UnknownChoice
from perfdesk.importers.matching.rows import OpenRows, RowKeys, RowTarget, find_row_keys, rows_in_order
from perfdesk.importers.matching.target import MatchTarget, name_column

_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class BlockMatch:
    """What was recognised in a block: the role of each column, and whether its figures are in 元 (None if not given).

    `is_certain` is false if neither headings nor names of rows were recognised in a table with fixed rows; such a
    block can only be taken by position. `refusal` is the reason why the block cannot be taken, as a sentence.
    """

    target: MatchTarget
    block: Block
    roles: tuple[Role, ...]
    keys: RowKeys | None
    refusal: str = ""

    @property
    def has_headings(self) -> bool:
        """Whether the block has headings."""
        return self.block.header_lines > 0

    @property
    def is_certain(self) -> bool:
        """Whether the block is placed by what it says rather than by its position."""
        return self.target.table.open or self.has_headings or self.keys is not None or bool(self.refusal)

    @property
    def in_yuan(self) -> bool | None:
        """The unit that the block gives: whether it is 元; None when it gives none."""
        return self.block.in_yuan

    @property
    def matched_lines(self) -> int:
        """How many lines name a row of a table with fixed rows."""
        if self.keys is None:
            return 0
        return sum(self.keys.row_of(self.target, line).table is not None for line in self.block.body)

    @property
    def has_money(self) -> bool:
        """Whether any answer of the block is an amount of money."""
        columns = {role.column for role in self.roles if role.kind == "answer"}
        return any(is_money(column) for column in self.target.columns if column.id in columns)


def match_block(target: MatchTarget, rows: list[list[str]]) -> BlockMatch:
    """Recognise the headings of a block, the rows that it names, and what each column is."""
    block = read_layout(rows, target)
    keys = None if target.table.open else find_row_keys(block, target)
    key_columns = keys.columns | set(keys.parts) if keys is not None else frozenset[int]()
    if target.table.open:
        key_columns = key_column_of_open_table(block, target) if not block.header_lines else frozenset()
    if block.header_lines:
        roles = roles_by_heading(block, target, frozenset(key_columns))
    else:
        roles = roles_by_position(block, target, frozenset(key_columns))
    return BlockMatch(target, block, roles.columns, keys, _refusal(block, target, roles, keys))


def plan_block(match: BlockMatch, options: PasteOptions) -> PastePlan:
    """Plan each cell of a block."""
    if match.refusal:
        return PastePlan(())
    planned: list[PlannedCell] = []
    unknown: Counter[tuple[str, str]] = Counter()
    for line, row, texts in _lines(match):
        if row.table is None:
            planned += _unplaced_line(match, line, row)
            continue
        for number, role in enumerate(match.roles):
            cell = _planned_cell(match, line, row, number, texts, options)
            if cell is not None:
                planned.append(cell)
                unknown[(role.column, texts[number])] += cell.note == "refused"
    planned = _without_contradictions(planned + _left_out_columns(match))
    return PastePlan(_without_unchanged(match, planned), tuple(_unknown_choices(match.target, +unknown)))


def _lines(match: BlockMatch) -> Iterator[tuple[tuple[SourceCell, ...], RowTarget, list[str]]]:
    """Each line below the headings with its row and its texts."""
    body = match.block.body
    if not match.target.table.open:
        keys = match.keys
        rows = [keys.row_of(match.target, line) for line in body] if keys else rows_in_order(match.block, match.target)
        for line, row in zip(body, rows, strict=True):
            yield line, row, [cell.text for cell in line]
        return
    open_rows = OpenRows(match.target, match.roles, match.block, any(role.kind == "key" for role in match.roles))
    for line in body:
        row = open_rows.row_of(line)
        yield line, row, [open_rows.carried(line, number) for number in range(len(line))]


def _planned_cell(
    match: BlockMatch,
    line: tuple[SourceCell, ...],
    row: RowTarget,
    number: int,
    texts: list[str],
    options: PasteOptions,
) -> PlannedCell | None:
    """The plan for one cell of a line that has a row; None for a cell that is no answer."""
    role, place, table = match.roles[number], line[number].place, row.table
    if role.kind == "outside" and texts[number]:
        return PlannedCell(None, place, "", texts[number], "outside", place)
    if role.kind != "answer" or table is None:
        return None
    address = match.target.address(table, row.row, role.column)
    named = name_column(table)
    new_name = None
    if row.is_new:
        places = [at for at, one in enumerate(match.roles) if one.kind == "answer" and named and one.column == named.id]
        new_name = texts[places[0]] if places else ""
    label = row_label(match.target.answers, table, address, new_name)
    return plan_answer(match.target.answers, address, label, _joined(match, number, texts), options, place)


def _joined(match: BlockMatch, number: int, texts: list[str]) -> str:
    """The text of an answer, with the sign and the unit that were in columns of their own."""
    column = match.roles[number].column
    parts = {
        role.kind: texts[place]
        for place, role in enumerate(match.roles)
        if role.kind in ("sign", "unit") and role.column == column
    }
    return joined_measure(parts.get("sign", ""), texts[number], parts.get("unit", "")) if parts else texts[number]


def _unplaced_line(match: BlockMatch, line: tuple[SourceCell, ...], row: RowTarget) -> list[PlannedCell]:
    """What is shown about a line without a row: one note for a whole line of totals, else one for each figure."""
    naming = [cell.text for cell, role in zip(line, match.roles, strict=True) if role.kind in ("key", "skipped")]
    name = " ".join(text for text in naming if text and not text.isdecimal())
    texts = [cell.text for cell in line if cell.text]
    name = name or next((text for text in texts if figure_of(text) is None), f"第 {line[0].row + 1} 行")
    if row.note != "unmatched":
        note: CellNote = row.note or "unmatched"
        return [PlannedCell(None, name, "", " ".join(text for text in texts if text != name), note, line[0].place)]
    return [
        PlannedCell(None, name, "", cell.text, "unmatched", cell.place)
        for cell, role in zip(line, match.roles, strict=True)
        if cell.text and role.kind not in ("key", "skipped", "unknown") and cell.text != name
    ]


def _left_out_columns(match: BlockMatch) -> list[PlannedCell]:
    """What is shown about the columns that this table does not have."""
    left_out: list[PlannedCell] = []
    for number, role in enumerate(match.roles):
        cells = [line[number] for line in match.block.body if line[number].text]
        if role.kind == "unknown" and cells:
            label = role.heading or f"第 {cells[0].column + 1} 列"
            left_out.append(PlannedCell(None, label, "", f"{len(cells)} 格", "no_column", cells[0].place))
    return left_out


def _without_contradictions(planned: list[PlannedCell]) -> list[PlannedCell]:
    """Two different texts for one answer are both left out."""
    texts: dict[Address, set[str]] = {}
    for cell in planned:
        if cell.address is not None:
            texts.setdefault(cell.address, set()).add(cell.after)
    return [
        replace(cell, note="repeated", address=None) if cell.address and len(texts[cell.address]) > 1 else cell
        for cell in planned
    ]


def _without_unchanged(match: BlockMatch, planned: list[PlannedCell]) -> tuple[PlannedCell, ...]:
    """The plan without what stays as it is, unless rows are added: then the rows that exist say where these go."""
    known = {row for table in match.target.tables for row in match.target.rows(table)}
    adds_rows = any(cell.address is not None and cell.address.row not in known for cell in planned)
    return tuple(cell for cell in planned if cell.note != "same" or (adds_rows and cell.before))


def _unknown_choices(target: MatchTarget, unknown: Counter[tuple[str, str]]) -> Iterator[UnknownChoice]:
    for (column, text), count in unknown.items():
        question = target.table.column(column)
        if question.kind == "choice":
            yield UnknownChoice(column, question.label, text, count, question.options)


def _refusal(block: Block, target: MatchTarget, roles: Roles, keys: RowKeys | None) -> str:
    """Why a block cannot be taken, as a sentence; empty if it can."""
    if target.table.open or keys is not None or (roles.refusal and block.header_lines):
        return roles.refusal
    if not block.header_lines:
        ids = target.row_ids(target.table)
        named = max(
            (count_named_rows(line, ids) for line in (*block.lines, *zip(*block.lines, strict=True))), default=0
        )
        return (
            "这一块的表头有几层，认不出各个数是哪一行哪一栏，没有贴；请只复制名称和数两行或两列。"
            if named >= _SEVERAL
            else ""
        )
    others = [block.column(number) for number, role in enumerate(roles.columns) if role.kind in ("skipped", "unknown")]
    if any(figure_of(text) is None for texts in others for text in texts):
        return "这一块各行的名称和编码在本表里都没有，没有贴；请到对应的表里去贴。"
    return ""
