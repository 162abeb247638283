"""The figures of a text compared with the values of answers."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from perfdesk.checks.proofreading.answer_names import NamedFigure
from perfdesk.checks.proofreading.figure_issue import differ_little
from perfdesk.definition.kinds import Measure, plain_number
from perfdesk.evaluation.answers import Answers
from perfdesk.language.measures import read_measure
from perfdesk.language.quantities import Quantity, quantities


def is_close(name: str, words: str) -> bool:
    """Whether two names have three neighbouring characters in common, or one contains the other."""
    return (
        name in words
        or (len(words) > 1 and words in name)
        or any(name[at : at + 3] in words for at in range(len(name) - 2))
    )


def is_mistyped(one: Quantity, value: Quantity) -> bool:
    """Whether a figure differs from a value in one digit or in the order of two neighbouring ones."""
    first, second = plain_number(one.base), plain_number(value.base)
    width = max(len(part.partition(".")[2]) for part in (first, second))
    return differ_little(f"{one.base:.{width}f}", f"{value.base:.{width}f}")


def agree(one: Quantity, value: Quantity) -> bool:
    """Whether a figure states this value; of a target that is a bound, the same figure."""
    if value.bound:
        return one.base == value.base
    return one.low <= value.high and value.low <= one.high


def value_of(answers: Answers, figure: NamedFigure) -> Quantity | None:
    """The value of an answer as a quantity; None when it is blank, no single figure, or has no unit."""
    value = answers.value(figure.address)
    if isinstance(value, Measure):
        return read_measure(value.text).quantity
    if not isinstance(value, Decimal) or value < 0:
        return None
    return _exact_quantity(f"{plain_number(value)}{figure.question.unit}")


@lru_cache(maxsize=4096)
def _exact_quantity(text: str) -> Quantity | None:
    found = quantities(text, cell=True)
    return replace(found[0], low=found[0].base, high=found[0].base) if len(found) == 1 else None
