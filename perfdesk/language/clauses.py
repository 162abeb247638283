"""The ends of clauses and sentences, and the brackets around them.

A mark is a delimiter or a bracket, but not a bracket inside a name (`因公出国（境）费`) or the comma of `1,234`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from perfdesk.language.characters import CLOSING, OPENING, STRENGTH

_SIGN = re.compile(r"[、，,；;。！？!?\n（(［\[【〔）)］\]】〕：:]")
_IN_NAME = re.compile(r"(?<=[一-龥”])[（(][一-龥、]{1,15}[）)](?=[一-龥0-9])")
_QUOTED = re.compile(r"“[^“”\n]{1,40}”|《[^《》\n]{1,60}》")


@dataclass(frozen=True, slots=True)
class Mark:
    """A delimiter or a bracket with its strength (4 ends a sentence, 0 is a colon or a bracket) and nesting depth.

    Both brackets of a pair have the depth inside the pair.
    """

    position: int
    sign: str
    strength: int
    depth: int


@dataclass(frozen=True, slots=True)
class Clause:
    """The text between two marks of at least comma strength, with the number of its sentence and its bracket depth."""

    start: int
    end: int
    sentence: int
    depth: int


def marks(plain: str, figures: Sequence[tuple[int, int]] = ()) -> list[Mark]:
    """Return the marks of a text in order, without those inside the spans of `figures`.

    >>> [(one.sign, one.strength, one.depth) for one in marks("支出（包括水费，电费）；维修（护）费。", ())]
    [('(', 0, 1), ('，', 2, 1), (')', 0, 1), ('；', 3, 0), ('。', 4, 0)]
    """
    skipped = sorted(
        [*figures, *(one.span() for one in _IN_NAME.finditer(plain)), *(o.span() for o in _QUOTED.finditer(plain))]
    )
    spans, depth, found = iter(skipped), 0, list[Mark]()
    span, covered = next(spans, None), 0
    for hit in _SIGN.finditer(plain):
        position, sign = hit.start(), hit[0]
        while span is not None and span[0] <= position:
            covered, span = max(covered, span[1]), next(spans, None)
        if position < covered or (sign == "\n" and _is_soft_break(plain, position)):
            continue
        if sign in OPENING:
            depth += 1
            found.append(Mark(position, "(", 0, depth))
        elif sign in CLOSING:
            found.append(Mark(position, ")", 0, depth))
            depth = max(0, depth - 1)
        else:
            depth = 0 if sign == "\n" else depth
            found.append(Mark(position, "：" if sign in "：:" else sign, STRENGTH.get(sign, 0), depth))
    return found


def _is_soft_break(plain: str, position: int) -> bool:
    """Whether a line break is inside a sentence: after a comma, or between words and their figure."""
    before = plain[max(0, position - 3) : position].rstrip()
    if not before:
        return True
    after = plain[position + 1 : position + 2]
    return before[-1] in "，、：:，,（(" or (
        after.isdigit() and "一" <= before[-1] <= "龥" and not _NUMBERED.match(plain, position + 1)
    )


_NUMBERED = re.compile(r"\d{1,2}[.、．）)]")


def clauses(plain: str, found: Sequence[Mark]) -> list[Clause]:
    """Return the clauses of a text, given its marks.

    >>> text = "基本支出10万元（其中水费2万元），项目支出3万元。完成。"
    >>> [(text[one.start : one.end], one.sentence, one.depth) for one in clauses(text, marks(text))]
    [('基本支出10万元', 0, 0), ('其中水费2万元', 0, 1), ('项目支出3万元', 0, 0), ('完成', 1, 0)]
    """
    parts: list[Clause] = []
    start, sentence = 0, 0
    for mark in found:
        if mark.strength < 2 and mark.sign not in "()":
            continue
        if plain[start : mark.position].strip():
            depth = mark.depth - 1 if mark.sign == "(" else mark.depth
            parts.append(Clause(start, mark.position, sentence, depth))
        start = mark.position + 1
        sentence += mark.strength == 4
    if plain[start:].strip():
        parts.append(Clause(start, len(plain), sentence, 0))
    return parts
