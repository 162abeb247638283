"""Headings inside running text: short lines that begin `一、` `（一）` `1.` (GB/T 9704-2012 §7.3.3)."""

from __future__ import annotations

import re

_LEVELS = (
    (1, re.compile(r"[一二三四五六七八九十百零]+、")),
    (2, re.compile(r"[（(][一二三四五六七八九十百零]+[）)]")),
    (3, re.compile(r"\d+[.、．](?!\d)")),
)
_LOWEST = 3
_LONGEST = 40
_PUNCTUATION = "。；：，、！？;:,"


def heading_level(line: str) -> int:
    """Return 1 to 3 for a heading, 0 for running text: a heading is short and ends without punctuation.

    >>> [heading_level(line) for line in ("一、概况", "（二）支出", "3.其他", "一、本单位概况如下：", "概况")]
    [1, 2, 3, 0, 0]
    """
    shown = line.strip(" \u3000")
    if not shown or len(shown) > _LONGEST or shown[-1] in _PUNCTUATION:
        return 0
    return next((level for level, pattern in _LEVELS if pattern.match(shown)), 0)


def printed_level(line: str, below: str) -> int:
    """Return the level that a line is printed with, from the next line that is not blank; `below` is empty without one.

    A line of the lowest level with nothing below it is an item of a list: `1. 加快支付`, then `2. 加强管理`.

    >>> [printed_level("1. 队伍", below) for below in ("队伍稳定。", "2. 车辆", "（二）其他", "")]
    [3, 0, 0, 0]
    """
    level = heading_level(line)
    return 0 if level == _LOWEST and (not below or heading_level(below)) else level
