"""Which figures could close a sum: what is ruled out beforehand would not close it when tried."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest

from perfdesk.checks.rules import contexts_of, direct_answers
from perfdesk.checks.run import run
from perfdesk.checks.sensitivity import could_balance
from perfdesk.definition.address import Address
from perfdesk.definition.expression import Expression
from perfdesk.definition.kinds import plain_number
from perfdesk.definition.model import Form
from perfdesk.entries.change import Edit
from perfdesk.entries.entries import Entries
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext

LEAST = Decimal("0.0000001")
Sides = tuple[Expression, Expression]


def sums(answers: Answers) -> Iterator[tuple[Sides, EvaluationContext]]:
    """Every rule that says two figures are equal, wherever it looks."""
    for rule in answers.form.rules:
        for instance in answers.instances(answers.form.section(rule.section)):
            for place in contexts_of(answers, rule, instance):
                if rule.found is not None and rule.expected is not None:
                    yield (rule.found, rule.expected), place


def gap_of(answers: Answers, sides: Sides, place: EvaluationContext) -> Decimal | None:
    """First side less second, where both can be told."""
    found, expected = (answers.evaluate(side, place) for side in sides)
    return found - expected if isinstance(found, Decimal) and isinstance(expected, Decimal) else None


def typed_figures(answers: Answers, sides: Sides, place: EvaluationContext) -> list[Address]:
    """The typed figures that the sides are made of, however deep, by trying out all that stand near."""
    near = list(direct_answers(answers, place, *sides))
    for address in near:
        formula = answers.form.formula(address)
        if formula is not None and answers.is_computed(address):
            inner = EvaluationContext(
                address.section, address.row, (address.form_section, address.field) if address.row else None
            )
            near += [one for one in direct_answers(answers, inner, formula.expression) if one not in near]
    return [one for one in near if isinstance(answers.parsed(one).value, Decimal) and answers.parsed(one).value]


@pytest.mark.parametrize("sample", ["demo-2024", "daoxian-2023"])
def test_what_could_not_close_a_sum_would_not_when_tried(
    answers_of: Callable[..., Answers], form: Form, sample: str
) -> None:
    answers, chance, sure = answers_of(sample), random.Random(7), 0
    for sides, place in sums(answers):
        gap, figures = gap_of(answers, sides, place), typed_figures(answers, sides, place)
        for address in chance.sample(figures, min(3, len(figures))) if gap is not None else ():
            value = answers.parsed(address).value
            assert isinstance(value, Decimal)
            more = value * Decimal(9999)
            tried = answers.what_if(Edit(address, answers.typed(address), plain_number(value + more)))
            after = gap_of(tried, sides, place)
            if after is not None and gap is not None:
                assert could_balance(answers, place, sides, gap, abs(after))(address, more), (sides, place, address)
                sure += not could_balance(answers, place, sides, gap, abs(after) - LEAST)(address, more)
    assert sure > 10  # sums are not tried out where there is no need


PASSED_OVER = """
[[block]]
type = "field"
id = "part"
label = "部分"
kind = "number"
unit = "万元"
formula = "sums.one.actual + sums.two.actual"
"""
SAID = """
[[block]]
type = "field"
id = "words"
label = "一句话"
kind = "sentence"
template = "投入{sums.one.actual}万元。"
"""


@pytest.mark.parametrize(
    ("add", "found", "budgets"),
    [
        (PASSED_OVER, "sum(part, sums.one.actual)", ("49000", "1000")),
        (SAID, "amounts(words) + sums.one.actual", ("98000", "2000")),
        ("", "round(sums.one.actual, 0) + sums.one.actual", ("98000", "2000")),
        ("", "sums.one.actual - (sums.one.actual - sums.one.actual)", ("49000", "1000")),
    ],
)
def test_a_figure_whose_weight_is_not_plain_is_tried(
    small_form: Callable[..., Form], add: str, found: str, budgets: tuple[str, str]
) -> None:
    """A part that cannot be told is passed over by a sum, a sentence says a figure again, rounding moves in steps."""
    rule = ('found = "sums.one.actual"', f'found = "{found}"')
    other = ('expected = "sums.one.budget"', 'expected = "sums.one.budget + sums.two.budget"')
    form = small_form(rule, other, add=add)
    texts = {Address("money", "sums", "one", "actual"): "5"}
    texts |= {Address("money", "sums", row, "budget"): text for row, text in zip(("one", "two"), budgets, strict=True)}
    (slip,) = [finding for finding in run(Answers(form, Entries(texts))) if finding.code == "R1"]
    assert slip.fix is not None
    assert slip.fix.texts == {Address("money", "sums", "one", "actual"): "50000"}
