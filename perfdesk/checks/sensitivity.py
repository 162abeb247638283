"""How a difference changes with each figure in it, so that only figures that could reconcile it are tried out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from perfdesk.definition.address import Address
from perfdesk.definition.expression import Expression, Operation, Ref, Vector
from perfdesk.definition.kinds import EXACT
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext, addresses_of, context_of

#: How many times each typed answer is added; None if anything but addition is done with it.
_Weights = dict[Address, int | None]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How the gap of a rule of two sides (found less expected) changes with each figure in it.

    `is_linear`: only addition is done with all of the figures, so that the weights are the whole truth.
    """

    gap: Decimal
    allowed: Decimal
    is_linear: bool
    weights: _Weights

    def could_balance(self, address: Address, more: Decimal) -> bool:
        """Whether increasing a figure could bring the gap within the allowed one; False is certain."""
        times = self.weights.get(address) if self.is_linear else None
        return times is None or abs(EXACT.add(self.gap, EXACT.multiply(more, times))) <= self.allowed


def sensitivity_of(
    answers: Answers, context: EvaluationContext, sides: tuple[Expression, Expression], gap: Decimal, allowed: Decimal
) -> Sensitivity:
    """Return how a gap depends on the figures of the two sides."""
    found: _Weights = {}
    is_linear = _add_weights(found, answers, context, sides[0], 1) and _add_weights(
        found, answers, context, sides[1], -1
    )
    return Sensitivity(gap, allowed, is_linear, found)


def _add_weights(
    found: _Weights, answers: Answers, context: EvaluationContext, part: Expression, times: int | None
) -> bool:
    """Add the weights of a part that is added `times` times; return whether all figures in it are known."""
    match part:
        case Ref() | Vector():
            return all(_add_answer_weights(found, answers, one, times) for one in addresses_of(part, context, answers))
        case Operation(name="+" | "sum", parts=parts):
            return all(_add_weights(found, answers, context, child, times) for child in parts)
        case Operation(name="-", parts=(minuend, subtrahend)):
            other = None if times is None else -times
            return _add_weights(found, answers, context, minuend, times) and _add_weights(
                found, answers, context, subtrahend, other
            )
        case Operation(parts=parts):
            return all(_add_weights(found, answers, context, child, None) for child in parts)
        case _:
            return True


def _add_answer_weights(found: _Weights, answers: Answers, address: Address, times: int | None) -> bool:
    formula = answers.form.formula(address)
    if formula is not None and answers.is_computed(address):
        # A sum skips a part that is not known.
        known = times if answers.value(address) is not None else None
        return _add_weights(found, answers, context_of(address), formula.expression, known)
    before = found.get(address, 0)
    found[address] = None if times is None or before is None else before + times
    # A generated sentence may contain any figure.
    question = answers.form.question(address)
    return answers.typed(address) is not None or (question is not None and question.kind == "number")
