"""Which words of a line were changed: figures as wholes, other signs one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from perfdesk.importers.returned.line_text import FIGURE, line_key

_TOKEN = re.compile(rf"{FIGURE.pattern}|[A-Za-z]+|\S")


@dataclass(frozen=True, slots=True)
class WordChange:
    """The words from `start` to `end` of the old line became `text`."""

    start: int
    end: int
    text: str
    is_figure: bool


def word_changes(old: str, new: str) -> list[WordChange]:
    """Return the changes that make one line the other; blanks and the width of figures do not count."""
    left, right = list(_TOKEN.finditer(old)), list(_TOKEN.finditer(new))
    words = [line_key(found[0]) for found in left], [line_key(found[0]) for found in right]
    matcher = SequenceMatcher(None, *words, autojunk=False)
    return [
        change
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
        for change in _changes(old, new, left, right, (a, b, c, d))
    ]


def only_figures(changes: list[WordChange]) -> bool:
    """Whether each change replaces one figure by another."""
    return bool(changes) and all(change.is_figure for change in changes)


def _changes(
    old: str, new: str, left: list[re.Match[str]], right: list[re.Match[str]], span: tuple[int, int, int, int]
) -> Iterator[WordChange]:
    a, b, c, d = span
    start = left[a].start() if a < len(left) else len(old)
    end = left[b - 1].end() if a < b else start
    text = new[right[c].start() : right[d - 1].end()] if c < d else ""
    is_figure = b - a == d - c == 1 and bool(FIGURE.fullmatch(left[a][0]) and FIGURE.fullmatch(right[c][0]))
    yield WordChange(start, end, text, is_figure)
