"""Lines out of text, by the rules of Chinese setting.

No line begins with a closing mark or ends with an opening one (避头尾); numbers, words, —— and …… stay whole.
Text is taken as it is: nothing in it is markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from perfdesk.writers.pdf_fonts import Glyph, Typeface

# What must not begin and must not end a line: Word's own lists for Simplified Chinese.
_NO_START = frozenset(
    "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠々"
)
_NO_END = frozenset("$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥") - _NO_START

_NEW_LINE = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_BLANK = re.compile("[\t\xa0\u2000-\u200a\u202f\u205f]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e01ef]"
)
_DIGIT = "0-9０-９"
_LETTER = f"{_DIGIT}A-Za-zＡ-Ｚａ-ｚÀ-ɏ"
_ATOM = re.compile(
    " +|—{1,2}|…{1,2}"
    rf"|[<>=≤≥≈±+\-−＜＞＝＋－¥￥$]?[{_LETTER}]+"
    rf"(?:(?:[.．'@_]|(?<=[{_DIGIT}])[,:/~\-](?=[{_DIGIT}]))[{_LETTER}]+)*[%％‰℃]?"
    "|.",
    re.DOTALL,
)
_SLACK = 0.01


@dataclass(frozen=True, slots=True)
class Atom:
    """What a line end never parts: one Chinese character, a number, a word, a dash. Width in ems."""

    glyphs: tuple[Glyph, ...]
    width: float
    may_begin: bool = True
    may_end: bool = True

    @property
    def blank(self) -> bool:
        """Whether it is only spaces, which a line end swallows."""
        return self.glyphs[0].character == " "

    @property
    def has_digit(self) -> bool:
        """Whether it is a number, or a word with one in it."""
        return any(glyph.character.isdigit() for glyph in self.glyphs)

    def length(self, size: float, spacing: float) -> float:
        """Its length in points at `size`, with `spacing` after each glyph."""
        return self.width * size + spacing * len(self.glyphs)


def paragraphs(text: str) -> list[str]:
    """The lines the author began himself, without what cannot be seen; at least one, perhaps empty."""
    shown = _INVISIBLE.sub("", _BLANK.sub(" ", _NEW_LINE.sub("\n", text)))
    return [line for line in (part.rstrip() for part in shown.split("\n")) if line] or [""]


def one_line(text: str) -> str:
    """The text in a single line, for a bookmark or the file's properties."""
    joined = "".join(paragraphs(text))
    return joined.encode("utf-8", "replace").decode("utf-8")


def atoms(text: str, typeface: Typeface) -> list[Atom]:
    """One author's line in atoms."""
    known: dict[str, Atom] = {}
    found: list[Atom] = []
    for piece in _ATOM.findall(text):
        atom = known.get(piece)
        if atom is None:
            atom = known[piece] = _atom(tuple(map(typeface.glyph, piece)), piece)
        found.append(atom)
    return found


def break_lines(
    text: Sequence[Atom], first: float, rest: float, size: float, spacing: float = 0
) -> list[Sequence[Atom]]:
    """Lines no longer than `first` (the first one) and `rest`, in points.

    Only where a single atom is wider than a line, or no place in the line is allowed, is a rule broken.
    """
    whole = _narrowed(text, min(first, rest), size, spacing)
    lines: list[Sequence[Atom]] = []
    start, room = 0, first
    while start < len(whole):
        end, used = start, 0.0
        while end < len(whole):
            used += whole[end].length(size, spacing)
            if used > room + _SLACK and end > start and not whole[end].blank:
                break
            end += 1
        if end < len(whole):
            end = _allowed_end(whole, start, end)
        lines.append(trimmed(whole[start:end]))
        start, room = end, rest
        while start < len(whole) and whole[start].blank:
            start += 1
    return lines or [()]


def may_break(text: Sequence[Atom], place: int) -> bool:
    """Whether a new line may begin with the atom at `place`; spaces at the line end do not count."""
    after, before = place, place - 1
    if text[before].blank and before > 0:
        before -= 1
    if text[after].blank and after + 1 < len(text):
        after += 1
    return text[after].may_begin and text[before].may_end


def measure(line: Iterable[Atom], size: float, spacing: float = 0) -> float:
    """The natural length of a line in points."""
    return sum(atom.length(size, spacing) for atom in line)


def trimmed(line: Sequence[Atom]) -> Sequence[Atom]:
    """A line without the spaces at its end."""
    end = len(line)
    while end > 1 and line[end - 1].blank:
        end -= 1
    return line[:end]


def _atom(glyphs: tuple[Glyph, ...], piece: str) -> Atom:
    return Atom(glyphs, sum(glyph.width for glyph in glyphs), piece[0] not in _NO_START, piece[-1] not in _NO_END)


def _narrowed(text: Sequence[Atom], room: float, size: float, spacing: float) -> list[Atom]:
    narrow: list[Atom] = []
    for atom in text:
        if atom.blank or len(atom.glyphs) == 1 or atom.length(size, spacing) <= room + _SLACK:
            narrow.append(atom)
        else:
            narrow.extend(_atom((glyph,), glyph.character) for glyph in atom.glyphs)
    return narrow


def _allowed_end(text: Sequence[Atom], start: int, overflow: int) -> int:
    for place in range(overflow, start, -1):
        if may_break(text, place):
            return place
    return overflow
