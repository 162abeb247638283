"""Lines out of text, measured in the fonts that print it.

Where a line may end is said by `lines`. Text is taken as it is: nothing in it is markup.
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
# A mark narrower than this has no empty half.
_FULL = 0.95
# Beyond what the marks give, every gap of a line may give this much of an em to draw in a mark.
_MAX_TIGHTENING = 0.025
# So many marks in a row are drawn in together: 。” and ）。”
_MAX_SQUEEZED_IN = 3


@dataclass(frozen=True, slots=True)
class Atom:
    """What a line end never parts: one Chinese character, a number, a word, a dash. All widths in ems.

    `removable_before` and `removable_after` are the empty halves of a mark, which a line that is too long takes away.
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
        """Whether it is only spaces, which a line end swallows."""
        return self.glyphs[0].character == " "

    def length(self, size: float, spacing: float) -> float:
        """Its length in points at `size`, with `spacing` after each glyph."""
        return self.width * size + spacing * len(self.glyphs)


def paragraphs(text: str) -> list[str]:
    """The lines the author began himself, without what cannot be seen; at least one, perhaps empty."""
    return [line for line in visible_lines(text) if line] or [""]


def visible_lines(text: str) -> list[str]:
    """The same with the lines he left empty, as room to sign."""
    shown = _INVISIBLE.sub("", _BLANK.sub(" ", _NEW_LINE.sub("\n", text)))
    return [part.rstrip() for part in shown.split("\n")]


def one_line(text: str) -> str:
    """The text in a single line, for a bookmark or the file's properties."""
    joined = "".join(paragraphs(text))
    return joined.encode("utf-8", "replace").decode("utf-8")


def atoms(text: str, typeface: Typeface) -> list[Atom]:
    """One author's line in atoms."""
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
    """Lines no longer than `first` (the first one) and `rest`, in points; or a little longer, where they may `squeeze`.

    Only where a single atom is wider than a line, or no place in the line is allowed, is a rule broken.
    """
    whole = _squeezed(text, min(first, rest), size, spacing)
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
            drawn_in = _squeezed_in_end(whole, start, end, used - room, size, spacing) if squeeze else None
            end = drawn_in or _allowed_end(whole, start, end)
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
    """What the marks of a line can give behind each of its atoms, in ems."""
    given = [before.removable_after + after.removable_before for before, after in pairwise(line)]
    return [*given, line[-1].removable_after]


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


def _squeezed(text: Sequence[Atom], room: float, size: float, spacing: float) -> list[Atom]:
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
    """Where a line ends that takes in the closing marks at `end`, which must not begin the next; None: it cannot.

    `excess` points are lacking for the first of them. The marks of the line give up their empty halves.
    """
    stop = end + 1
    while stop < len(text) and not _may_break(text, stop) and stop - end <= _MAX_SQUEEZED_IN:
        excess += text[stop].length(size, spacing)
        stop += 1
    if any(atom.may_start_line or len(atom.glyphs) > 1 for atom in text[end:stop]):
        return None
    if stop < len(text) and not _may_break(text, stop):
        return None
    given = sum(squeezable(text[start:stop])) * size
    tightened = _MAX_TIGHTENING * size * (stop - start) if stop == end + 1 and text[end].squeezed_in else 0
    return stop if excess <= given + tightened + _SLACK else None


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
