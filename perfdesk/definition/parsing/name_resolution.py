"""What a name in a formula means: the answer it refers to, seen from where the formula stands.

From inside a table the shortest names reach the same row (by column) or the same column (by row); longer ones start
at a table or field of the same section, or at a section.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from perfdesk.definition.expression import Expression, ExpressionError, Ref, Resolve, RowFact, Type, Vector
from perfdesk.definition.model import Question, Table
from perfdesk.definition.toml.table import closest

ROW_FACTS: tuple[Literal["label", "code", "n", "ordinal"], ...] = ("label", "code", "n", "ordinal")
_TYPES: dict[str, Type] = {"number": "number", "year": "number", "measure": "measure", "date": "date"}
_COLUMN_TYPES: dict[Type, Type] = {
    "number": "numbers",
    "text": "texts",
    "measure": "measures",
    "date": "dates",
}


class UnknownNameError(ExpressionError):
    """A name that means nothing where it stands."""


@dataclass(frozen=True, slots=True)
class Here:
    """Where a formula stands: its section, and in a table its row (`*` for the row at hand) and column."""

    section: str
    table: tuple[str, str] | None = None
    row: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """Every field and table of a form by section, and which open table a repeated section follows."""

    fields: dict[str, dict[str, Question]]
    tables: dict[str, dict[str, Table]]
    each: dict[str, tuple[str, str]]

    def resolver(self, here: Here) -> Resolve:
        """How names are read at this place; the function raises ExpressionError for unknown or ambiguous ones."""

        def resolve(path: tuple[str, ...]) -> Expression:
            found = list(self._meanings(path, here))
            if len(found) == 1:
                return found[0]
            written = ".".join(path)
            if found:
                raise ExpressionError(f"“{written}”在这里不止一个意思，请写上表名或章节名")
            raise UnknownNameError(f"没有“{written[:80]}”{self._suggestion(path, here)}")

        return resolve

    def _meanings(self, path: tuple[str, ...], here: Here) -> Iterator[Expression]:
        match path:
            case (name,):
                yield from self._one(name, here)
            case ("each", column) if here.section in self.each:
                section, table = self.each[here.section]
                yield from self._cell(section, table, "^", column)
            case (first, second):
                yield from self._two(first, second, here)
            case (first, second, third):
                yield from self._cell(here.section, first, second, third)
                yield from self._in_table(first, second, third, here.column)
            case (section, table, row, column):
                yield from self._cell(section, table, row, column)
            case _:
                return

    def _one(self, name: str, here: Here) -> Iterator[Expression]:
        inner = list(self._at_hand(name, here))
        yield from inner
        if not inner:  # the row and column at hand go before the section's own fields
            yield from self._field(here.section, name)
            if here.column:
                yield from self._column(here.section, name, here.column)

    def _at_hand(self, name: str, here: Here) -> Iterator[Expression]:
        if here.table is None:
            return
        if here.row:
            yield from self._cell(*here.table, here.row, name)
            if name in ROW_FACTS:
                yield RowFact(name)
        if here.column:
            yield from self._cell(*here.table, name, here.column)

    def _two(self, first: str, second: str, here: Here) -> Iterator[Expression]:
        if here.table is not None and not self.tables[here.table[0]][here.table[1]].open:
            yield from self._cell(*here.table, first, second)
        yield from self._in_table(here.section, first, second, here.column)
        yield from self._field(first, second)
        if here.column and first != here.section:
            yield from self._column(first, second, here.column)

    def _in_table(self, section: str, table: str, name: str, column: str) -> Iterator[Expression]:
        yield from self._column(section, table, name)
        if column:
            yield from self._cell(section, table, name, column)

    def _field(self, section: str, name: str) -> Iterator[Expression]:
        question = self.fields.get(section, {}).get(name)
        if question is not None:
            yield Ref(section, name, "", "", _TYPES.get(question.kind, "text"))

    def _column(self, section: str, table: str, column: str) -> Iterator[Expression]:
        known = self.tables.get(section, {}).get(table)
        question = _find(known, column)
        if known is None or question is None:
            return
        rows = None if known.open else tuple(r.id for r in known.rows if not r.total and column not in r.skip)
        kind = _COLUMN_TYPES[_TYPES.get(question.kind, "text")]
        yield Vector(section, table, column, rows, kind)

    def _cell(self, section: str, table: str, row: str, column: str) -> Iterator[Expression]:
        known = self.tables.get(section, {}).get(table)
        question = _find(known, column)
        if known is None or question is None:
            return
        fixed = next((r for r in known.rows if r.id == row), None)
        if row in ("*", "^") or (fixed is not None and column not in fixed.skip):
            yield Ref(section, table, row, column, _TYPES.get(question.kind, "text"))

    def _suggestion(self, path: tuple[str, ...], here: Here) -> str:
        known = {*self.fields, *self.tables.get(here.section, {}), *self.fields.get(here.section, {})}
        tables = [table for section in self.tables.values() for table in section.items()]
        known.update(name for name, _ in tables)
        known.update(question.id for _, table in tables for question in table.columns)
        known.update(row.id for _, table in tables for row in table.rows)
        for part in path:
            near = closest(part, sorted(known)) if part not in known else ""
            if near:
                return f"，是不是“{'.'.join(near if piece == part else piece for piece in path)}”？"
        return ""


def _find(table: Table | None, column: str) -> Question | None:
    return next((known for known in table.columns if known.id == column), None) if table else None


def at(here: Here, row: str, column: str) -> Here:
    """The same place, at another cell of its table."""
    return replace(here, row=row, column=column)
