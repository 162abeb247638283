"""The text of a copied cell as it is entered: figures as a user types them, amounts in 元 as 万元."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from perfdesk.definition.kinds import parse_answer, plain_number
from perfdesk.definition.model import Question

_USUAL = re.compile(r"[+-]?[\d,]+(?:\.\d+)?")
_STOP_IN_FIGURE = re.compile(r"(?<=\d)。(?=\d)")
#: Signs and words that compare a figure, as the sign before it.
_SIGNS = {
    **dict.fromkeys(("≥", ">=", "≧", "⩾", "大于等于", "大于或等于", "不低于", "不少于", "不小于"), "≥"),
    **dict.fromkeys(("≤", "<=", "≦", "⩽", "小于等于", "小于或等于", "不高于", "不超过", "不大于"), "≤"),
    **dict.fromkeys(("=", "等于"), "="),
    **dict.fromkeys((">", "大于"), ">"),
    **dict.fromkeys(("<", "小于"), "<"),
}
_WORDS_FOR_NO_SIGN = frozenset(("定性", "定性指标", "其他", "无", "/", "-"))


def is_money(question: Question | None) -> bool:
    """Whether the answer is an amount in 万元."""
    return question is not None and question.kind == "number" and question.unit == "万元"


def from_yuan(text: str) -> str:
    """Convert a typed amount or sum from 元 to 万元 exactly; text that has a unit or is not a number is unchanged."""
    value = figure_of(text)
    if value is None:
        return text
    sign, digits, exponent = value.as_tuple()
    return plain_number(Decimal((sign, digits, int(exponent) - 4)))


def figure_of(text: str) -> Decimal | None:
    """The figure that a cell holds; None for anything else."""
    value = parse_answer("number", "", text).value
    return value if isinstance(value, Decimal) else None


def usual_figure(text: str) -> str:
    """A figure as a user types it; usual ones and other texts are returned unchanged.

    >>> [usual_figure(text) for text in (" -   ", "1 234.50", "12。5", "1,234.50", "约20")]
    ['0', '1234.5', '12.5', '1,234.50', '约20']
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    figure = figure_of(plain)
    is_odd = not _USUAL.fullmatch(plain) and "+" not in plain[1:]
    return plain_number(figure) if figure is not None and is_odd else text


def usual_measure(text: str) -> str:
    """A measure with a decimal point where an input method wrote a full stop: `≥12.5%` for `≥12。5%`."""
    return _STOP_IN_FIGURE.sub(".", text)


def sign_of(text: str) -> str | None:
    """The comparing sign that a cell holds, empty for a word that says there is none; None for anything else.

    >>> sign_of("＝"), sign_of("不低于"), sign_of("定性"), sign_of("100")
    ('=', '≥', '', None)
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return "" if plain in _WORDS_FOR_NO_SIGN else _SIGNS.get(plain)


def joined_measure(sign: str, figure: str, unit: str) -> str:
    """A measure whose sign, figure and unit were in three cells: `≤15分钟`; words stay words.

    >>> joined_measure("≤", "15", "分钟"), joined_measure("定性", "优", ""), joined_measure("＝", "100%", "%")
    ('≤15分钟', '优', '=100%')
    """
    plain = usual_measure(unicodedata.normalize("NFKC", figure).strip())
    if figure_of(plain.removesuffix(unit)) is None:
        return figure
    ending = "" if plain.endswith(unit) or unit in ("/", "-", "无") else unit
    own_sign = "" if plain[:1] in "≥≤=<>" else sign_of(sign) or ""
    return f"{own_sign}{plain}{ending}"
