"""The estimated number of lines of a text in a column: Excel does not fit the height of merged cells."""

from __future__ import annotations

import re

from perfdesk.writers.typesetting.line_breaking import character_ems

_MILLIMETRES_PER_POINT = 25.4 / 72
#: The space that Excel keeps free at both sides of a text together, in millimetres.
_PADDING = 2.0
#: A Latin letter or digit in ems: a little more than half, for substitutes of 仿宋; some of their signs are wider.
_NARROW, _WIDER = 0.55, 0.9
_WIDER_SIGNS = re.compile("[%@MWmw]")

#: An unbreakable word or one character, with the punctuation that may not begin a line (避头尾).
_TOKEN = re.compile(r"(?:[!-~]+|.)[，。、；：！？）》〉」』】〕”’％]*")


def lines_needed(text: str, size: float, width: float) -> int:
    """The lines of a text of `size` points in a cell of `width` millimetres; blank lines count."""
    room = max(1.0, (width - _PADDING) / (size * _MILLIMETRES_PER_POINT))
    return sum(_line_count(line, room) for line in text.split("\n"))


def _line_count(line: str, room: float) -> int:
    lines, used = 1, 0.0
    for token in _TOKEN.findall(line):
        length = character_ems(token, _NARROW) + (_WIDER - _NARROW) * len(_WIDER_SIGNS.findall(token))
        if used + length <= room:
            used += length
        elif length <= room:
            lines, used = lines + 1, length
        else:
            lines, used = _break_word(length, room, lines, used)
    return lines


def _break_word(length: float, room: float, lines: int, used: float) -> tuple[int, float]:
    """Put a word longer than the line on new lines, broken where each ends."""
    if used:
        lines += 1
    full, rest = divmod(length, room)
    return lines + int(full), rest
