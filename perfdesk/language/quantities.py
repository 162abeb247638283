"""Quantities in a text: a figure with its unit, its value in the base unit, and the interval of its possible values.

`20余万元` is an interval from 20 to 30 万元, `93.75%` one from 93.745 to 93.755, `不低于90%` a bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from typing import Literal

from perfdesk.language.amounts import Figure, figures
from perfdesk.language.chinese_numbers import chinese_number
from perfdesk.language.units import AFTER_WORDS, NO_UNIT, SCALES, Kind, Unit, unit_at

Period = Literal["", "last", "plan", "cumulative", "history"]
Bound = Literal["", "≥", "≤", ">", "<", "="]
EXACT = Context(prec=60)
INFINITE = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure with its unit and what the words around it state.

    `value` is as written in `unit`, `base` in the kind's base unit; `low` and `high` bound its possible values, in base
    units. `label` is its subject (the words before it), `noun` the counted thing (the words after it), `names` the
    list of names right before it. `period` states whether it belongs to last year, a plan, a running total or earlier
    years.
    """

    start: int
    end: int
    text: str
    value: Decimal
    unit: str
    kind: Kind
    base: Decimal
    base_unit: str
    low: Decimal
    high: Decimal
    hedge: str = ""
    bound: Bound = ""
    doubts: tuple[str, ...] = ()
    figure_start: int = 0
    label: str = ""
    noun: str = ""
    names: tuple[str, ...] = ()
    period: Period = ""
    year: int | None = None

    @property
    def exact(self) -> bool:
        """Whether it has no 约, no 余, no bound and no doubt."""
        return not (self.hedge or self.bound or self.doubts)

    def comparable(self, other: Quantity) -> bool:
        """Whether both are counted in the same base unit."""
        return (self.kind, self.base_unit) == (other.kind, other.base_unit)


#: Words before a figure, by their meaning: (hedge, bound).
_BEFORE_FIGURE: dict[tuple[str, Bound], str] = {
    ("约", ""): "约为 约有 大约 大概 约 近 将近 接近 上",
    ("", "≥"): "不低于 不少于 不小于 不得低于 不得少于 至少 ≥ >= 大于等于 大于或等于 最低",
    ("", "≤"): "不超过 不高于 不大于 不多于 不得超过 不得高于 至多 ≤ <= 小于等于 小于或等于 最高不超过 未超过 控制在",
    ("", ">"): "超过 逾 高于 大于 多于 突破 超 达到或超过 >",
    ("", "<"): "低于 小于 少于 不足 不到 不满 <",
    ("", "="): "= 等于",
}
_HEDGE = {word: meaning for meaning, words in _BEFORE_FIGURE.items() for word in words.split()}
_HEDGED = re.compile(
    "(?<![节公签预条合履集制契违邀])(?:" + "|".join(sorted(map(re.escape, _HEDGE), key=len, reverse=True)) + ") ?$"
)
_NEAR = frozenset(("近", "将近", "接近"))
_AFTER: dict[str, tuple[str, Bound]] = {
    "左右": ("约", ""), "上下": ("约", ""), "及以上": ("", "≥"), "以上": ("", "≥"), "及以下": ("", "≤"),
    "以下": ("", "≤"), "以内": ("", "≤"), "之内": ("", "≤"), "内": ("", "≤"), "之间": ("", ""),
}  # fmt: skip
_AFTERWARDS = re.compile(
    r" ?(?:[(（]含[)）])?(左右|上下|及?以上|及?以下(?!简称)|以内|之内|内(?![设部容控外陆河在涵地务业]))"
)
_SCALE = re.compile("|".join(sorted((scale for scale in SCALES if scale != "十"), key=len, reverse=True)))
_MORE = re.compile(r" ?[余多]")
_BLANKS = re.compile(" {0,3}")
_LONGEST_CHAIN = 30
_TENTHS = re.compile(r"成(?![立为效功员本长果熟绩品人交就都因])([一二三四五六七八九](?![一-龥]))?")
_RATIO = re.compile(r" ?[:：] ?(\d{1,4}(?:\.\d+)?)(?![\d:：])")
_INTRODUCTION = re.compile(r"(?:为|是|得分|达|达到|合计|共计|总计|[一-龥]数)[:：]? ?$")
_CLAUSE_END = re.compile(r" ?(?:[，。；、）)！\n]|$)")
_MINUS = re.compile(r"(?:^|[^0-9A-Za-z%)）元人])-$")
_CONTINUATION = re.compile(r" ?(?:—+|-|~|[、和与及至到]) ?[0-9]")
#: In a cell, the words after a figure are its unit: 3颗, 12 座次.
_ANY_UNIT = re.compile(r" ?[一-龥A-Za-z]{1,4}(?<![以左上])(?=$|[（(]|以[上下内]|左右|/)")


def quantities(plain: str, taken: Sequence[tuple[int, int]] = (), cell: bool = False) -> list[Quantity]:
    """The quantities of a text in order, without the digits in `taken` spans (dates, document numbers).

    In a cell a figure may have no unit, and any words after it are its unit.

    >>> found = quantities("投入20余万元，惠及近3200人次，合格率不低于95%，压减三成")
    >>> [(one.text, str(one.low), str(one.high), one.bound) for one in found[:2]]
    [('20余万元', '200000', '300000', ''), ('近3200人次', '3100', '3200', '')]
    >>> [(one.text, one.kind, str(one.low), str(one.high), one.bound) for one in found[2:]]
    [('不低于95%', 'percent', '95', 'Infinity', '≥'), ('三成', 'percent', '30', '30', '')]
    """
    found: list[Quantity] = []
    unitless: list[Figure] = []
    for figure in figures(plain, taken):
        one = _quantity(plain, figure, cell)
        if one is None:
            unitless = [] if figure.words else [*_chained(plain, unitless, figure), figure]
            continue
        if unitless and _link(plain, unitless[-1].end, one.figure_start):
            found.extend(_shared(plain, unitless, one))
        unitless = []
        found.append(_ranged(plain, found, one))
    return found


def _link(plain: str, end: int, start: int) -> str:
    """The sign or word that joins two neighbouring figures; empty if they are not joined."""
    between = plain[end:start].strip() if start - end <= 4 else "x"
    return between if between in ("、", "和", "与", "及", "—", "-", "~", "至", "到", "——") else ""


def _chained(plain: str, unitless: list[Figure], figure: Figure) -> list[Figure]:
    """The figures without own unit that are joined to this one."""
    if not unitless or len(unitless) > _LONGEST_CHAIN or not _link(plain, unitless[-1].end, figure.start):
        return []
    return unitless


def _shared(plain: str, unitless: list[Figure], one: Quantity) -> Iterator[Quantity]:
    """`28、19、86名`: figures that take the unit of the last one; not the number of an item (`1、2名干部`)."""
    unit_factor = one.base / one.value if one.value else Decimal(1)
    for before in unitless:
        item = plain[before.end : before.end + 1] == "、"
        if item and (before.start == 0 or plain[before.start - 1] in "\n。；（("):
            continue
        base = EXACT.multiply(before.value, unit_factor)
        half = EXACT.multiply(before.place, unit_factor) / 2 if _may_be_rounded(one, before) else Decimal(0)
        text = plain[before.start : before.end]
        yield replace(
            one, start=before.start, end=before.end, text=text, value=before.value, base=base, low=base - half,
            high=base + half, figure_start=before.start, doubts=before.doubts, hedge="", bound="",
        )  # fmt: skip


def _ranged(plain: str, found: list[Quantity], one: Quantity) -> Quantity:
    """`10—20天`: join the two ends of a range to one quantity; its value is the upper end."""
    if not found or not one.comparable(found[-1]):
        return one
    low = found[-1]
    if _link(plain, low.end, one.figure_start) not in ("—", "-", "~", "至", "到", "——") or low.base > one.base:
        return one
    found.pop()
    text = plain[low.start : one.end]
    return replace(
        one, start=low.start, text=text, low=low.base, high=one.base, hedge="range", figure_start=low.figure_start
    )


def _quantity(plain: str, figure: Figure, cell: bool) -> Quantity | None:
    """The figure with the unit after it; None when it has neither a unit nor a subject."""
    if figure.share:
        return _new_quantity(plain, figure, Unit("%", "percent", "%", Decimal(1)), figure.end, False)
    tenths = _TENTHS.match(plain, figure.end) if figure.words and 1 < figure.value < 10 else None
    if tenths is not None:
        more = chinese_number(tenths[1] or "零") or Decimal(0)
        whole = Figure(figure.start, tenths.end(), figure.value * 10 + more, Decimal(1), words=True, share=True)
        return _new_quantity(plain, whole, Unit("%", "percent", "%", Decimal(1)), tenths.end(), False)
    end, more = figure.end, False
    if found := _MORE.match(plain, end):
        end, more = found.end(), True
    unit_start = _skip_blanks(plain, end)
    unit = unit_at(plain, unit_start)
    scale = ""
    if unit is None and (scaled := _SCALE.match(plain, unit_start)):
        scale, position = scaled[0], scaled.end()
        if found := _MORE.match(plain, position):
            position, more = found.end(), True
        position = _skip_blanks(plain, position)
        unit = unit_at(plain, position) or (Unit("", "number", "", Decimal(1)), scaled.end() + (found is not None))
    if unit is None or (cell and not unit[0].name and _ANY_UNIT.match(plain, unit[1])):
        any_unit = _ANY_UNIT.match(plain, unit[1] if unit else end) if cell else None
        if any_unit is None or figure.words:
            return _without_unit(plain, figure, end, more, cell)
        unit = Unit(any_unit[0], "count", any_unit[0], Decimal(1)), any_unit.end()
    if figure.words and not _is_number_word(plain, figure, unit[0], scale, more):
        return None
    if unit[0].base == "月" and unit[0].name in ("年", "年度") and figure.value >= 1000:
        return None
    return _new_quantity(plain, figure, unit[0].scaled(scale), unit[1], more)


def _skip_blanks(plain: str, position: int) -> int:
    """The position after the blanks at `position`."""
    blanks = _BLANKS.match(plain, position)
    return blanks.end() if blanks else position


def _is_number_word(plain: str, figure: Figure, unit: Unit, scale: str, more: bool) -> bool:
    """Whether a numeral in words is a figure: 三个, 两千余人, 近百人; not 三公, 一批, 百姓."""
    if unit.name not in AFTER_WORDS and not scale:
        return False
    if figure.words and figure.value == figure.place:
        return more or _HEDGED.search(plain, max(0, figure.start - 3), figure.start) is not None
    return True


def _without_unit(plain: str, figure: Figure, end: int, more: bool, cell: bool) -> Quantity | None:
    """A figure without unit: a ratio `1:3`, or a number after its subject (`上年为0`, `得分98.5`)."""
    ratio = _RATIO.match(plain, figure.end)
    if figure.words:
        return None
    if ratio is not None and Decimal(ratio[1]):
        value = EXACT.divide(figure.value, Decimal(ratio[1]))
        unit = Unit("比", "ratio", "比", Decimal(1))
        whole = Figure(figure.start, ratio.end(), value, Decimal(0), figure.doubts)
        return _new_quantity(plain, whole, unit, ratio.end(), False)
    introduction = _INTRODUCTION.search(plain, max(0, figure.start - 5), figure.start)
    if _CONTINUATION.match(plain, end):
        return None
    if not cell and (introduction is None or not _CLAUSE_END.match(plain, end)):
        return None
    return _new_quantity(plain, figure, NO_UNIT, end, more)


def _may_be_rounded(one: Quantity | Unit, figure: Figure) -> bool:
    """Whether the last digit may be rounded: in money, shares and decimals, but not in counts."""
    return one.kind not in ("count", "persons", "visits", "number", "ratio") or figure.place < 1


def _new_quantity(plain: str, figure: Figure, unit: Unit, end: int, more: bool) -> Quantity:
    value, start = figure.value, figure.start
    if _MINUS.search(plain, max(0, start - 2), start):
        value, start = -value, start - 1
    base = EXACT.multiply(value, unit.factor)
    place = EXACT.multiply(figure.place, unit.factor)
    scaled = unit.factor != 1 and unit.kind in ("count", "persons", "visits", "number")
    exact = figure.words or (not scaled and not _may_be_rounded(unit, figure))
    half = Decimal(0) if exact else place / 2
    low, high, hedge, bound = base - half, base + half, "", ""
    if more:
        hedge, low, high = "余", base, base + _step(figure, unit)
    start, end, hedge, bound, near = _hedges(plain, start, end, unit, hedge)
    if figure.words and figure.value == figure.place and plain[max(0, start - 1) : start] == "上":
        start, hedge = start - 1, "约"
    if near:
        low, high = base - _step(figure, unit), base
    elif hedge == "约" and not more:
        low, high = base - _step(figure, unit) / 2, base + _step(figure, unit) / 2
    if bound in ("≥", ">"):
        low, high = base, INFINITE
    elif bound in ("≤", "<"):
        low, high = (Decimal(0) if base >= 0 else -INFINITE), base
    return Quantity(
        start, end, plain[start:end], value, unit.name, unit.kind, base, unit.base, low, high, hedge, bound,
        figure.doubts + (("no unit",) if unit.kind == "number" and unit.name else ()), figure.start,
    )  # fmt: skip


def _hedges(plain: str, start: int, end: int, unit: Unit, hedge: str) -> tuple[int, int, str, Bound, bool]:
    """Read the words right before and after a figure that make it vague or a bound."""
    bound: Bound = ""
    near = False
    before = _HEDGED.search(plain, max(0, start - 8), start)
    if before is not None and not (unit.kind == "duration" and before[0] in ("近", "上")) and before[0] != "上":
        vague, bound = _HEDGE[before[0].rstrip()]
        near, hedge, start = before[0].rstrip() in _NEAR, hedge or vague, before.start()
    after = _AFTERWARDS.match(plain, end)
    if after is not None and (after[1] != "内" or unit.kind == "duration"):
        vague, bound_after = _AFTER[after[1]]
        hedge, bound, end = hedge or vague, bound or bound_after, after.end()
    return start, end, hedge, bound, near


def _step(figure: Figure, unit: Unit) -> Decimal:
    """The value of one unit in the last non-zero digit: 100 for 3200, 0.01 for 1.26."""
    digits = figure.value.as_tuple().digits
    exponent = figure.value.as_tuple().exponent
    zeros = len(digits) - len("".join(map(str, digits)).rstrip("0")) if figure.place >= 1 and figure.value else 0
    place = Decimal(1).scaleb((exponent if isinstance(exponent, int) else 0) + zeros)
    return EXACT.multiply(place, unit.factor)
