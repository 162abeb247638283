"""Sums that do not reach their total yet because answers are blank or rows are still to come."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from perfdesk.checks.open_answers import allowed_difference, figures_of_sides, is_open, may_get_rows, summed_over
from perfdesk.checks.possible import Assumption, is_certainly, possible
from perfdesk.checks.ranges import Range, can_be_equal
from perfdesk.definition.address import Address
from perfdesk.definition.kinds import EXACT
from perfdesk.definition.model import Rule
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A sum that may still be completed.

    `is_sum`: one side is certain, the other falls short of it by `gap`. `places` are the blank answers and the tables
    in the rule's own section that can complete it.
    """

    filled: Decimal
    total: Decimal
    is_sum: bool
    places: tuple[Address, ...]

    @property
    def gap(self) -> Decimal:
        """What is still to be filled in."""
        return EXACT.subtract(self.total, self.filled)


def shortfall_of(answers: Answers, rule: Rule, context: EvaluationContext) -> Shortfall | None:
    """Return what a broken rule of two sides still lacks; None if no completion of the report can meet it."""
    sides = figures_of_sides(answers, rule, context)
    if sides is None or rule.found is None or rule.expected is None:
        return None
    ranges = possible(answers, rule.found, context), possible(answers, rule.expected, context)
    can_balance = can_be_equal(ranges[0], ranges[1], allowed_difference(answers, rule, context))
    applies = is_certainly(answers, rule.when, context, Assumption())
    if not can_balance and applies:
        return None
    filled, total = sorted(sides)
    short, complete = ranges if sides[0] < sides[1] else reversed(ranges)
    is_sum = applies and complete == total and isinstance(short, Range) and short.low == filled
    return Shortfall(filled, total, is_sum, _places(answers, rule, context) if is_sum else ())


def _places(answers: Answers, rule: Rule, context: EvaluationContext) -> tuple[Address, ...]:
    """Return the open answers that a sum adds up, and the tables that may get rows, in the rule's own section."""
    added = summed_over(answers, rule, context)
    blanks = [one for one in sorted(added.answers) if one.section == context.section and is_open(answers, one)]
    tables = [one for one in sorted(added.tables) if one[0] == context.section and may_get_rows(answers, *one)]
    growing = [Address(*one) for one in tables]
    return (*blanks, *growing)
