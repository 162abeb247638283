"""How far a sum may be off from rounding alone: 元 rounded to 0.01 万元 item by item leaves a tail (domain §3.3)."""

from __future__ import annotations

from decimal import Decimal

from perfdesk.definition.address import Address
from perfdesk.definition.expression import Expression, Operation, Ref, Vector
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext, addresses_of, context_of

#: Half of the last place that is kept: each typed figure may be off by as much.
_HALF_UNIT = Decimal("0.005")


def tolerance(answers: Answers, context: EvaluationContext, *sides: Expression) -> Decimal:
    """0.005 × (terms + 1) 万元: half a unit for each figure typed on either side, totals worked out aside."""
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
