"""The rounding difference that a sum may have: items in 元 are each rounded to 0.01 万元."""

from __future__ import annotations

from decimal import Decimal

from perfdesk.definition.address import Address
from perfdesk.definition.expression import Expression, Operation, Ref, Vector
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext, addresses_of, context_of

#: Half of the last decimal, in 万元: the largest rounding error of a typed figure.
_HALF_UNIT = Decimal("0.005")


def tolerance(answers: Answers, context: EvaluationContext, *sides: Expression) -> Decimal:
    """Return the allowed difference in 万元: 0.005 for each figure typed on either side, at least 0.01.

    Computed totals do not count, because they are exact.
    """
    figures = sum(_figure_count(answers, context, side) for side in sides)
    return _HALF_UNIT * max(figures, 2)


def _figure_count(answers: Answers, context: EvaluationContext, part: Expression) -> int:
    match part:
        case Ref() | Vector():
            return sum(_typed_count(answers, address) for address in addresses_of(part, context, answers))
        case Operation(name="if", parts=(condition, yes, no)):
            return _figure_count(answers, context, yes if answers.is_met(condition, context) else no)
        case Operation(parts=parts):
            return sum(_figure_count(answers, context, child) for child in parts)
        case _:
            return 0


def _typed_count(answers: Answers, address: Address) -> int:
    formula = answers.form.formula(address)
    if formula is not None and answers.is_computed(address):
        return _figure_count(answers, context_of(address), formula.expression)
    return int(isinstance(answers.value(address), Decimal))
