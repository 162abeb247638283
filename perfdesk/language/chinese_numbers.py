"""Numbers in Chinese words, decimals and shares included: 一百二十三, 两千零五, 十二点五, 一亿二千万, 百分之五."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
LONGEST = 24
_PARTS = re.compile(
    r"([百千万]|[一二两三四五六七八九十]{1,3})分之"
    r"([零〇一二两三四五六七八九十百千点]{1,12}|\d{1,6}(?:\.\d{1,6})?(?![\d,.]*\d))"
)
_SHARE = {"百": Decimal(1), "千": Decimal("0.1"), "万": Decimal("0.01")}


def chinese_number(words: str) -> Decimal | None:
    """Return the number that the words mean; None if they are no number, or no certain one.

    >>> [chinese_number(words) for words in ("一百二十三", "两千零五", "十二点五", "一亿二千万", "一百二")]
    [Decimal('123'), Decimal('2005'), Decimal('12.5'), Decimal('120000000'), None]
    >>> chinese_number("十四五"), chinese_number("三千五百"), chinese_number("万")
    (None, Decimal('3500'), None)
    """
    if not words or len(words) > LONGEST:
        return None
    whole, point, decimals = words.partition("点")
    value = _whole(whole)
    if value is None or not point:
        return None if value is None else Decimal(value)
    if not decimals or any(sign not in _DIGITS for sign in decimals):
        return None
    return Decimal(f"{value}.{''.join(str(_DIGITS[sign]) for sign in decimals)}")


def _whole(words: str) -> int | None:
    for sign, factor in (("亿", _LARGE["亿"]), ("万", _LARGE["万"])):
        head, found, tail = words.partition(sign)
        if found:
            high, low = _whole(head), _whole(tail.removeprefix("零")) if tail else 0
            if high is None or low is None or low >= factor or not head:
                return None
            return high * factor + low
    return _below_ten_thousand(words)


def _below_ten_thousand(words: str) -> int | None:
    """`三千零五`; repeated or rising places and two digits in a row are not a number."""
    total, digit, last = 0, None, 10_000
    for position, sign in enumerate(words):
        if sign in _SMALL:
            place = _SMALL[sign]
            if place >= last or (digit is None and (place != 10 or (position and words[position - 1] != "零"))):
                return None
            total, digit, last = total + (digit or 1) * place, None, place
        elif sign not in _DIGITS or digit not in (None, 0):
            return None
        else:
            digit = _DIGITS[sign]
            if digit == 0 and (position == len(words) - 1) and len(words) > 1:
                return None
    if digit and last > 10 and last < 10_000 and words[-2:-1] not in ("零", "〇"):
        return None
    return total + (digit or 0)


def chinese_share(plain: str, start: int) -> tuple[Decimal, int] | None:
    """Read a share such as `百分之九十五`, `百分之95.5` or `三分之二`; return its value in % and its end, or None.

    >>> chinese_share("百分之九十五点五以上", 0), chinese_share("万分之五", 0), chinese_share("四分之三", 0)
    ((Decimal('95.5'), 8), (Decimal('0.05'), 4), (Decimal('75'), 4))
    >>> chinese_share("百分之95.50", 0)
    (Decimal('95.50'), 8)
    """
    found = _PARTS.match(plain, start)
    if found is None:
        return None
    top = Decimal(found[2]) if found[2][0].isascii() else chinese_number(found[2])
    if top is None:
        return None
    if found[1] in _SHARE:
        return top * _SHARE[found[1]], found.end()
    bottom = chinese_number(found[1])
    return (top * 100 / bottom, found.end()) if bottom else None
