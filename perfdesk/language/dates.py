"""Dates, months and years in a text and their bounds: by then (10月底前), as of then (截至), a span of years.

A date may lack its year or its day; `first` and `last` say which days it may mean, in a year of 366.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from perfdesk.language.chinese_numbers import chinese_number

DateBound = Literal["", "by", "from", "as of", "within"]
Day = tuple[int, int]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as written: its parts, a part of the month or year (底, 上旬), the last year of a span, its bound."""

    start: int
    end: int
    text: str
    year: int | None
    month: int | None = None
    day: int | None = None
    part: str = ""
    until: int | None = None
    bound: DateBound = ""

    @property
    def first(self) -> Day | None:
        """The first possible day as (month, day); None for a year alone."""
        span = self._days()
        return None if span is None else span[0]

    @property
    def last(self) -> Day | None:
        """The last possible day as (month, day); None for a year alone."""
        span = self._days()
        return None if span is None else span[1]

    def _days(self) -> tuple[Day, Day] | None:
        if self.month is None:
            return _PARTS_OF_YEAR.get(self.part.removeprefix("第"))
        if self.day is not None:
            return (self.month, self.day), (self.month, self.day)
        low, high = _PARTS_OF_MONTH.get(self.part, (1, 31))
        return (self.month, low), (self.month, min(high, _LENGTHS[self.month - 1]))


_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_PARTS_OF_MONTH = {"初": (1, 10), "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "底": (25, 31), "末": (25, 31)}
_PARTS_OF_YEAR: dict[str, tuple[Day, Day]] = {
    "底": ((12, 1), (12, 31)), "末": ((12, 1), (12, 31)), "初": ((1, 1), (1, 31)), "内": ((1, 1), (12, 31)),
    "上半年": ((1, 1), (6, 30)), "下半年": ((7, 1), (12, 31)),
    "一季度": ((1, 1), (3, 31)), "二季度": ((4, 1), (6, 30)),
    "三季度": ((7, 1), (9, 30)), "四季度": ((10, 1), (12, 31)),
}  # fmt: skip
_YEAR, _MONTH = r"(?<![0-9.])(?P<y{0}>(?:19|20)[0-9][0-9])", r"(?P<m{0}>1[0-2]|0?[1-9])"
_DAY = r"(?P<d{0}>3[01]|[12][0-9]|0?[1-9])"
_IN_MONTH = r"(?P<p{0}>底|末|初|上旬|中旬|下旬)"
_IN_YEAR = r"(?P<q{0}>上半年|下半年|第?[一二三四]季度|底(?!数)|末|初|内(?=前|完|实|全))"
_CN_YEAR = r"(?P<y3>二[〇零○][〇零○一二三四五六七八九]{2})年"
_CN_DAY = r"(?P<d3>三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])日"
_CN_MONTH = rf"(?:(?P<m3>十[一二]?|[一二三四五六七八九])月(?:{_CN_DAY})?)?"
_DATE = re.compile(
    "|".join((
        _YEAR.format(0) + r" ?(?:—|-|~|至|到) ?(?P<u0>(?:19|20)[0-9][0-9]) ?年",
        _YEAR.format(1) + r" ?年(?:度(?!假)| ?" + _MONTH.format(1) + r" ?月份?(?: ?" + _DAY.format(1) + r" ?[日号]|"
        + _IN_MONTH.format(1) + ")?|" + _IN_YEAR.format(1) + ")?",
        _YEAR.format(2) + r"([-/.])" + _MONTH.format(2) + r"\2" + _DAY.format(2) + r"(?![0-9.])",
        _CN_YEAR + _CN_MONTH,
        r"(?<![0-9.个第])" + _MONTH.format(4) + r" ?月份?(?: ?" + _DAY.format(4) + r" ?[日号]|"
        + _IN_MONTH.format(4) + ")?",
        r"(?<![一-龥])(?P<q5>年底|年末|年内|上半年|下半年|第?[一二三四]季度末?)(?=之?以?前|$)",
    )).replace(r"\2", r"(?:[-/.])")
)  # fmt: skip
_AFTER = re.compile(
    r"(?P<by>之前|以前|前(?!后|期|台|三|两|述|往|提|来|景|五|十)|止)|(?P<since>以来|起(?!草|诉|来|步)|之后|以后|后(?!续|期|备|勤))|(?P<within>之?内(?!设|部|容|控))"
)
_BEFORE = re.compile(r"(?:截至|截止到?|截止至|至)$")
_BOUNDS: dict[str, DateBound] = {"by": "by", "since": "from", "within": "within"}


def dates(plain: str) -> Iterator[DateMention]:
    """Yield the dates of a text in order.

    >>> [(one.text, one.year, one.month, one.part, one.bound) for one in dates("2024年6月前开工，10月底前完工")]
    [('2024年6月前', 2024, 6, '', 'by'), ('10月底前', None, 10, '底', 'by')]
    >>> [(one.year, one.until) for one in dates("2023—2025年规划，2024年度执行")]
    [(2023, 2025), (2024, None)]
    """
    for found in _DATE.finditer(plain):
        parts = {name[0]: value for name, value in found.groupdict().items() if value}
        end, bound = found.end(), ""
        after = _AFTER.match(plain, end)
        if after is not None:
            end, bound = after.end(), _BOUNDS[after.lastgroup or "by"]
        elif _BEFORE.search(plain, max(0, found.start() - 4), found.start()):
            bound = "as of"
        year, month, day = (_number(parts.get(name)) for name in "ymd")
        until = parts.get("u")
        part = parts.get("p") or parts.get("q", "").removeprefix("年").removesuffix(
            "末" if "季" in parts.get("q", "") else ""
        )
        if day is None or month is None or day <= _LENGTHS[month - 1]:
            yield DateMention(
                found.start(),
                end,
                plain[found.start() : end],
                year,
                month,
                day,
                part,
                int(until) if until else None,
                bound,
            )


def _number(words: str | None) -> int | None:
    if not words:
        return None
    if words[0].isascii():
        return int(words)
    if len(words) == 4 and words[0] == "二" and words[1] in "〇零○":
        return int("".join(str("〇一二三四五六七八九".find(sign) if sign not in "零○" else 0) for sign in words))
    value = chinese_number(words)
    return None if value is None else int(value)
