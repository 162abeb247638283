"""How a gap moves with each figure it is made of, so that only figures that could close it need be tried out."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from perfdesk.definition.address import Address
from perfdesk.definition.expression import Expression, Operation, Ref, Vector
from perfdesk.definition.kinds import EXACT
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext, addresses_of, context_of

#: How many times each typed answer is counted; None where more is done with it than adding.
_Weights = dict[Address, int | None]


def could_balance(
    answers: Answers, context: EvaluationContext, sides: tuple[Expression, Expression], gap: Decimal, allowed: Decimal
) -> Callable[[Address, Decimal], bool]:
    """Whether a figure made so much larger could bring a gap (first side less second) within what is allowed.

    False is certain; True may only mean that it takes a trial to tell.
    """
    found: _Weights = {}
    is_linear = _add_weights(found, answers, context, sides[0], 1) and _add_weights(
        found, answers, context, sides[1], -1
    )

    def could(address: Address, more: Decimal) -> bool:
        times = found.get(address) if is_linear else None
        return times is None or abs(EXACT.add(gap, EXACT.multiply(more, times))) <= allowed

    return could


def _add_weights(
    found: _Weights, answers: Answers, context: EvaluationContext, part: Expression, times: int | None
) -> bool:
    """Add the weights of a part that is counted so many times; whether all that it is made of is known."""
    match part:
        case Ref() | Vector():
            return all(_add_answer_weights(found, answers, one, times) for one in addresses_of(part, context, answers))
        case Operation(name="+" | "sum", parts=parts):
            return all(_add_weights(found, answers, context, child, times) for child in parts)
        case Operation(name="-", parts=(whole, less)):
            other = None if times is None else -times
            return _add_weights(found, answers, context, whole, times) and _add_weights(
                found, answers, context, less, other
            )
        case Operation(parts=parts):
            return all(_add_weights(found, answers, context, child, None) for child in parts)
        case _:
            return True


def _add_answer_weights(found: _Weights, answers: Answers, address: Address, times: int | None) -> bool:
    formula = answers.form.formula(address)
    if formula is not None and answers.is_computed(address):
        # A sum passes over a part that cannot be told.
        known = times if answers.value(address) is not None else None
        return _add_weights(found, answers, context_of(address), formula.expression, known)
    before = found.get(address, 0)
    found[address] = None if times is None or before is None else before + times
    # A sentence that writes itself may say any figure.
    question = answers.form.question(address)
    return answers.typed(address) is not None or (question is not None and question.kind == "number")
