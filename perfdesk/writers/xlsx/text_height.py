"""How many lines a text takes in a column, estimated: Excel does not fit the height of merged cells."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

_MILLIMETRES_PER_POINT = 25.4 / 72
#: What Excel keeps free beside a text, both sides together, in millimetres.
_PADDING = 2.0
#: A Latin letter or digit in ems: a little more than half, for fonts that stand in for 仿宋.
_NARROW = 0.55

#: A word that is not broken, or one character, with the punctuation that may not begin a line (避头尾).
_TOKEN = re.compile(r"(?:[!-~]+|.)[，。、；：！？）》〉」』】〕”’％]*")


def lines_needed(text: str, size: float, width: float) -> int:
    """Lines a text of `size` points takes in a cell of `width` millimetres; a blank line counts."""
    room = max(1.0, (width - _PADDING) / (size * _MILLIMETRES_PER_POINT))
    return sum(_line_count(line, room) for line in text.split("\n"))


def _line_count(line: str, room: float) -> int:
    lines, used = 1, 0.0
    for token in _TOKEN.findall(line):
        length = sum(map(_ems, token))
        if used + length <= room:
            used += length
        elif length <= room:
            lines, used = lines + 1, length
        else:
            lines, used = _break_word(length, room, lines, used)
    return lines


def _break_word(length: float, room: float, lines: int, used: float) -> tuple[int, float]:
    """A word longer than the line begins a new one and is broken where it ends."""
    if used:
        lines += 1
    full, rest = divmod(length, room)
    return lines + int(full), rest


def _ems(character: str) -> float:
    return 1.0 if east_asian_width(character) in "WFA" else _NARROW
