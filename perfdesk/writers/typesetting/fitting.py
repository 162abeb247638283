"""Break titles and labels where the sense allows, and shrink figures instead of breaking them; for Word and PDF.

Widths are estimated in ems, so that both break alike with any fonts.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate, pairwise

from perfdesk.document.blocks import Align, Cell, Grid
from perfdesk.writers.typesetting.active_style import TextStyle
from perfdesk.writers.typesetting.column_balance import figure_and_unit
from perfdesk.writers.typesetting.line_breaking import HALF, ems, in_brackets, may_break_at, tokens

#: Padding of a cell in points: 1.9 mm at both sides as in Word, 0.8 mm above and below beyond that of the line itself;
#: half the rule is part of the row height.
PAD_ACROSS = 5.4
PAD_DOWN = 1.75
RULE = 0.5
#: Points between a table and what is written above it.
ABOVE_ROWS = 4.0
#: Sizes of a whole table that does not fit on its page in 五号, down to 六号; a figure may still need less.
TABLE_SIZES = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5)
SMALLER_SIZES = (7.0, 6.5)
#: Points to write a name by hand after `单位负责人签字：`.
_SIGN_ROOM = 3 * 72 / 2.54
# 黑体 has wider digits than the other typefaces.
_NARROW = {"hei": 0.57}

_BLANKS = re.compile("[ \u3000]{2,}")
_MAX_BLANKS = 30

# Good places for a line to end after or begin with; other breaks may split a word.
_AFTER = re.compile(r"(年度|年|局|委|办|厅|中心|人民政府|政府|会|院|校|所|站|的|关于|，|、|：|）|》|”)$")
_BEFORE = re.compile(r"^(部门|单位|项目支出|绩效|财政|专项资金|整体支出|指标|情况|原因|措施|及|（|《|“)")
_SPLIT_WORD_COST = 0.3
_EXTRA_LINE_COST = 0.1
# In a title the longer line is below, in a label above; the cost per line of the reverse.
_LONGER_ABOVE_COST = 0.01
_MAX_LINES = 6
_MAX_LABEL_LENGTH = 40
_SLACK = 1e-6
# Points that a shrunk text leaves free, because other programs measure slightly wider.
_RESERVE = 0.1


def title_lines(text: str, width: float) -> list[str]:
    """A title in lines of at most `width` ems, the lower ones longer (GB/T 9704-2012 §7.3.1); keeps its own breaks."""
    return [line for part in text.split("\n") for line in _balanced_title(part, width)]


def fit_text(cell: Cell, text: str, style: TextStyle, width: float) -> tuple[str, float]:
    """The text of a cell of `width` points with its line breaks, and its size in points.

    The size is that of the style: only a figure for which no table could be wide enough is smaller.
    """
    narrow = _NARROW.get(style.font, HALF)
    inner = max(width - 2 * PAD_ACROSS, style.size)
    size = _fitting_size(text, style, inner, narrow)
    if cell.value is not None and ems(text, narrow) * size > inner + _SLACK:
        return "\n".join(filter(None, figure_and_unit(replace(cell, text=text)))), size
    if cell.align != "center" or cell.role != "label":
        return text, size
    lines = (line for part in text.split("\n") for line in _label_lines(part, inner / size, narrow))
    return "\n".join(lines), size


def subtitle_align(grid: Grid) -> Align:
    """Centred below the title when it is in brackets, （2024年度）; at the left what names the unit, 填报单位：…."""
    return "center" if grid.subtitle.startswith(("（", "(")) else "left"


def column_widths(preferred: tuple[float, ...], width: int) -> list[int]:
    """The preferred widths scaled to fill `width` exactly, in twips; rounding errors do not accumulate."""
    ends = [round(width * end / sum(preferred)) for end in accumulate(preferred, initial=0.0)]
    return [right - left for left, right in pairwise(ends)]


def signature(text: str, width: float, size: float) -> str:
    """Places to sign (填表人：　　填报日期：), with the blanks narrowed to fit one line of `width` points in this size.

    Where that is not enough, lines are broken at these blanks. Behind a colon at the end 3 cm are left to sign.
    """
    room = (width - _SIGN_ROOM * text.rstrip().endswith(("：", ":"))) / size
    blanks = _BLANKS.findall(text)
    for count in range(min(max(map(len, blanks), default=0), _MAX_BLANKS), 1, -1):
        tried = _BLANKS.sub(lambda found, most=count: found[0][:most], text)
        if ems(tried) <= room:
            return tried
    first, *others = _BLANKS.split(text)
    lines = [first]
    for blank, part in zip(blanks, others, strict=True):
        longer = lines[-1] + blank[:2] + part
        lines[-1:] = [longer] if ems(longer) <= room else [lines[-1], part]
    return "\n".join(lines)


def _fitting_size(text: str, style: TextStyle, width: float, narrow: float) -> float:
    """The size at which no figure is broken."""
    numbers = (piece for piece in tokens(text) if any(map(str.isdigit, piece)))
    widest = max((ems(piece, narrow) for piece in numbers), default=0)
    if widest * style.size <= width + _SLACK:
        return style.size
    smaller = (size for size in SMALLER_SIZES if size < style.size)
    return next((size for size in smaller if widest * size <= width - _RESERVE), style.size)


def _label_lines(text: str, room: float, narrow: float) -> list[str]:
    """The fewest lines that fit, of similar length: 绩效／指标, not 绩效指／标."""
    return _even_lines(text, room, narrow) if 0 < len(text) <= _MAX_LABEL_LENGTH else [text]


@lru_cache(maxsize=1024)
def _even_lines(text: str, room: float, narrow: float) -> list[str]:
    if ems(text, narrow) <= room + _SLACK:
        return [text]
    whole = tokens(text)
    least = math.ceil(ems(text, narrow) / room - _SLACK)
    for count in range(least, min(least + 1, _MAX_LINES) + 1):
        lines = _best_lines(whole, count, room, narrow, longer_above=-_LONGER_ABOVE_COST)[1]
        if lines:
            return lines
    return [text]


def _balanced_title(text: str, room: float) -> list[str]:
    whole = tokens(text)
    least = math.ceil(ems(text) / room)
    if not 1 < least <= _MAX_LINES:
        return [text]
    # One line more than needed is better than a split word.
    tried = [_best_lines(whole, count, room, HALF, _LONGER_ABOVE_COST) for count in (least, least + 1)]
    _, lines = min(tried, key=lambda found: found[0] + _EXTRA_LINE_COST * len(found[1]))
    return lines or [text]


def _best_lines(
    whole: list[str], count: int, room: float, narrow: float, longer_above: float
) -> tuple[float, list[str]]:
    costs = _break_costs(whole)
    ideal = ems("".join(whole), narrow) / count
    best: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {(0, 0): (0.0, (0,))}
    for line in range(1, count + 1):
        ends = costs if line < count else {len(whole): 0.0}
        for end, break_cost in ends.items():
            for (before, start), (cost, places) in list(best.items()):
                length = ems("".join(whole[start:end]).strip(), narrow)
                if before != line - 1 or start >= end or length > room + _SLACK:
                    continue
                uneven = ((length - ideal) / ideal) ** 2 + (count - line) * longer_above * (length > ideal)
                found = (cost + break_cost + uneven, (*places, end))
                best[line, end] = min(best.get((line, end), found), found)
    cost, places = best.get((count, len(whole)), (math.inf, ()))
    return cost, ["".join(whole[start:end]).strip() for start, end in pairwise(places)]


def _break_costs(whole: list[str]) -> dict[int, float]:
    """The places where a line may end, with the cost of each."""
    costs: dict[int, float] = {}
    for place in range(1, len(whole)):
        if may_break_at(whole, place) and not whole[place].isspace() and not in_brackets(whole, place):
            before, after = "".join(whole[max(place - 4, 0) : place]), "".join(whole[place : place + 4])
            sensible = whole[place - 1].isspace() or _AFTER.search(before) or _BEFORE.match(after)
            costs[place] = 0.0 if sensible else _SPLIT_WORD_COST
    return costs
