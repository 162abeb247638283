"""Figures in the prose of right reports, changed one by one: those that the tables or the sentence itself determine."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from perfdesk.checks.run import run
from perfdesk.definition.address import Address
from perfdesk.entries.change import Edit
from perfdesk.evaluation.answers import Answers

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SEED = 12
_MEMBERS = ("total", "result", "top", "bottom", "now", "before", "parts", "minus")


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """A figure of a text replaced by a wrong one, with the text that results."""

    address: Address
    what: str
    quote: str
    wrong: str
    text: str


def changed_figures(oracle: dict[str, Any], answers: Answers) -> Iterator[ChangedFigure]:
    """Every figure of a text that has an answer or is in a relation of the oracle, once with a wrong value."""
    chance = random.Random(_SEED)
    related = {fact for one in oracle["sums"] for key in _MEMBERS for fact in _listed(one.get(key))}
    paragraphs = {text["n"]: text for text in oracle["text"]}
    typed = {address: text for address, text in answers.entries if len(text) > 4 and address.column != "#"}
    for fact in oracle["facts"]:
        if "paragraph" not in fact["where"] or fact.get("approx") or not (fact["address"] or fact["id"] in related):
            continue
        paragraph = paragraphs[fact["where"]["paragraph"]]
        form_address = paragraph.get("address") or ""
        hit = _FIGURE.fullmatch(re.sub(r"[^\d,.]", "", fact["written"])) if fact["unit"] else None
        if (
            hit is None
            or not form_address
            or fact["written"][:1] not in "0123456789"
            or form_address.startswith("cover")
        ):
            continue
        for address, text in typed.items():
            at = text.find(fact["quote"])
            if at < 0 or _pattern(address) != form_address:
                continue
            start = at + fact["quote"].rfind(fact["written"])
            wrong = _changed(hit[0], chance)
            if wrong is not None and text[start : start + len(hit[0])] == hit[0]:
                changed = text[:start] + wrong + text[start + len(hit[0]) :]
                yield ChangedFigure(address, fact["what"], fact["quote"], wrong, changed)
            break


def is_found(answers: Answers, base: set[str], one: ChangedFigure) -> bool:
    """Whether the changed text has a finding that it did not have before."""
    changed = answers.after((Edit(one.address, answers.typed(one.address), one.text),))
    return any(
        found.message not in base and one.address in found.addresses and found.severity != "notice"
        for found in run(changed)
    )


def _listed(facts: Any) -> list[Any]:
    return facts if isinstance(facts, list) else [facts]


def _pattern(address: Address) -> str:
    return str(address) if not address.row else f"{address.section}/{address.field}/*/{address.column}"


def _changed(figure: str, chance: random.Random) -> str | None:
    """The figure with one digit replaced or two neighbours swapped, another value without a leading zero."""
    places = [at for at, sign in enumerate(figure) if sign.isdigit()]
    for _ in range(20):
        signs, at = list(figure), chance.choice(places)
        if chance.random() < 0.5 and at + 1 in places:
            signs[at], signs[at + 1] = signs[at + 1], signs[at]
        else:
            signs[at] = chance.choice("0123456789")
        wrong = "".join(signs)
        if _value(wrong) != _value(figure) and (wrong[0] != "0" or figure[0] == "0"):
            return wrong
    return None


def _value(figure: str) -> Decimal:
    return Decimal(figure.replace(",", ""))
