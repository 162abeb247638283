"""Reads the cards of a form: the key figures of the overview page (概览)."""

from __future__ import annotations

from perfdesk.definition.expression import references
from perfdesk.definition.kinds import MAX_DECIMALS
from perfdesk.definition.overview import Card
from perfdesk.definition.parsing.expression_reader import ExpressionReader
from perfdesk.definition.parsing.name_resolution import Scope, SymbolTable
from perfdesk.definition.toml.table import TomlTable


def read_cards(keys: TomlTable, names: SymbolTable) -> tuple[Card, ...]:
    """Return every `[[card]]` of form.toml in order."""
    cards: list[Card] = []
    for number, raw in enumerate(keys.get("card", []), 1):
        with keys.diagnostics.collecting():
            cards.append(_read_card(keys.subtable(raw, f"form.toml 第 {number} 个 card"), names))
    return tuple(cards)


def _read_card(keys: TomlTable, names: SymbolTable) -> Card:
    reader = ExpressionReader(names, Scope(""), keys.location, keys.diagnostics)
    text, note = keys.require("value", str), keys.get("note", "")
    value = reader.expression(text, "number")
    if any(found.section in names.repeats_over for found in references(value)):
        keys.report(f"“{text}”不能指逐项目的附表")
    card = Card(
        keys.require_literal("title"),
        value,
        keys.get_literal("unit"),
        keys.get_integer("decimals", 2, 0, MAX_DECIMALS),
        reader.template(note) if note else None,
        reader.condition(keys),
    )
    keys.reject_unknown()
    return card
