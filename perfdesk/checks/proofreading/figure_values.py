"""The figures of a text compared with the values of answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from perfdesk.checks.proofreading.answer_names import NamedFigure
from perfdesk.checks.proofreading.figure_issue import differ_little
from perfdesk.definition.address import Address
from perfdesk.definition.kinds import Measure, plain_number
from perfdesk.evaluation.answers import Answers
from perfdesk.language.measures import read_measure
from perfdesk.language.quantities import Quantity, quantities

#: So many neighbouring characters in common make two names alike.
_CLOSE = 3
_AND = re.compile(r"[和与及、]")


@dataclass(frozen=True, slots=True)
class Match:
    """What a figure means: the answer, its value as a quantity, and how sure the name is.

    `agrees` says that the answer has this value; a figure that is not `certain` is linked only if it agrees. `total` is
    the start of the total that it is part of. `by_hand`: the user chose the answer.
    """

    figure: Quantity
    answer: Address | None = None
    stated: Quantity | None = None
    agrees: bool = False
    certain: bool = False
    total: int | None = None
    by_hand: bool = False


def is_close(name: str, words: str) -> bool:
    """Whether one name contains the other, or both have three neighbouring characters in common and no other subject.

    >>> is_close("松材线虫病疫木除治率", "除治率"), is_close("资金支付进度及时率", "资金支付及时率")
    (True, True)
    >>> is_close("林农和社会公众满意度", "干部职工满意度")
    False
    """
    if len(words) > 1 and (name in words or words in name):
        return True
    common = _longest_common(name, words)
    if len(common) < _CLOSE:
        return False
    rests = [f"{one.partition(common)[0]}\n{one.partition(common)[2]}" for one in (name, words)]
    pairs = [{rest[at : at + 2] for at in range(len(rest) - 1) if "\n" not in rest[at : at + 2]} for rest in rests]
    if not (pairs[0] and pairs[1]):
        return True
    is_one_of_several = _AND.search(rests[0]) is not None and _AND.search(rests[1]) is None
    return not is_one_of_several and not pairs[0].isdisjoint(pairs[1])


def _longest_common(first: str, second: str) -> str:
    """The longest run of characters that is in both."""
    best = ""
    for at in range(len(first)):
        while at + len(best) < len(first) and first[at : at + len(best) + 1] in second:
            best = first[at : at + len(best) + 1]
    return best


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


def value_at(answers: Answers, address: Address) -> Quantity | None:
    """The value of any answer as a quantity; None when it is no figure, blank, or has no unit."""
    question = answers.form.question(address)
    return None if question is None else value_of(answers, NamedFigure(address, question, "", (), 0))


def may_be_stated(answers: Answers, address: Address, figure: Quantity) -> bool:
    """Whether an answer is a figure in the unit of this one, or still blank and will be."""
    question, value = answers.form.question(address), value_at(answers, address)
    if value is None and question is not None and question.kind == "number" and answers.value(address) is None:
        value = _exact_quantity(f"1{question.unit}")
    return value is not None and figure.comparable(value)


@lru_cache(maxsize=4096)
def _exact_quantity(text: str) -> Quantity | None:
    found = quantities(text, cell=True)
    return replace(found[0], low=found[0].base, high=found[0].base) if len(found) == 1 else None
