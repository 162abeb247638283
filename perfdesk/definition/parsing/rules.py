"""Reads the rules of a section: what must hold, row by row and column by column where it says so."""

from __future__ import annotations

from typing import cast

from perfdesk.definition.expression import references
from perfdesk.definition.model import Level, Rule
from perfdesk.definition.parsing.declarations import SectionDeclaration
from perfdesk.definition.parsing.expression_reader import ExpressionReader
from perfdesk.definition.parsing.name_resolution import Scope, SymbolTable
from perfdesk.definition.toml.table import Keys


def read_rules(declaration: SectionDeclaration, names: SymbolTable) -> list[Rule]:
    """Every `[[rule]]` of a section in order; one over several columns becomes one for each."""
    rules: list[Rule] = []
    for number, rule in enumerate(declaration.keys.take("rule", []), 1):
        with declaration.keys.mistakes.collecting():
            keys = declaration.keys.inner(rule, f"{declaration.location} 第 {number} 条 rule")
            rules += _read_rule(keys, declaration, names)
    return rules


def _read_rule(keys: Keys, declaration: SectionDeclaration, names: SymbolTable) -> list[Rule]:
    code = keys.need("code", str)
    if code:
        keys.where = f"{declaration.location} 规则 {code}"
    reader = ExpressionReader(names, Scope(declaration.id), keys.where, keys.mistakes)
    table = reader.table(keys.take("each", "")) if keys.has("each") else None
    made: list[Rule] = []
    for column in keys.texts("columns") or ("",):
        scope = Scope(declaration.id, table, "*" if table else "", column)
        made.append(_rule(keys, code, declaration.id, reader.in_scope(scope), table))
    keys.done()
    return made


def _rule(keys: Keys, code: str, section: str, reader: ExpressionReader, table: tuple[str, str] | None) -> Rule:
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


def _column_label(keys: Keys, reader: ExpressionReader) -> str:
    """For a rule over several columns, what the column at hand is called where the rule looks first."""
    source = keys.take("found", "") or keys.take("holds", "")
    if not reader.scope.column or not source:
        return ""
    for part in references(reader.expression(source)):
        if part.column == reader.scope.column:
            return reader.symbols.tables[part.section][part.field].column(part.column).label
    return ""
