"""What tables from elsewhere look like and where their figures belong, as the form's `imports.toml` describes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from perfdesk.definition.diagnostics import Diagnostics
from perfdesk.definition.form_folder import IMPORTS_FILE
from perfdesk.definition.library import folder_of
from perfdesk.definition.model import Form
from perfdesk.definition.toml.table import TomlTable, read_toml
from perfdesk.importers.tables.names import plain_name

_MOST = 500


@dataclass(frozen=True, slots=True)
class RowPlace:
    """A row of a foreign table: its names, and the answer that each of its columns belongs to.

    `to` is `section/table/row`, to which the column is added; `at` names whole addresses by column. A `*` is the row
    of the project. The unnamed lines below it are rows of the open table `items`.
    """

    names: tuple[str, ...]
    to: str = ""
    at: Mapping[str, str] = field(default_factory=dict[str, str])
    items: str = ""
    item: Mapping[str, str] = field(default_factory=dict[str, str])
    likely: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FixedBlock:
    """Rows and columns of a foreign table, by name; `tables` are tables of the form whose codes and names it has."""

    columns: Mapping[str, tuple[str, ...]]
    rows: tuple[RowPlace, ...] = ()
    tables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """A label with its value beside it or in the same cell, or, first of all, below it.

    With `column`, `to` is an open table, whose rows are the numbered lines of the value.
    """

    names: tuple[str, ...]
    to: str
    column: str = ""
    is_below: bool = False


@dataclass(frozen=True, slots=True)
class RecordPlace:
    """A list of payments: several lines of one code or project add up to one figure.

    `columns` are the amounts, `code`, `project` and `kind` the headings of the other columns. Lines whose kind is one
    of `item_kinds` belong to the open table `items` by project, the others to `tables` by code. `totals` are rows of
    subtotals.
    """

    columns: Mapping[str, tuple[str, ...]]
    code: tuple[str, ...]
    project: tuple[str, ...]
    kind: tuple[str, ...]
    item_kinds: tuple[str, ...]
    items: str
    tables: tuple[str, ...]
    totals: tuple[RowPlace, ...]


@dataclass(frozen=True, slots=True)
class TableKind:
    """A kind of foreign table, recognised by its title.

    With `each`, there is one table for each row of this open table of the form, named beside `each_names`. `open` are
    the open tables of the form whose headings it has.
    """

    id: str
    titles: tuple[str, ...]
    blocks: tuple[FixedBlock, ...] = ()
    fields: tuple[FieldPlace, ...] = ()
    open: tuple[str, ...] = ()
    records: RecordPlace | None = None
    each: str = ""
    each_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportTables:
    """All kinds of foreign tables that a form knows, and the labels that every table may have."""

    kinds: tuple[TableKind, ...] = ()
    fields: tuple[FieldPlace, ...] = ()

    def kind_of(self, title: str) -> TableKind | None:
        """The kind of table with this title: the one whose title is the longest of those in it."""
        plain = plain_name(title)
        found = [(len(name), kind) for kind in self.kinds for name in kind.titles if name in plain]
        return max(found, key=lambda pair: pair[0])[1] if found else None


def import_tables(form: Form) -> ImportTables:
    """The foreign tables that a form describes; none if it has no such description. FormError if it is invalid."""
    folder = folder_of(form.id)
    path = folder / IMPORTS_FILE if folder is not None else None
    return _read(path) if path is not None and path.is_file() else ImportTables()


@lru_cache(maxsize=8)
def _read(path: Path) -> ImportTables:
    return read_description(path, Diagnostics())


def read_description(path: Path, diagnostics: Diagnostics) -> ImportTables:
    """Read such a description; FormError if it is no TOML, what is wrong in it goes to the diagnostics."""
    keys = TomlTable(read_toml(path, budget=diagnostics.budget), path.name, diagnostics)
    kinds = tuple(
        _kind(keys.subtable(raw, f"{path.name} 第 {number} 个 table"))
        for number, raw in enumerate(keys.get_list("table", _MOST), 1)
    )
    fields = _fields(keys)
    keys.reject_unknown()
    return ImportTables(kinds, fields)


def _kind(keys: TomlTable) -> TableKind:
    kind = TableKind(
        keys.require("id", str),
        _names(keys, "titles"),
        tuple(_block(keys.subtable(raw, keys.location)) for raw in keys.get_list("block", _MOST)),
        _fields(keys),
        keys.get_texts("open"),
        _records(keys) if keys.has("records") else None,
        keys.get("each", ""),
        _names(keys, "each_names"),
    )
    keys.reject_unknown()
    return kind


def _block(keys: TomlTable) -> FixedBlock:
    block = FixedBlock(_columns(keys), _rows(keys, "rows"), keys.get_texts("tables"))
    keys.reject_unknown()
    return block


def _records(kind: TomlTable) -> RecordPlace:
    keys = kind.subtable(kind.require("records", dict), kind.location)
    records = RecordPlace(
        _columns(keys),
        _names(keys, "code"),
        _names(keys, "project"),
        _names(keys, "kind"),
        _names(keys, "item_kinds"),
        keys.get("items", ""),
        keys.get_texts("tables"),
        _rows(keys, "totals"),
    )
    keys.reject_unknown()
    return records


def _columns(keys: TomlTable) -> dict[str, tuple[str, ...]]:
    columns = keys.subtable(keys.require("columns", dict), keys.location)
    return {column: _names(columns, column) for column in columns}


def _rows(keys: TomlTable, key: str) -> tuple[RowPlace, ...]:
    rows: list[RowPlace] = []
    for raw in keys.get_list(key, _MOST):
        row = keys.subtable(raw, keys.location)
        places = RowPlace(
            _names(row, "labels"),
            row.get("to", ""),
            _texts(row, "at"),
            row.get("items", ""),
            _texts(row, "item"),
            row.get_texts("likely"),
        )
        rows.append(places)
        row.reject_unknown()
    return tuple(rows)


def _texts(keys: TomlTable, key: str) -> dict[str, str]:
    texts = keys.subtable(keys.get(key, dict[str, object]()), keys.location)
    return {name: texts.require(name, str) for name in texts}


def _fields(keys: TomlTable) -> tuple[FieldPlace, ...]:
    fields: list[FieldPlace] = []
    for raw in keys.get_list("field", _MOST):
        one = keys.subtable(raw, keys.location)
        fields.append(
            FieldPlace(_names(one, "labels"), one.require("to", str), one.get("column", ""), one.get("below", False))
        )
        one.reject_unknown()
    return tuple(fields)


def _names(keys: TomlTable, key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(plain_name, keys.get_texts(key))))
