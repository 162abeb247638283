"""Figures as spreadsheets and input methods write them: `1 234.56`, `12。5`, `.6`, `=4.62`, `(3.20)`, ` -   `."""

from __future__ import annotations

import re

_FIGURE = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
#: The accounting format shows zero as a minus sign alone. A dash is no minus sign: it also marks what is not asked.
_ZERO = re.compile(r"[¥￥]?\s*[-－−]\s*")
_CURRENCY = re.compile(r"^([+-]?)[¥￥]\s*(?=[0-9.(-])")
_FORMULA = re.compile(rf"^=\s*(?=[+-]?\s*(?:{_FIGURE}|\.[0-9]))")
_NEGATIVE = re.compile(rf"\(\s*({_FIGURE})\s*\)")
_STOP = re.compile(r"(?<![^+\-\s0-9])。(?=[0-9])")
_BEGINS_WITH_POINT = re.compile(r"^([+-]?)(?=\.[0-9])")
_GROUPS = re.compile(r"^[+-]?[0-9]{1,3}(?: [0-9]{3})+(?:\.[0-9]+)?(?![0-9,. ]*[0-9])")


def plain_figure(text: str) -> str:
    """Write a figure in half width as a user types it; any other text is returned unchanged.

    >>> [plain_figure(text) for text in ("1 234.56", "12。5", ".6", "=4.62", "(3.20)", "¥1,200", "12 34", "约20")]
    ['1234.56', '12.5', '0.6', '4.62', '-3.20', '1,200', '12 34', '约20']
    """
    plain = _CURRENCY.sub(r"\1", _FORMULA.sub("", text))
    plain = _BEGINS_WITH_POINT.sub(r"\g<1>0", _STOP.sub(".", plain, count=1))
    plain = _GROUPS.sub(lambda found: found.group().replace(" ", ""), plain)
    negative = _NEGATIVE.fullmatch(plain)
    return f"-{negative.group(1)}" if negative else plain


def is_accounting_zero(text: str) -> bool:
    """Whether a text is how the accounting format shows zero: `-` with any blanks around it."""
    return len(text) <= 60 and _ZERO.fullmatch(text.strip()) is not None
