"""Reads the sheets of a form (paper tables of the finance bureau) and the printed cover."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, cast

from perfdesk.definition.diagnostics import form_error
from perfdesk.definition.expression import Ref, type_of
from perfdesk.definition.kinds import MAX_DECIMALS
from perfdesk.definition.parsing.declarations import SectionDeclaration
from perfdesk.definition.parsing.expression_reader import ExpressionReader
from perfdesk.definition.parsing.name_resolution import Scope
from perfdesk.definition.sheets import CoverLine, CoverPage, Sheet, SheetCell, SheetLine
from perfdesk.definition.toml.table import TomlTable

#: A line of a cover takes 25 mm of the page, the title takes the rest.
_COVER_LINES = 7
_MAX_COLUMNS = 60
_MAX_LINES = 100
#: In millimetres: the free space above the title of a cover.
_HIGHEST_LOGO = 28


def read_sheet(keys: TomlTable, reader: ExpressionReader) -> Sheet:
    """Read a sheet; every line must fill its columns."""
    subtitle, unit_note = keys.get("subtitle", ""), keys.get("unit_note", "")
    widths = keys.require_lengths("widths")
    if len(widths) > _MAX_COLUMNS:
        raise form_error(reader.location, f"一张表最多 {_MAX_COLUMNS} 列，写了 {len(widths)} 列")
    lines: list[tuple[TomlTable, SheetLine]] = []
    for number, raw in enumerate(keys.get("line", []), 1):
        with reader.diagnostics.collecting():
            inner = keys.subtable(raw, f"{reader.location} 第 {number} 行")
            lines.append((inner, _read_line(inner, replace(reader, location=inner.location))))
    lines = _with_continuations(lines)
    _check_widths(keys, lines, len(widths))
    return Sheet(
        reader.template(keys.require("title", str)),
        reader.template(subtitle) if subtitle else None,
        reader.template(unit_note) if unit_note else None,
        widths,
        tuple(line for _, line in lines),
        tuple(reader.template(note) for note in keys.get_texts("notes")),
    )


def read_cover_page(keys: TomlTable, raw: SectionDeclaration, reader: ExpressionReader) -> CoverPage:
    """Read a printed cover."""
    if raw.keys.get("kind", "chapter") != "cover":
        keys.report("type = “page”（印出来的封面）只能写在 kind = “cover” 的章节里")
    written = keys.get("lines", [])
    lines: list[CoverLine] = []
    for line in written:
        with reader.diagnostics.collecting():
            inner = keys.subtable(line, f"{reader.location} lines")
            lines.append(CoverLine(inner.require_literal("label"), reader.answer(inner.require("v", str))))
            inner.reject_unknown()
    if len(written) > _COVER_LINES:
        keys.report(f"封面上一页纸最多排 {_COVER_LINES} 项，写了 {len(written)} 项")
    subtitle, foot = keys.get("subtitle", ""), keys.get("foot", "")
    return CoverPage(
        reader.template(keys.require("title", str)),
        reader.template(subtitle) if subtitle else None,
        tuple(lines),
        reader.template(foot) if foot else None,
        keys.get("repeat_title", False),
        keys.get("counted", True),
        keys.get("logo", ""),
        _read_logo_height(keys),
    )


def _read_logo_height(keys: TomlTable) -> float:
    height = keys.get_length("logo_height", 20.0)
    if height > _HIGHEST_LOGO:
        keys.report(f"标志最高 {_HIGHEST_LOGO} 毫米，写的是 {height:g}")
    return height


def _check_widths(keys: TomlTable, lines: list[tuple[TomlTable, SheetLine]], columns: int) -> None:
    """Report the lines that do not fill the columns; once, if all lines have another number of columns."""
    whole = [(inner, line) for inner, line in lines if _has_all_cells(inner, line)]
    taken = [sum(cell.column_span for cell in line.cells) for _, line in whole]
    if len(taken) > 1 and len(set(taken)) == 1 and taken[0] != columns:
        keys.report(f"各行都占 {taken[0]} 列，widths 写了 {columns} 个")
        return
    for (inner, line), number in zip(whole, taken, strict=True):
        held = sum(cell.column_span for cell in line.cells if cell.continues)
        if number != columns:
            note = f"，其中 {held} 列是上面的行用 down 占着的" if held else ""
            inner.report(f"各格共占 {number} 列，表宽 {columns} 列{note}")


def _has_all_cells(keys: TomlTable, line: SheetLine) -> bool:
    """Whether each written cell could be read."""
    return sum(not cell.continues for cell in line.cells) == len(keys.get("cells", list[object]()))


def _with_continuations(lines: list[tuple[TomlTable, SheetLine]]) -> list[tuple[TomlTable, SheetLine]]:
    """Give the lines below a cell that is several lines high a continuation of it, in its place."""
    above: dict[int, tuple[int, SheetCell]] = {}  # at the first column: the lines still to come, and the cell
    last_header = max((number for number, (_, line) in enumerate(lines) if line.header), default=-1)
    made: list[tuple[TomlTable, SheetLine]] = []
    for number, (keys, line) in enumerate(lines):
        written, cells, column = list(line.cells), list[SheetCell](), 0
        while written or column in above:
            left, cell = above.pop(column, (0, None))
            if cell is None:
                cell = written.pop(0)
                left = cell.lines
            cells.append(cell)
            for covered in [at for at in above if column < at < column + cell.column_span]:
                del above[covered]
                keys.report("across 伸到了上面的行用 down 占着的列里")
            if left > 1:
                above[column] = (left - 1, replace(cell, continues=True))
            column += cell.column_span
        _check_height(keys, line, len(lines) - number, last_header + 1 - number)
        made.append((keys, replace(line, cells=tuple(cells))))
    return made


def _check_height(keys: TomlTable, line: SheetLine, left: int, header_left: int) -> None:
    """Report a cell that is higher than the lines below allow."""
    height = max((cell.lines for cell in line.cells), default=1)
    if height == 1:
        return
    if line.table is not None or line.when is not None or line.internal:
        keys.report("down 只能写在总要印的行里，不能与 each、when、internal 写在一起；相同的格要并成一格，写 merge")
    if height > left:
        keys.report(f"down = {height}，下面只剩 {left - 1} 行")
    elif line.header and height > header_left:
        keys.report(f"down = {height}，表头的格不能伸到表头下面的行里")


def _read_line(keys: TomlTable, reader: ExpressionReader) -> SheetLine:
    table = reader.table(keys.get("each", "")) if keys.has("each") else None
    inside = reader.in_scope(Scope(reader.scope.section, table, "*" if table else ""))
    written = keys.require("cells", list)
    cells: list[SheetCell] = []
    for raw in written:
        with reader.diagnostics.collecting():
            cells.append(_read_cell(raw, keys, inside))
    line = SheetLine(
        tuple(cells), table, inside.condition(keys), keys.get("header", False), keys.get("internal", False)
    )
    keys.reject_unknown()
    return line


def _read_cell(raw: object, line: TomlTable, reader: ExpressionReader) -> SheetCell:
    if isinstance(raw, str):
        raw = {"v": raw[1:]} if raw.startswith("=") else {"t": raw}
    keys = line.subtable(raw, reader.location)
    value = reader.expression(keys.get("v", "")) if keys.has("v") else None
    align = keys.get_choice("align", ("left", "center", "right", ""), "")
    cell = SheetCell(
        reader.template(keys.get("t", "")) if value is None else None,
        value,
        keys.get("prefix", ""),
        keys.get_integer("across", 1, 1, _MAX_COLUMNS),
        keys.get("merge", False),
        cast(Literal["left", "center", "right"], align) if align else None,
        keys.get("bold", False),
        keys.get_integer("decimals", 2, 0, MAX_DECIMALS),
        keys.get_integer("down", 1, 1, _MAX_LINES),
    )
    if keys.has("decimals") and (value is None or isinstance(value, Ref)):
        keys.report("decimals 只用于公式；填报的格印几位小数，写在它的问题里")
    if value is not None and not isinstance(value, Ref) and type_of(value) not in ("number", "text"):
        keys.report(f"“{keys.get('v', '')}”的结果要是一个数或者文字")
    keys.reject_unknown()
    return cell
