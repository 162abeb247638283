"""A stored number as a spreadsheet shows it: percent, places, and the words in its number format."""

from __future__ import annotations

import operator
import re
from decimal import Decimal
from functools import lru_cache

from perfdesk.definition.kinds import EXACT, plain_number, round_half_up, to_fixed

#: The formats that spreadsheets know by number (ECMA-376 part 1, 18.8.30), as far as they change a number's words.
BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
}
_TOKEN = re.compile(r'"([^"]*)"|[\\!](.)|_.|\*.|\[[^\]]*\]|([^"\\!_*\[\]]+?(?=["\\!_*\[]|$))')
_PATTERN = re.compile(r"[#0?,]*(?:\.[#0?]*)?")
_LITERAL = re.compile(r'"[^"]*"|[\\!].|\[[^\]]*\]')
#: A point that is only a sign among the digits, `0!.0`: the digits after it are whole ones.
_DRAWN_POINT = re.compile(r'(?<=[#0?])(?:[\\!]\.|"\.")(?=([#0?]+))')
#: Digits with more than one such point are a code: `0\.00\.00`.
_CODE = re.compile(r'[#0?]+(?:(?:[\\!]\.|"\.")[#0?]+){2,}')
#: Commas behind the last digit: each shows thousands.
_THOUSANDS = re.compile(r'"[^"]*"|(?<=[#0?])(?P<commas>,+)(?![#0?,])')
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_COMPARED = {
    "<=": operator.le,
    ">=": operator.ge,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}
#: So many more places than the format shows are typed, too; a longer tail is a quotient.
_MOST_MORE_PLACES = 2
_SECTIONS = 3


def exact_number(value: float | int) -> Decimal:
    """The number that was typed or computed: the fifteen digits that spreadsheets keep (IEEE 754 has 15 to 17).

    >>> exact_number(24.020000000000003), exact_number(183012502.0)
    (Decimal('24.02'), Decimal('183012502'))
    """
    text = f"{value:.15g}"
    return Decimal(plain_number(Decimal(text)))


def shown_number(value: Decimal, number_format: str) -> str:
    """A number in its format.

    >>> shown_number(Decimal("0.28"), '"≥"0.00"万亩"'), shown_number(Decimal("0.9851"), "0.00%")
    ('≥0.28万亩', '98.51%')
    >>> shown_number(Decimal("8"), "0.##"), shown_number(Decimal("1.5"), "General")
    ('8', '1.5')
    >>> shown_number(Decimal("12345678"), '0!.0,"万元"'), shown_number(Decimal("12345678"), '#,##0.00,"千元"')
    ('1234.6万元', '12345.678千元')
    >>> shown_number(Decimal("10203"), r"0\\.00\\.00"), shown_number(Decimal("-12345678"), '[<=-10000]-0!.0,"万"')
    ('1.02.03', '-1234.6万')
    >>> shown_number(Decimal("-5"), '"比上年-"0')
    '比上年--5'
    """
    section = _section(value, number_format)
    code = _CODE.search(section)
    if code is not None:
        return _shown_code(value, code[0])
    unscaled, scale = _unscaled(section)
    before, pattern, after = _parsed(unscaled)
    if pattern is None:
        return before or plain_number(value)
    scaled = EXACT.multiply(value, scale)
    scaled = EXACT.multiply(scaled, Decimal(100)) if is_percent_format(section) else scaled
    is_other_part = section != number_format.partition(";")[0] and not _CONDITION.search(number_format)
    if is_other_part or "-" in _LITERAL.sub("", section):
        scaled = abs(scaled)
    return f"{before}{_figure(scaled, pattern)}{after}"


def is_percent_format(number_format: str) -> bool:
    """Whether a format shows a ratio as percent; a `%` in quotes is only a word."""
    return "%" in number_format and "%" in _LITERAL.sub("", number_format)


def scale_of(value: Decimal, number_format: str) -> Decimal:
    """How much smaller a format shows a number: as the factor by which it is multiplied.

    >>> scale_of(Decimal(1), '0!.0,"万元"'), scale_of(Decimal(1), "#,##0.00,"), scale_of(Decimal(1), "#,##0.00")
    (Decimal('0.0001'), Decimal('0.001'), Decimal('1'))
    """
    return _unscaled(_section(value, number_format))[1]


def words_behind(value: Decimal, number_format: str) -> str:
    """The words that a format shows behind a number: its unit.

    >>> words_behind(Decimal(5), '[>=10000]0!.0,"万";0.00"元"'), words_behind(Decimal(5), "0.00!万!元")
    ('元', '万元')
    """
    return _parsed(_unscaled(_section(value, number_format))[0])[2]


def _section(value: Decimal, number_format: str) -> str:
    """The part of a format for positive, negative or zero numbers, or for those of its condition."""
    sections = number_format.split(";")
    conditions = [_CONDITION.search(section) for section in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _COMPARED[condition[1]](value, Decimal(condition[2])):
                return section
    if len(sections) > 1 and value < 0:
        return sections[1]
    if len(sections) >= _SECTIONS and value == 0:
        return sections[2]
    return sections[0]


@lru_cache(maxsize=1024)
def _unscaled(section: str) -> tuple[str, Decimal]:
    """A part of a format without what makes it show a number smaller, and the factor."""
    point = None if _CODE.search(section) else _DRAWN_POINT.search(section)
    places = len(point[1]) if point else 0
    pointed = _DRAWN_POINT.sub(".", section, 1) if point else section
    commas = sum(len(found["commas"] or "") for found in _THOUSANDS.finditer(pointed))
    plain = _THOUSANDS.sub(lambda found: "" if found["commas"] else found[0], pointed)
    return plain, Decimal(1).scaleb(-places - 3 * commas)


@lru_cache(maxsize=1024)
def _parsed(section: str) -> tuple[str, str | None, str]:
    """The words before the digits, the digits, and the words after; None for digits as they are."""
    before, pattern, after = "", None, ""
    for literal, escaped, rest in _TOKEN.findall(section):
        words, digits = literal or escaped, ""
        if rest and rest.strip().lower() in ("general", "g/通用格式", "@"):
            pattern = "General"
        elif rest:
            digits = next((found for found in _PATTERN.findall(rest) if any(sign in found for sign in "#0?")), "")
            head, _, tail = rest.partition(digits) if digits else (rest, "", "")
            if digits and pattern is None:
                before, pattern, words = before + head.strip(), digits, tail.rstrip()
            else:
                words = rest.strip()
        if pattern is None:
            before += words
        else:
            after += words
    return before, pattern, after


def _shown_code(value: Decimal, code: str) -> str:
    """A whole number with the points of its format among its digits, without words: a code. Any other as it is."""
    if value != value.to_integral_value() or value < 0:
        return plain_number(value)
    groups = re.findall(r"[#0?]+", code)
    behind = sum(map(len, groups[1:]))
    digits = plain_number(value).zfill(behind + 1)
    ends = [len(digits) - sum(map(len, groups[at:])) for at in range(1, len(groups))]
    return ".".join(digits[start:end] for start, end in zip([0, *ends], [*ends, len(digits)], strict=True))


def _figure(value: Decimal, pattern: str) -> str:
    if pattern == "General":
        return plain_number(value)
    decimals = pattern.partition(".")[2]
    fixed, most = decimals.count("0"), len(decimals)
    exponent = value.normalize().as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    if places <= most + _MOST_MORE_PLACES:
        return to_fixed(value, fixed)
    return to_fixed(round_half_up(value, most), fixed)
