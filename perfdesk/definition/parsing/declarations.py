"""The first pass over a form: questions and tables without formulas, so that all names are known afterwards."""

from __future__ import annotations

import keyword
import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby
from typing import cast

from perfdesk.definition.bands import Bands
from perfdesk.definition.diagnostics import Diagnostics, FormError, form_error
from perfdesk.definition.kinds import KINDS, MAX_DECIMALS, Kind
from perfdesk.definition.model import Print, Question, Row, Table
from perfdesk.definition.parsing.answer_limits import read_limits
from perfdesk.definition.parsing.bands import read_bands
from perfdesk.definition.parsing.name_resolution import ROW_FACTS, SymbolTable
from perfdesk.definition.parsing.rollover import read_rollover, read_row_rollover
from perfdesk.definition.toml.table import TomlTable, did_you_mean

_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
_RESERVED = {"each", "rows", "if_", *ROW_FACTS}
#: Far more than fits on paper, and still evaluated without delay.
_MAX_ROWS, _MAX_COLUMNS = 500, 60
BLOCKS = ("heading", "note", "field", "table", "sheet", "page", "figures")
FIELD_PRINTS: tuple[Print, ...] = ("none", "paragraphs", "line")
TABLE_PRINTS: tuple[Print, ...] = ("none", "items", "grid")


@dataclass(frozen=True, slots=True)
class BlockDeclaration:
    """One block of a section as written, with its kind and its location for messages."""

    kind: str
    keys: TomlTable
    location: str


@dataclass(frozen=True, slots=True)
class SectionDeclaration:
    """One section file as written."""

    id: str
    keys: TomlTable
    blocks: tuple[BlockDeclaration, ...]
    questions: dict[str, Question]
    tables: dict[str, Table]
    bands: dict[str, Bands]
    location: str


def read_section(data: object, file: str, diagnostics: Diagnostics) -> SectionDeclaration:
    """Read the questions and tables of one section file; formulas are read in the second pass."""
    keys = TomlTable(data, file, diagnostics)
    section = identifier(keys)
    blocks: list[BlockDeclaration] = []
    questions: dict[str, Question] = {}
    tables: dict[str, Table] = {}
    for number, declaration in enumerate(keys.get("block", []), 1):
        with diagnostics.collecting():
            block = _read_block(keys.subtable(declaration, f"{file} 第 {number} 个 block"), file, questions, tables)
            blocks.append(block)
    bands = _read_all_bands(keys, file, questions.keys() | tables.keys())
    return SectionDeclaration(section, keys, tuple(blocks), questions, tables, bands, file)


def _read_all_bands(keys: TomlTable, file: str, taken: set[str]) -> dict[str, Bands]:
    bands: dict[str, Bands] = {}
    for number, declaration in enumerate(keys.get("band", []), 1):
        with keys.diagnostics.collecting():
            inner = keys.subtable(declaration, f"{file} 第 {number} 个 band")
            name = identifier(inner)
            if name in taken or name in bands:
                raise form_error(inner.location, f"“{name}”用了两次")
            found = read_bands(inner, name)
            inner.reject_unknown()
            if found is None:
                keys.diagnostics.refuse_id(name)
            else:
                bands[name] = found
    return bands


def _read_block(
    keys: TomlTable, file: str, questions: dict[str, Question], tables: dict[str, Table]
) -> BlockDeclaration:
    if not keys.has("type"):
        raise form_error(keys.location, f"缺少“type”，可用：{'、'.join(BLOCKS)}")
    kind = keys.get_choice("type", BLOCKS, "")
    if kind in ("field", "table"):
        name = identifier(keys)
        keys.location = f"{file} [{name}]"
        if name in questions or name in tables:
            raise form_error(keys.location, f"“{name}”用了两次")
        if kind == "field":
            questions[name] = read_question(keys, name)
        else:
            tables[name] = _read_table(keys, name)
    return BlockDeclaration(kind, keys, keys.location)


def build_symbol_table(sections: list[SectionDeclaration], diagnostics: Diagnostics) -> SymbolTable:
    """Return every name of the form; reports sections that repeat over a missing or fixed table."""
    tables = {declaration.id: declaration.tables for declaration in sections}
    each = {}
    for declaration in sections:
        if declaration.keys.has("each"):
            section, _, table = declaration.keys.get("each", "").partition(".")
            known = tables.get(section, {}).get(table)
            if known is not None and known.open:
                each[declaration.id] = (section, table)
            else:
                clause = f"each 指的“{section}.{table}”不是可增行的表"
                unknown_name = f"{section}.{table}" if known is None else ""
                diagnostics.report(FormError(declaration.location, clause, unknown_name))
    for declaration in sections:
        for name in (*declaration.questions, *declaration.tables):
            if name in tables:
                clause = f"“{name}”是一个章节的 id，这里的表或问题要用别的 id"
                diagnostics.report(form_error(f"{declaration.location} [{name}]", clause))
    return SymbolTable(
        {declaration.id: declaration.questions for declaration in sections},
        tables,
        each,
        {declaration.id: declaration.bands for declaration in sections},
    )


def identifier(keys: TomlTable) -> str:
    """Return an `id` that formulas can use as a name; FormError for any other."""
    name = keys.require_id()
    if not _ID.fullmatch(name) or keyword.iskeyword(name) or name in _RESERVED:
        keys.report(f"“{name[:60]}”不能作名字：小写字母开头，只用小写字母、数字和下划线，且不是公式里的词")
        keys.diagnostics.refuse_id(name)
    return name


def read_question(keys: TomlTable, name: str) -> Question:
    """Read one question of a field or a column."""
    kind = cast(Kind, keys.get_choice("kind", KINDS, "text"))
    options = keys.get_texts("options")
    if (kind == "choice") != bool(options):
        keys.report("kind = “choice” 要有 options，别的不能有")
    link = tuple(keys.get("link", "").split("."))
    if kind != "measure" and (keys.has("sign_aliases") or keys.has("unit_aliases")):
        keys.report("只有 kind = “measure” 能有 sign_aliases 和 unit_aliases")
    if (kind == "link") != (len(link) == 2):
        keys.report("kind = “link” 要有 link = “章节.表”，别的不能有")
    return Question(
        name,
        keys.require_literal("label"),
        kind,
        keys.get_literal("unit"),
        keys.get_integer("decimals", 2, 0, MAX_DECIMALS),
        keys.get_literal("help"),
        keys.get("required", False),
        options,
        (link[0], link[1]) if len(link) == 2 else None,
        keys.get_length("width", 30.0),
        keys.get("internal", False),
        read_rollover(keys, kind),
        keys.get_texts("aliases"),
        keys.get_texts("sign_aliases"),
        keys.get_texts("unit_aliases"),
        _read_written(keys),
        limits=read_limits(keys, kind),
    )


def read_print(keys: TomlTable, usual: tuple[Print, ...], default: Print) -> Print:
    """Read how a block is printed; a word of another kind of block, as forms in use may have, only a check reports."""
    found = cast(Print, keys.get_choice("print", (*FIELD_PRINTS, *TABLE_PRINTS), default))
    if found not in usual:
        clause = f"“print”在这里不能是“{found}”，可用：{'、'.join(usual)}"
        keys.diagnostics.report_when_checking(form_error(keys.location, clause))
    return found


def _read_written(keys: TomlTable) -> tuple[str, ...]:
    """Return the words around an answer; each has exactly one `{}`."""
    written = keys.get_texts("written")
    if any(words.count("{}") != 1 or re.search(r"[{}]", words.replace("{}", "")) for words in written):
        keys.report("written 里每一句要有一个“{}”，别处不能有花括号")
    return written


def _read_table(keys: TomlTable, name: str) -> Table:
    columns: list[Question] = []
    keys.require("columns", list)
    for declaration in keys.get_list("columns", _MAX_COLUMNS):
        with keys.diagnostics.collecting():
            column = keys.subtable(declaration, keys.location)
            column.location = f"{keys.location} 列“{column.get('id', '')}”"
            columns.append(_read_column(column))
    _check_groups(keys, columns)
    rows = _read_rows(keys)
    ids = [column.id for column in columns] + [row.id for row in rows]
    twice = {one for one, times in Counter(ids).items() if times > 1}
    if twice:
        keys.report(f"“{min(twice)}”用了两次（行和列的名字也不能相同）")
    is_open = keys.get("open", False)
    if is_open == bool(keys.get("rows", [])) and not keys.refused_keys & {"open", "rows"}:
        keys.report("表要么写 rows（固定行），要么写 open = true（可增行）")
    return Table(
        name,
        keys.require_literal("label"),
        tuple(columns),
        rows,
        is_open,
        keys.get_literal("row_label"),
        keys.get_literal("help"),
        required=keys.get("required", False),
        starters=_read_starters(keys, {column.id: column for column in columns}) if is_open else (),
        print=read_print(keys, TABLE_PRINTS, "none"),
        shown=keys.get("shown", True),
        says_print=keys.has("print"),
        aliases=keys.get_texts("aliases"),
    )


def _read_column(keys: TomlTable) -> Question:
    return replace(
        read_question(keys, identifier(keys)),
        group=keys.get_literal("group").strip(),
        shown=keys.get("shown", True),
        printed=keys.get("printed", True),
    )


def _check_groups(keys: TomlTable, columns: list[Question]) -> None:
    """Report a common head whose columns do not stand side by side."""
    shown = [column for column in columns if column.shown]
    runs = Counter(group for group, _ in groupby(shown, key=lambda column: column.group) if group)
    for group in (group for group, times in runs.items() if times > 1):
        keys.report(f"group = “{group}”的列要挨着写，中间不能有别的列")


def _read_rows(keys: TomlTable) -> tuple[Row, ...]:
    rows: list[Row] = []
    for number, declaration in enumerate(keys.get_list("rows", _MAX_ROWS), 1):
        with keys.diagnostics.collecting():
            row = keys.subtable(declaration, f"{keys.location} 第 {number} 行")
            name = identifier(row)
            row.location = f"{keys.location} 行“{name}”"
            rows.append(_read_row(row, name))
    return tuple(rows)


def _read_row(keys: TomlTable, name: str) -> Row:
    return Row(
        name,
        keys.require_literal("label"),
        keys.get("code", ""),
        keys.get("total", False),
        keys.get("optional", False),
        frozenset(keys.get_texts("skip")),
        read_row_rollover(keys),
        keys.get_texts("aliases"),
    )


def _check_starter(keys: TomlTable, column: Question, text: str) -> None:
    if column.options and text not in column.options:
        clause = f"“{column.label}”没有“{text}”这一项{did_you_mean(text, column.options)}"
        keys.diagnostics.report_when_checking(form_error(keys.location, clause))


def _read_starters(keys: TomlTable, known: dict[str, Question]) -> tuple[tuple[tuple[str, str], ...], ...]:
    starters: list[tuple[tuple[str, str], ...]] = []
    for declaration in keys.get("starters", []):
        with keys.diagnostics.collecting():
            cells = keys.subtable(declaration, f"{keys.location} starters")
            starter = tuple((column, cells.get(column, "")) for column in sorted(known) if cells.has(column))
            if not cells.refused_keys and not all(text.strip() for _, text in starter):
                cells.report("里面有空的文字；要一行空行，写 {} 就行")
            for column, text in starter:
                _check_starter(cells, known[column], text)
            starters.append(starter)
            cells.reject_unknown()
    return tuple(starters)
