"""Unit errors: sums that do not reconcile because one part is in 元 instead of 万元, or the other way round."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.checks.finding import Fix
from perfdesk.definition.address import Address
from perfdesk.definition.kinds import EXACT, plain_number
from perfdesk.entries.change import Edit
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.labels import answer_label

_FACTORS = (Decimal(10000), Decimal("0.0001"))


@dataclass(frozen=True, slots=True)
class UnitError:
    """The part that was entered in the wrong unit, a message about it, and the correction."""

    address: Address
    message: str
    fix: Fix


def find_unit_error(
    answers: Answers,
    parts: tuple[Address, ...],
    could_balance: Callable[[Address, Decimal], bool],
    is_balanced: Callable[[Answers], bool],
    allowed: Decimal,
) -> UnitError | None:
    """Return the one typed part that reconciles the sum if multiplied or divided by 10,000, or None.

    `could_balance` excludes parts that need not be tried out: it is called with the address and the increase.
    A part that would become no more than the `allowed` difference proves nothing.
    """
    found = [
        (address, figure)
        for address in parts
        if isinstance(value := answers.parsed(address).value, Decimal)
        and value
        and _unit_of(answers, address) == "万元"
        for figure in (EXACT.multiply(value, factor) for factor in _FACTORS)
        if abs(figure) > allowed
        and could_balance(address, EXACT.subtract(figure, value))
        and is_balanced(_answers_with(answers, address, figure))
    ]
    return _unit_error(answers, *found[0]) if len(found) == 1 else None


def _unit_of(answers: Answers, address: Address) -> str:
    question = answers.form.question(address)
    return question.unit if question else ""


def _answers_with(answers: Answers, address: Address, figure: Decimal) -> Answers:
    return answers.what_if(Edit(address, answers.typed(address), plain_number(figure)))


def _unit_error(answers: Answers, address: Address, figure: Decimal) -> UnitError:
    label, typed = answer_label(answers, address), answers.typed(address) or ""
    value = answers.value(address)
    read_as = plain_number(value) if isinstance(value, Decimal) else ""
    original = f"原文为“{typed}”，折合 {read_as} 万元" if typed.strip() != read_as else f"现为 {read_as} 万元"
    sentence = f"“{label}”{original}，若应为 {plain_number(figure)} 万元，两边正好相平，疑为“元”与“万元”写错"
    name = f"{label} 改为 {plain_number(figure)} 万元"
    return UnitError(address, sentence, Fix(name, {address: plain_number(figure)}))
