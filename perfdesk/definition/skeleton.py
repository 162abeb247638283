"""First reading of a form: its questions and tables without formulas, so that every name is known beforehand."""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass
from typing import cast

from perfdesk.definition.kinds import KINDS, Kind
from perfdesk.definition.model import Print, Question, Row, Table
from perfdesk.definition.names import ROW_FACTS, Names
from perfdesk.definition.rolling import read_roll, read_row_roll
from perfdesk.definition.toml_reader import Keys, form_error

_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
_RESERVED = {"each", "rows", "if_", *ROW_FACTS}
BLOCKS = ("heading", "note", "field", "table", "sheet", "page")
PRINTS = ("none", "paragraphs", "line", "items", "grid")


@dataclass(frozen=True, slots=True)
class RawBlock:
    """One block of a section as written, with its kind and the place to name in messages."""

    kind: str
    keys: Keys
    where: str


@dataclass(frozen=True, slots=True)
class RawSection:
    """One section file as written."""

    id: str
    keys: Keys
    blocks: tuple[RawBlock, ...]
    questions: dict[str, Question]
    tables: dict[str, Table]
    where: str


def read_section(data: object, file: str) -> RawSection:
    """The questions and tables of one section file; formulas are read later, when all names are known."""
    keys = Keys(data, file)
    section = identifier(keys.need("id", str), file)
    blocks, questions, tables = [], {}, {}
    for number, raw in enumerate(keys.take("block", []), 1):
        where = f"{file} 第 {number} 个 block"
        block = Keys(raw, where)
        kind = block.one_of("type", BLOCKS, "")
        if kind in ("field", "table"):
            name = identifier(block.need("id", str), where)
            where = f"{file} [{name}]"
            block.where = where
            if name in questions or name in tables:
                raise form_error(where, f"“{name}”用了两次")
            if kind == "field":
                questions[name] = read_question(block, name)
            else:
                tables[name] = _read_table(block, name)
        blocks.append(RawBlock(kind, block, where))
    return RawSection(section, keys, tuple(blocks), questions, tables, file)


def names_of(sections: list[RawSection]) -> Names:
    """Every name of the form; PerfDeskError when a section follows a table that is not there or not open."""
    tables = {raw.id: raw.tables for raw in sections}
    each = {}
    for raw in sections:
        if raw.keys.has("each"):
            section, _, table = raw.keys.take("each", "").partition(".")
            known = tables.get(section, {}).get(table)
            if known is None or not known.open:
                raise form_error(raw.where, f"each 指的“{section}.{table}”不是可增行的表")
            each[raw.id] = (section, table)
    for raw in sections:
        for name in (*raw.questions, *raw.tables):
            if name in tables:
                raise form_error(raw.where, f"“{name}”已是一个章节的名字")
    return Names({raw.id: raw.questions for raw in sections}, tables, each)


def identifier(name: str, where: str) -> str:
    """A name that formulas can use; PerfDeskError for anything else."""
    if not _ID.fullmatch(name) or keyword.iskeyword(name) or name in _RESERVED:
        raise form_error(where, f"“{name}”不能作名字：小写字母开头，只用小写字母、数字和下划线，且不是公式里的词")
    return name


def read_question(keys: Keys, name: str) -> Question:
    """One question, of a field or a column."""
    kind = cast(Kind, keys.one_of("kind", KINDS, "text"))
    options = keys.texts("options")
    if (kind == "choice") != bool(options):
        raise form_error(keys.where, "kind = “choice” 要有 options，别的不能有")
    link = tuple(keys.take("link", "").split("."))
    if (kind == "link") != (len(link) == 2):
        raise form_error(keys.where, "kind = “link” 要有 link = “章节.表”，别的不能有")
    return Question(
        name,
        keys.need("label", str),
        kind,
        keys.take("unit", ""),
        keys.take("decimals", 2),
        keys.take("help", ""),
        keys.take("required", False),
        options,
        (link[0], link[1]) if len(link) == 2 else None,
        keys.take("width", 30.0),
        keys.take("internal", False),
        read_roll(keys, kind),
    )


def _read_table(keys: Keys, name: str) -> Table:
    where = keys.where
    columns = []
    for raw in keys.need("columns", list):
        column = Keys(raw, where)
        column.where = f"{where} 列“{column.take('id', '')}”"
        columns.append(read_question(column, identifier(column.need("id", str), column.where)))
    rows = [_read_row(raw, where) for raw in keys.take("rows", [])]
    ids = [column.id for column in columns] + [row.id for row in rows]
    twice = {one for one in ids if ids.count(one) > 1}
    if twice:
        raise form_error(where, f"“{min(twice)}”用了两次（行和列的名字也不能相同）")
    is_open = keys.take("open", False)
    if is_open == bool(rows):
        raise form_error(where, "表要么写 rows（固定行），要么写 open = true（可增行）")
    return Table(
        name,
        keys.need("label", str),
        tuple(columns),
        tuple(rows),
        is_open,
        keys.take("row_label", ""),
        keys.take("help", ""),
        keys.take("unit_note", ""),
        keys.take("required", False),
        _starters(keys, {column.id for column in columns}) if is_open else (),
        cast(Print, keys.one_of("print", PRINTS, "none")),
        shown=keys.take("shown", True),
    )


def _read_row(raw: object, where: str) -> Row:
    keys = Keys(raw, where)
    name = identifier(keys.need("id", str), where)
    return Row(
        name,
        keys.need("label", str),
        keys.take("code", ""),
        keys.take("total", False),
        keys.take("optional", False),
        frozenset(keys.texts("skip")),
        read_row_roll(keys),
    )


def _starters(keys: Keys, columns: set[str]) -> tuple[tuple[tuple[str, str], ...], ...]:
    starters = []
    for raw in keys.take("starters", []):
        cells = Keys(raw, f"{keys.where} starters")
        starter = tuple((column, cells.take(column, "")) for column in sorted(columns) if cells.has(column))
        if not all(text.strip() for _, text in starter):
            raise form_error(cells.where, "里面有空的文字；要一行空行，写 {} 就行")
        starters.append(starter)
        cells.done()
    return tuple(starters)
