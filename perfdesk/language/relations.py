"""Relations that a sentence states between its quantities: totals, changes, rates and counts.

A stated figure means every value that rounds to it, so a relation agrees if values of its figures can satisfy it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from perfdesk.language.quantities import EXACT, Quantity

#: `stated`: the wording means that these are all parts; `usual`: 其中, mostly all; `open`: 主要, 等, 含.
Exhaustive = Literal["stated", "usual", "open"]
Direction = Literal["up", "down"]
Basis = Literal["", "last", "plan", "start", "previous"]


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from `low` to `high`."""

    low: Decimal
    high: Decimal

    @classmethod
    def of(cls, one: Quantity) -> Interval:
        """The possible values of a quantity in base units."""
        return cls(one.low, one.high)

    def meets(self, other: Interval) -> bool:
        """Whether both have a value in common."""
        return self.low <= other.high and other.low <= self.high

    def minus(self, other: Interval) -> Interval:
        """All differences of two values."""
        return Interval(self.low - other.high, self.high - other.low)

    def negative(self) -> Interval:
        """All values with the other sign."""
        return Interval(-self.high, -self.low)

    def widened(self, by: Decimal) -> Interval:
        """The interval with `by` more at each end."""
        return Interval(self.low - by, self.high + by)

    def percent_of(self, other: Interval) -> Interval | None:
        """All percentages of two values; None if the other may be zero or negative."""
        if other.low <= 0:
            return None
        corners = [EXACT.divide(one * 100, two) for one in (self.low, self.high) for two in (other.low, other.high)]
        return Interval(min(corners), max(corners))


def _percentage(one: Quantity) -> Interval:
    """The possible values of a percentage that may be rounded or cut off: less than one unit of its last digit away."""
    if one.hedge or one.high == one.low:
        return Interval.of(one)
    return Interval(one.base, one.base).widened((one.high - one.low) * _NEARLY_ONE)


_NEARLY_ONE = Decimal("0.99")


@dataclass(frozen=True, slots=True)
class Total:
    """A total and its parts; `minus` are subtracted from the sum of the parts."""

    total: Quantity
    parts: tuple[Quantity, ...]
    minus: tuple[Quantity, ...]
    exhaustive: Exhaustive
    cue: str

    @property
    def gap(self) -> Decimal:
        """Total minus parts, in base units."""
        parts = sum((one.base for one in self.parts), Decimal(0)) - sum((one.base for one in self.minus), Decimal(0))
        return self.total.base - parts

    @property
    def agrees(self) -> bool:
        """Whether parts and total can be equal, within their rounding."""
        low = sum((one.low for one in self.parts), Decimal(0)) - sum((one.high for one in self.minus), Decimal(0))
        high = sum((one.high for one in self.parts), Decimal(0)) - sum((one.low for one in self.minus), Decimal(0))
        return Interval(low, high).meets(Interval.of(self.total))


@dataclass(frozen=True, slots=True)
class Change:
    """A change from `old` to `new` by `amount`, by `rate` in % or by percentage `points`; what is not stated is None.

    `basis` is the basis of comparison, `subject` the words for what changed if there is no figure of it.
    """

    direction: Direction
    new: Quantity | None
    old: Quantity | None
    amount: Quantity | None
    rate: Quantity | None
    points: Quantity | None
    basis: Basis
    subject: str
    cue: str

    @property
    def computed(self) -> Decimal | None:
        """The rate in % from old to new, negative when it falls; None if either is missing or old is zero."""
        if self.new is None or self.old is None or not self.old.base:
            return None
        return EXACT.divide((self.new.base - self.old.base) * 100, abs(self.old.base))

    @property
    def difference(self) -> Interval | None:
        """New minus old, in base units; from zero on, an old value without unit counts in that of the new one."""
        return None if self.new is None or self.old is None else Interval.of(self.new).minus(Interval.of(self.old))

    @property
    def rate_range(self) -> Interval | None:
        """The possible rates in %, from new and old or from new and amount; None if there is none."""
        if self.new is None or (self.old is None and self.amount is None):
            return None
        change = self.difference or self.signed(Interval.of(self.amount or self.new))
        old = Interval.of(self.old) if self.old is not None else Interval.of(self.new).minus(change)
        return change.percent_of(old)

    def signed(self, size: Interval) -> Interval:
        """An amount or rate of this change with its sign."""
        return size.negative() if self.direction == "down" else size

    def agrees_with_rate(self, rate: Quantity) -> bool:
        """Whether the stated rate or points can be right; True if nothing is known."""
        found = self.difference if rate.kind == "points" else self.rate_range
        return found is None or found.meets(self.signed(_percentage(rate)))

    def agrees_with_amount(self, amount: Quantity) -> bool:
        """Whether the stated amount can be right; True if nothing is known."""
        return self.difference is None or self.difference.meets(self.signed(Interval.of(amount)))


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate of two values: `top` is `result` % of `bottom`. Names identify values that are not stated.

    `kind` is `share` (占), `attained` (为目标的, 完成预算的) or `rate` (执行率, 合格率).
    """

    kind: Literal["share", "attained", "rate"]
    result: Quantity
    name: str
    top: Quantity | None
    bottom: Quantity | None
    top_name: str
    bottom_name: str

    @property
    def computed(self) -> Decimal | None:
        """The rate in % computed from top and bottom."""
        if self.top is None or self.bottom is None or not self.bottom.base:
            return None
        return EXACT.divide(self.top.base * 100, self.bottom.base)

    @property
    def agrees(self) -> bool:
        """Whether the result can be right; True if top or bottom is unknown or has another unit."""
        if self.top is None or self.bottom is None or not self.top.comparable(self.bottom):
            return True
        found = Interval.of(self.top).percent_of(Interval.of(self.bottom))
        return found is None or found.meets(_percentage(self.result))


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list: its number (1 for 一是) and the position of that number."""

    start: int
    end: int
    ordinal: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A numbered list in running text; `style` is 一是, 第一, ①, （1）, （一）, 1., 一、, 目标1 or 附件1."""

    style: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """A count and the list it announces. `most` counts each 和 as a separator, though a name may contain one."""

    announced: Quantity
    listed: tuple[str, ...]
    least: int
    most: int
    open: bool

    @property
    def agrees(self) -> bool:
        """Whether the list can have the announced length; an open list (等) may be shorter."""
        return self.least <= self.announced.value <= self.most or (self.open and self.least < self.announced.value)
