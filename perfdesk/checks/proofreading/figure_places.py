"""Where a figure is in a text, by the words around it, so that it is found again after the text was edited.

A figure is known by its subject and unit. Several figures with the same are told apart by what the text says before and
after them, or else by their order. A figure that is not there any more is not found, and nothing else in its place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from perfdesk.checks.proofreading.answer_names import plain_name
from perfdesk.language.paragraphs import paragraphs
from perfdesk.language.quantities import Quantity
from perfdesk.language.reader import read

LONGEST_LINKED_TEXT = 20_000
#: Far more than the figures of a real chapter; what follows is not linked.
MOST_FIGURES = 500
#: So many characters before and after a figure are remembered, without digits: those change with the figures.
_AROUND = 24
_LEFT_OUT = re.compile(r"[\d\s,.]+")


@dataclass(frozen=True, slots=True)
class FigurePlace:
    """The words by which a figure is found: its subject, its unit, and what is before and after it.

    It is number `ordinal` of the `count` figures of its text with this subject and unit, counted from 0.
    """

    words: str
    unit: str
    ordinal: int
    count: int
    before: str
    after: str

    def likeness(self, other: FigurePlace) -> int:
        """Return how many characters around both figures are the same, counted outwards from the figures."""
        return _common(self.before[::-1], other.before[::-1]) + _common(self.after, other.after)

    def is_of_same(self, other: FigurePlace) -> bool:
        """Whether both figures have the same subject and unit."""
        return (self.words, self.unit) == (other.words, other.unit)

    def may_be_of_same(self, other: FigurePlace) -> bool:
        """Whether both have the same unit, and one subject only adds words to the other: 基本支出, 年度基本支出."""
        ends = self.words.endswith(other.words) or other.words.endswith(self.words)
        return self.unit == other.unit and bool(self.words and other.words) and ends


@dataclass(frozen=True, slots=True)
class PlacedFigure:
    """A figure of a text whose paragraph begins at `at`, and its place."""

    at: int
    quantity: Quantity
    place: FigurePlace

    @property
    def start(self) -> int:
        """The position of its first character in the text."""
        return self.at + self.quantity.start

    @property
    def end(self) -> int:
        """The position after its last character in the text."""
        return self.at + self.quantity.end

    @property
    def name(self) -> str:
        """The figure with its subject, as written: 基本支出890.10万元."""
        return f"{self.quantity.label}{self.quantity.text}"


def placed_figures(text: str, year: int | None) -> Sequence[PlacedFigure]:
    """Return the figures of a text that can be linked; `year` is the year of the report."""
    found = list(_figures(text, year))
    keys = [(plain_name(one.label), f"{one.kind} {one.base_unit}") for _, one in found]
    counts, seen = Counter(keys), Counter[tuple[str, str]]()
    placed: list[PlacedFigure] = []
    for (at, one), key in zip(found, keys, strict=True):
        before = _LEFT_OUT.sub("", text[max(0, at + one.start - 3 * _AROUND) : at + one.start])[-_AROUND:]
        after = _LEFT_OUT.sub("", text[at + one.end : at + one.end + 3 * _AROUND])[:_AROUND]
        place = FigurePlace(*key, seen[key], counts[key], before, after)
        placed.append(PlacedFigure(at, one, place))
        seen[key] += 1
    return placed


def figure_at(figures: Sequence[PlacedFigure], place: FigurePlace) -> PlacedFigure | None:
    """Return the figure of a text that has a place remembered earlier; None if it is gone or no longer certain."""
    same = [one for one in figures if one.place.is_of_same(place)]
    words = len(place.before) + len(place.after)
    if len(same) == place.count == 1:
        # something beyond its subject is the same: else it is another sentence
        return same[0] if same[0].place.likeness(place) >= min(words, len(place.words) + 1) else None
    pool = same or [one for one in figures if one.place.may_be_of_same(place)]
    ranked = sorted(((one.place.likeness(place), one) for one in pool), key=lambda pair: pair[0], reverse=True)
    is_best = len(ranked) == 1 or (len(ranked) > 1 and ranked[0][0] > ranked[1][0])
    if is_best and 2 * ranked[0][0] >= words:
        return ranked[0][1]
    return same[place.ordinal] if len(same) == place.count else None


def _common(first: str, second: str) -> int:
    """The number of characters that two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))


def _figures(text: str, year: int | None) -> Iterator[tuple[int, Quantity]]:
    left = MOST_FIGURES
    for at, paragraph in paragraphs(text[:LONGEST_LINKED_TEXT]):
        quantities = read(paragraph, year).quantities
        left -= len(quantities)
        if left < 0:
            return
        yield from ((at, one) for one in quantities)
