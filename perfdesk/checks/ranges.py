"""Figures that are not known yet, and what can be said about a result that depends on them.

A report is filled in step by step. A figure that is still to come is a `Range` from 0 upwards. An expression over
ranges has a certain result where every completion of the report gives the same one, and UNKNOWN elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation, Overflow
from enum import Enum
from functools import partial, reduce

from perfdesk.definition.bands import BAND_OPERATIONS
from perfdesk.definition.function_results import Result, codes_below
from perfdesk.definition.kinds import EXACT, Value, round_half_up


class Unsure(Enum):
    """What is not known: any value at all, or any number of further rows in a column."""

    UNKNOWN = "unknown"
    MORE_ROWS = "more rows"


@dataclass(frozen=True, slots=True)
class Range:
    """A figure between two bounds; None is no bound."""

    low: Decimal | None
    high: Decimal | None


UNKNOWN, MORE_ROWS = Unsure.UNKNOWN, Unsure.MORE_ROWS
ANY_FIGURE = Range(None, None)
#: A figure that is still to come: amounts, persons and scores are not negative.
TO_COME = Range(Decimal(0), None)

PossibleItem = Value | bool | Range | Unsure
Possible = PossibleItem | list[PossibleItem]


def is_unsure(value: Possible) -> bool:
    """Whether a value, or one of a column, is not known yet."""
    items = value if isinstance(value, list) else [value]
    return any(isinstance(item, Range | Unsure) for item in items)


def known(value: Possible) -> Result:
    """Return a value that is certain; TypeError for any other."""
    if isinstance(value, list):
        return [item for item in value if isinstance(item, Value)]
    if isinstance(value, Range | Unsure):
        raise TypeError(value)
    return value


def as_range(value: Possible) -> Range:
    """Return the bounds of a figure; a value of another kind has none."""
    if isinstance(value, Range):
        return value
    return Range(value, value) if isinstance(value, Decimal) else ANY_FIGURE


def hull(values: Sequence[Possible]) -> Range | Unsure:
    """Return what contains all of several possible values."""
    figures = [value for value in values if isinstance(value, Decimal | Range)]
    if len(figures) < len(values):
        return UNKNOWN
    return Range(_extreme(min, [as_range(value).low for value in figures]), _extreme(max, _highs(figures)))


def can_be_equal(one: Possible, other: Possible, allowed: Decimal) -> bool:
    """Whether two figures can come within the allowed difference of each other."""
    left, right = as_range(one), as_range(other)
    return _reaches(left.low, right.high, allowed) and _reaches(right.low, left.high, allowed)


def _reaches(low: Decimal | None, high: Decimal | None, allowed: Decimal) -> bool:
    return low is None or high is None or EXACT.subtract(low, high) <= allowed


def _highs(values: Sequence[Possible]) -> list[Decimal | None]:
    return [as_range(value).high for value in values]


def _lows(values: Sequence[Possible]) -> list[Decimal | None]:
    return [as_range(value).low for value in values]


def _extreme(choose: Callable[[list[Decimal]], Decimal], bounds: list[Decimal | None]) -> Decimal | None:
    figures = [bound for bound in bounds if bound is not None]
    return choose(figures) if len(figures) == len(bounds) else None


def _added(bounds: Sequence[Decimal | None]) -> Decimal | None:
    figures = [bound for bound in bounds if bound is not None]
    return reduce(EXACT.add, figures, Decimal(0)) if len(figures) == len(bounds) else None


def _flat(arguments: Sequence[Possible]) -> list[PossibleItem]:
    return [item for argument in arguments for item in (argument if isinstance(argument, list) else [argument])]


def _sum(arguments: Sequence[Possible]) -> Possible:
    items = [TO_COME if item is MORE_ROWS else item for item in _flat(arguments) if item is not None]
    return Range(_added(_lows(items)), _added(_highs(items)))


def _sum_of_chosen(arguments: Sequence[Possible]) -> Possible:
    """Return the sum of the figures whose key is the wanted text, or may become it."""
    figures, keys, wanted = arguments
    if not isinstance(figures, list) or not isinstance(keys, list) or len(figures) != len(keys):
        return ANY_FIGURE
    chosen: list[PossibleItem] = []
    for figure, key in zip(figures, keys, strict=True):
        if is_unsure(key) or is_unsure(wanted):
            chosen.append(hull([Decimal(0), TO_COME if figure is MORE_ROWS else figure or Decimal(0)]))
        elif key == wanted:
            chosen.append(figure)
    return _sum(chosen)


def _sum_of_codes(arguments: Sequence[Possible]) -> Possible:
    """Return the sum of the figures next below a code; any row whose code is not known may be one of them."""
    figures, codes, upper = arguments
    if not isinstance(figures, list) or not isinstance(codes, list) or len(figures) != len(codes):
        return ANY_FIGURE
    if not isinstance(upper, str):
        return ANY_FIGURE
    pairs = list(zip(figures, codes, strict=True))
    below = codes_below([code for _, code in pairs if isinstance(code, str)], upper)
    chosen = [figure for figure, code in pairs if code in below]
    to_come = [TO_COME for figure, code in pairs if figure is MORE_ROWS or is_unsure(code)]
    return _sum([[*chosen, *to_come]])


def _count(arguments: Sequence[Possible]) -> Possible:
    items = _flat(arguments)
    certain = Decimal(sum(item is not None and not isinstance(item, Range | Unsure) for item in items))
    if MORE_ROWS in items:
        return Range(certain, None)
    return Range(certain, certain + sum(isinstance(item, Range | Unsure) for item in items))


def _blank(arguments: Sequence[Possible]) -> Possible:
    items = _flat(arguments)
    is_filled = any(
        (item.low is not None and item.low > 0)
        if isinstance(item, Range)
        else item is not None and not isinstance(item, Unsure)
        for item in items
    )
    return False if is_filled else UNKNOWN


def _subtract(arguments: Sequence[Possible]) -> Possible:
    left, right = map(as_range, arguments)
    negative = Range(_negated(right.high), _negated(right.low))
    return Range(_added([left.low, negative.low]), _added([left.high, negative.high]))


def _negated(bound: Decimal | None) -> Decimal | None:
    return None if bound is None else EXACT.minus(bound)


def _multiply(arguments: Sequence[Possible]) -> Possible:
    left, right = map(as_range, arguments)
    if left.low is None or right.low is None or left.low < 0 or right.low < 0:
        return ANY_FIGURE
    if Decimal(0) in (left.high, right.high):
        return Range(Decimal(0), Decimal(0))
    high = EXACT.multiply(left.high, right.high) if left.high is not None and right.high is not None else None
    return Range(EXACT.multiply(left.low, right.low), high)


def _divide(arguments: Sequence[Possible]) -> Possible:
    above, below = map(as_range, arguments)
    if above.low is None or below.low is None or above.low < 0 or below.low < 0:
        return ANY_FIGURE
    low = EXACT.divide(above.low, below.high) if below.high else Decimal(0)
    high = EXACT.divide(above.high, below.low) if above.high is not None and below.low else None
    return Range(low, high)


def _absolute(arguments: Sequence[Possible]) -> Possible:
    figure = as_range(arguments[0])
    return figure if figure.low is not None and figure.low >= 0 else TO_COME


def _floor(arguments: Sequence[Possible]) -> Possible:
    figure = as_range(arguments[0])
    return Range(*(None if bound is None else bound // 1 for bound in (figure.low, figure.high)))


def _round(arguments: Sequence[Possible]) -> Possible:
    figure, decimals = as_range(arguments[0]), arguments[1]
    if not isinstance(decimals, Decimal):
        return ANY_FIGURE
    bounds = (figure.low, figure.high)
    return Range(*(None if bound is None else round_half_up(bound, int(decimals)) for bound in bounds))


def _min(arguments: Sequence[Possible]) -> Possible:
    highs = [high for high in _highs(arguments) if high is not None]
    return Range(_extreme(min, _lows(arguments)), min(highs, default=None))


def _max(arguments: Sequence[Possible]) -> Possible:
    lows = [low for low in _lows(arguments) if low is not None]
    return Range(max(lows, default=None), _extreme(max, _highs(arguments)))


def _equal(arguments: Sequence[Possible]) -> Possible:
    if all(isinstance(argument, Range | Decimal) for argument in arguments):
        return UNKNOWN if can_be_equal(arguments[0], arguments[1], Decimal(0)) else False
    return UNKNOWN


def _less(one: Possible, other: Possible) -> Possible:
    left, right = as_range(one), as_range(other)
    if left.high is not None and right.low is not None and left.high < right.low:
        return True
    return False if left.low is not None and right.high is not None and left.low >= right.high else UNKNOWN


def _not(arguments: Sequence[Possible]) -> Possible:
    (value,) = arguments
    return not value if isinstance(value, bool) else UNKNOWN


def _banded(compare: str, arguments: Sequence[Possible]) -> Possible:
    """Return the value of the only step that a figure can be in, or what contains those of all such steps."""
    figure, *steps, other = arguments
    reached: list[Possible] = []
    for bound, value in zip(steps[::2], steps[1::2], strict=True):
        fits = _STRICT[compare]([figure, bound])
        reached += [value] if fits is not False else []
        if fits is True:
            break
    else:
        reached.append(other)
    return reached[0] if len(set(map(str, reached))) == 1 else hull(reached)


_STRICT: dict[str, Callable[[Sequence[Possible]], Possible]] = {
    "+": _sum,
    "-": _subtract,
    "*": _multiply,
    "/": _divide,
    "==": _equal,
    "!=": lambda arguments: _not([_equal(arguments)]),
    "<": lambda arguments: _less(arguments[0], arguments[1]),
    ">=": lambda arguments: _not([_less(arguments[0], arguments[1])]),
    ">": lambda arguments: _less(arguments[1], arguments[0]),
    "<=": lambda arguments: _not([_less(arguments[1], arguments[0])]),
    "not": _not,
    "min": _min,
    "max": _max,
    "abs": _absolute,
    "floor": _floor,
    "round": _round,
    **{name: partial(_banded, comparison) for name, comparison in BAND_OPERATIONS.items()},
}
_LOOSE = {"sum": _sum, "sumif": _sum_of_chosen, "sumbelow": _sum_of_codes, "count": _count, "blank": _blank}


def combine(name: str, arguments: Sequence[Possible]) -> Possible:
    """Return the possible results of an operation of which an argument is not known yet."""
    if name in ("and", "or"):
        return _connect(name, arguments)
    if name in _LOOSE:
        return _LOOSE[name](arguments)
    if any(argument is None for argument in arguments):
        return None
    try:
        return _STRICT[name](arguments) if name in _STRICT else UNKNOWN
    except (Overflow, InvalidOperation):
        return UNKNOWN


def _connect(name: str, arguments: Sequence[Possible]) -> Possible:
    decisive = name == "or"
    if any(argument is decisive for argument in arguments):
        return decisive
    if UNKNOWN in arguments:
        return UNKNOWN
    return None if None in arguments else not decisive
