"""The cards of a form: the few figures that the leader's page (概览) shows in large letters."""

from __future__ import annotations

from perfdesk.definition.expression import references
from perfdesk.definition.kinds import MAX_DECIMALS
from perfdesk.definition.model import Card
from perfdesk.definition.parsing.expression_reader import ExpressionReader
from perfdesk.definition.parsing.name_resolution import Scope, SymbolTable
from perfdesk.definition.toml.table import Keys


def read_cards(keys: Keys, names: SymbolTable) -> tuple[Card, ...]:
    """Every `[[card]]` of form.toml in order."""
    cards: list[Card] = []
    for number, raw in enumerate(keys.take("card", []), 1):
        with keys.mistakes.collecting():
            cards.append(_read_card(keys.inner(raw, f"form.toml 第 {number} 个 card"), names))
    return tuple(cards)


def _read_card(keys: Keys, names: SymbolTable) -> Card:
    reader = ExpressionReader(names, Scope(""), keys.where, keys.mistakes)
    text, note = keys.need("value", str), keys.take("note", "")
    value = reader.expression(text, "number")
    if any(found.section in names.repeats_over for found in references(value)):
        keys.tell(f"“{text}”不能指逐项目的附表")
    card = Card(
        keys.need("title", str),
        value,
        keys.take("unit", ""),
        keys.within("decimals", 2, 0, MAX_DECIMALS),
        reader.template(note) if note else None,
    )
    keys.done()
    return card
