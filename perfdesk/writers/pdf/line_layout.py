"""Break text into lines, measured in the fonts that print it.

`line_breaking` defines where a line may end. Text is plain: nothing in it is markup.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from perfdesk.writers.pdf.fonts import Glyph, Typeface
from perfdesk.writers.typesetting.line_breaking import (
    BETWEEN_SCRIPTS,
    SQUEEZED_IN,
    Script,
    may_end_line,
    may_start_line,
    removable_after,
    removable_before,
    script,
    tokens,
)

_NEW_LINE = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_BLANK = re.compile("[\t\xa0\u2000-\u200a\u202f\u205f]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e01ef]"
)
_SLACK = 0.05
# A mark narrower than this, in ems, has no empty half.
_FULL = 0.95
# Every gap of a line may shrink by so many ems, besides the marks, to squeeze in a mark.
_MAX_TIGHTENING = 0.025
# Marks in a row that are squeezed in together: 。” and ）。”
_MAX_SQUEEZED_IN = 3


@dataclass(frozen=True, slots=True)
class Atom:
    """What no line end may break: one Chinese character, a number, a word, a dash. All widths in ems.

    `removable_before` and `removable_after` are the empty halves of a mark, which a line that is too long removes.
    """

    glyphs: tuple[Glyph, ...]
    width: float
    may_start_line: bool = True
    may_end_line: bool = True
    squeezed_in: bool = False
    removable_before: float = 0
    removable_after: float = 0
    first_script: Script = "none"
    last_script: Script = "none"

    @property
    def is_blank(self) -> bool:
        """Whether it consists of spaces, which vanish at a line end."""
        return self.glyphs[0].character == " "

    def length(self, size: float, spacing: float) -> float:
        """The length in points at `size`, with `spacing` after each glyph."""
        return self.width * size + spacing * len(self.glyphs)


def paragraphs(text: str) -> list[str]:
    """The author's own lines without invisible characters and empty lines; at least one, perhaps empty."""
    return [line for line in visible_lines(text) if line] or [""]


def visible_lines(text: str) -> list[str]:
    """The author's own lines without invisible characters, with those left empty as room to sign."""
    shown = _INVISIBLE.sub("", _BLANK.sub(" ", _NEW_LINE.sub("\n", text)))
    return [part.rstrip() for part in shown.split("\n")]


def one_line(text: str) -> str:
    """The text in a single line, for a bookmark or the file's properties."""
    joined = "".join(paragraphs(text))
    return joined.encode("utf-8", "replace").decode("utf-8")


def atoms(text: str, typeface: Typeface) -> list[Atom]:
    """The atoms of one of the author's lines."""
    known: dict[str, Atom] = {}
    found: list[Atom] = []
    for piece in tokens(text):
        atom = known.get(piece)
        if atom is None:
            atom = known[piece] = _atom(tuple(map(typeface.glyph, piece)), piece)
        found.append(atom)
    return found


def break_lines(
    text: Sequence[Atom], first: float, rest: float, size: float, spacing: float = 0, squeeze: bool = False
) -> list[Sequence[Atom]]:
    """Break into lines of at most `first` (the first one) and `rest` points; a little longer with `squeeze`.

    A rule of line breaking is violated only where a line has no allowed break.
    """
    whole = _split_wide_atoms(text, min(first, rest), size, spacing)
    lines: list[Sequence[Atom]] = []
    start, room = 0, first
    while start < len(whole):
        end, used = start, 0.0
        while end < len(whole):
            used += whole[end].length(size, spacing)
            used += gap(whole[end - 1], whole[end], size, spacing) if end > start else 0
            if used > room + _SLACK and end > start and not whole[end].is_blank:
                break
            end += 1
        if end < len(whole):
            squeezed_end = _squeezed_in_end(whole, start, end, used - room, size, spacing) if squeeze else None
            end = squeezed_end or _allowed_end(whole, start, end)
        lines.append(trimmed(whole[start:end]))
        start, room = end, rest
        while start < len(whole) and whole[start].is_blank:
            start += 1
    return lines or [()]


def gap(before: Atom, after: Atom, size: float, spacing: float) -> float:
    """The space between Chinese and Western in points; letter spacing does not make it narrower."""
    if before.last_script == "chinese":
        between = after.first_script == "western"
    else:
        between = before.last_script == "western" and after.first_script == "chinese"
    return BETWEEN_SCRIPTS * size - spacing if between else 0


def squeezable(line: Sequence[Atom]) -> list[float]:
    """The space that can be removed after each atom of a line, in ems."""
    removable = [before.removable_after + after.removable_before for before, after in pairwise(line)]
    return [*removable, line[-1].removable_after]


def measure(line: Sequence[Atom], size: float, spacing: float = 0) -> float:
    """The natural length of a line in points."""
    gaps = sum(gap(before, after, size, spacing) for before, after in pairwise(line))
    return sum(atom.length(size, spacing) for atom in line) + gaps


def trimmed(line: Sequence[Atom]) -> Sequence[Atom]:
    """A line without the spaces at its end."""
    end = len(line)
    while end > 1 and line[end - 1].is_blank:
        end -= 1
    return line[:end]


def _atom(glyphs: tuple[Glyph, ...], piece: str) -> Atom:
    width = sum(glyph.width for glyph in glyphs)
    full = width >= _FULL
    return Atom(
        glyphs,
        width,
        may_start_line(piece),
        may_end_line(piece),
        full and piece in SQUEEZED_IN,
        removable_before(piece) if full else 0,
        removable_after(piece) if full else 0,
        script(piece[0]),
        script(piece[-1]),
    )


def _split_wide_atoms(text: Sequence[Atom], room: float, size: float, spacing: float) -> list[Atom]:
    """Split atoms wider than a line into their glyphs."""
    narrow: list[Atom] = []
    for atom in text:
        if atom.is_blank or len(atom.glyphs) == 1 or atom.length(size, spacing) <= room + _SLACK:
            narrow.append(atom)
        else:
            narrow.extend(_atom((glyph,), glyph.character) for glyph in atom.glyphs)
    return narrow


def _squeezed_in_end(
    text: Sequence[Atom], start: int, end: int, excess: float, size: float, spacing: float
) -> int | None:
    """The end of a line that squeezes in the closing marks at `end`, which must not begin the next; None if impossible.

    The line is `excess` points too long with the first of them. Its marks give up their empty halves.
    """
    stop = end + 1
    while stop < len(text) and not _may_break(text, stop) and stop - end <= _MAX_SQUEEZED_IN:
        excess += text[stop].length(size, spacing)
        stop += 1
    if not text[end].squeezed_in or any(atom.may_start_line or len(atom.glyphs) > 1 for atom in text[end:stop]):
        return None
    if stop < len(text) and not _may_break(text, stop):
        return None
    removable = sum(squeezable(text[start:stop])) * size
    tightened = _MAX_TIGHTENING * size * (stop - start) if stop == end + 1 and text[end].squeezed_in else 0
    return stop if excess <= removable + tightened + _SLACK else None


def _may_break(text: Sequence[Atom], place: int) -> bool:
    """Whether a new line may begin with the atom at `place`; spaces at the line end do not count."""
    after, before = place, place - 1
    if text[before].is_blank and before > 0:
        before -= 1
    if text[after].is_blank and after + 1 < len(text):
        after += 1
    return text[after].may_start_line and text[before].may_end_line


def _allowed_end(text: Sequence[Atom], start: int, overflow: int) -> int:
    for place in range(overflow, start, -1):
        if _may_break(text, place):
            return place
    return overflow
