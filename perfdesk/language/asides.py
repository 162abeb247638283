"""Brackets with the parts of the figure before them: `整体支出1297.99万元（其中基本支出890.10万元），比上年增加…`.

What is said after such a bracket is said of the figure before it, not of one in it. A bracket with figures of another
kind, such as the budget and last year, is none: `支出98.00万元（预算100.00万元，上年90.00万元），执行率98.00%`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from perfdesk.language.clauses import Mark
from perfdesk.language.quantities import Quantity

_PARTS = re.compile(r"[(（](?:其中|包括|包含|含|主要|分别|约|合|折合|即)")
#: What is compared with the figure before the bracket is no part of it.
_COMPARED = re.compile(r"编制|任务|下达|预算|计划|目标|指标|核定|批复|批准|上年|去年")
#: Deeper brackets are no prose.
_DEEPEST = 6


#: Figures of a sentence that are looked at, those in brackets included.
_FURTHEST = 40


def figures_before(index: int, sentences: Sequence[int]) -> range:
    """The figures before one in its sentence, the nearest first; `sentences` holds the sentence number of each."""
    return range(index - 1, bisect_left(sentences, sentences[index]) - 1, -1)[:_FURTHEST]


def aside_ends(plain: str, found: Sequence[Quantity], marks: Sequence[Mark]) -> list[int]:
    """For each figure the end of the innermost such bracket that it is in; -1 for a figure in none."""
    starts, after_figure = [one.start for one in found], {one.end for one in found}
    ends, opened = [-1] * len(found), list[int]()
    for mark in marks:
        if mark.sign == "(":
            opened.append(mark.position)
        elif mark.sign == ")" and opened:
            start = opened.pop()
            inside = range(bisect_left(starts, start), bisect_left(starts, mark.position))
            if start in after_figure and len(opened) < _DEEPEST and _has_parts(plain, start, found, inside):
                for index in inside:
                    ends[index] = mark.position if ends[index] < 0 else ends[index]
    return ends


def _has_parts(plain: str, start: int, found: Sequence[Quantity], inside: range) -> bool:
    """Whether a bracket says that it lists parts, or lists several figures that may be nothing else."""
    if _PARTS.match(plain, start):
        return True
    figures = [found[index] for index in inside]
    is_compared = any(one.period in ("last", "plan") or _COMPARED.search(one.label) for one in figures)
    return len(figures) > 1 and (not is_compared or _make_up(figures, found[inside.start - 1]))


def _make_up(figures: Sequence[Quantity], whole: Quantity) -> bool:
    """Whether figures are the whole together: `120万元（省级下达80万元，县级配套40万元）`."""
    return all(one.comparable(whole) for one in figures) and sum(one.base for one in figures) == whole.base


def without_asides(indexes: Sequence[int], ends: Sequence[int], position: int) -> list[int]:
    """The figures among some that are in no such bracket that is closed before a position."""
    return [index for index in indexes if not 0 <= ends[index] < position]
