"""Relations that a sentence states between its quantities: totals, changes, rates and counts."""

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
    def closes(self) -> bool:
        """Whether parts and total can be equal, within their rounding."""
        low = sum((one.low for one in self.parts), Decimal(0)) - sum((one.high for one in self.minus), Decimal(0))
        high = sum((one.high for one in self.parts), Decimal(0)) - sum((one.low for one in self.minus), Decimal(0))
        return low <= self.total.high and self.total.low <= high


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
    def worked_out(self) -> Decimal | None:
        """The rate in % from old to new, negative when it falls; None if either is missing or old is zero."""
        if self.new is None or self.old is None or not self.old.base:
            return None
        return EXACT.divide((self.new.base - self.old.base) * 100, abs(self.old.base))


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
    def worked_out(self) -> Decimal | None:
        """The rate in % computed from top and bottom."""
        if self.top is None or self.bottom is None or not self.bottom.base:
            return None
        return EXACT.divide(self.top.base * 100, self.bottom.base)


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
