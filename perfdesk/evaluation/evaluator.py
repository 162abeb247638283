"""What an expression gives over a report's answers: Decimal arithmetic in which blank means “cannot tell yet”."""

from __future__ import annotations

import datetime
import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation, Overflow
from typing import Protocol

from perfdesk.definition.address import Address, form_section_of, instance_of
from perfdesk.definition.expression import Constant, Expression, Operation, Ref, RowFact, Vector
from perfdesk.definition.kinds import EXACT, Measure, Value, plain_number, round_half_up
from perfdesk.evaluation.amounts import spent_amount

Result = Value | bool | list[Value]


@dataclass(frozen=True, slots=True)
class EvaluationContext:
    """From where an expression is seen: the section (`projects@r1` in a repeated one) and the row at hand."""

    section: str
    row: str = ""
    table: tuple[str, str] | None = None


def context_of(address: Address) -> EvaluationContext:
    """From where the formula of a computed answer is seen."""
    return EvaluationContext(
        address.section, address.row, (address.form_section, address.field) if address.row else None
    )


class Lookup(Protocol):
    """What an expression needs to know of a report."""

    def value(self, address: Address) -> Value: ...
    def rows(self, section: str, table: str) -> tuple[str, ...]: ...
    def row_fact(self, context: EvaluationContext, name: str) -> Value: ...


def address_of(ref: Ref, context: EvaluationContext) -> Address:
    """The answer a reference means, seen from a place."""
    if ref.row == "^":
        return Address(ref.section, ref.field, instance_of(context.section), ref.column)
    return Address(
        _section_instance(ref.section, context), ref.field, context.row if ref.row == "*" else ref.row, ref.column
    )


def addresses_of(part: Ref | Vector, context: EvaluationContext, lookup: Lookup) -> list[Address]:
    """All answers a reference or a column means, in order."""
    if isinstance(part, Ref):
        return [address_of(part, context)]
    section = _section_instance(part.section, context)
    rows = part.rows if part.rows is not None else lookup.rows(section, part.field)
    return [Address(section, part.field, row, part.column) for row in rows]


def _section_instance(section: str, context: EvaluationContext) -> str:
    return context.section if form_section_of(context.section) == section else section


def evaluate(part: Expression, context: EvaluationContext, lookup: Lookup) -> Result:
    """The value of an expression; None when a blank answer keeps it from being told."""
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
            return _EVALUATORS[name]([evaluate(child, context, lookup) for child in parts])


def _strict(function: Callable[..., Result]) -> Callable[[Sequence[Result]], Result]:
    """A function that cannot tell when any of its parts cannot, or when the figure would be beyond all figures."""

    def applied(parts: Sequence[Result]) -> Result:
        try:
            return None if any(part is None for part in parts) else function(*parts)
        except (Overflow, InvalidOperation):
            return None

    return applied


def _figures(parts: Sequence[Result]) -> list[Decimal]:
    flat = [item for part in parts for item in (part if isinstance(part, list) else [part])]
    return [item for item in flat if isinstance(item, Decimal)]


def _sum(parts: Sequence[Result]) -> Result:
    figures = _figures(parts)
    total = Decimal(0)
    for figure in figures:
        total = EXACT.add(total, figure)
    return total if figures else None


def _count(parts: Sequence[Result]) -> Result:
    flat = [item for part in parts for item in (part if isinstance(part, list) else [part])]
    return Decimal(sum(item is not None for item in flat))


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


def _blank(parts: Sequence[Result]) -> Result:
    (part,) = parts
    return not any(item is not None for item in part) if isinstance(part, list) else part is None


def _sumif(parts: Sequence[Result]) -> Result:
    figures, keys, wanted = parts
    if not isinstance(figures, list) or not isinstance(keys, list):
        return None
    if all(key is None for key in keys):
        return None
    return _sum([[figure for figure, key in zip(figures, keys, strict=True) if key == wanted]]) or Decimal(0)


def attain(target: Measure, actual: Measure) -> Decimal | None:
    """How far an indicator was attained, 0 to 1 (财预〔2020〕10号); None for words, which need a judgement.

    ≥ and plain targets count actual ÷ target, ≤ targets target ÷ actual, = targets whichever is below 1.
    """
    if target.number is None or actual.number is None:
        return None
    wanted, reached = target.number, actual.number
    enough = {"≤": reached <= wanted, "=": reached == wanted}.get(target.sign, reached >= wanted)
    if enough:
        return Decimal(1)
    low, high = sorted((wanted, reached))
    return EXACT.divide(max(low, Decimal(0)), high) if high > 0 else Decimal(0)


def _contains(text: str, part: Decimal | str) -> bool:
    return (plain_number(part) if isinstance(part, Decimal) else part) in text


def _floor(value: Decimal) -> Decimal:
    return Decimal(math.floor(value))


def _round(value: Decimal, decimals: Decimal) -> Decimal:
    return round_half_up(value, int(decimals))


def _figure(measure: Measure) -> Decimal | None:
    return measure.number


def _unit(measure: Measure) -> str:
    return measure.unit


def _integers(parts: Sequence[Result]) -> Result:
    return Decimal(sum(figure == figure.to_integral_value() for figure in _figures(parts)))


def _year(date: datetime.date) -> Decimal:
    return Decimal(date.year)


def _length(text: str) -> Decimal:
    return Decimal(len(text))


_EVALUATORS: dict[str, Callable[[Sequence[Result]], Result]] = {
    "+": _strict(EXACT.add),
    "-": _strict(EXACT.subtract),
    "*": _strict(EXACT.multiply),
    "/": _strict(_divide),
    "==": _strict(operator.eq),
    "!=": _strict(operator.ne),
    "<": _strict(operator.lt),
    "<=": _strict(operator.le),
    ">": _strict(operator.gt),
    ">=": _strict(operator.ge),
    "and": _and,
    "or": _or,
    "not": _strict(operator.not_),
    "sum": _sum,
    "count": _count,
    "min": _strict(min),
    "max": _strict(max),
    "abs": _strict(EXACT.abs),
    "floor": _strict(_floor),
    "round": _strict(_round),
    "blank": _blank,
    "sumif": _sumif,
    "attain": _strict(attain),
    "figure": _strict(_figure),
    "unit": _strict(_unit),
    "integers": _integers,
    "year": _strict(_year),
    "contains": _strict(_contains),
    "length": _strict(_length),
    "amounts": _strict(spent_amount),
}
