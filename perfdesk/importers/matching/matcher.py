"""Match a copied block with a table by headings, names and codes, and plan where each of its cells goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from perfdesk.definition.address import Address
from perfdesk.importers.matching.answers import PasteOptions, plan_answer, row_label
from perfdesk.importers.matching.block import (
    Block,
    SourceCell,
    is_heading_line,
    lay_out_block,
    stacked,
    turned,
    without_titles,
)
from perfdesk.importers.matching.columns import (
    Role,
    Roles,
    fitting_columns,
    key_column_of_open_table,
    names_rows,
    roles_by_heading,
    roles_by_position,
)
from perfdesk.importers.matching.figures import figure_of, is_money, joined_measure
from perfdesk.importers.matching.names import comparable_name, heading_name
from perfdesk.importers.matching.plan import CellNote, PastePlan, PlannedCell, UnknownChoice
from perfdesk.importers.matching.rows import OpenRows, RowKeys, RowTarget, find_row_keys, rows_in_order
from perfdesk.importers.matching.target import MatchTarget, name_column, named_row
from perfdesk.importers.matching.two_way import upright

_MOST_HEADING_LINES = 8
#: The columns at the left in which the headings of a lying table may be.
_MOST_HEADING_COLUMNS = 3
_SEVERAL = 2
_MOST_GROUPS = 4


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
    block = lay_out_block(rows)
    two_way = upright(block, target)
    if two_way is not None:
        block = two_way
    elif _is_lying(block, target):
        block = turned(block)
    block = without_titles(replace(block, header_lines=_count_header_lines(block, target)))
    block = stacked(block, _count_groups(block, target))
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
    name = " ".join(
        cell.text for cell, role in zip(line, match.roles, strict=True) if role.kind in ("key", "skipped") and cell.text
    )
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
        named = max((_count_rows(line, ids) for line in (*block.lines, *zip(*block.lines, strict=True))), default=0)
        return (
            "这一块的表头有几层，认不出各个数是哪一行哪一栏，没有贴；请只复制名称和数两行或两列。"
            if named >= _SEVERAL
            else ""
        )
    others = [block.column(number) for number, role in enumerate(roles.columns) if role.kind in ("skipped", "unknown")]
    if any(figure_of(text) is None for texts in others for text in texts):
        return "这一块各行的名称和编码在本表里都没有，没有贴；请到对应的表里去贴。"
    return ""


def _count_groups(block: Block, target: MatchTarget) -> int:
    """How many groups of columns with the same headings lie side by side, each beginning with names of rows."""
    if not block.header_lines:
        return 1
    heads = [comparable_name(cell.text) for cell in block.lines[block.header_lines - 1]]
    for groups in range(_MOST_GROUPS, 1, -1):
        width, rest = divmod(len(heads), groups)
        if not rest and width >= _SEVERAL and heads == heads[:width] * groups and names_rows(heads[0], target):
            return groups
    return 1


def _is_lying(block: Block, target: MatchTarget) -> bool:
    """Whether the names of rows lie side by side, or the headings of columns one below the other."""
    columns = list(zip(*block.lines, strict=True)) if block.lines else []
    upright = max((_count_headings(line, target) for line in block.lines[:_MOST_HEADING_LINES]), default=0)
    beside_figures = [line for line in block.lines if any(figure_of(cell.text) is not None for cell in line)]
    heads = list(zip(*(beside_figures or block.lines), strict=True))[:_MOST_HEADING_COLUMNS]
    lying = max((_count_headings(column, target) for column in heads), default=0)
    if not target.table.open:
        ids = target.row_ids(target.table)
        upright += max((_count_rows(column, ids) for column in columns), default=0)
        lying += max((_count_rows(line, ids) for line in block.lines), default=0)
    return lying >= _SEVERAL and lying > upright


def _count_headings(cells: tuple[SourceCell, ...], target: MatchTarget) -> int:
    names = {heading_name(cell.text, target.year) for cell in cells if cell.text and figure_of(cell.text) is None}
    return len({column for name in names for column in target.column_ids(name)})


def _count_rows(cells: tuple[SourceCell, ...], ids: dict[str, str]) -> int:
    return len({row for cell in cells if not cell.text.isdigit() and (row := named_row(ids, cell.text))})


def _count_header_lines(block: Block, target: MatchTarget) -> int:
    """How many lines at the top are headings."""
    possible: list[tuple[SourceCell, ...]] = []
    ids = {} if target.table.open else target.row_ids(target.table)
    for line, below in pairwise(block.lines[: _MOST_HEADING_LINES + 1]):
        texts = [cell.text for cell in line if cell.text]
        names_a_row = any(named_row(ids, text) for text in texts) and not _has_heading(line, below, target)
        if names_a_row or not is_heading_line(line):
            break
        possible.append(line)
    if not target.table.open and any(sum(bool(cell.text) for cell in line) >= _SEVERAL for line in possible):
        following = [cell.text for cell in block.lines[len(possible)] if cell.text]
        if any(figure_of(text) is not None or named_row(ids, text) for text in following):
            return len(possible)
    below = block.lines[1:]
    headings = [number for number, line in enumerate(possible, 1) if _has_heading(line, below[number - 1], target)]
    return headings[-1] if headings else 0


def _has_heading(line: tuple[SourceCell, ...], below: tuple[SourceCell, ...], target: MatchTarget) -> bool:
    """Whether a line has headings of this table: in an open table several, for its texts may be anything."""
    texts = [cell.text for cell in line if cell.text]
    exact = _count_headings(line, target)
    if not target.table.open:
        return exact > 0 or any(names_rows(text, target) for text in texts)
    fitting = sum(bool(fitting_columns(target, [text])) for text in texts)
    return bool(exact) and (fitting >= _SEVERAL or len(texts) == 1 or _is_above_figures(line, below))


def _is_above_figures(line: tuple[SourceCell, ...], below: tuple[SourceCell, ...]) -> bool:
    """Whether a word of a line has a figure below it."""
    pairs = zip(line, below, strict=True)
    return any(
        upper.text and figure_of(upper.text) is None and figure_of(lower.text) is not None for upper, lower in pairs
    )
