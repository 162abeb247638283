"""Reads the papers of a form: tables as the finance bureau hands them out, and the printed cover."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, cast

from perfdesk.definition.diagnostics import form_error
from perfdesk.definition.parsing.declarations import SectionDeclaration
from perfdesk.definition.parsing.expression_reader import ExpressionReader
from perfdesk.definition.parsing.name_resolution import Scope
from perfdesk.definition.sheets import CoverLine, CoverPage, Sheet, SheetCell, SheetLine
from perfdesk.definition.toml.table import Keys

#: A line of a cover takes 25 mm of the page, and the title the rest.
_COVER_LINES = 7
_MAX_COLUMNS = 60


def read_sheet(keys: Keys, reader: ExpressionReader) -> Sheet:
    """A paper; every line must fill its columns."""
    subtitle = keys.take("subtitle", "")
    widths = keys.lengths("widths")
    if len(widths) > _MAX_COLUMNS:
        raise form_error(reader.location, f"一张表最多 {_MAX_COLUMNS} 列，写了 {len(widths)} 列")
    lines: list[SheetLine] = []
    for number, raw in enumerate(keys.take("line", []), 1):
        with reader.diagnostics.collecting():
            inner = keys.inner(raw, f"{reader.location} 第 {number} 行")
            lines.append(_read_line(inner, replace(reader, location=inner.where), len(widths)))
    return Sheet(
        reader.template(keys.need("title", str)),
        reader.template(subtitle) if subtitle else None,
        keys.take("unit_note", ""),
        widths,
        tuple(lines),
        tuple(reader.template(note) for note in keys.texts("notes")),
    )


def read_cover_page(keys: Keys, raw: SectionDeclaration, reader: ExpressionReader) -> CoverPage:
    """A printed cover."""
    if raw.keys.take("kind", "chapter") != "cover":
        keys.tell("type = “page”（印出来的封面）只能写在 kind = “cover” 的章节里")
    written = keys.take("lines", [])
    lines: list[CoverLine] = []
    for line in written:
        with reader.diagnostics.collecting():
            inner = keys.inner(line, f"{reader.location} lines")
            lines.append(CoverLine(inner.need("label", str), reader.answer(inner.need("v", str))))
            inner.done()
    if len(written) > _COVER_LINES:
        keys.tell(f"封面上一页纸最多排 {_COVER_LINES} 项，写了 {len(written)} 项")
    subtitle, foot = keys.take("subtitle", ""), keys.take("foot", "")
    return CoverPage(
        reader.template(keys.need("title", str)),
        reader.template(subtitle) if subtitle else None,
        tuple(lines),
        reader.template(foot) if foot else None,
    )


def _read_line(keys: Keys, reader: ExpressionReader, columns: int) -> SheetLine:
    table = reader.table(keys.take("each", "")) if keys.has("each") else None
    inside = reader.in_scope(Scope(reader.scope.section, table, "*" if table else ""))
    written = keys.need("cells", list)
    cells: list[SheetCell] = []
    for raw in written:
        with reader.diagnostics.collecting():
            cells.append(_read_cell(raw, keys, inside))
    taken = sum(cell.column_span for cell in cells)
    if taken != columns and len(cells) == len(written):
        keys.tell(f"各格共占 {taken} 列，表宽 {columns} 列")
    line = SheetLine(
        tuple(cells), table, inside.condition(keys), keys.take("header", False), keys.take("internal", False)
    )
    keys.done()
    return line


def _read_cell(raw: object, line: Keys, reader: ExpressionReader) -> SheetCell:
    if isinstance(raw, str):
        raw = {"v": raw[1:]} if raw.startswith("=") else {"t": raw}
    keys = line.inner(raw, reader.location)
    value = reader.answer(keys.take("v", "")) if keys.has("v") else None
    align = keys.one_of("align", ("left", "center", "right", ""), "")
    cell = SheetCell(
        reader.template(keys.take("t", "")) if value is None else None,
        value,
        keys.take("prefix", ""),
        keys.within("across", 1, 1, _MAX_COLUMNS),
        keys.take("merge", False),
        cast(Literal["left", "center", "right"], align) if align else None,
        keys.take("bold", False),
    )
    keys.done()
    return cell
