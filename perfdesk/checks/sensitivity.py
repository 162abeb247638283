"""How a difference changes with each figure in it, so that only figures that could reconcile it are tried out."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from perfdesk.definition.address import Address
from perfdesk.definition.expression import Expression, Operation, Ref, Vector
from perfdesk.definition.kinds import EXACT
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext, addresses_of, context_of

#: How many times each typed answer is added; None if anything but addition is done with it.
_Weights = dict[Address, int | None]


def could_balance(
    answers: Answers, context: EvaluationContext, sides: tuple[Expression, Expression], gap: Decimal, allowed: Decimal
) -> Callable[[Address, Decimal], bool]:
    """Return a test whether increasing a figure could bring a gap (first side less second) within the allowed one.

    False is certain; True may only mean that the change must be tried out.
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
