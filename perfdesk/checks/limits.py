"""Answers outside of the limits that the form sets: figures too small or too large, texts written in another way."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfdesk.checks.finding import Finding, FindingCode
from perfdesk.checks.possible import possible
from perfdesk.checks.ranges import Range
from perfdesk.definition.address import Address
from perfdesk.definition.answer_limits import AnswerLimits, Fit
from perfdesk.definition.kinds import Kind
from perfdesk.definition.model import Field, Table
from perfdesk.definition.severity import Severity
from perfdesk.definition.text import shorten
from perfdesk.evaluation.active_questions import active_questions
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import context_of
from perfdesk.evaluation.labels import answer_label, section_label

_KINDS: tuple[Kind, ...] = ("number", "year", "text")
_MAX_SHOWN = 30


def outside_limits(answers: Answers) -> Iterator[Finding]:
    """Yield one finding for each answer outside of its limits; a text that is not written to its end is missing."""
    if any(question.limits is not None for question in answers.form.questions.values()):
        for address, question, block in active_questions(answers, _KINDS):
            if question.limits is not None and not _is_total(block, address):
                name = ("limits", address.section, address.field, address.row, address.column)
                yield from answers.cached(name, _outside_limits, address, question.limits)


def _is_total(block: Field | Table, address: Address) -> bool:
    """Whether an answer is in the total row of a table: the limits of a column are those of its parts."""
    return isinstance(block, Table) and not block.open and block.row(address.row).total


def _outside_limits(answers: Answers, address: Address, limits: AnswerLimits) -> Iterator[Finding]:
    fit = _fit(answers, address, limits)
    if fit == "whole":
        return
    verb = "写的是" if limits.pattern is not None else "算出的是" if answers.is_computed(address) else "填的是"
    end = "，还没有写完" if fit == "beginning" else ""
    shown = shorten(answers.text(address), _MAX_SHOWN)
    yield Finding(
        FindingCode.LIMITS,
        Severity.MISSING if fit == "beginning" else Severity.ERROR,
        f"{answer_label(answers, address)}：{verb}“{shown}”{end}，{limits.wording}。",
        address.section,
        section_label(answers, address.section),
        (address,),
    )


def _fit(answers: Answers, address: Address, limits: AnswerLimits) -> Fit:
    formula, value = answers.form.formula(address), answers.value(address)
    if formula is None or not answers.is_computed(address) or not isinstance(value, Decimal):
        return limits.fit(value)
    still = possible(answers, formula.expression, context_of(address))
    low, high = (still.low, still.high) if isinstance(still, Range) else (still, still)
    figures = [bound if isinstance(bound, Decimal) else None for bound in (low, high)]
    return "none" if limits.fit(value) == "none" and limits.is_outside(*figures) else "whole"
