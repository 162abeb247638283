"""Headings inside running text: short lines that begin `一、` `（一）` `1.` (GB/T 9704-2012 §7.3.3)."""

from __future__ import annotations

import re

_LEVELS = (
    (1, re.compile(r"[一二三四五六七八九十百零]+、")),
    (2, re.compile(r"[（(][一二三四五六七八九十百零]+[）)]")),
    (3, re.compile(r"\d+[.、．](?!\d)")),
)
LOWEST_LEVEL = 3
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
