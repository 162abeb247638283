"""Titles and labels: broken where the sense allows, the lines forming a trapezoid (GB/T 9704-2012 §7.3.1)."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise

from perfdesk.writers.pdf_block import TextBlock, compose, look_of, set_line
from perfdesk.writers.pdf_fonts import typeface
from perfdesk.writers.pdf_text import Atom, atoms, may_break, measure, paragraphs, trimmed
from perfdesk.writers.style import TextStyle

# A line may well end after, or begin with, these; between other characters it tears a word.
_AFTER = re.compile(r"(年度|年|局|委|办|厅|中心|人民政府|政府|会|院|校|所|站|的|关于|，|、|：|）|》|”)$")
_BEFORE = re.compile(r"^(部门|单位|项目支出|绩效|财政|专项资金|整体支出|指标|情况|原因|措施|及|（|《|“)")
_TORN = 0.3
_LINE_MORE = 0.1
# In a title the longer line stands below, in a label above: the other way round costs this much per line.
_LONGER_ABOVE = 0.01
_MOST_LINES = 6
_SLACK = 1e-6


def compose_title(text: str, style: TextStyle, width: float) -> TextBlock:
    """A centred title; a line break in `text` is kept, longer lines are broken evenly."""
    look = look_of(style)
    lines: list[Sequence[Atom]] = []
    for part in paragraphs(text):
        whole = atoms(part.strip(), typeface(style.font))
        lines += _title_lines(whole, width / look.size)
    if any(measure(line, look.size) > width + _SLACK for line in lines):
        return compose(text, style, width, keep=True)
    return TextBlock(tuple(set_line(line, 0, width, look, "center") for line in lines), look, keep=True)


def even_lines(whole: Sequence[Atom], count: int, width: float) -> list[Sequence[Atom]]:
    """The best way to set `whole` in `count` lines of `width` ems; empty when there is none."""
    return _cheapest(whole, count, width, longer_above=-_LONGER_ABOVE)[1]


def _title_lines(whole: Sequence[Atom], width: float) -> list[Sequence[Atom]]:
    least = math.ceil(measure(whole, 1) / width)
    if not 1 < least <= _MOST_LINES:
        return [whole]
    # One line more than needed, rather than a word torn.
    tried = [_cheapest(whole, count, width, _LONGER_ABOVE) for count in (least, least + 1)]
    _, lines = min(tried, key=lambda found: found[0] + _LINE_MORE * len(found[1]))
    return lines or [whole]


def _cheapest(
    whole: Sequence[Atom], count: int, width: float, longer_above: float
) -> tuple[float, list[Sequence[Atom]]]:
    costs = _costs_of_places(whole)
    ideal = measure(whole, 1) / count
    best: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {(0, 0): (0.0, (0,))}
    for line in range(1, count + 1):
        ends = costs if line < count else {len(whole): 0.0}
        for end, torn in ends.items():
            for (before, start), (cost, places) in list(best.items()):
                length = measure(trimmed(whole[start:end]), 1)
                if before != line - 1 or start >= end or length > width + _SLACK:
                    continue
                uneven = ((length - ideal) / ideal) ** 2 + (count - line) * longer_above * (length > ideal)
                found = (cost + torn + uneven, (*places, end))
                best[line, end] = min(best.get((line, end), found), found)
    cost, places = best.get((count, len(whole)), (math.inf, ()))
    return cost, [trimmed(whole[start:end]) for start, end in pairwise(places)]


def _costs_of_places(whole: Sequence[Atom]) -> dict[int, float]:
    """Where a line may end, and what it costs."""
    costs = {}
    text = ["".join(glyph.character for glyph in atom.glyphs) for atom in whole]
    for place in range(1, len(whole)):
        if may_break(whole, place) and not whole[place].blank:
            before, after = "".join(text[max(place - 4, 0) : place]), "".join(text[place : place + 4])
            costs[place] = 0.0 if whole[place - 1].blank or _AFTER.search(before) or _BEFORE.match(after) else _TORN
    return costs
