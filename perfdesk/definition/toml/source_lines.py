"""Finds the line of an error in a TOML file.

tomllib keeps no line numbers, so the line is searched: first the block, by its number or name, then the wrong words in
it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

_LINE_IN_MESSAGE = re.compile(r"第 (\d+) 行第 \d+ 个字")
_HEADER = re.compile(r"\s*\[\[?\s*([\w.]+)\s*\]\]?\s*(#.*)?")
_NUMBERED = re.compile(r"第 (\d+) [个条] (\w+)")
_NAMED = re.compile(r"\[([\w.]+)\]")
_RULE = re.compile(r"规则 (\S+)")
_PAPER_LINE = re.compile(r" 第 (\d+) 行")
_PART = re.compile(r"[行列]“([^“”]+)”")
_INSIDE = re.compile(r" (starters|lines)$")
_SUSPECT = re.compile(r"写的是不是“([^“”]+)”")
_WRONG_HEAD = re.compile(r"写的是 (\[[\w.]+\])")
_MEANT = re.compile(r"，是不是“[^“”]+”？|，可用：.*|缺少“[^“”]+”")
_QUOTED = re.compile(r"“([^“”]+)”")

Span = tuple[int, int]


def line_of(text: str, location: str, message: str) -> int:
    """Return the line (from 1) of an error with this location and message; 0 when it cannot be found."""
    reported = _LINE_IN_MESSAGE.search(message)
    if reported is not None:
        return int(reported[1])
    lines = _lines_of(text)
    span, inside = _span(text, lines, location), _INSIDE.search(location)
    tries = [*_search_words(message), f"{inside[1]} =" if inside else ""]
    found = next((line for word in tries if word and (line := _line_with(lines, span, word))), 0)
    return found or (span[0] + 1 if location else 0)


def _span(text: str, lines: Sequence[str], location: str) -> Span:
    """Return the lines of the block, or of the row in it, that a location names; all lines when it names none."""
    span = (0, len(lines))
    numbered, rule, named = _NUMBERED.search(location), _RULE.search(location), _NAMED.search(location)
    if numbered:
        span = _nth(_spans(text, numbered[2], span), int(numbered[1]), span)
    elif rule:
        span = _narrowed(lines, _spans(text, "rule", span), "code", rule[1], span)
    elif named:
        headed = _nth(_spans(text, named[1], span), 1, span)
        span = _narrowed(lines, _spans(text, "block", span), "id", named[1], headed)
    line, part = _PAPER_LINE.search(location), _PART.search(location)
    if line:
        span = _nth(_spans(text, "block.line", span), int(line[1]), span)
    if part:
        found = _line_with(lines, span, f'id = "{part[1]}"')
        span = (found - 1, found) if found else span
    return span


@lru_cache(maxsize=8)
def _lines_of(text: str) -> tuple[str, ...]:
    return tuple(text.splitlines())


@lru_cache(maxsize=8)
def _headers_of(text: str) -> tuple[tuple[int, str], ...]:
    """The lines (from 0) of all headers with their names; read once, because a file may have a hundred errors."""
    return tuple((at, found[1]) for at, line in enumerate(_lines_of(text)) if (found := _HEADER.fullmatch(line)))


@lru_cache(maxsize=64)
def _spans(text: str, header: str, within: Span) -> tuple[Span, ...]:
    """Return the spans of the tables with this header, nested ones (`block.line`) included."""
    starts = [(at, name) for at, name in _headers_of(text) if within[0] <= at < within[1]]
    spans: list[Span] = []
    for number, (at, name) in enumerate(starts):
        if name == header:
            rest = (starts[location] for location in range(number + 1, len(starts)))
            later = (next_at for next_at, other in rest if not other.startswith(f"{header}."))
            spans.append((at, next(later, within[1])))
    return tuple(spans)


def _nth(spans: Sequence[Span], number: int, default: Span) -> Span:
    return spans[number - 1] if number <= len(spans) else default


def _narrowed(lines: Sequence[str], spans: Sequence[Span], key: str, value: str, default: Span) -> Span:
    assignment = re.compile(rf"\s*{key}\s*=\s*[\"']{re.escape(value)}[\"']")
    return next((span for span in spans if any(assignment.match(line) for line in lines[slice(*span)])), default)


def _search_words(message: str) -> Iterator[str]:
    """Yield the words of a message that the file contains, the most reliable first."""
    yield from _SUSPECT.findall(message)
    yield from _WRONG_HEAD.findall(message)
    yield from sorted(_QUOTED.findall(_MEANT.sub("", message)), key=len, reverse=True)


def _line_with(lines: Sequence[str], span: Span, word: str) -> int:
    whole = re.compile(rf"(?<![\w.]){re.escape(word)}(?!\w)", re.ASCII)
    return next((at + 1 for at in range(*span) if whole.search(lines[at])), 0)
