"""What a paragraph said before a figure: its clause, the total that it is a part of, the topics named so far."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from decimal import Decimal

from perfdesk.importers.prose.vocabulary import Target
from perfdesk.language.quantities import Quantity
from perfdesk.language.reader import Reading

_SHORTEST_LIST, _LONGEST_LEAD = 2, 30


@dataclass(slots=True)
class FigureContext:
    """What was said so far in one paragraph."""

    text: str
    reading: Reading
    section: str
    table: str
    parents: dict[int, Quantity]
    targets: dict[int, Target] = field(default_factory=dict[int, Target])
    topics: list[Quantity] = field(default_factory=list[Quantity])
    columns: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    tables: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    values: dict[int, Decimal] = field(default_factory=dict[int, Decimal])
    words: dict[int, str] = field(default_factory=dict[int, str])


def topics_before(context: FigureContext, one: Quantity) -> list[Quantity]:
    """What a figure without own name may be said of: inside brackets the figure before them, else the last topics."""
    placed = [
        other for other in context.reading.quantities if other.start < one.start and other.start in context.targets
    ]
    nearest = placed[-1:] if placed and _depth(context, one) > _depth(context, placed[-1]) else []
    begins = max(context.text.rfind(sign, 0, one.start) for sign in "。；;\n")
    same = [topic for topic in reversed(context.topics) if topic.start > begins]
    return [*nearest, *same, *(topic for topic in context.topics if topic not in same)]


def lead_of_item(context: FigureContext, one: Quantity) -> str:
    """The words that introduce the list of which a figure is the first amount of an item; empty if it is of none."""
    for listing in context.reading.listings:
        starts = [item.end for item in listing.items]
        at = bisect_right(starts, one.start) - 1
        if at < 0 or len(starts) < _SHORTEST_LIST:
            continue
        amounts = [other for other in context.reading.quantities if starts[at] <= other.start and other.kind == "money"]
        if amounts and amounts[0] is one:
            return context.text[max(0, listing.items[0].start - _LONGEST_LEAD) : listing.items[0].start]
    return ""


def _depth(context: FigureContext, one: Quantity) -> int:
    clauses = context.reading.clauses
    at = bisect_right([clause.start for clause in clauses], one.start) - 1
    return clauses[at].depth if at >= 0 else 0


def words_before(context: FigureContext, one: Quantity, previous: int) -> str:
    """The words of the clause before a figure."""
    clauses = context.reading.clauses
    at = bisect_right([clause.start for clause in clauses], one.start) - 1
    start = max(previous, clauses[at].start if at >= 0 else 0)
    return context.text[start : one.start].rsplit("、", 1)[-1].strip()
