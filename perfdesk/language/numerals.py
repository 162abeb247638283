"""Read and write Chinese numerals as reports count: 一、十二、二十三、一百零一、一千零一十."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
#: The unit of each digit in a group of four, from the left.
_UNITS = ((1000, "千"), (100, "百"), (10, "十"), (1, ""))
_TEN_THOUSAND = 10_000
#: The greatest number that `numeral` writes in words.
GREATEST = _TEN_THOUSAND * _TEN_THOUSAND - 1

_ONES = "[一二三四五六七八九]"
#: Regular expressions (without groups) of the numerals from 1 to 99 and from 1 to 999.
BELOW_100 = f"(?:{_ONES}?十{_ONES}?|{_ONES})"
BELOW_1000 = f"(?:{_ONES}百(?:零{_ONES}|{_ONES}十{_ONES}?)?|{BELOW_100})"

#: Chinese and full-width digits read one by one, as in `二〇二四年` or `２０２４`.
_PLAIN = str.maketrans("〇○零一二三四五六七八九０１２３４５６７８９", "0001234567890123456789")


def numeral(number: int) -> str:
    """Return a number in words: 10 is 十, 12 is 十二, 110 is 一百一十; in digits beyond GREATEST."""
    if not 0 <= number <= GREATEST:
        return str(number)
    high, low = divmod(number, _TEN_THOUSAND)
    words = f"{_below_ten_thousand(high)}万" if high else ""
    if words and 0 < low < _TEN_THOUSAND // 10:
        words += _DIGITS[0]
    words += _below_ten_thousand(low) if low or not high else ""
    return words.removeprefix("一") if words.startswith("一十") else words


def parse_number(words: str) -> int | None:
    """Return the number that `numeral` writes like this, or that is written in digits; None for anything else."""
    if words.isdecimal() and len(words) <= len(str(GREATEST)):
        return int(words)
    high, _, low = words.rpartition("万")
    found = _sum(high) * _TEN_THOUSAND + _sum(low)
    return found if numeral(found) == words else None


def plain_digits(text: str) -> str:
    """Replace Chinese and full-width digits by 0 to 9, character by character: 二〇二四 becomes 2024."""
    return text.translate(_PLAIN)


def _below_ten_thousand(number: int) -> str:
    if number == 0:
        return _DIGITS[0]
    words = ""
    for unit, name in _UNITS:
        digit, number = divmod(number, unit)
        if digit:
            words += _DIGITS[digit] + name
        elif words and number and not words.endswith(_DIGITS[0]):
            words += _DIGITS[0]
    return words


def _sum(words: str) -> int:
    """Add up the digits of a numeral in any order; the caller checks the order by writing the sum again."""
    values = {name: unit for unit, name in _UNITS if name}
    total, digit = 0, None
    for sign in words:
        if sign in values:
            total += values[sign] * (1 if digit is None else digit)
            digit = None
        else:
            digit = max(0, _DIGITS.find(sign))
    return total + (digit or 0)
