"""What an expression can still become while answers are open: half done is not wrong.

The same expressions as in `evaluation.evaluator`, over ranges (`checks.ranges`): an open answer is a figure from 0
upwards or anything, and a column of a table that may get rows has more items to come.
"""

from __future__ import annotations

from dataclasses import dataclass

from perfdesk.checks.open_answers import is_open, may_get_rows
from perfdesk.checks.ranges import MORE_ROWS, TO_COME, UNKNOWN, Possible, PossibleItem, combine, hull, is_unsure, known
from perfdesk.definition.address import Address
from perfdesk.definition.expression import Constant, Expression, Operation, Ref, RowFact, Vector
from perfdesk.definition.kinds import Value
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EVALUATORS, EvaluationContext, address_of, addresses_of, context_of


@dataclass(frozen=True, slots=True)
class Assumption:
    """What is assumed about some blank answers: that they stay blank, or that they will be filled in."""

    stay_blank: frozenset[Address] = frozenset()
    will_be_filled: frozenset[Address] = frozenset()


_NOTHING_ASSUMED = Assumption()


def possible(
    answers: Answers, part: Expression, context: EvaluationContext, assumed: Assumption = _NOTHING_ASSUMED
) -> Possible:
    """Return the value of an expression if it is certain, or what it can still become."""
    match part:
        case Constant(value=value):
            return value
        case Ref():
            return _value(answers, address_of(part, context), assumed)
        case Vector():
            return _column(answers, part, context, assumed)
        case RowFact(name=name):
            return answers.row_fact(context, name)
        case Operation(name="if", parts=(condition, yes, no)):
            truth = possible(answers, condition, context, assumed)
            if truth is UNKNOWN:
                return hull([possible(answers, one, context, assumed) for one in (yes, no)])
            return None if truth is None else possible(answers, yes if truth else no, context, assumed)
        case Operation(name=name, parts=parts):
            arguments = [possible(answers, child, context, assumed) for child in parts]
            if any(map(is_unsure, arguments)):
                return combine(name, arguments)
            return _as_possible(EVALUATORS[name]([known(argument) for argument in arguments]))


def _as_possible(value: Value | bool | list[Value]) -> Possible:
    return list(value) if isinstance(value, list) else value


def _column(answers: Answers, part: Vector, context: EvaluationContext, assumed: Assumption) -> Possible:
    items: list[PossibleItem] = []
    for address in addresses_of(part, context, answers):
        item = _value(answers, address, assumed)
        items.append(UNKNOWN if isinstance(item, list) else item)
    if part.rows is None:
        section = context.section if Address(context.section, "").form_section == part.section else part.section
        if may_get_rows(answers, section, part.field):
            items.append(MORE_ROWS)
    return items


def _value(answers: Answers, address: Address, assumed: Assumption) -> Possible:
    if address in assumed.stay_blank:
        return None
    if address in assumed.will_be_filled:
        return _to_come(answers, address)
    name = ("possible", address.section, address.field, address.row, address.column)
    (found,) = answers.cached(name, _value_once, address)
    return found


def _value_once(answers: Answers, address: Address) -> list[Possible]:
    formula = answers.form.formula(address)
    if formula is not None and answers.is_computed(address):
        value = possible(answers, formula.expression, context_of(address))
        question = answers.form.question(address)
        is_to_be_typed = formula.overridable and question is not None and question.required
        return [_to_come(answers, address) if value is None and is_to_be_typed else value]
    is_unread = answers.typed(address) is not None and bool(answers.parsed(address).problem)
    if is_unread or is_open(answers, address):
        return [_to_come(answers, address)]
    return [answers.value(address)]


def _to_come(answers: Answers, address: Address) -> Possible:
    question = answers.form.question(address)
    return TO_COME if question is not None and question.kind == "number" else UNKNOWN


def is_certainly(answers: Answers, part: Expression | None, context: EvaluationContext, assumed: Assumption) -> bool:
    """Whether a condition is met whatever is filled in; a missing condition is."""
    return part is None or possible(answers, part, context, assumed) is True


def is_certainly_not(answers: Answers, part: Expression, context: EvaluationContext, assumed: Assumption) -> bool:
    """Whether a condition is broken whatever is filled in."""
    return possible(answers, part, context, assumed) is False
