"""Indicator values: `≥1.5万人次`, `不低于90%`, `15分钟内`, `10月底前`, `10—20天`, `全部`; and how far a target was met.

A measure is an interval with a sign. What cannot be read with certainty has no fraction, but a reason in words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.language.characters import plain
from perfdesk.language.dates import DateMention, dates
from perfdesk.language.quantities import EXACT, Bound, Quantity, quantities
from perfdesk.language.text_cache import cached_by_text

LONGEST = 100
_WRITTEN = re.compile(r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?")
_SEVERAL = re.compile(r"\d ?/ ?\d")
_PUNCTUATION = re.compile(r"[\s。；，;,]+$")
_WORDS: dict[str, str] = {
    **dict.fromkeys(("全部", "全部完成", "全覆盖", "全部达标", "全额"), "100%"),
    **dict.fromkeys(("无", "没有", "未发生", "零", "不发生", "零发生", "零事故"), "0"),
}  # fmt: skip
_GENERAL = frozenset(("个", "项", ""))


@dataclass(frozen=True, slots=True)
class MeasureReading:
    """An indicator's value: a quantity or a date; for words neither, and `reason` explains why."""

    text: str
    quantity: Quantity | None = None
    date: DateMention | None = None
    sign: Bound = ""
    several: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Attainment:
    """How far a target was met: `fraction` from 0 to 1, or None with a reason; `met` is None if unknown.

    `excess` is the part of a lower bound by which the actual value exceeds it: 0.5 for 150 where 100 were the target.
    """

    fraction: Decimal | None
    met: bool | None
    reason: str = ""
    excess: Decimal = Decimal(0)


@cached_by_text
def read_measure(text: str) -> MeasureReading:
    """Read the target or the actual value of an indicator; accepts any text.

    >>> found = [read_measure(text) for text in ("≥1.5万人次", "不低于90%", "15分钟内")]
    >>> [(one.sign, str(one.quantity.base), one.quantity.unit) for one in found]
    [('≥', '15000.0', '万人次'), ('≥', '90', '%'), ('≤', '900', '分钟')]
    >>> read_measure("10月底前").date.last, read_measure("显著提高").reason
    ((10, 31), '“显著提高”里没有数')
    """
    usual = _PUNCTUATION.sub("", plain(text).strip()).replace("（含）", "").replace("(含)", "")
    shown = text.strip()
    if not usual:
        return MeasureReading(shown, reason="没有填")
    if len(usual) > LONGEST:
        return MeasureReading(shown, reason="字数太多，读不出一个数")
    if _SEVERAL.search(usual):
        return MeasureReading(shown, several=True, reason=f"“{shown}”是用斜线隔开的几个数，不能按一个数比较")
    usual = _WORDS.get(usual, usual)
    mentions = list(dates(usual))
    if (
        len(mentions) == 1
        and (mentions[0].month or mentions[0].part or mentions[0].year)
        and not _has_other_figure(usual, mentions[0])
    ):
        sign: Bound = "≤" if mentions[0].bound in ("by", "within") else ""
        return MeasureReading(shown, date=mentions[0], sign=sign)
    return _figure(shown, usual)


def _has_other_figure(usual: str, date: DateMention) -> bool:
    """Whether the text has a figure outside the date."""
    return any(character.isdigit() for character in usual[: date.start] + usual[date.end :])


def _figure(shown: str, usual: str) -> MeasureReading:
    found = quantities(usual, cell=True)
    if len(found) != 1:
        reason = f"“{shown}”里不止一个数" if found else f"“{shown}”里没有数"
        if not found and any(map(str.isdigit, usual)):
            reason = f"读不出“{shown}”里的数"
        return MeasureReading(shown, several=bool(found), reason=reason)
    one = found[0]
    if set(one.doubts) - {"no unit"}:
        return MeasureReading(shown, reason=f"“{shown}”里的数写得不规范，请核对")
    if any(character.isdigit() for character in usual[: one.start] + usual[one.end :]):
        return MeasureReading(shown, reason=f"“{shown}”里不止一个数")
    return MeasureReading(shown, one, sign=one.bound)


def attainment(target: str, actual: str, ceiling: bool = False) -> Attainment:
    """Compare the actual value with the target; `ceiling` means that a target without a sign is an upper limit.

    >>> [str(attainment(*pair).fraction) for pair in (("≥1万亩", "9800亩"), ("≤28万元", "280000元"), ("0起", "3起"))]
    ['0.98', '1', '0']
    >>> attainment("6月底前", "5月20日").met, attainment("≤30万元", "完成").reason
    (True, '目标要求的是数，完成值“完成”里没有数')
    """
    wanted, reached = read_measure(target), read_measure(actual)
    if wanted.several or reached.several:
        if wanted.text and plain(wanted.text) == plain(reached.text):
            return Attainment(Decimal(1), True)
        return Attainment(None, None, (wanted if wanted.several else reached).reason)
    if wanted.date is not None or reached.date is not None:
        return _by_date(wanted, reached)
    if wanted.quantity is None:
        remark = "，由评价结果定得分" if wanted.reason.endswith("里没有数") else ""
        return Attainment(None, None, f"目标{wanted.reason}{remark}" if wanted.text else "没有填年度指标值")
    if reached.quantity is None:
        has_no_figure = reached.reason.endswith("里没有数")
        reason = f"目标要求的是数，完成值{reached.reason}" if has_no_figure else f"完成值{reached.reason}"
        return Attainment(None, None, reason if reached.text else "没有填实际完成值")
    return _by_figure(wanted, wanted.quantity, reached.quantity, ceiling)


def figures_in(text: str) -> list[Decimal]:
    """Return every figure of a value as it is written, without its unit; none of a text that is too long.

    >>> [str(one) for one in (*figures_in("550/20"), *figures_in("≥1,200次"), *figures_in("10—20天"))]
    ['550', '20', '1200', '10', '20']
    """
    usual = plain(text)
    return [Decimal(found[0].replace(",", "")) for found in _WRITTEN.finditer(usual)] if len(usual) <= LONGEST else []


def is_measurable(target: str) -> bool:
    """Whether a target can be compared with an actual value: it has a figure or a date.

    >>> [is_measurable(text) for text in ("不低于90%", "10月底前", "显著提高")]
    [True, True, False]
    """
    reading = read_measure(target)
    return reading.quantity is not None or reading.date is not None or reading.several


def have_same_unit(target: str, actual: str) -> bool | None:
    """Whether both figures are written in one unit; None where one of the two has no single figure.

    >>> have_same_unit("≥2.6万亩", "26800亩"), have_same_unit("100人", "98名"), have_same_unit("90%", "93.5")
    (False, True, False)
    """
    wanted, reached = read_measure(target).quantity, read_measure(actual).quantity
    if wanted is None or reached is None:
        return None
    units = {wanted.unit, reached.unit}
    if len(units) == 1:
        return _PERCENT_IN_WORDS not in units
    if "" in units:
        return "percent" not in (wanted.kind, reached.kind)
    if wanted.comparable(reached):
        return _unit_size(wanted) == _unit_size(reached)
    return bool(_in_same_unit(wanted, reached))


_PERCENT_IN_WORDS = "百分比"


def _unit_size(one: Quantity) -> Decimal:
    return EXACT.divide(one.base, one.value) if one.value else Decimal(1)


def _by_date(wanted: MeasureReading, reached: MeasureReading) -> Attainment:
    """Compare a date with a deadline. A late date has no fraction: no rule says how many points a delay costs."""
    due, done = wanted.date, reached.date
    if due is None or done is None:
        reason = "目标是时间，完成值不是时间" if due is not None else "完成值是时间，目标不是时间"
        return Attainment(None, None, reason)
    if due.year is not None and done.year is not None and due.year != done.year:
        return Attainment(Decimal(1), True) if done.year < due.year else Attainment(None, False, _LATE)
    if due.last is None or done.first is None or done.last is None:
        same = due.year is not None and due.year == done.year and due.last is None
        return Attainment(Decimal(1), True) if same else Attainment(None, None, "时间写得不够具体，无法判断是否按时")
    if done.last <= due.last:
        return Attainment(Decimal(1), True)
    if done.first > due.last:
        return Attainment(None, False, _LATE)
    return Attainment(None, None, "时间写得不够具体，无法判断是否按时")


_LATE = "完成时间晚于目标，扣多少分按实际情况定"


def _by_figure(reading: MeasureReading, wanted: Quantity, reached: Quantity, ceiling: bool) -> Attainment:
    sign = reading.sign or ("=" if wanted.hedge == "range" else "≤" if ceiling or not wanted.base else "≥")
    candidates = _in_same_unit(wanted, reached)
    if not candidates:
        units = f"目标是“{wanted.unit or '无'}”，完成值是“{reached.unit or '无'}”"
        return Attainment(None, None, f"单位不一致：{units}")
    results = [_compared(goal, sign, one) for goal, one in candidates]
    if len({(one.met, one.fraction) for one in results}) == 1:
        return results[0]
    ranked = sorted(range(len(results)), key=lambda at: _distance(*candidates[at]))
    if _distance(*candidates[ranked[1]]) >= _distance(*candidates[ranked[0]]) * _MIN_DISTANCE_RATIO:
        return results[ranked[0]]
    return Attainment(None, None, f"完成值“{reached.text}”没有写单位，读不准")


#: Of two ways to read a figure without unit, one is taken if it is this many times nearer to the target.
_MIN_DISTANCE_RATIO = 10


def _in_same_unit(wanted: Quantity, reached: Quantity) -> list[tuple[_Interval, _Interval]]:
    """Target and actual value in one unit; two pairs where a figure without unit can be read in two ways."""
    goal, one = _Interval.of(wanted), _Interval.of(reached)
    if wanted.comparable(reached):
        return [(goal, one)]
    if not reached.base_unit:
        return [(goal, one.times(factor)) for factor in _factors(wanted, reached)]
    if not wanted.base_unit:
        return [(goal.times(factor), one) for factor in _factors(reached, wanted)]
    counted = {wanted.kind, reached.kind} <= {"count", "persons"}
    if counted and _GENERAL & {wanted.base_unit, reached.base_unit}:
        return [(goal, one)]
    return []


def _factors(known: Quantity, bare: Quantity) -> list[Decimal]:
    """The possible factors from a figure without unit to the base unit of the other."""
    if known.kind == "percent":
        return [Decimal(1), Decimal(100)] if 0 < bare.base <= _MOST_AS_FRACTION else [Decimal(1)]
    written = EXACT.divide(known.base, known.value) if known.value else Decimal(1)
    return [written, Decimal(1)] if written != 1 and not bare.unit else [Decimal(1)]


#: 1.2 may be 120 %; 3 is 3 %.
_MOST_AS_FRACTION = 2


@dataclass(frozen=True, slots=True)
class _Interval:
    """The values that a figure may mean: a point where it is exact; the figures of a cell are not rounded."""

    low: Decimal
    high: Decimal
    base: Decimal

    @classmethod
    def of(cls, one: Quantity) -> _Interval:
        if one.hedge or one.bound not in ("", "="):
            return cls(one.low, one.high, one.base)
        return cls(one.base, one.base, one.base)

    def times(self, factor: Decimal) -> _Interval:
        return _Interval(*(EXACT.multiply(value, factor) for value in (self.low, self.high, self.base)))


def _distance(goal: _Interval, one: _Interval) -> Decimal:
    """The ratio of the larger value to the smaller; infinite where one is zero or negative."""
    if goal.base <= 0 or one.base <= 0:
        return Decimal("Infinity")
    return max(EXACT.divide(goal.base, one.base), EXACT.divide(one.base, goal.base))


def _compared(goal: _Interval, sign: Bound, one: _Interval) -> Attainment:
    target = goal.base
    is_met, is_missed = {
        "≥": (one.low >= target, one.high < target),
        ">": (one.low > target, one.high <= target),
        "≤": (one.high <= target, one.low > target),
        "<": (one.high < target, one.low >= target),
    }.get(sign, (goal.low <= one.low and one.high <= goal.high, one.high < goal.low or one.low > goal.high))
    if is_met:
        over = sign in ("≥", ">") and 0 < target < one.base
        return Attainment(Decimal(1), True, excess=EXACT.divide(one.base, target) - 1 if over else Decimal(0))
    if not is_missed or one.low != one.high:
        return Attainment(None, None, "完成值不是确数，无法判断达到多少")
    if sign == "=" and goal.low != goal.high:
        return Attainment(None, False, "完成值不在目标范围之内，扣多少分按实际情况定")
    if one.base == target:
        return Attainment(None, False, "刚好等于目标，而目标要求的是大于或小于")
    low, high = sorted((one.base, target))
    return Attainment(EXACT.divide(max(low, Decimal(0)), high) if high > 0 else Decimal(0), False)
