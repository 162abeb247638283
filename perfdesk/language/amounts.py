"""Figures as people write them: `1,234.56`, `１２３４`, `1 234.56`, `一百二十三`; doubtful ones state why.

A figure is digits without their unit. Digits inside web addresses, document numbers, telephone numbers, codes and names
(`G107`, `PM2.5`) are not figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.language.chinese_numbers import LONGEST, chinese_number, chinese_share

_RUN = re.compile(r"[0-9](?:[0-9.,]|[OoIl](?=[0-9.OoIl万亿元%]))*|[零〇一二两三四五六七八九十百千万亿]+")
_CHINESE_POINT = re.compile(r"点[零〇一二三四五六七八九]{1,4}(?![零〇一二三四五六七八九十])")
_GROUPS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_BLANK_GROUPS = re.compile(r"(?: [0-9]{3}(?![0-9]))+(?:\.[0-9]+)?")
_BLANK_POINT = re.compile(r" ?\. ?[0-9]{1,4}(?![0-9.])")
_FULL_STOP = re.compile(r"。([0-9]{1,2})(?=[万亿元%])")
_UNIT_AHEAD = re.compile(r" ?(?:万|亿|元|%)")
_MAX_DIGITS = 15
#: Digits that are no amount: web addresses, document numbers, telephones, times of day, sums such as 1+2+X.
_ELSEWHERE = re.compile(
    r"https?://[!-~]{1,2000}|www\.[!-~]{1,500}|[!-~]{1,64}@[!-~]{1,64}"
    r"|[〔\[【(（](?:19|20)\d\d[〕\]】)）] ?第?\d{1,6} ?号"
    r"|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}[-—]\d{7,8}(?!\d)|(?<!\d)[012]?\d[:：][0-5]\d(?!\d)|\d\+\d(?:\+[\dA-Z])*"
    r"|\d{1,2}·\d{1,2}"
)
#: What a numeral in words may not follow: digits that it multiplies, words it belongs to (第三, “三个必须”).
_PART_OF_ANOTHER = re.compile(r"(?:[0-9余多几][. ]?|[第数几初周统唯之“《])$")
_LABELLED = re.compile(r"(?:第|附件|附表|编号|编码|代码|电话|手机|号码|邮编|No\.?|№|[A-Za-z_#])[ ：:]?$")


@dataclass(frozen=True, slots=True)
class Figure:
    """Digits with their value; `place` is the value of the last written digit, `share` means that it is in %."""

    start: int
    end: int
    value: Decimal
    place: Decimal
    doubts: tuple[str, ...] = ()
    words: bool = False
    share: bool = False


def elsewhere(plain: str) -> list[tuple[int, int]]:
    """Return the spans in which digits are no amount.

    >>> elsewhere("依据青办发〔2020〕21号，电话0746-1234567")
    [(5, 14), (17, 29)]
    """
    return [found.span() for found in _ELSEWHERE.finditer(plain)] if plain else []


def figures(plain: str, taken: Iterable[tuple[int, int]] = ()) -> Iterator[Figure]:
    """Yield the figures of a text in order, outside the `taken` spans, which are sorted by their start.

    >>> [(str(one.value), one.doubts) for one in figures("支出1,234.56万元，其中12O元，1,23.4元，7.50.万元")]
    [('1234.56', ()), ('120', ('letter',)), ('123.4', ('comma',)), ('7.50', ('point',))]
    """
    spans, position = iter(taken), 0
    span = next(spans, None)
    while found := _RUN.search(plain, position):
        while span is not None and span[1] <= found.start():
            span = next(spans, None)
        if span is not None and span[0] < found.end():
            position = max(span[1], found.start() + 1)
            if span[0] > found.start():
                position = span[1]
            continue
        figure = _arabic(plain, found) if found[0][0].isascii() else _in_words(plain, found)
        position = found.end() if figure is None else max(figure.end, found.end())
        if figure is not None:
            yield figure


def _arabic(plain: str, found: re.Match[str]) -> Figure | None:
    start, end = found.span()
    if end - start > 40 or _LABELLED.search(plain, max(0, start - 4), start):
        return None
    digits = found[0].rstrip(".,")
    doubts: list[str] = []
    if digits != found[0] and found[0][len(digits) :] == "." and _UNIT_AHEAD.match(plain, end):
        doubts.append("point")
    else:
        end = start + len(digits)
    if re.search("[OoIl]", digits):
        doubts.append("letter")
        digits = digits.translate(str.maketrans("OoIl", "0011"))
    if "," in digits:
        if not _GROUPS.fullmatch(digits):
            doubts.append("comma")
        digits = digits.replace(",", "")
    digits, end = _joined(plain, digits, start, end, doubts)
    whole, _, decimals = digits.partition(".")
    if digits.count(".") > 1 or len(whole) > _MAX_DIGITS or (whole[0] == "0" and len(whole) > 1):
        return None
    return Figure(start, end, Decimal(digits), Decimal(1).scaleb(-len(decimals)), tuple(doubts))


def _joined(plain: str, digits: str, start: int, end: int, doubts: list[str]) -> tuple[str, int]:
    """Join digits that a blank or a full stop divides: `1 234.56`, `803 .51`, `12。5万元`."""
    if start >= 2 and plain[start - 1] == " " and plain[start - 2] in "0123456789":
        doubts.append("blank")
    if "." in digits or doubts:
        return digits, end
    groups = _BLANK_GROUPS.match(plain, end) if len(digits) <= 3 else None
    if groups is not None:
        return digits + groups[0].replace(" ", ""), groups.end()
    point = _BLANK_POINT.match(plain, end)
    if point is not None and " " in point[0]:
        doubts.append("blank")
        return digits + point[0].replace(" ", ""), point.end()
    stop = _FULL_STOP.match(plain, end)
    if stop is not None:
        doubts.append("stop")
        return f"{digits}.{stop[1]}", stop.end()
    return digits, end


def _in_words(plain: str, found: re.Match[str]) -> Figure | None:
    start, end = found.span()
    share = chinese_share(plain, start)
    if share is not None:
        has_digits = plain[share[1] - 1].isascii()
        step = Decimal(1).scaleb(int(share[0].as_tuple().exponent)) if has_digits else Decimal(1)
        return Figure(start, share[1], share[0], step, words=not has_digits, share=True)
    if end - start > LONGEST or _PART_OF_ANOTHER.search(plain, max(0, start - 2), start):
        return None
    point = _CHINESE_POINT.match(plain, end)
    words = found[0] + (point[0] if point else "")
    value = chinese_number(words)
    if value is None and words in ("百", "千", "万"):
        value = {"百": Decimal(100), "千": Decimal(1000), "万": Decimal(10_000)}[words]
        return Figure(start, end, value, value, words=True)
    if value is None or value <= 1:
        return None
    return Figure(start, start + len(words), value, Decimal(1), words=True)
