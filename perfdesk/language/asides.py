"""Brackets with the parts of the figure before them: `整体支出1297.99万元（其中基本支出890.10万元），比上年增加…`.

What is said after such a bracket is said of the figure before it, not of one in it. A bracket with one figure of
another kind, such as the budget, is none: `支出98.00万元（预算100.00万元），执行率98.00%`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from perfdesk.language.clauses import Mark
from perfdesk.language.quantities import Quantity

_PARTS = re.compile(r"[(（](?:其中|包括|包含|含|主要|分别|约|合|折合|即)")
#: Deeper brackets are no prose.
_DEEPEST = 6


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
            if start in after_figure and len(opened) < _DEEPEST and (len(inside) > 1 or _PARTS.match(plain, start)):
                for index in inside:
                    ends[index] = mark.position if ends[index] < 0 else ends[index]
    return ends


def without_asides(indexes: Sequence[int], ends: Sequence[int], position: int) -> list[int]:
    """The figures among some that are in no such bracket that is closed before a position."""
    return [index for index in indexes if not 0 <= ends[index] < position]
