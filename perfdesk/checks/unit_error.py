"""Unit errors: sums that do not reconcile because one part is in 元 instead of 万元, or the other way round."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfdesk.checks.repair import Repair, SumCheck, fellows_of, proportion, repair_of, siblings_of
from perfdesk.definition.address import Address
from perfdesk.definition.kinds import EXACT, plain_number
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.labels import answer_label

_FACTORS = (Decimal(10000), Decimal("0.0001"))
#: A figure of another year, or another part of the sum, is rarely more than this many times larger or smaller.
_LARGEST_PROPORTION = Decimal(100)


def find_unit_error(check: SumCheck, parts: tuple[Address, ...]) -> Repair | None:
    """Return the repair of the one typed part that reconciles the sum if multiplied or divided by 10,000, or None.

    The repair must close the sum to the cent and stay in proportion to last year, the budget and the other parts.
    Nothing is proven if leaving the part out closes the sum just as well, as where it was counted twice.
    """
    found = [
        (address, figure)
        for address, value in check.typed_figures(parts)
        if _unit_of(check.answers, address) == "万元"
        for figure in (EXACT.multiply(value, factor) for factor in _FACTORS)
        if check.closes(address, value, figure)
        and not check.closes(address, value, Decimal(0))
        and _is_in_proportion(check.answers, address, figure, parts)
    ]
    return repair_of(check.answers, *found[0], _sentence(check.answers, *found[0])) if len(found) == 1 else None


def _unit_of(answers: Answers, address: Address) -> str:
    question = answers.form.question(address)
    return question.unit if question else ""


def _is_in_proportion(answers: Answers, address: Address, figure: Decimal, parts: tuple[Address, ...]) -> bool:
    """Whether a figure is of the size of the same item in other columns, or else of another part of the sum.

    Of several columns the most decide: one of them may itself be in the wrong unit. Parts differ in size by nature, so
    one that is near is enough.
    """
    others = _near(answers, figure, siblings_of(answers, address))
    if others:
        return 2 * sum(others) > len(others)
    parts_near = _near(answers, figure, fellows_of(address, parts))
    return not parts_near or any(parts_near)


def _near(answers: Answers, figure: Decimal, addresses: list[Address]) -> list[bool]:
    """For each of some answers that are not 0, whether a figure is of its size."""
    return [proportion(figure, other) <= _LARGEST_PROPORTION for other in _nonzero(answers, addresses)]


def _nonzero(answers: Answers, addresses: list[Address]) -> Iterator[Decimal]:
    for address in addresses:
        value = answers.value(address)
        if isinstance(value, Decimal) and value:
            yield value


def _sentence(answers: Answers, address: Address, figure: Decimal) -> str:
    label, typed = answer_label(answers, address), answers.typed(address) or ""
    value = answers.value(address)
    read_as = plain_number(value) if isinstance(value, Decimal) else ""
    original = f"原文为“{typed}”，折合 {read_as} 万元" if typed.strip() != read_as else f"现为 {read_as} 万元"
    return f"“{label}”{original}，若应为 {plain_number(figure)} 万元，两边正好相平，疑为“元”与“万元”写错"
