"""Checks that a form's `imports.toml` names answers, tables and columns of the form, for the author of the form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from perfdesk.budget import TooMuchError
from perfdesk.definition.address import form_section_of
from perfdesk.definition.diagnostics import Diagnostics, FormError, form_error
from perfdesk.definition.form_folder import IMPORTS_FILE
from perfdesk.definition.model import Form, Table
from perfdesk.definition.toml.table import did_you_mean
from perfdesk.importers.tables.description import FieldPlace, RowPlace, TableKind, read_description
from perfdesk.safe_open import is_taken


def check_imports(folder: Path, form: Form, diagnostics: Diagnostics) -> None:
    """Report what is wrong in the `imports.toml` of a form, if it has one."""
    path = folder / IMPORTS_FILE
    if not is_taken(path):
        return
    try:
        with diagnostics.collecting():
            described = read_description(path, diagnostics)
            check = _Check(form, diagnostics)
            check.fields(described.fields, IMPORTS_FILE)
            for number, kind in enumerate(described.kinds, 1):
                check.kind(kind, f"{IMPORTS_FILE} 第 {number} 个 table")
    except TooMuchError as error:
        diagnostics.errors.append(form_error(IMPORTS_FILE, f"{error.clause}，不像是表单的文件"))


class _Check:
    """The check of one description against its form."""

    def __init__(self, form: Form, diagnostics: Diagnostics) -> None:
        self._form, self._diagnostics = form, diagnostics
        self._tables = {f"{section}/{name}": table for (section, name), table in form.tables.items()}
        self._fields = {f"{section}/{name}" for section, name, column in form.questions if not column}

    def kind(self, kind: TableKind, where: str) -> None:
        """Check one kind of foreign table."""
        if not kind.titles or "" in kind.titles:
            self._report(where, f"“{kind.id}”的 titles 要写表名，不能空着")
        if kind.each:
            self._table(kind.each, "each", where, is_open=True)
        for path in kind.open:
            self._table(path, "open", where, is_open=True)
        self.fields(kind.fields, where)
        for block in kind.blocks:
            tables = [*self._targets(block.rows), *self._named(block.tables, where)]
            self._columns(block.columns, tables, block.rows, where)
            self._rows(block.rows, where)
            for column in (one for row in block.rows for one in row.likely if one not in block.columns):
                self._report(where, f"likely 里的“{column[:60]}”不是这里的一栏{did_you_mean(column, block.columns)}")
        if kind.records is not None:
            tables = [*self._named(kind.records.tables, where), *self._targets(kind.records.totals)]
            if kind.records.items:
                tables += filter(None, [self._table(kind.records.items, "items", where, is_open=True)])
            self._columns(kind.records.columns, tables, kind.records.totals, where)
            self._rows(kind.records.totals, where)

    def fields(self, places: Iterable[FieldPlace], where: str) -> None:
        """Check labels with a value beside or below them."""
        for place in places:
            self._labels(place.names, place.to, where)
            if not place.to:  # told as a missing key
                continue
            if not place.column:
                self._answer(place.to, where)
            elif (table := self._table(place.to, "to", where, is_open=True)) is not None:
                self._column(place.column, [table], where)

    def _rows(self, rows: Iterable[RowPlace], where: str) -> None:
        for row in rows:
            self._labels(row.names, row.to or next(iter(row.at.values()), row.items), where)
            if row.to:
                self._row(row.to, where)
            for path in row.at.values():
                self._answer(path, where)
            if row.items and (table := self._table(row.items, "items", where, is_open=True)) is not None:
                for column in row.item:
                    self._column(column, [table], where)

    def _labels(self, names: tuple[str, ...], target: str, where: str) -> None:
        if not names or "" in names:
            self._report(where, f"“{target}”的 labels 要写名称，不能空着")

    def _columns(
        self, columns: Mapping[str, tuple[str, ...]], tables: list[Table], rows: Iterable[RowPlace], where: str
    ) -> None:
        """Check columns of a foreign table; one that a row names in `at` needs no column of that name."""
        elsewhere = {column for row in rows for column in row.at}
        for column, names in columns.items():
            if not names or "" in names:
                self._report(where, f"“{column}”这一栏要写栏名，不能空着")
            if tables and column not in elsewhere:
                self._column(column, tables, where)

    def _column(self, column: str, tables: list[Table], where: str) -> None:
        known = {one.id for table in tables for one in table.columns}
        if column not in known:
            labels = "、".join(dict.fromkeys(f"“{table.label}”" for table in tables[:3]))
            self._report(where, f"{labels}里没有“{column[:60]}”这一列{did_you_mean(column, known)}")

    def _targets(self, rows: Iterable[RowPlace]) -> Iterator[Table]:
        for row in rows:
            path = _plain(row.to).rpartition("/")[0]
            yield from filter(None, (self._tables.get(one) for one in (path, row.items)))
            for at in row.at.values():
                yield from filter(None, [self._tables.get("/".join(_plain(at).split("/")[:2]))])

    def _named(self, paths: Iterable[str], where: str) -> list[Table]:
        return [table for path in paths if (table := self._table(path, "tables", where)) is not None]

    def _table(self, path: str, key: str, where: str, is_open: bool = False) -> Table | None:
        table = self._tables.get(_plain(path))
        if table is None:
            self._report_unknown(where, f"{key} 指的表“{path[:120]}”不存在", path, self._tables)
        elif is_open and not table.open:
            self._report(where, f"{key} 指的“{path}”不是可增行的表")
        return table

    def _row(self, path: str, where: str) -> None:
        table_path, _, row = _plain(path).rpartition("/")
        table = self._tables.get(table_path)
        if table is None:
            self._report_unknown(where, f"“{path[:120]}”不存在", table_path, self._tables)
        elif not table.open and row not in table.rows_by_id:
            clause = f"“{path[:120]}”不存在，“{table.label}”没有“{row[:60]}”这一行"
            self._report_unknown(where, clause, row, table.rows_by_id)

    def _answer(self, path: str, where: str) -> None:
        parts = _plain(path).split("/")
        if len(parts) != 4:
            if "/".join(parts) not in self._fields:
                self._report_unknown(where, f"“{path[:120]}”不存在", "/".join(parts), self._fields)
            return
        self._row("/".join(parts[:3]), where)
        with suppress(KeyError):
            self._column(parts[3], [self._tables["/".join(parts[:2])]], where)

    def _report_unknown(self, where: str, clause: str, path: str, known: Iterable[str]) -> None:
        self._diagnostics.report(FormError(where, f"{clause}{did_you_mean(path, sorted(known))}", path))

    def _report(self, where: str, clause: str) -> None:
        self._diagnostics.report(form_error(where, clause))


def _plain(path: str) -> str:
    """Return a path without the row of the project: `project_evaluation@*/outputs` as `project_evaluation/outputs`."""
    section, slash, rest = path.partition("/")
    return f"{form_section_of(section)}{slash}{rest}"
