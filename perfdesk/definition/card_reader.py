"""The cards of a form: the few figures that the leader's page (概览) shows in large letters."""

from __future__ import annotations

from perfdesk.definition.block_reader import Reader
from perfdesk.definition.expression import references
from perfdesk.definition.model import Card
from perfdesk.definition.names import Here, Names
from perfdesk.definition.toml_reader import Keys, form_error


def read_cards(raws: list[object], names: Names) -> tuple[Card, ...]:
    """Every `[[card]]` of form.toml in order; PerfDeskError names the card that is wrong."""
    return tuple(_read_card(raw, names, number) for number, raw in enumerate(raws, 1))


def _read_card(raw: object, names: Names, number: int) -> Card:
    keys = Keys(raw, f"form.toml 第 {number} 个 card")
    reader = Reader(names, Here(""), keys.where)
    text, note = keys.need("value", str), keys.take("note", "")
    value = reader.expression(text, "number")
    if any(found.section in names.each for found in references(value)):
        raise form_error(keys.where, f"“{text}”不能指逐项目的附表")
    card = Card(
        keys.need("title", str),
        value,
        keys.take("unit", ""),
        keys.take("decimals", 2),
        reader.template(note) if note else None,
    )
    keys.done()
    return card
