"""Other ways to write the same report text: every figure and every word means what it meant before."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

Rewriting = Callable[[str], str]

_WIDE = str.maketrans({sign: chr(ord(sign) + 0xFEE0) for sign in "0123456789.%"})
_HALF = str.maketrans("，；：", ",;:")
_BRACKETS = str.maketrans("（）", "()")
_AMOUNT = re.compile(r"(?<![\d.])(\d[\d,]*(?:\.\d+)?)万元")


def _in_yuan(found: re.Match[str]) -> str:
    return f"{(Decimal(found[1].replace(',', '')) * 10_000).quantize(Decimal('0.01')):,}元"


def _in_hundred_millions(found: re.Match[str]) -> str:
    return f"{Decimal(found[1]) / 10_000}亿元"


def _replaced(pattern: str, by: str | Callable[[re.Match[str]], str]) -> Rewriting:
    known = re.compile(pattern)
    return lambda text: known.sub(by, text)


REWRITINGS: dict[str, Rewriting] = {
    "full width": lambda text: text.translate(_WIDE),
    "half width": lambda text: text.translate(_HALF),
    "half brackets": lambda text: text.translate(_BRACKETS),
    "in yuan": lambda text: _AMOUNT.sub(_in_yuan, text),
    "in hundred millions": _replaced(r"(?<![\d.,])(\d{5,}\.\d\d)万元", _in_hundred_millions),
    "no thousands": _replaced(r"(?<=\d),(?=\d{3})", ""),
    "thousands": _replaced(r"(?<![\d.,])(\d{4,})(?=\.\d\d(?!\d))", lambda found: f"{int(found[1]):,}"),
    "blank before units": _replaced(r"(?<=\d)(?=万元|元|%|人|名)", " "),
    "blank before figures": _replaced(r"(?<=[一-龥])(?=\d)", " "),
    "percent in words": _replaced(r"(?<![\d.])(\d+(?:\.\d+)?)%", r"百分之\1"),
    "yuan of the people": _replaced(r"(?<=支出)(?=\d)", "人民币"),
    "soft break": lambda text: text.replace("，", "，\n", 1),
}
