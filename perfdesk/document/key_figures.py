"""The key figures of the overview (概览): the cards of the form with notes and addresses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.definition.address import Address
from perfdesk.definition.expression import Expression, references
from perfdesk.definition.kinds import to_fixed
from perfdesk.evaluation.answers import UNKNOWN_TEXT, Answers
from perfdesk.evaluation.evaluator import EvaluationContext, addresses_of

_FORM_CONTEXT = EvaluationContext("")


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A card: `text` is empty while the figure is not known; `address` is the answer to go to."""

    title: str
    text: str
    unit: str
    note: str
    address: Address | None


def key_figures(answers: Answers) -> Iterator[KeyFigure]:
    """Yield the cards of the form that apply, in order, without notes that contain an unknown figure."""
    for card in (one for one in answers.form.cards if answers.is_met(one.when, _FORM_CONTEXT)):
        value = answers.evaluate(card.value, _FORM_CONTEXT)
        text = to_fixed(value, card.decimals) if isinstance(value, Decimal) else ""
        note = answers.fill_template(card.note, _FORM_CONTEXT) if card.note is not None else ""
        address = first_answer(answers, card.value, _FORM_CONTEXT)
        yield KeyFigure(card.title, text, card.unit, "" if UNKNOWN_TEXT in note else note, address)


def first_answer(answers: Answers, figure: Expression, context: EvaluationContext) -> Address | None:
    """Return the first answer that a figure is computed from."""
    parts = references(figure)
    addresses = addresses_of(parts[0], context, answers) if parts else []
    return addresses[0] if addresses else None
