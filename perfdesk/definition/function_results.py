"""What the functions of formulas compute, in exact Decimal arithmetic; None is a value that is not known yet.

The value of a column is a list with one item for each row.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation, Overflow

from perfdesk.definition.kinds import EXACT, Measure, Value, plain_number, round_half_up, value_text
from perfdesk.language.characters import plain
from perfdesk.language.measures import Attainment, attainment, figures_in, have_same_unit, is_measurable, read_measure

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


def attainment_of(arguments: Sequence[Result]) -> Attainment | None:
    """Compare the actual value of an indicator with its target; None while one of the two is blank.

    A third argument that is true makes a target without a sign an upper limit.
    """
    target, actual, *limit = arguments
    if not isinstance(target, Measure) or not isinstance(actual, Measure):
        return None
    return attainment(target.text, actual.text, limit == [True])


def attain(arguments: Sequence[Result]) -> Result:
    """Return how far an indicator was attained, 0 to 1 (财预〔2020〕10号); None where that needs a judgement."""
    found = attainment_of(arguments)
    return found.fraction if found is not None else None


def is_missed(arguments: Sequence[Result]) -> Result:
    """Whether the actual value falls short of the target; None where that cannot be known."""
    found = attainment_of(arguments)
    return None if found is None or found.met is None else not found.met


def excess(arguments: Sequence[Result]) -> Result:
    """Return by which part of a lower bound the actual value exceeds it."""
    found = attainment_of(arguments)
    return None if found is None or found.met is None else found.excess


def measurable(target: Measure) -> bool:
    """Whether a target has a figure or a date."""
    return is_measurable(target.text)


def same_unit(target: Measure, actual: Measure) -> bool | None:
    """Whether two indicator values are written in one unit."""
    return have_same_unit(target.text, actual.text)


def copied_count(arguments: Sequence[Result]) -> Result:
    """Return in how many rows the actual value of an indicator is the figure of its target."""
    targets, actuals = (argument if isinstance(argument, list) else [] for argument in arguments)
    pairs = zip(targets, actuals, strict=True)
    return Decimal(
        sum(isinstance(one, Measure) and isinstance(two, Measure) and _is_copy(one, two) for one, two in pairs)
    )


def _is_copy(target: Measure, actual: Measure) -> bool:
    wanted, reached = read_measure(target.text).quantity, read_measure(actual.text).quantity
    return wanted is not None and reached is not None and (wanted.base, wanted.kind) == (reached.base, reached.kind)


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
    """Return the sum of the figures whose key is the wanted text, 0 if no key is.

    None while all keys are blank, or all figures with that key.
    """
    figures, keys, wanted = arguments
    if not isinstance(figures, list) or not isinstance(keys, list):
        return None
    if all(key is None for key in keys):
        return None
    chosen = [figure for figure, key in zip(figures, keys, strict=True) if key == wanted]
    return total([chosen]) if chosen else Decimal(0)


def sum_below(arguments: Sequence[Result]) -> Result:
    """Return the sum of the figures whose codes are next below a code: 21302 and 21303 are next below 213.

    A code below the empty code is one that no other code begins. None while there is no such code, or no figure of one.
    """
    figures, codes, upper = arguments
    if not isinstance(figures, list) or not isinstance(codes, list) or not isinstance(upper, str):
        return None
    nearest = codes_below([code for code in codes if isinstance(code, str)], upper)
    return total([[figure for figure, code in zip(figures, codes, strict=True) if code in nearest]])


def codes_below(codes: Sequence[str], upper: str) -> set[str]:
    """Return the codes next below a code, as they are written; digits of full width are usual ones."""
    begin = plain(upper)
    below = {code: plain(code) for code in codes if plain(code) != begin and plain(code).startswith(begin)}
    known = set(below.values())
    lengths = sorted({len(code) for code in known})
    return {
        written
        for written, code in below.items()
        if not any(code[:length] in known for length in lengths if length < len(code))
    }


def figure_of(arguments: Sequence[Result]) -> Result:
    """Return the figure of an indicator value, or with a second argument the one at that place: 20 of `550/20`.

    None for words, and where there are fewer figures.
    """
    measure, *place = arguments
    if not isinstance(measure, Measure):
        return None
    if not place:
        return measure.number
    written, number = figures_in(measure.text), place[0]
    if not isinstance(number, Decimal) or number != int(number) or not 1 <= number <= len(written):
        return None
    return written[int(number) - 1]


def unit_of(measure: Measure) -> str:
    """Return the unit of an indicator value."""
    return measure.unit


def integer_count(arguments: Sequence[Result]) -> Result:
    """Return how many of the known figures are whole numbers."""
    return Decimal(sum(figure == figure.to_integral_value() for figure in _figures(arguments)))


def year_of(date: datetime.date) -> Decimal:
    """Return the year of a date."""
    return Decimal(date.year)


def contains(text: str | Measure, part: Decimal | str) -> bool:
    """Whether a text contains another text, or a figure as it is printed, in digits of any width."""
    return plain_number(part) in plain(str(text)) if isinstance(part, Decimal) else part in str(text)


def written_out(*values: Value) -> str:
    """Return answers as a sentence prints them, joined to one text."""
    return "".join(map(value_text, values))


def length(text: str) -> Decimal:
    """Return the number of characters."""
    return Decimal(len(text))
