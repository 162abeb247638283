"""The arithmetic of a text worked out again: changes, rates and shares. Sums are in `sums`.

A stated figure means every value that rounds to it. What the sentence does not determine is not reported.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from perfdesk.checks.finding import FindingCode
from perfdesk.checks.proofreading.figure_issue import FigureIssue, in_unit_of, rounded_like, written_like
from perfdesk.checks.proofreading.same_name import same_name_issues
from perfdesk.checks.proofreading.sums import sum_issues
from perfdesk.definition.kinds import plain_number, round_half_up
from perfdesk.language.quantities import Quantity
from perfdesk.language.reader import Reading, read
from perfdesk.language.relations import Change, Rate
from perfdesk.language.text_cache import cached_by_text

_LONGEST_CUE = 24
_WHOLE = Decimal(100)
#: Rounding of a few shares.
_SHARES_TOLERANCE = Decimal("0.1")
_MONEY_WORDS = ("支出", "收入", "经费", "资金", "拨款", "投资", "预算")
_OPPOSITES = (
    ("增加", "减少"), ("增长", "下降"), ("上升", "下降"), ("提高", "降低"), ("提升", "下降"), ("上涨", "下降"),
    ("增幅", "降幅"), ("超支", "节约"), ("高于", "低于"), ("多支出", "少支出"),
)  # fmt: skip


@cached_by_text
def figure_issues(year: int | None, text: str) -> tuple[FigureIssue, ...]:
    """Return the contradictions between the figures of a text, by position."""
    reading = read(text, year)
    changes = [issue for one in reading.changes for issue in change_issues(reading, one)]
    rates = [issue for one in reading.rates for issue in rate_issues(reading.text, one)]
    found = [*sum_issues(reading), *changes, *rates, *_shares(reading), *same_name_issues(reading)]
    return tuple(sorted(found, key=lambda issue: issue.start))


def change_issues(reading: Reading, one: Change) -> Iterator[FigureIssue]:
    """Find a change that its two values contradict."""
    rate, old = one.rate, one.old
    zero = _zero_before(reading, one) if rate is not None else None
    if rate is not None and zero is not None:
        message = f"上年为0，不能写“{one.cue}{rate.text}”，请写明上年没有发生、不可比"
        yield FigureIssue(FindingCode.CHANGE, rate.start, rate.end, message, (zero,))
    elif one.new is None or old is None or not one.new.comparable(old):
        return
    elif _is_certain(one.new, old, one.amount, rate, one.points):
        yield from _of_two_values(reading.text, one, one.new, old)


def _zero_before(reading: Reading, one: Change) -> Quantity | None:
    """The old value if it is zero: the one of the change, or the figure right before the rate that is last year's."""
    if one.old is not None or one.rate is None:
        return one.old if one.old is not None and not one.old.base and one.old.exact else None
    at = bisect_left(reading.quantities, one.rate.start, key=lambda figure: figure.start)
    before = reading.quantities[at - 1] if at else None
    if before is None or before.period != "last" or before.base or not before.exact or one.basis not in ("", "last"):
        return None
    return None if set("。；\n") & set(reading.text[before.end : one.rate.start]) else before


def _of_two_values(text: str, one: Change, new: Quantity, old: Quantity) -> Iterator[FigureIssue]:
    if _is_turned(one):
        yield _wrong_direction(text, one, new, old)
        return
    for stated in (one.amount, one.rate, one.points):
        if stated is None or (one.agrees_with_amount(stated) if stated is one.amount else one.agrees_with_rate(stated)):
            continue
        is_rate = stated is one.rate
        size = abs(one.computed or Decimal(0)) if is_rate else abs(new.base - old.base)
        right = in_unit_of(stated, size)
        right = rounded_like(text, stated, right) if is_rate else right
        better = f"{one.cue}{written_like(text, stated, right)}{stated.unit}"
        message = f"从{old.text}到{new.text}，应是{better}，写成了“{stated.text}”"
        yield FigureIssue(FindingCode.CHANGE, stated.start, stated.end, message, (new, old), stated, right)
        return


def _is_turned(one: Change) -> bool:
    """Whether the words say that a figure rises that falls, or the other way round."""
    difference = one.difference
    return difference is not None and (difference.high < 0 if one.direction == "up" else difference.low > 0)


def _wrong_direction(text: str, one: Change, new: Quantity, old: Quantity) -> FigureIssue:
    stated = one.amount or one.rate or one.points or new
    start = text.rfind(one.cue, max(0, stated.start - _LONGEST_CUE), stated.start + 1)
    span = (start, start + len(one.cue)) if start >= 0 else (stated.start, stated.end)
    rate = abs(one.computed or Decimal(0))
    size = f"（{round_half_up(rate, 2)}%）" if rate else ""
    verb = "增加" if one.direction == "down" else "减少"
    message = f"从{old.text}到{new.text}是{verb}{size}，写成了“{one.cue}”，方向写反了"
    better = _opposite(one) if start >= 0 and _fits_when_turned(one) else None
    return FigureIssue(FindingCode.CHANGE, *span, message, (new, old), replacement=better)


def _opposite(one: Change) -> str | None:
    """The word for the other direction."""
    at = 0 if one.direction == "up" else 1
    return next((pair[1 - at] for pair in _OPPOSITES if pair[at] == one.cue), None)


def _fits_when_turned(one: Change) -> bool:
    """Whether amount, rate and points would all be right in the other direction."""
    turned = replace(one, direction="down" if one.direction == "up" else "up")
    stated = [part for part in (one.rate, one.points) if part is not None]
    return all(turned.agrees_with_rate(part) for part in stated) and (
        one.amount is None or turned.agrees_with_amount(one.amount)
    )


def rate_issues(text: str, one: Rate) -> Iterator[FigureIssue]:
    """Find a rate that its two values contradict."""
    bottom, result = one.bottom, one.result
    if bottom is not None and not bottom.base and bottom.exact:
        message = f"“{bottom.label or one.bottom_name or '基数'}”为0，不能写“{one.name}{result.text}”，请核对"
        yield FigureIssue(FindingCode.ZERO_BASE, result.start, result.end, message, (bottom,))
    elif one.top is not None and bottom is not None and not one.agrees and _is_certain(one.top, bottom, result):
        yield _wrong_result(text, one, one.top, bottom)


def _wrong_result(text: str, one: Rate, top: Quantity, bottom: Quantity) -> FigureIssue:
    right = rounded_like(text, one.result, in_unit_of(one.result, one.computed or Decimal(0)))
    worked = f"{written_like(text, one.result, right)}{one.result.unit}"
    shown = f"应{one.name}{worked}" if one.name.endswith("的") else f"{one.name}是{worked}"
    message = f"按{top.text}和{bottom.text}计算，{shown}，写成了“{one.result.text}”"
    return FigureIssue(FindingCode.RATE, one.result.start, one.result.end, message, (top, bottom), one.result, right)


def _shares(reading: Reading) -> Iterator[FigureIssue]:
    """Shares of one whole in one sentence that are more than 100 % together."""
    run: list[Rate] = []
    for one in (*reading.rates, None):
        if (
            one is not None
            and one.kind == "share"
            and _is_money(one)
            and (not run or _continues(reading, run[-1], one))
        ):
            run.append(one)
            continue
        total = sum((share.result.base for share in run), Decimal(0))
        if len(run) > 1 and total > _WHOLE + _SHARES_TOLERANCE:
            results = tuple(share.result for share in run)
            message = f"各项占比之和是{plain_number(total)}%，超过100%，请核对"
            yield FigureIssue(FindingCode.SHARES, results[0].start, results[-1].end, message, results)
        run = [one] if one is not None and one.kind == "share" and _is_money(one) else []


def _is_money(one: Rate) -> bool:
    return one.top_name.endswith(_MONEY_WORDS)


def _continues(reading: Reading, last: Rate, one: Rate) -> bool:
    """Whether two shares are in one sentence and of the same whole."""
    between = reading.text[last.result.end : one.result.start]
    return not set("。；\n") & set(between) and one.bottom_name in ("", last.bottom_name)


def _is_certain(*figures: Quantity | None) -> bool:
    """Whether none of the figures is doubtful or a bound."""
    return all(one is None or not (one.doubts or one.bound or one.hedge == "range") for one in figures)
