"""The leader's page (概览): the form's figures in large letters, each with its note and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.definition.address import Address
from perfdesk.definition.expression import references
from perfdesk.definition.kinds import to_fixed
from perfdesk.definition.model import Card
from perfdesk.evaluation.answers import UNKNOWN_TEXT, Answers
from perfdesk.evaluation.evaluator import EvaluationContext, addresses_of

_FORM_CONTEXT = EvaluationContext("")


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A card as shown: `text` is empty while the figure cannot be told; `address` is the answer to go to."""

    title: str
    text: str
    unit: str
    note: str
    address: Address | None


def key_figures(answers: Answers) -> Iterator[KeyFigure]:
    """The form's cards in order; a note that would have a gap in it is left out."""
    for card in answers.form.cards:
        value = answers.evaluate(card.value, _FORM_CONTEXT)
        text = to_fixed(value, card.decimals) if isinstance(value, Decimal) else ""
        note = answers.fill_template(card.note, _FORM_CONTEXT) if card.note is not None else ""
        yield KeyFigure(card.title, text, card.unit, "" if UNKNOWN_TEXT in note else note, _first_answer(answers, card))


def _first_answer(answers: Answers, card: Card) -> Address | None:
    """The first answer a card's figure is made of."""
    parts = references(card.value)
    addresses = addresses_of(parts[0], _FORM_CONTEXT, answers) if parts else []
    return addresses[0] if addresses else None
