"""Totals in a text that are not the sum of the parts stated with them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from perfdesk.checks.finding import FindingCode
from perfdesk.checks.proofreading.figure_issue import FigureIssue, differ_little, digits_span, in_unit_of, written_like
from perfdesk.language.quantities import Quantity
from perfdesk.language.reader import Reading
from perfdesk.language.relations import Total

#: Persons and things may be in several of these groups at once.
_OVERLAPPING = re.compile(
    r"党员|团员|[男女]|少数民族|大专|本科|研究生|学历|硕士|博士|[初中高]级|职称|以上|以下|周?岁|持证|骨干|新[增建]|兼职|贫困|脱贫|重点|不合格|合格|完成|达标"
)
#: Rates of a whole and of a part of it are no sum.
_RATES = ("率", "度")
_TEN_THOUSAND = Decimal(10_000)
_UNITS = {"元": "万元", "万元": "元"}
_FEWEST_DECIMALS = 2


def sum_issues(reading: Reading) -> Iterator[FigureIssue]:
    """Find totals that differ from the sum of their parts, where the wording means that the parts are all."""
    for one in reading.totals:
        if _agrees(one) or any(part.doubts or part.bound for part in members(one)):
            continue
        found = _unit_error(reading.text, one)
        if found is not None:
            yield found
        elif _is_judged(reading.text, one):
            message = f"“{one.total.label}{one.total.text}”与{_named(one)}之和{_sum(reading.text, one)}不符，请核对"
            yield FigureIssue(FindingCode.SUM, one.total.start, one.total.end, message, members(one))


def _agrees(one: Total) -> bool:
    """Whether parts and total can be equal; whole figures in one unit are not rounded, so they must be."""
    figures = members(one)
    is_whole = all(figure.exact and not figure.value % 1 for figure in figures)
    return not one.gap if is_whole and len({figure.unit for figure in figures}) == 1 else one.agrees


def members(one: Total) -> tuple[Quantity, ...]:
    """The total, its parts, and what is subtracted."""
    return (one.total, *one.parts, *one.minus)


def _named(one: Total) -> str:
    names = [part.label for part in one.parts if part.label]
    if one.minus:
        return "扣除以后"
    return f"{'、'.join(names[:2])}{'等' if len(names) > 2 else ''} {len(one.parts)} 项" if names else "各项"


def _sum(text: str, one: Total) -> str:
    right = in_unit_of(one.total, one.total.base - one.gap) if one.total.base else -one.gap
    return f"{written_like(text, one.total, right)}{one.total.unit}"


def _is_judged(text: str, one: Total) -> bool:
    """Whether the parts must add up: not for open lists, overlapping groups, and 其中 that may name only some."""
    is_more = one.gap < 0
    if one.total.kind == "percent" and one.total.label.endswith(_RATES):
        return False
    if one.total.kind not in ("money", "percent") and any(_OVERLAPPING.search(part.label) for part in one.parts):
        return False
    if one.exhaustive == "stated":
        return True
    if is_more:
        return one.total.kind != "persons"
    return one.exhaustive == "usual" and len(one.parts) > 1 and _is_one_digit_wrong(text, one)


def _is_one_digit_wrong(text: str, one: Total) -> bool:
    """Whether one wrong or two transposed digits explain the gap; the figures have two decimals, so few gaps do."""
    written = [_digits(text, figure) for figure in members(one)]
    if any(len(digits.partition(".")[2]) < _FEWEST_DECIMALS for digits in written):
        return False
    gaps = [in_unit_of(figure, one.gap) for figure in members(one)]
    signs = (-1, *(1 for _ in one.parts), *(-1 for _ in one.minus))
    return any(
        figure.value + sign * gap >= 0 and differ_little(digits, f"{figure.value + sign * gap:.2f}")
        for figure, digits, gap, sign in zip(members(one), written, gaps, signs, strict=True)
    )


def _digits(text: str, one: Quantity) -> str:
    span = digits_span(text, one)
    return text[slice(*span)].replace(",", "") if span else ""


def _unit_error(text: str, one: Total) -> FigureIssue | None:
    """The one part in 元 among others in 万元, or the other way round, that closes the sum in their unit."""
    if one.total.kind != "money":
        return None
    usual, _ = Counter(figure.unit for figure in members(one)).most_common(1)[0]
    odd = [figure for figure in members(one) if figure.unit != usual]
    if len(odd) != 1 or _UNITS.get(odd[0].unit) != usual:
        return None
    wrong = odd[0]
    factor = _TEN_THOUSAND if usual == "万元" else 1 / _TEN_THOUSAND
    moved = replace(wrong, base=wrong.base * factor, low=wrong.low * factor, high=wrong.high * factor)
    parts = tuple(moved if part is wrong else part for part in one.parts)
    minus = tuple(moved if part is wrong else part for part in one.minus)
    total = moved if one.total is wrong else one.total
    if not replace(one, total=total, parts=parts, minus=minus).agrees:
        return None
    start = text.rfind(wrong.unit, wrong.figure_start, wrong.end)
    if start < 0:
        return None
    message = f"“{wrong.label}{wrong.text}”若是{usual}，合计正好相平，疑为“元”与“万元”写错"
    return FigureIssue(FindingCode.MONEY_UNIT, start, start + len(wrong.unit), message, members(one), replacement=usual)
