"""Dates are compared by the rules of a form: a project does not end before it begins."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from perfdesk.checks.run import run
from perfdesk.definition.address import Address
from perfdesk.definition.model import Form
from perfdesk.document.excel_formula import excel_formula
from perfdesk.entries.change import Edit
from perfdesk.entries.entries import Entries
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext
from perfdesk.evaluation.formula_text import describe_formula

RULE = """
[[block]]
type = "field"
id = "end"
label = "完成日期"
kind = "date"

[[block]]
type = "field"
id = "late"
label = "是否超期"
formula = "if(end > day, '超期', '按期')"

[[rule]]
code = "D1"
title = "起止日期"
holds = "day <= end"
message = "完成日期早于开始日期"
"""


def answers_of(form: Form, **typed: str) -> Answers:
    return Answers(
        form, Entries().after(tuple(Edit(Address("money", name), None, text) for name, text in typed.items()))
    )


@pytest.mark.parametrize(
    ("typed", "is_wrong"),
    [
        ({"day": "2024年11月1日", "end": "2024年3月1日"}, True),
        ({"day": "2024-3-1", "end": "2024年3月1日"}, False),
        ({"day": "2024年3月1日", "end": "2025年1月1日"}, False),
        ({"day": "2024年3月1日"}, False),
        ({}, False),
    ],
)
def test_a_rule_compares_dates(small_form: Callable[..., Form], typed: dict[str, str], is_wrong: bool) -> None:
    answers = answers_of(small_form(add=RULE), **typed)
    assert any(one.code == "D1" for one in run(answers)) is is_wrong


def test_a_comparison_of_dates_is_told_in_words_and_is_no_excel_formula(small_form: Callable[..., Form]) -> None:
    answers = answers_of(small_form(add=RULE), day="2024年3月1日", end="2024年3月2日")
    late = Address("money", "late")
    formula = answers.form.formula(late)
    assert formula is not None
    assert answers.value(late) == "超期"
    assert "晚于" in describe_formula(answers, formula.expression, EvaluationContext("money"))
    assert excel_formula(answers, late) is None
