"""Figures that could reconcile a sum: those that are excluded would not reconcile it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest

from perfdesk.checks.rules import contexts_of, direct_answers
from perfdesk.checks.run import run
from perfdesk.checks.sensitivity import sensitivity_of
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
    """Yield the sides of every rule about two equal figures, in every context."""
    for rule in answers.form.rules:
        for instance in answers.instances(answers.form.section(rule.section)):
            for context in contexts_of(answers, rule, instance):
                if rule.found is not None and rule.expected is not None:
                    yield (rule.found, rule.expected), context


def gap_of(answers: Answers, sides: Sides, context: EvaluationContext) -> Decimal | None:
    """Return the first side less the second; None if one is not known."""
    found, expected = (answers.evaluate(side, context) for side in sides)
    return found - expected if isinstance(found, Decimal) and isinstance(expected, Decimal) else None


def typed_figures(answers: Answers, sides: Sides, context: EvaluationContext) -> list[Address]:
    """Return the typed figures that the sides are computed from, at any depth."""
    near = list(direct_answers(answers, context, *sides))
    for address in near:
        formula = answers.form.formula(address)
        if formula is not None and answers.is_computed(address):
            inner = EvaluationContext(
                address.section, address.row, (address.form_section, address.field) if address.row else None
            )
            near += [one for one in direct_answers(answers, inner, formula.expression) if one not in near]
    return [one for one in near if isinstance(answers.parsed(one).value, Decimal) and answers.parsed(one).value]


@pytest.mark.parametrize("sample", ["demo-2024", "daoxian-2023"])
def test_figures_excluded_from_trial_would_not_reconcile_a_sum(
    answers_of: Callable[..., Answers], form: Form, sample: str
) -> None:
    answers, chance, sure = answers_of(sample), random.Random(7), 0
    for sides, context in sums(answers):
        gap, figures = gap_of(answers, sides, context), typed_figures(answers, sides, context)
        for address in chance.sample(figures, min(3, len(figures))) if gap is not None else ():
            value = answers.parsed(address).value
            assert isinstance(value, Decimal)
            more = value * Decimal(9999)
            tried = answers.what_if(Edit(address, answers.typed(address), plain_number(value + more)))
            after = gap_of(tried, sides, context)
            if after is not None and gap is not None:
                enough = sensitivity_of(answers, context, sides, gap, abs(after))
                assert enough.could_balance(address, more), (sides, context, address)
                too_little = sensitivity_of(answers, context, sides, gap, abs(after) - LEAST)
                sure += not too_little.could_balance(address, more)
    assert sure > 10  # sums are not tried out unnecessarily


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
def test_a_figure_without_a_fixed_weight_is_tried(
    small_form: Callable[..., Form], add: str, found: str, budgets: tuple[str, str]
) -> None:
    """A sum skips unknown parts, a sentence repeats a figure, and rounding changes in steps."""
    rule = ('found = "sums.one.actual"', f'found = "{found}"')
    other = ('expected = "sums.one.budget"', 'expected = "sums.one.budget + sums.two.budget"')
    form = small_form(rule, other, add=add)
    texts = {Address("money", "sums", "one", "actual"): "5"}
    texts |= {Address("money", "sums", row, "budget"): text for row, text in zip(("one", "two"), budgets, strict=True)}
    (finding,) = [finding for finding in run(Answers(form, Entries(texts))) if finding.code == "R1"]
    assert finding.fix is not None
    assert finding.fix.texts == {Address("money", "sums", "one", "actual"): "50000"}
