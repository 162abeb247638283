"""Reads the rules of a section, which may apply to every row or column of a table."""

from __future__ import annotations

from perfdesk.definition.expression import references
from perfdesk.definition.model import Rule
from perfdesk.definition.parsing.declarations import SectionDeclaration
from perfdesk.definition.parsing.expression_reader import ExpressionReader
from perfdesk.definition.parsing.name_resolution import Scope, SymbolTable
from perfdesk.definition.severity import Severity
from perfdesk.definition.toml.table import TomlTable, did_you_mean

#: The levels that a rule may have.
_LEVELS = [one.value for one in Severity if one != Severity.MISSING]


def read_rules(declaration: SectionDeclaration, names: SymbolTable) -> list[Rule]:
    """Return every `[[rule]]` of a section in order; one over several columns becomes one for each."""
    rules: list[Rule] = []
    for number, rule in enumerate(declaration.keys.get("rule", []), 1):
        with declaration.keys.diagnostics.collecting():
            keys = declaration.keys.subtable(rule, f"{declaration.location} 第 {number} 条 rule")
            rules += _read_rule(keys, declaration, names)
    return rules


def _read_rule(keys: TomlTable, declaration: SectionDeclaration, names: SymbolTable) -> list[Rule]:
    code = keys.require("code", str)
    if code:
        keys.location = f"{declaration.location} 规则 {code}"
    reader = ExpressionReader(names, Scope(declaration.id), keys.location, keys.diagnostics)
    table = reader.table(keys.get("each", "")) if keys.has("each") else None
    grouped_by = _read_group(keys, table, names)
    made: list[Rule] = []
    for column in keys.get_texts("columns") or ("",):
        scope = Scope(declaration.id, table, "*" if table else "", column, grouped_by)
        made.append(_rule(keys, code, declaration.id, reader.in_scope(scope), table))
    keys.reject_unknown()
    return made


def _rule(keys: TomlTable, code: str, section: str, reader: ExpressionReader, table: tuple[str, str] | None) -> Rule:
    column = _column_label(keys, reader)
    title = keys.require("title", str) + (f"（{column}）" if column else "")
    found, expected = keys.get("found", ""), keys.get("expected", "")
    holds, message = reader.condition(keys, "holds"), keys.get("message", "")
    if bool(found) != bool(expected) or bool(found) == (holds is not None):
        keys.report("规则要么写 found 和 expected，要么写 holds")
    if holds is not None and not message:
        keys.report_missing("message", "写 holds 的规则要有 message")
    return Rule(
        code,
        Severity(keys.get_choice("level", _LEVELS, Severity.ERROR.value)),
        reader.template(title),
        section,
        reader.expression(found, "number") if found else None,
        reader.expression(expected, "number") if expected else None,
        holds,
        reader.condition(keys),
        table,
        reader.template(message) if message else None,
        keys.get("exact", False),
        keys.get("source", ""),
        reader.scope.grouped_by,
    )


def _read_group(keys: TomlTable, table: tuple[str, str] | None, names: SymbolTable) -> str:
    """Read the column whose equal values make a group of rows; empty when the rule is not about groups."""
    column = keys.get("by", "")
    if not column:
        return ""
    known = [one.id for one in names.tables[table[0]][table[1]].columns] if table else []
    if column in known:
        return column
    keys.report(f"by 指的列“{column[:60]}”不存在{did_you_mean(column, known)}" if known else "by 要和 each 一起写")
    return ""


def _column_label(keys: TomlTable, reader: ExpressionReader) -> str:
    """For a rule over several columns, return the label of the current column in the first referenced table."""
    source = keys.get("found", "") or keys.get("holds", "")
    if not reader.scope.column or not source:
        return ""
    for part in references(reader.expression(source)):
        if part.column == reader.scope.column:
            return reader.symbols.tables[part.section][part.field].column(part.column).label
    return ""
