"""An equation at the top of a page must be able to fail: its left side is not computed from its right one."""

from __future__ import annotations

import pytest

from perfdesk.definition.expression import Ref, references
from perfdesk.definition.library import find_form
from perfdesk.definition.page_figures import PageFigures
from perfdesk.document.key_figures import first_answer
from perfdesk.entries.entries import Entries
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext, address_of, context_of


@pytest.mark.parametrize("form_id", ["hunan_overall_2023", "hunan_overall_2019", "yueyang_overall_2023"])
def test_no_equation_is_computed_from_its_own_parts(form_id: str) -> None:
    form = find_form(form_id)
    answers, seen = Answers(form, Entries()), 0
    for section in form.sections:
        for block in (one for one in section.blocks if isinstance(one, PageFigures) and one.is_equation):
            left, *right = (first_answer(answers, one.value, EvaluationContext(section.id)) for one in block.figures)
            formula = form.formula(left) if left is not None else None
            refs = references(formula.expression) if formula is not None else []
            parts = {address_of(one, context_of(left)) for one in refs if left is not None and isinstance(one, Ref)}
            assert formula is None or parts != set(right)
            seen += 1
    assert seen
