"""Resolution of names in formulas: the answer that a name means in the scope of the formula.

From inside a table the shortest names reach the same row (by column) or the same column (by row); longer ones start
at a table or field of the same section, or at a section.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from perfdesk.definition.bands import Bands
from perfdesk.definition.expression import (
    Constant,
    Expression,
    ExpressionError,
    FindBands,
    Operation,
    Ref,
    Resolve,
    RowFact,
    Vector,
)
from perfdesk.definition.functions import Type
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
    """A `name` that is unknown in its scope; errors with one `cause` are mended together."""

    def __init__(self, message: str, name: str, cause: str) -> None:
        super().__init__(message)
        self.name, self.cause = name, cause


@dataclass(frozen=True, slots=True)
class Scope:
    """The scope of a formula: its section, and in a table its row (`*` for the current row) and column.

    In a group of rows only the column `grouped_by` has one value for all of them."""

    section: str
    table: tuple[str, str] | None = None
    row: str = ""
    column: str = ""
    grouped_by: str = ""


@dataclass(frozen=True, slots=True)
class SymbolTable:
    """Every field, table and bands of a form by section, and the open table of each repeated section.

    `used_bands` collects the bands that formulas look figures up in."""

    fields: dict[str, dict[str, Question]]
    tables: dict[str, dict[str, Table]]
    repeats_over: dict[str, tuple[str, str]]
    bands: dict[str, dict[str, Bands]]
    used_bands: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])

    def resolver(self, scope: Scope) -> Resolve:
        """Return a function that resolves names in a scope; it raises ExpressionError for unknown or ambiguous ones."""

        def resolve(path: tuple[str, ...]) -> Expression:
            found = list(self._candidates(path, scope))
            if len(found) == 1:
                return found[0]
            written = ".".join(path)
            if found:
                raise ExpressionError(f"“{written}”在这里不止一个意思，请写上表名或章节名")
            raise self._unknown(path, scope)

        return resolve

    def bands_from(self, scope: Scope) -> FindBands:
        """Return a function that finds bands by name, those of the own section by their id alone."""

        def find(path: tuple[str, ...]) -> Bands:
            section, name = path if len(path) == 2 else (scope.section, ".".join(path))
            found = self.bands.get(section, {}).get(name)
            if found is None:
                raise self._unknown_bands(path, scope)
            self.used_bands.add((section, name))
            return found

        return find

    def _unknown_bands(self, path: tuple[str, ...], scope: Scope) -> UnknownNameError:
        written = ".".join(path)
        own = set(self.bands.get(scope.section, {}))
        known = own | {f"{section}.{name}" for section, names in self.bands.items() for name in names}
        near = closest(written, sorted(known))
        message = f"没有“{written[:80]}”这个分档" + (f"，是不是“{near}”？" if near else "，写在 [[band]] 里")
        return UnknownNameError(message, written, written)

    def question(self, part: Ref | Vector) -> Question:
        """Return the question that a reference is about."""
        if not part.column:
            return self.fields[part.section][part.field]
        return self.tables[part.section][part.field].column(part.column)

    def _candidates(self, path: tuple[str, ...], scope: Scope) -> Iterator[Expression]:
        match path:
            case (name,):
                yield from self._single_names(name, scope)
            case ("each", column) if scope.section in self.repeats_over:
                section, table = self.repeats_over[scope.section]
                yield from self._cell_names(section, table, "^", column)
            case (first, second):
                yield from self._dotted_names(first, second, scope)
            case (first, second, third):
                yield from self._cell_names(scope.section, first, second, third)
                yield from self._names_in_table(first, second, third, scope.column)
            case (section, table, row, column):
                yield from self._cell_names(section, table, row, column)
            case _:
                return

    def _single_names(self, name: str, scope: Scope) -> Iterator[Expression]:
        inner = list(self._names_in_row(name, scope))
        yield from inner
        if not inner:  # the current row and column have precedence over the section's fields
            yield from self._field_names(scope.section, name)
            if scope.column:
                yield from self._column_names(scope.section, name, scope.column)

    def _names_in_row(self, name: str, scope: Scope) -> Iterator[Expression]:
        if scope.table is None:
            return
        if scope.row and (not scope.grouped_by or name == scope.grouped_by):
            yield from self._cell_names(*scope.table, scope.row, name)
            if name in ROW_FACTS:
                yield RowFact(name)
        if scope.column:
            yield from self._cell_names(*scope.table, name, scope.column)

    def _dotted_names(self, first: str, second: str, scope: Scope) -> Iterator[Expression]:
        if scope.table is not None and not self.tables[scope.table[0]][scope.table[1]].open:
            yield from self._cell_names(*scope.table, first, second)
        yield from self._names_in_table(scope.section, first, second, scope.column)
        yield from self._field_names(first, second)
        if scope.column and first != scope.section:
            yield from self._column_names(first, second, scope.column)

    def _names_in_table(self, section: str, table: str, name: str, column: str) -> Iterator[Expression]:
        yield from self._column_names(section, table, name)
        if column:
            yield from self._cell_names(section, table, name, column)

    def _field_names(self, section: str, name: str) -> Iterator[Expression]:
        question = self.fields.get(section, {}).get(name)
        if question is not None:
            yield Ref(section, name, "", "", _TYPES.get(question.kind, "text"))

    def _column_names(self, section: str, table: str, column: str) -> Iterator[Expression]:
        known = self.tables.get(section, {}).get(table)
        question = _find_column(known, column)
        if known is None or question is None:
            return
        rows = None if known.open else tuple(r.id for r in known.rows if not r.total and column not in r.skip)
        kind = _COLUMN_TYPES[_TYPES.get(question.kind, "text")]
        yield Vector(section, table, column, rows, kind)

    def _cell_names(self, section: str, table: str, row: str, column: str) -> Iterator[Expression]:
        known = self.tables.get(section, {}).get(table)
        question = _find_column(known, column)
        if known is None or question is None:
            return
        fixed = next((r for r in known.rows if r.id == row), None)
        if row in ("*", "^") or (fixed is not None and column not in fixed.skip):
            yield Ref(section, table, row, column, _TYPES.get(question.kind, "text"))

    def _unknown(self, path: tuple[str, ...], scope: Scope) -> UnknownNameError:
        written = ".".join(path)
        if scope.grouped_by and scope.table and _find_column(self.tables[scope.table[0]][scope.table[1]], written):
            return UnknownNameError(
                f"按“{scope.grouped_by}”分组查，“{written}”各行不同，要写成一栏，如 sum({scope.table[1]}.{written})",
                written,
                written,
            )
        by_label = self._labelled(path[-1], scope)
        if by_label:
            return UnknownNameError(f"没有“{written[:80]}”，要写 id“{by_label}”，不写名称", written, path[-1])
        known = {*self.fields, *self.tables.get(scope.section, {}), *self.fields.get(scope.section, {})}
        tables = [table for section in self.tables.values() for table in section.items()]
        known.update(name for name, _ in tables)
        known.update(question.id for _, table in tables for question in table.columns)
        known.update(row.id for _, table in tables for row in table.rows)
        known.update(ROW_FACTS if scope.table is not None else ())
        for part in path:
            near = closest(part, sorted(known)) if part not in known else ""
            if near:
                meant = ".".join(near if piece == part else piece for piece in path)
                return UnknownNameError(f"没有“{written[:80]}”，是不是“{meant}”？", written, f"{part}→{near}")
        return UnknownNameError(f"没有“{written[:80]}”", written, written)

    def _labelled(self, label: str, scope: Scope) -> str:
        """Return the id of the column, field or row with this label near a scope; empty when there is none."""
        tables = self.tables.get(scope.section, {})
        own = [tables[scope.table[1]]] if scope.table and scope.table[0] == scope.section else []
        for table in (*own, *tables.values()):
            found = next((one.id for one in (*table.columns, *table.rows) if one.label == label), "")
            if found:
                return found if table in own else f"{table.id}.{found}"
        return next((one.id for one in self.fields.get(scope.section, {}).values() if one.label == label), "")


def _find_column(table: Table | None, column: str) -> Question | None:
    return next((known for known in table.columns if known.id == column), None) if table else None


def with_cell(scope: Scope, row: str, column: str) -> Scope:
    """Return the scope of another cell of the same table."""
    return replace(scope, row=row, column=column)


def compared_texts(part: Expression, symbols: SymbolTable) -> Iterator[tuple[Question, str]]:
    """Yield the question and the text of each comparison of an answer with a text, in `==`, `!=` and `sumif`."""
    if not isinstance(part, Operation):
        return
    if part.name in ("==", "!=", "sumif"):
        named = [symbols.question(one) for one in part.parts if isinstance(one, Ref | Vector)]
        texts = [one.value for one in part.parts if isinstance(one, Constant) and isinstance(one.value, str)]
        yield from ((named[-1], text) for text in texts if named)
    for one in part.parts:
        yield from compared_texts(one, symbols)
