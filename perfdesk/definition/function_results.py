"""What the functions of formulas compute, in exact Decimal arithmetic; None is a value that is not known yet.

The value of a column is a list with one item for each row.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation, Overflow

from perfdesk.definition.kinds import EXACT, Measure, Value, plain_number, round_half_up

#: The value of an expression: a list for a column, None while it is not known.
Result = Value | bool | list[Value]
Evaluation = Callable[[Sequence[Result]], Result]


def strict(function: Callable[..., Result]) -> Evaluation:
    """Make a function that returns None if one of its arguments is None or the result is beyond all figures."""

    def evaluate(arguments: Sequence[Result]) -> Result:
        try:
            return None if any(argument is None for argument in arguments) else function(*arguments)
        except (Overflow, InvalidOperation):
            return None

    return evaluate


def attain(target: Measure, actual: Measure) -> Decimal | None:
    """Return how far an indicator was attained, 0 to 1 (财预〔2020〕10号); None for words, which need a judgement.

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


def _flat(arguments: Sequence[Result]) -> list[Value | bool]:
    return [item for argument in arguments for item in (argument if isinstance(argument, list) else [argument])]


def _figures(arguments: Sequence[Result]) -> list[Decimal]:
    return [item for item in _flat(arguments) if isinstance(item, Decimal)]


def total(arguments: Sequence[Result]) -> Result:
    """Return the sum of the figures that are known; None if there is none."""
    figures = _figures(arguments)
    added = Decimal(0)
    for figure in figures:
        added = EXACT.add(added, figure)
    return added if figures else None


def count(arguments: Sequence[Result]) -> Result:
    """Return how many of the values are known."""
    return Decimal(sum(item is not None for item in _flat(arguments)))


def floor(value: Decimal) -> Decimal:
    """Return the whole number not above a figure."""
    return Decimal(math.floor(value))


def rounded(value: Decimal, decimals: Decimal) -> Decimal:
    """Round half up to a number of decimals."""
    return round_half_up(value, int(decimals))


def is_blank(arguments: Sequence[Result]) -> Result:
    """Whether a value, or every row of a column, is blank."""
    return not any(item is not None for item in _flat(arguments))


def conditional_sum(arguments: Sequence[Result]) -> Result:
    """Return the sum of the figures whose key is the wanted text; None while all keys are blank."""
    figures, keys, wanted = arguments
    if not isinstance(figures, list) or not isinstance(keys, list):
        return None
    if all(key is None for key in keys):
        return None
    return total([[figure for figure, key in zip(figures, keys, strict=True) if key == wanted]]) or Decimal(0)


def figure_of(measure: Measure) -> Decimal | None:
    """Return the figure of an indicator value; None for words."""
    return measure.number


def unit_of(measure: Measure) -> str:
    """Return the unit of an indicator value."""
    return measure.unit


def integer_count(arguments: Sequence[Result]) -> Result:
    """Return how many of the known figures are whole numbers."""
    return Decimal(sum(figure == figure.to_integral_value() for figure in _figures(arguments)))


def year_of(date: datetime.date) -> Decimal:
    """Return the year of a date."""
    return Decimal(date.year)


def contains(text: str, part: Decimal | str) -> bool:
    """Whether a text contains another text or a figure as it is printed."""
    return (plain_number(part) if isinstance(part, Decimal) else part) in text


def length(text: str) -> Decimal:
    """Return the number of characters."""
    return Decimal(len(text))
