"""Read a part of a table as one kind of table; without a title, as the kind that its names and headings fit best."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.definition.model import Form, Table
from perfdesk.importers.tables.context import TableContext
from perfdesk.importers.tables.description import ImportTables, TableKind
from perfdesk.importers.tables.fields import name_without_code, read_fields, value_of_label
from perfdesk.importers.tables.fixed import block_of_table, named_block, read_block
from perfdesk.importers.tables.grid import TableGrid, is_label
from perfdesk.importers.tables.names import heading_forms, name_forms
from perfdesk.importers.tables.open_rows import read_open_tables
from perfdesk.importers.tables.records import read_records

#: So many kinds are tried, so many names a kind must share with a table, and so many figures must find a place.
_MOST_TRIED, _FEWEST_NAMES, _FEWEST_FIGURES = 4, 3, 2


def read_kind(context: TableContext, grid: TableGrid, kind: TableKind, described: ImportTables) -> None:
    """Propose what a part of a table says, read as this kind."""
    if kind.each:
        name = value_of_label(grid, kind.each_names)
        if name is None:
            return
        section, _, table = kind.each.partition("/")
        context.row = context.row_for(section, table, name_without_code(name.text))
    for one in kind.blocks:
        read_block(context, grid, named_block(context.answers.form, one))
    read_fields(context, grid, (*kind.fields, *described.fields))
    read_open_tables(context, grid, kind.open)
    if kind.records is not None:
        read_records(context, grid, kind.records)


def guess_kind(context: TableContext, grid: TableGrid, described: ImportTables) -> TableContext:
    """Read a part of a table without a title as the kind in which most of its figures find a place, never as sure."""
    form = context.answers.form
    words = _words(grid, context.year)
    ranked = sorted(
        ((len(words & _names(form, kind)), -number, kind) for number, kind in enumerate(_candidates(form, described))),
        key=lambda one: one[:2],
        reverse=True,
    )
    best = context
    for count, _, kind in ranked[:_MOST_TRIED]:
        if count < _FEWEST_NAMES:
            break
        tried = context.guessing()
        read_kind(tried, grid, kind, ImportTables())
        if len(tried.found) > max(len(best.found), _FEWEST_FIGURES - 1):
            best = tried
    return best


def _words(grid: TableGrid, year: int | None) -> set[str]:
    """The names and headings that a part of a table has."""
    labels = [cell.text for cell in grid.cells if is_label(cell) and len(cell.text) <= 40]
    return {form for text in labels for form in (*name_forms(text), *heading_forms(text, year))}


def _candidates(form: Form, described: ImportTables) -> Iterator[TableKind]:
    """The described kinds, then the tables of the form themselves."""
    yield from described.kinds
    for (section, table_id), table in form.tables.items():
        path = f"{section}/{table_id}"
        if form.section(section).repeats_over is None:
            yield _kind_of(path, table)


def _kind_of(path: str, table: Table) -> TableKind:
    if table.open:
        return TableKind(path, (), open=(path,))
    return TableKind(path, (), (block_of_table(path, table),))


def _names(form: Form, kind: TableKind) -> set[str]:
    """All names of rows, columns and labels of a kind."""
    names = {name for field in kind.fields for name in field.names}
    for block in kind.blocks:
        named = named_block(form, block)
        names |= {*named.rows, *named.columns, *named.codes}
    for path in kind.open:
        section, _, table = path.partition("/")
        columns = form.tables[(section.partition("@")[0], table)].columns
        names |= {form for one in columns for text in (one.label, *one.aliases) for form in heading_forms(text, None)}
    if kind.records is not None:
        names |= {name for known in kind.records.columns.values() for name in known}
        names |= {*kind.records.code, *kind.records.project}
    return names
