"""Which row of a table each line of a copied block is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import permutations
from typing import Literal

from perfdesk.definition.address import new_row_id
from perfdesk.definition.model import Table
from perfdesk.importers.matching.block import Block, SourceCell
from perfdesk.importers.matching.columns import Role
from perfdesk.importers.matching.figures import figure_of
from perfdesk.importers.matching.names import comparable_name, is_part, is_remark, is_total, option_for
from perfdesk.importers.matching.target import MatchTarget, name_column, named_row

LineNote = Literal["", "unmatched", "total", "part", "remark", "contradictory"]
_CLASS_CODE = re.compile(r"\d{3,5}(?:\.0)?")
_ITEM_CODE = re.compile(r"\d{1,2}(?:\.0)?")
_MAX_CODE_PARTS = 3
_MAX_SPLIT_COLUMNS = 4
#: As many lines show which columns hold codes.
_SAMPLE_LINES = 200


@dataclass(frozen=True, slots=True)
class RowTarget:
    """The row that a line is about; without a table, `note` says why there is none."""

    table: Table | None
    row: str = ""
    note: LineNote = ""
    is_new: bool = False


@dataclass(slots=True)
class RowKeys:
    """The columns with the names and codes of rows; `parts` hold the parts of one code, left to right.

    A part that is blank is that of the line above, as merged cells are copied.
    """

    columns: frozenset[int]
    parts: tuple[int, ...] = ()
    _above: dict[int, str] = field(default_factory=dict[int, str])

    def row_of(self, target: MatchTarget, line: tuple[SourceCell, ...]) -> RowTarget:
        """The row of a table with fixed rows that a line names."""
        ids = target.row_ids(target.table)
        code = ids.get(self.code(line), "") if self.parts else ""
        texts = [line[number].text for number in sorted(self.columns) if line[number].text]
        found = {text: named_row(ids, text) for text in texts}
        coded = code or next((row for text, row in found.items() if row and text.lstrip("'")[:1].isdigit()), "")
        names = {row: text for text, row in found.items() if row and not text.lstrip("'")[:1].isdigit()}
        items = [row for row in names if not target.table.row(row).total] or list(names)
        if len(items) > 1 or not (coded or items):
            return RowTarget(None, note="contradictory" if items else _note_without_row(line))
        if not items:
            return RowTarget(target.table, coded)
        row = self._settle(target, coded, items[0], names[items[0]]) if coded else items[0]
        return RowTarget(target.table, row) if row else RowTarget(None, note="contradictory")

    def _settle(self, target: MatchTarget, coded: str, named: str, name: str) -> str:
        """The row of a line whose code and name may differ: a class code is repeated beside the names of its items."""
        row = target.table.row(coded)
        if coded == named or comparable_name(name) in comparable_name(row.label):
            return coded
        return named if row.total else ""

    def code(self, line: tuple[SourceCell, ...]) -> str:
        """The code whose parts a line holds."""
        code = ""
        for place, number in enumerate(self.parts):
            text = line[number].text.removesuffix(".0")
            if not text and place < len(self.parts) - 1:
                text = self._above.get(number, "")
            self._above[number] = text
            code += text.zfill(2) if code and text else text
        return code


def find_row_keys(block: Block, target: MatchTarget) -> RowKeys | None:
    """The columns that name rows of a table with fixed rows; None if there are none."""
    ids = target.row_ids(target.table)
    hits: dict[int, int] = {}
    for number in range(block.width):
        hits[number] = len({row for text in block.column(number) if (row := named_row(ids, text))})
    lines = {number: sum(bool(named_row(ids, text)) for text in block.column(number)) for number in hits}
    keys = {number for number, count in lines.items() if count and 2 * count >= len(block.column(number))}
    best = max(hits, key=lambda number: (hits[number], -number), default=0)
    if block.header_lines and hits.get(best) and not _is_mostly_figures(block, best):
        keys.add(best)
    parts = _code_parts(block, ids)
    keys -= set(parts)
    reached = max([lines[number] for number in keys] + [_count_codes(block, ids, parts)], default=0)
    if not reached or (not block.header_lines and 2 * reached < len(block.body)):
        return None
    return RowKeys(frozenset(keys), parts)


def _is_mostly_figures(block: Block, number: int) -> bool:
    texts = block.column(number)
    return 2 * sum(figure_of(text) is not None for text in texts) > len(texts)


def _code_parts(block: Block, ids: dict[str, str]) -> tuple[int, ...]:
    """The columns whose texts together are codes of rows; empty if there are none."""
    sample = replace(block, lines=block.lines[: block.header_lines + _SAMPLE_LINES])
    texts = {number: sample.column(number) for number in range(block.width)}
    classes = [number for number in texts if _all_match(_CLASS_CODE, texts[number])][:_MAX_SPLIT_COLUMNS]
    items = [number for number in texts if _all_match(_ITEM_CODE, texts[number])][:_MAX_SPLIT_COLUMNS]
    best: tuple[int, ...] = ()
    best_count = 0
    for first in classes:
        for length in range(1, _MAX_CODE_PARTS):
            for rest in permutations([number for number in items if number != first], length):
                parts = (first, *rest)
                count = _count_codes(sample, ids, parts)
                others = any(_has_figure(sample, number) for number in texts if number not in parts)
                if others and count > best_count and 2 * count >= len(texts[rest[-1]]):
                    best, best_count = parts, count
    return best


def _all_match(pattern: re.Pattern[str], texts: list[str]) -> bool:
    return bool(texts) and all(pattern.fullmatch(text) for text in texts)


def _has_figure(block: Block, number: int) -> bool:
    return any(figure_of(text) is not None for text in block.column(number))


def _count_codes(block: Block, ids: dict[str, str], parts: tuple[int, ...]) -> int:
    """How many lines have a code of a row in these columns together, no part of it being such a code by itself."""
    keys = RowKeys(frozenset(), parts)
    codes = [keys.code(line) for line in block.body if parts and line[parts[-1]].text]
    return len({code for code in codes if code in ids})


def _note_without_row(line: tuple[SourceCell, ...]) -> LineNote:
    texts = [cell.text for cell in line if cell.text]
    words = [text for text in texts if figure_of(text) is None]
    if any(is_total(text) for text in words):
        return "total"
    return "remark" if len(texts) == 1 and is_remark(texts[0]) else "unmatched"


def rows_in_order(block: Block, target: MatchTarget) -> Iterator[RowTarget]:
    """The rows for lines without names, from the cursor on; computed totals are passed over."""
    rows = list(target.rows(target.table))
    asked = [
        row
        for row in rows
        if any(target.is_asked(target.address(target.table, row, column.id)) for column in target.columns)
    ]
    start = asked.index(target.row) if target.row in asked else 0
    left = iter(asked[start:])
    for line in block.body:
        row = next(left, "")
        yield RowTarget(target.table, row) if row else RowTarget(None, note=_note_without_row(line))


class OpenRows:
    """Gives the lines of a block their rows in tables that can grow: rows of that name, then free or new ones.

    In the cursor's table, lines without such a row go to the rows from the cursor on; in the others, to rows that
    have no name yet.
    """

    def __init__(self, target: MatchTarget, roles: tuple[Role, ...], block: Block, only_known: bool) -> None:
        self._target = target
        self._roles = roles
        self._only_known = only_known
        self._name = self._name_place()
        self._group = next((number for number, role in enumerate(roles) if role.kind == "group"), None)
        self._above: dict[int, str] = {}
        names = Counter(comparable_name(self._name_of(line)) for line in block.body)
        self._repeated = {name for name, count in names.items() if count > 1}
        self._claimed = {table.id: self._named_rows(block, table) for table in target.tables}
        self._left = {table.id: self._free_rows(table) for table in target.tables}

    def carried(self, line: tuple[SourceCell, ...], number: int) -> str:
        """The text of a cell; a blank one of a choice left of the names, or of a group, is that of the line above."""
        text = line[number].text
        if text or not self._is_carried(number):
            self._above[number] = text
        return text or self._above.get(number, "")

    def _is_carried(self, number: int) -> bool:
        role = self._roles[number]
        if role.kind == "group":
            return True
        named = name_column(self._target.table)
        if role.kind != "answer" or named is None or self._target.table.column(role.column).kind != "choice":
            return False
        order = [column.id for column in self._target.columns]
        return order.index(role.column) < order.index(named.id)

    def row_of(self, line: tuple[SourceCell, ...]) -> RowTarget:
        """The row for the next line."""
        note = self._note(line)
        table = None if note else self._table_of(line)
        if table is None:
            return RowTarget(None, note=note or "unmatched")
        name = comparable_name(self._name_of(line))
        known = self._target.row_ids(table).get(name, "")
        if known and name not in self._repeated:
            return RowTarget(table, known)
        if self._only_known:
            return RowTarget(None, note="unmatched")
        row = next(self._left[table.id], "")
        return RowTarget(table, row or new_row_id(), is_new=not row)

    def _note(self, line: tuple[SourceCell, ...]) -> LineNote:
        """Why a line is no row: it holds totals or a remark, or repeats a fixed text of the page beside its figures."""
        name = self._name_of(line)
        texts = [cell.text for cell in line if cell.text]
        words = [text for text in texts if figure_of(text) is None]
        if (name and is_total(name)) or (not name and any(is_total(text) for text in words)):
            return "total"
        if words and is_total(words[0]) and words[0] == texts[0]:
            return "total"
        if len(texts) == 1 and is_remark(texts[0]):
            return "remark"
        if is_part(name):
            return "part"
        return "total" if comparable_name(name) in self._target.labels and len(texts) > 1 else ""

    def _table_of(self, line: tuple[SourceCell, ...]) -> Table | None:
        """The table that a line's group names, or that has its choices; else the cursor's."""
        tables = self._target.tables
        if self._group is not None:
            text = self.carried(line, self._group)
            label = option_for(text, [table.label for table in tables])
            if label:
                return next(table for table in tables if table.label == label)
        choices = [
            (role.column, self.carried(line, number))
            for number, role in enumerate(self._roles)
            if role.kind == "answer" and self._target.table.column(role.column).kind == "choice"
        ]
        given = [(column, text) for column, text in choices if text]
        fitting = [
            table for table in tables if all(option_for(text, table.column(column).options) for column, text in given)
        ]
        if given and self._target.table not in fitting and len(fitting) == 1:
            return fitting[0]
        return self._target.table if self._group is None or (given and self._target.table in fitting) else None

    def _name_place(self) -> int | None:
        named = name_column(self._target.table)
        answers = [
            number
            for number, role in enumerate(self._roles)
            if named and role == Role("answer", named.id, role.heading)
        ]
        keys = [number for number, role in enumerate(self._roles) if role.kind == "key"]
        return next(iter(keys or answers), None)

    def _name_of(self, line: tuple[SourceCell, ...]) -> str:
        return line[self._name].text if self._name is not None else ""

    def _named_rows(self, block: Block, table: Table) -> set[str]:
        ids = self._target.row_ids(table)
        names = {comparable_name(self._name_of(line)) for line in block.body} - self._repeated
        return {ids[name] for name in names if name in ids}

    def _free_rows(self, table: Table) -> Iterator[str]:
        rows = [row for row in self._target.rows(table) if row not in self._claimed[table.id]]
        if table is self._target.table:
            every = self._target.rows(table)
            start = every.index(self._target.row) if self._target.row in every else 0
            return iter([row for row in rows if every.index(row) >= start])
        named = name_column(table)
        return iter(
            [row for row in rows if named and not self._target.typed(self._target.address(table, row, named.id))]
        )
