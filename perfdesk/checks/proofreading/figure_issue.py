"""A mistake in the figures of a text, with the figures that it follows from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from perfdesk.checks.finding import FindingCode
from perfdesk.definition.kinds import EXACT, plain_number
from perfdesk.language.characters import plain
from perfdesk.language.quantities import Quantity, quantities

_DIGITS = re.compile(r"\d[\d,.]*\d|\d")


@dataclass(frozen=True, slots=True)
class FigureIssue:
    """A contradiction between figures of a text.

    `proof` are figures that prove `wrong` to be wrong if they are right themselves; `right` is the value that `wrong`
    should have, in its own unit. Without `wrong` any of the figures may be the wrong one. `replacement` corrects the
    characters from `start` to `end` where the text alone proves it.
    """

    code: FindingCode
    start: int
    end: int
    message: str
    proof: tuple[Quantity, ...]
    wrong: Quantity | None = None
    right: Decimal | None = None
    replacement: str | None = None


def in_unit_of(one: Quantity, base: Decimal) -> Decimal:
    """A value in base units in the unit that a quantity is written in."""
    if one.base:
        return EXACT.divide(EXACT.multiply(base, one.value), one.base)
    unit = quantities(f"1{one.unit}", cell=True)
    return EXACT.divide(base, unit[0].base) if unit else base


def written_like(text: str, one: Quantity, value: Decimal) -> str:
    """A value in a quantity's unit with at least as many decimals, and thousands commas if it has them."""
    digits = _digits(text, one)
    written = digits[0] if digits else ""
    decimals = len(written.partition(".")[2])
    exact = plain_number(value)
    if len(exact.partition(".")[2]) < decimals:
        exact = f"{value:.{decimals}f}"
    return f"{Decimal(exact):,}" if "," in written else exact


def rounded_like(text: str, one: Quantity, value: Decimal) -> Decimal:
    """A computed value rounded to the decimals of a quantity, half up."""
    digits = _digits(text, one)
    decimals = len(digits[0].partition(".")[2]) if digits else 2
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def digits_span(text: str, one: Quantity) -> tuple[int, int] | None:
    """The characters of a quantity's digits, without unit and words; None if it is written in words."""
    digits = _digits(text, one)
    return digits.span() if digits else None


def differ_little(first: str, second: str) -> bool:
    """Whether two figures differ in one digit, or in the order of two neighbouring digits.

    >>> [differ_little("84.27", other) for other in ("82.47", "84.37", "84.72", "81.28")]
    [True, True, True, False]
    """
    if len(first) != len(second):
        return False
    places = [at for at, (one, other) in enumerate(zip(first, second, strict=True)) if one != other]
    return len(places) == 1 or (
        len(places) == 2 and [first[at] for at in places] == [second[at] for at in places[::-1]]
    )


def _digits(text: str, one: Quantity) -> re.Match[str] | None:
    return _DIGITS.match(plain(text), one.figure_start, one.end)
