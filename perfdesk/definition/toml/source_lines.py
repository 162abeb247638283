"""In which line of a TOML file a mistake stands.

The reader of the standard library keeps no lines, so it is looked for as a person would: the block first, by its
number or name, then in it the words that are wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOLD = re.compile(r"第 (\d+) 行第 \d+ 个字")
_HEADER = re.compile(r"\s*\[\[?\s*([\w.]+)\s*\]\]?\s*(#.*)?")
_NUMBERED = re.compile(r"第 (\d+) [个条] (\w+)")
_NAMED = re.compile(r"\[([\w.]+)\]")
_RULE = re.compile(r"规则 (\S+)")
_PAPER_LINE = re.compile(r" 第 (\d+) 行")
_PART = re.compile(r"[行列]“([^“”]+)”")
_INSIDE = re.compile(r" (starters|lines)$")
_SLIP = re.compile(r"写的是不是“([^“”]+)”")
_MEANT = re.compile(r"，是不是“[^“”]+”？|，可用：.*|缺少“[^“”]+”")
_QUOTED = re.compile(r"“([^“”]+)”")

Span = tuple[int, int]


def line_of(text: str, place: str, clause: str) -> int:
    """The line (from 1) of a mistake at `place` that `clause` tells; 0 when it cannot be found."""
    told = _TOLD.search(clause)
    if told is not None:
        return int(told[1])
    lines = text.splitlines()
    span, inside = _span(lines, place), _INSIDE.search(place)
    tries = [*_words(clause), f"{inside[1]} =" if inside else ""]
    found = next((line for word in tries if word and (line := _line_with(lines, span, word))), 0)
    return found or (span[0] + 1 if place else 0)


def _span(lines: list[str], place: str) -> Span:
    """The lines of the block, and in it of the row, that a place names; all when it names none."""
    span = (0, len(lines))
    numbered, rule, named = _NUMBERED.search(place), _RULE.search(place), _NAMED.search(place)
    if numbered:
        span = _nth(_spans(lines, numbered[2], span), int(numbered[1]), span)
    elif rule:
        span = _with(lines, _spans(lines, "rule", span), "code", rule[1], span)
    elif named:
        headed = _nth(_spans(lines, named[1], span), 1, span)
        span = _with(lines, _spans(lines, "block", span), "id", named[1], headed)
    line, part = _PAPER_LINE.search(place), _PART.search(place)
    if line:
        span = _nth(_spans(lines, "block.line", span), int(line[1]), span)
    if part:
        found = _line_with(lines, span, f'id = "{part[1]}"')
        span = (found - 1, found) if found else span
    return span


def _spans(lines: list[str], header: str, within: Span) -> list[Span]:
    """Where tables of this header begin and end; those below it (`block.line`) belong to it."""
    begun = [(at, found[1]) for at in range(*within) if (found := _HEADER.fullmatch(lines[at]))]
    spans: list[Span] = []
    for number, (at, name) in enumerate(begun):
        if name == header:
            rest = (begun[place] for place in range(number + 1, len(begun)))
            later = (next_at for next_at, other in rest if not other.startswith(f"{header}."))
            spans.append((at, next(later, within[1])))
    return spans


def _nth(spans: list[Span], number: int, default: Span) -> Span:
    return spans[number - 1] if number <= len(spans) else default


def _with(lines: list[str], spans: list[Span], key: str, value: str, default: Span) -> Span:
    says = re.compile(rf"\s*{key}\s*=\s*[\"']{re.escape(value)}[\"']")
    return next((span for span in spans if any(says.match(line) for line in lines[slice(*span)])), default)


def _words(clause: str) -> Iterator[str]:
    """The words of a clause that the file has, the surest first."""
    yield from _SLIP.findall(clause)
    yield from sorted(_QUOTED.findall(_MEANT.sub("", clause)), key=len, reverse=True)


def _line_with(lines: list[str], span: Span, word: str) -> int:
    whole = re.compile(rf"(?<![\w.]){re.escape(word)}(?!\w)", re.ASCII)
    return next((at + 1 for at in range(*span) if whole.search(lines[at])), 0)
