"""Line breaking by the rules of Chinese typesetting; the same for Word and PDF.

No line begins with a closing mark or ends with an opening one (避头尾); numbers, words, —— and …… are not broken. A
small space separates Chinese from numbers and Western words, as in Word and LibreOffice.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import Literal
from unicodedata import east_asian_width

Script = Literal["chinese", "western", "none"]

#: The space between Chinese and Western, in ems: as in LibreOffice, and about as in Word.
BETWEEN_SCRIPTS = 0.2

# What must not begin and must not end a line: Word's own lists for Simplified Chinese.
_NOT_AT_START = frozenset(
    "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠々"
)
_NOT_AT_END = frozenset("$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥") - _NOT_AT_START

# Their ink fills one half of their square, so the other half can be taken away.
_BLANK_AFTER = frozenset("，。、；：！？）》〉」』】〕〗”’")
_BLANK_BEFORE = frozenset("（《〈「『【〔〖“‘")
#: Marks that are always squeezed into the line they end; other marks only where the marks of the line leave room.
SQUEEZED_IN = frozenset("，。、；：！？")
HALF = 0.5
#: A unit in brackets of at most so many characters is not broken.
_UNIT = 5

_DIGIT = "0-9０-９"
_LETTER = f"{_DIGIT}A-Za-zＡ-Ｚａ-ｚÀ-ɏ"
_TOKEN = re.compile(
    " +|—{1,2}|…{1,2}"
    rf"|[<>=≤≥≈±+\-−＜＞＝＋－¥￥$]?[{_LETTER}]+"
    rf"(?:(?:[.．'@_]|\*+|(?<=[{_DIGIT}])[,:/~\-]\**(?=[{_DIGIT}]))[{_LETTER}]+)*[%％‰℃]?"
    "|.",
    re.DOTALL,
)


def tokens(text: str) -> list[str]:
    """Split a text into what no line end may break: one Chinese character, a number, a word, a dash."""
    return _TOKEN.findall(text)


def may_start_line(piece: str) -> bool:
    """Whether a line may begin with this token."""
    return piece[0] not in _NOT_AT_START


def may_end_line(piece: str) -> bool:
    """Whether a line may end with this token."""
    return piece[-1] not in _NOT_AT_END


def removable_before(piece: str) -> float:
    """The width of the empty part at its left, which may be removed, in ems."""
    return HALF if piece[0] in _BLANK_BEFORE else 0


def removable_after(piece: str) -> float:
    """The width of the empty part at its right, which may be removed, in ems."""
    return HALF if piece[-1] in _BLANK_AFTER else 0


@cache
def script(character: str) -> Script:
    """Chinese, Western, or neither: a mark, which needs no space next to it."""
    if not character.isalnum():
        return "none"
    return "chinese" if east_asian_width(character) in "WF" else "western"


def may_break_at(text: list[str], place: int) -> bool:
    """Whether a new line may begin with the piece at `place`; spaces at the line end do not count."""
    after, before = place, place - 1
    if text[before].isspace() and before > 0:
        before -= 1
    if text[after].isspace() and after + 1 < len(text):
        after += 1
    return may_start_line(text[after]) and may_end_line(text[before])


def in_brackets(whole: list[str], place: int) -> bool:
    """Whether a line that began with the piece at `place` would break a unit in brackets: （万元）."""
    before, after = "".join(whole[max(place - _UNIT, 0) : place]), "".join(whole[place : place + _UNIT])
    opened, closed = before.rfind("（"), after.find("）")
    return opened >= 0 and before.find("）", opened) < 0 and closed >= 0 and len(before) - opened + closed < _UNIT


def unbroken_lengths(text: str, narrow: float = HALF) -> tuple[float, ...]:
    """The estimated lengths in ems of the parts of a text between which a line may end."""
    whole = tokens(text)
    ends = [place for place in range(1, len(whole)) if may_break_at(whole, place) and not in_brackets(whole, place)]
    parts = ["".join(whole[start:end]) for start, end in pairwise([0, *ends, len(whole)])]
    # the space between Chinese and Western belongs to the part before it
    spaces = [BETWEEN_SCRIPTS * _changes(one[-1:] + other[:1]) for one, other in pairwise([*parts, ""])]
    return tuple(ems(part, narrow) + space for part, space in zip(parts, spaces, strict=True))


def _changes(text: str) -> int:
    return sum({one, other} == {"chinese", "western"} for one, other in pairwise(map(script, text)))


def ems(text: str, narrow: float = HALF) -> float:
    """The estimated length of a text in any Chinese typeface, in ems; Western characters are `narrow` ems wide."""
    return character_ems(text, narrow) + _changes(text) * BETWEEN_SCRIPTS


def character_ems(text: str, narrow: float = HALF) -> float:
    """As `ems`, without the space between Chinese and Western characters, which Excel does not add."""
    return sum(1 if east_asian_width(character) in "WFA" else narrow for character in text)
