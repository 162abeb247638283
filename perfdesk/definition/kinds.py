"""Parsing of typed text to answers: numbers with their unit, dates, measures such as `≥1200次`.

Nothing is guessed: text that cannot be parsed with certainty stays as typed and is reported.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import Literal

from perfdesk.definition.gb18030 import replace_private_use
from perfdesk.definition.spreadsheet_figures import is_accounting_zero, plain_figure
from perfdesk.language.measures import read_measure
from perfdesk.language.numerals import parse_number, plain_digits
from perfdesk.language.text_cache import cached_by_text

Kind = Literal["text", "prose", "number", "measure", "date", "year", "choice", "link", "sentence"]
KINDS: tuple[Kind, ...] = ("text", "prose", "number", "measure", "date", "year", "choice", "link", "sentence")

#: Sums and products of figures are exact within 50 digits; numbers beyond 10^999 are invalid.
EXACT = Context(prec=50, rounding=ROUND_HALF_UP, Emin=-999, Emax=999)

#: The maximum length of a table cell or short field in characters.
MAX_TEXT_LENGTH = 1000

#: The maximum number of displayed decimals.
MAX_DECIMALS = 8
#: Around the text of an answer of one line they mean nothing.
_BLANKS = " \t\u00a0\u3000"

_UNITS = {
    "元": Decimal("0.0001"),
    "万元": Decimal(1),
    "万": Decimal(1),
    "亿元": Decimal(10000),
    "亿": Decimal(10000),
}
#: Only the digits 0 to 9, not those of other scripts, superscripts or fractions.
_FIGURE = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_NUMBER = re.compile(rf"[+-]?{_FIGURE}")
#: Requires a plus: `3-5` and `2023-2024` are ranges, not differences.
_SUM_EXPRESSION = re.compile(rf"(?=.*[0-9]\s*\+)[+-]?\s*{_FIGURE}(?:\s*[+-]\s*{_FIGURE})+")
_TERM = re.compile(rf"([+-]?)\s*({_FIGURE})")
_DASHES = frozenset("—–~～")
_UNIT_SUFFIX = re.compile(r"m[2²]|[^\d\s.,+\-][^\d]*")
_COMPARED = r"(≥|>=|≤|<=|=|>|<)"
_MEASURE = re.compile(rf"{_COMPARED}?\s*([+-]?{_FIGURE})\s*([^\d\s.,].*)?")
_SIGNS = {">=": "≥", "<=": "≤", ">": "≥", "<": "≤"}
#: What no unit begins with: `1-2次`, `1e5` and `3/4` are not a figure with a unit.
_NO_UNIT = frozenset("+-*/×^~—–_:、·⁄")
_AREAS = re.compile(r"[kcd]?m[23²³]|[Cc][Oo][2₂]")
_NOTE = re.compile(r"[(（][^()（）]*[)）]$")
#: The beginning of something like a figure, up to the unit: digits of all scripts and what joins them.
_LIKE_A_FIGURE = re.compile(r"[+-]?\s*\d[\d\s.,+\-–~至到eE^/_]*")
_RANGE = re.compile(r"[+-]?\d[\d.,]*[^\d年月日]{0,3}[-–~至到]\s*\d")
_DATE = re.compile(r"([0-9]{4})\s*(?:年|[-/.])\s*([0-9]{1,2})\s*(?:月|[-/.])\s*([0-9]{1,2})\s*日?")
_DATE_RUN = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_DATE_IN_WORDS = re.compile(r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]+)月([一二三四五六七八九十]+)日")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator's value: `sign` (≥ ≤ = or empty), figure and unit; `number` is None for words."""

    sign: str
    number: Decimal | None
    unit: str
    text: str

    def __str__(self) -> str:
        return self.text


Value = Decimal | str | Measure | datetime.date | None


@dataclass(frozen=True, slots=True)
class ParsedAnswer:
    """The value of a typed text, or a Chinese clause that explains why it cannot be parsed."""

    value: Value
    problem: str = ""


BLANK = ParsedAnswer(None)


def clean_text(text: str) -> str:
    """Return a text that can be stored: without control characters, lone surrogates and `\\r`.

    Private-use characters of GB 18030 are replaced by their current code points.
    """
    return replace_private_use(_CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


@cached_by_text
def parse_answer(kind: Kind, unit: str, text: str) -> ParsedAnswer:
    """Parse typed text as an answer of this kind; blank text is blank, never zero."""
    if not text.strip():
        return BLANK
    if kind == "number":
        return _parse_number(text, unit)
    if kind == "year":
        return _parse_year(text)
    if kind == "date":
        return _parse_date(text)
    if kind == "measure":
        return _read_measure(text)
    if kind == "text" and len(text) > MAX_TEXT_LENGTH:
        return ParsedAnswer(text, f"有 {len(text)} 个字，这里最多 {MAX_TEXT_LENGTH} 个字")
    return ParsedAnswer(text.strip(_BLANKS) if kind == "text" else text)


#: Full-width characters, all kinds of blanks and two dashes are replaced by those of a keyboard, nothing else.
_WIDTHS = {
    **{0xFF01 + number: 0x21 + number for number in range(94)},
    **dict.fromkeys((0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), 0x20),
    **dict.fromkeys((0x2212, 0x2014), ord("-")),
}


def _half_width(text: str) -> str:
    return text.translate(_WIDTHS).strip()


def _parse_number(text: str, unit: str) -> ParsedAnswer:
    if is_accounting_zero(text):
        return ParsedAnswer(Decimal(0))
    plain = _half_width(text)
    plain = plain_figure(plain) if len(plain) <= 60 else plain
    found = _NUMBER.match(plain) if len(plain) <= 60 else None
    if found is None:
        return ParsedAnswer(None, "不是数")
    if _SUM_EXPRESSION.fullmatch(plain) and not _DASHES & set(text):
        return ParsedAnswer(_parse_sum(plain))
    suffix = plain[found.end() :].strip()
    if suffix and not (_UNIT_SUFFIX.fullmatch(suffix) and _is_unit(suffix)):
        return ParsedAnswer(None, "不是规范的数")
    figure = Decimal(found.group(0).replace(",", ""))
    return _convert_unit(figure, suffix, unit)


def _parse_sum(plain: str) -> Decimal:
    """Evaluate `241+76.73`: plain figures added and subtracted; the dash of a range such as `3—5` is not a minus."""
    total = Decimal(0)
    for sign, figure in _TERM.findall(plain):
        total = EXACT.add(total, Decimal(f"{sign}{figure.replace(',', '')}"))
    return total


def _convert_unit(figure: Decimal, suffix: str, unit: str) -> ParsedAnswer:
    if suffix in ("", _half_width(unit)):
        return ParsedAnswer(figure)
    if unit == "万元" and suffix in _UNITS:
        return ParsedAnswer(EXACT.multiply(figure, _UNITS[suffix]))
    if unit == "人" and suffix in ("名", "个"):
        return ParsedAnswer(figure)
    if unit == "㎡" and suffix in ("m2", "m²", "平方米", "平米"):
        return ParsedAnswer(figure)
    return ParsedAnswer(None, f"单位“{suffix}”与本栏单位“{unit or '无'}”不符" if len(suffix) <= 4 else "不是规范的数")


def _parse_year(text: str) -> ParsedAnswer:
    plain = _half_width(text).removesuffix("度").removesuffix("年")
    if re.fullmatch(r"(19|20)[0-9]{2}", plain):
        return ParsedAnswer(Decimal(plain))
    return ParsedAnswer(None, "不是四位数的年份")


def _parse_date(text: str) -> ParsedAnswer:
    plain = _half_width(text)
    found = _DATE.fullmatch(plain) or _DATE_RUN.fullmatch(plain)
    parts = [int(part) for part in found.groups()] if found else _parse_chinese_date(plain)
    if not parts:
        return ParsedAnswer(None, "不是日期，请写成“2024年3月5日”")
    try:
        return ParsedAnswer(datetime.date(*parts))
    except ValueError:
        return ParsedAnswer(None, "没有这一天")


def _parse_chinese_date(plain: str) -> list[int]:
    """Return `二〇二四年三月五日` as [2024, 3, 5]; empty if it is not a date."""
    found = _DATE_IN_WORDS.fullmatch("".join(plain.split()))
    if found is None:
        return []
    year, month, day = found.groups()
    return [int(plain_digits(year)), parse_number(month) or 0, parse_number(day) or 0]


def _read_measure(text: str) -> ParsedAnswer:
    """Parse a measure; words are valid, but text that only begins like a figure is a problem."""
    measure = parse_measure(text)
    shown = _half_width(text)
    looks = re.sub(rf"^{_COMPARED}\s*", "", shown)
    begins = looks.lstrip("+-")[:1] or "字"
    has_digit = begins.isdecimal() or unicodedata.decomposition(begins).startswith("<fraction>")
    if measure.number is not None or _DATE.match(shown) or not has_digit or _is_read(shown):
        return ParsedAnswer(measure)
    found = _LIKE_A_FIGURE.match(looks)
    rest = looks[found.end() :] if found else ""
    is_figure = looks != shown or _RANGE.match(looks) or not any(sign.isdecimal() for sign in rest)
    return ParsedAnswer(measure, "读不成一个数" if is_figure else "")


def _is_read(shown: str) -> bool:
    """Whether the reader of indicator values finds a date, or a figure with its unit: `10—20天`, `10月底前`."""
    reading = read_measure(shown)
    return reading.date is not None or (reading.quantity is not None and reading.quantity.unit != "")


def parse_measure(text: str) -> Measure:
    """Parse `≥1200次`, `100%`, `0起` or plain words; never fails, words have no number."""
    shown = text.strip()
    found = _MEASURE.fullmatch(_half_width(shown)) if len(shown) <= 60 else None
    unit = (found.group(3) or "").strip() if found else ""
    if found is None or not _is_unit(unit):
        return Measure("", None, "", shown)
    sign, figure = found.group(1) or "", Decimal(found.group(2).replace(",", ""))
    return Measure(_SIGNS.get(sign, sign), figure, unicodedata.normalize("NFKC", unit), shown)


def _is_unit(unit: str) -> bool:
    """Whether the text after a figure is a unit: words without digits, optionally with a note in brackets."""
    text = _AREAS.sub("", _NOTE.sub("", unit))
    return unit[:1] not in _NO_UNIT and all(not unicodedata.category(sign).startswith("N") for sign in text)


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Round as Excel's ROUND does: halves away from zero. A figure of fifty digits keeps its decimals."""
    try:
        return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, EXACT)
    except InvalidOperation:
        return value


def plain_number(value: Decimal) -> str:
    """Return a figure as in a sentence: `241`, `803.51`, without trailing zeros."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def is_quotient(value: Decimal) -> bool:
    """Whether a computed figure has more places than anyone types: an unrounded quotient."""
    exponent = value.normalize().as_tuple().exponent
    return isinstance(exponent, int) and -exponent > MAX_DECIMALS


def to_fixed(value: Decimal, decimals: int) -> str:
    """Return a figure with at least `decimals` places; further places that were typed are never hidden."""
    exponent = value.normalize().as_tuple().exponent
    places = max(decimals, -exponent if isinstance(exponent, int) else 0)
    return format(round_half_up(value, places), "f")


def date_text(value: datetime.date) -> str:
    """Return a 成文日期: `2024年3月5日`, month and day without leading zeros (GB/T 9704-2012 §7.3.5.4)."""
    return f"{value.year}年{value.month}月{value.day}日"


def value_text(value: Value, decimals: int | None = None) -> str:
    """Return an answer as printed in a sentence; figures plain unless `decimals` are given."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain_number(value) if decimals is None else to_fixed(value, decimals)
    if isinstance(value, datetime.date):
        return date_text(value)
    return str(value)
