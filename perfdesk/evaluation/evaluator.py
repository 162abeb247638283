"""The evaluation of expressions over answers: Decimal arithmetic in which a blank means “not known yet”."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from perfdesk.definition.address import Address, form_section_of, instance_of
from perfdesk.definition.bands import band_evaluators
from perfdesk.definition.expression import Constant, Expression, Operation, Ref, RowFact, Vector
from perfdesk.definition.function_results import Evaluation, Result, strict
from perfdesk.definition.functions import FUNCTIONS
from perfdesk.definition.kinds import EXACT, Value


@dataclass(frozen=True, slots=True)
class EvaluationContext:
    """Where an expression is evaluated: the section (`projects@r1` in a repeated one) and the current row.

    With a `group`, a column of the table is that of these rows only."""

    section: str
    row: str = ""
    table: tuple[str, str] | None = None
    group: tuple[str, ...] | None = None


def context_of(address: Address) -> EvaluationContext:
    """Return the context in which the formula of a computed answer is evaluated."""
    return EvaluationContext(
        address.section, address.row, (address.form_section, address.field) if address.row else None
    )


class Lookup(Protocol):
    """What the evaluation of an expression reads from a report."""

    def value(self, address: Address) -> Value: ...
    def rows(self, section: str, table: str) -> tuple[str, ...]: ...
    def row_fact(self, context: EvaluationContext, name: str) -> Value: ...


def address_of(ref: Ref, context: EvaluationContext) -> Address:
    """Return the address of a reference in a context."""
    if ref.row == "^":
        return Address(ref.section, ref.field, instance_of(context.section), ref.column)
    return Address(
        _section_instance(ref.section, context), ref.field, context.row if ref.row == "*" else ref.row, ref.column
    )


def addresses_of(part: Ref | Vector, context: EvaluationContext, lookup: Lookup) -> list[Address]:
    """Return the addresses of a reference or a column in a context, in order."""
    if isinstance(part, Ref):
        return [address_of(part, context)]
    section = _section_instance(part.section, context)
    rows = part.rows if part.rows is not None else lookup.rows(section, part.field)
    if context.group is not None and (part.section, part.field) == context.table:
        rows = [row for row in rows if row in context.group]
    return [Address(section, part.field, row, part.column) for row in rows]


def _section_instance(section: str, context: EvaluationContext) -> str:
    return context.section if form_section_of(context.section) == section else section


def evaluate(part: Expression, context: EvaluationContext, lookup: Lookup) -> Result:
    """Return the value of an expression; None if it is not known because of a blank answer."""
    match part:
        case Constant(value=value):
            return value
        case Ref():
            return lookup.value(address_of(part, context))
        case Vector():
            return [lookup.value(address) for address in addresses_of(part, context, lookup)]
        case RowFact(name=name):
            return lookup.row_fact(context, name)
        case Operation(name="if", parts=(condition, yes, no)):
            truth = evaluate(condition, context, lookup)
            return None if truth is None else evaluate(yes if truth else no, context, lookup)
        case Operation(name=name, parts=parts):
            return EVALUATORS[name]([evaluate(child, context, lookup) for child in parts])


def _divide(left: Decimal, right: Decimal) -> Result:
    return EXACT.divide(left, right) if right else None


def _and(parts: Sequence[Result]) -> Result:
    if any(part is False for part in parts):
        return False
    return None if any(part is None for part in parts) else True


def _or(parts: Sequence[Result]) -> Result:
    if any(part is True for part in parts):
        return True
    return None if any(part is None for part in parts) else False


#: What each operation computes from the values of its parts.
EVALUATORS: dict[str, Evaluation] = {
    "+": strict(EXACT.add),
    "-": strict(EXACT.subtract),
    "*": strict(EXACT.multiply),
    "/": strict(_divide),
    "==": strict(operator.eq),
    "!=": strict(operator.ne),
    "<": strict(operator.lt),
    "<=": strict(operator.le),
    ">": strict(operator.gt),
    ">=": strict(operator.ge),
    "and": _and,
    "or": _or,
    "not": strict(operator.not_),
    **{function.name: function.evaluate for function in FUNCTIONS.values()},
    **band_evaluators(),
}
