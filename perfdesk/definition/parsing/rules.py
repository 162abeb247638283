"""Reads the rules of a section: what must hold, row by row and column by column where it says so."""

from __future__ import annotations

from typing import cast

from perfdesk.definition.expression import references
from perfdesk.definition.model import Level, Rule
from perfdesk.definition.parsing.declarations import RawSection
from perfdesk.definition.parsing.expression_reader import Reader
from perfdesk.definition.parsing.name_resolution import Here, Names
from perfdesk.definition.toml.table import Keys


def read_rules(raw: RawSection, names: Names) -> list[Rule]:
    """Every `[[rule]]` of a section in order; one over several columns becomes one for each."""
    rules: list[Rule] = []
    for number, rule in enumerate(raw.keys.take("rule", []), 1):
        with raw.keys.mistakes.each():
            keys = raw.keys.inner(rule, f"{raw.where} 第 {number} 条 rule")
            rules += _read_rule(keys, raw, names)
    return rules


def _read_rule(keys: Keys, raw: RawSection, names: Names) -> list[Rule]:
    code = keys.need("code", str)
    if code:
        keys.where = f"{raw.where} 规则 {code}"
    reader = Reader(names, Here(raw.id), keys.where, keys.mistakes)
    table = reader.table(keys.take("each", "")) if keys.has("each") else None
    made: list[Rule] = []
    for column in keys.texts("columns") or ("",):
        here = Here(raw.id, table, "*" if table else "", column)
        made.append(_rule(keys, code, raw.id, reader.at(here), table))
    keys.done()
    return made


def _rule(keys: Keys, code: str, section: str, reader: Reader, table: tuple[str, str] | None) -> Rule:
    column = _column_label(keys, reader)
    title = keys.need("title", str) + (f"（{column}）" if column else "")
    found, expected = keys.take("found", ""), keys.take("expected", "")
    holds, message = reader.condition(keys, "holds"), keys.take("message", "")
    if bool(found) != bool(expected) or bool(found) == (holds is not None):
        keys.tell("规则要么写 found 和 expected，要么写 holds")
    if holds is not None and not message:
        keys.tell("写 holds 的规则要有 message")
    return Rule(
        code,
        cast(Level, keys.one_of("level", ("error", "warning", "notice"), "error")),
        reader.template(title),
        section,
        reader.expression(found, "number") if found else None,
        reader.expression(expected, "number") if expected else None,
        holds,
        reader.condition(keys),
        table,
        reader.template(message) if message else None,
        keys.take("exact", False),
        keys.take("source", ""),
    )


def _column_label(keys: Keys, reader: Reader) -> str:
    """For a rule over several columns, what the column at hand is called where the rule looks first."""
    source = keys.take("found", "") or keys.take("holds", "")
    if not reader.here.column or not source:
        return ""
    for part in references(reader.expression(source)):
        if part.column == reader.here.column:
            return reader.names.tables[part.section][part.field].column(part.column).label
    return ""
