"""What a sentence states between its quantities: totals, changes, rates, counts; each with its figures in the text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from perfdesk.language.quantities import EXACT, Quantity

#: `stated`: the wording says that these are all the parts; `usual`: 其中, mostly all; `open`: 主要, 等, 含.
Exhaustive = Literal["stated", "usual", "open"]
Direction = Literal["up", "down"]
Basis = Literal["", "last", "plan", "start", "previous"]


@dataclass(frozen=True, slots=True)
class Total:
    """A total and its parts; `minus` are what is taken away from the parts to come to the total."""

    total: Quantity
    parts: tuple[Quantity, ...]
    minus: tuple[Quantity, ...]
    exhaustive: Exhaustive
    cue: str

    @property
    def gap(self) -> Decimal:
        """What is left of the total, in base units."""
        parts = sum((one.base for one in self.parts), Decimal(0)) - sum((one.base for one in self.minus), Decimal(0))
        return self.total.base - parts

    @property
    def closes(self) -> bool:
        """Whether parts and total can be equal, each within its rounding."""
        low = sum((one.low for one in self.parts), Decimal(0)) - sum((one.high for one in self.minus), Decimal(0))
        high = sum((one.high for one in self.parts), Decimal(0)) - sum((one.low for one in self.minus), Decimal(0))
        return low <= self.total.high and self.total.low <= high


@dataclass(frozen=True, slots=True)
class Change:
    """A change: from `old` to `new` by `amount`, by `rate` per cent or by `points`; what is not said is None.

    `basis` is what it is compared with, `subject` the words that say what changed where no figure does.
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
        """The rate in per cent that old and new give, falling below nought; None without both or from nought."""
        if self.new is None or self.old is None or not self.old.base:
            return None
        return EXACT.divide((self.new.base - self.old.base) * 100, abs(self.old.base))


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate of two values: `result` per cent is `top` of `bottom`. Names stand for values that are not said.

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
        """The rate in per cent that top and bottom give."""
        if self.top is None or self.bottom is None or not self.bottom.base:
            return None
        return EXACT.divide(self.top.base * 100, self.bottom.base)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list: the number it carries (1 for 一是) and where that number stands."""

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
    """A count and the list it announces; `most` counts each 和 between names as one more, for a name may hold one."""

    announced: Quantity
    listed: tuple[str, ...]
    least: int
    most: int
    open: bool

    @property
    def agrees(self) -> bool:
        """Whether the list can be as long as announced; an open list (等) may be shorter."""
        return self.least <= self.announced.value <= self.most or (self.open and self.least < self.announced.value)
