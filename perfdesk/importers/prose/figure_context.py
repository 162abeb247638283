"""What a paragraph said before a figure: its clause, the total that it is a part of, the topics named so far."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from decimal import Decimal

from perfdesk.definition.address import Address
from perfdesk.entries.proposal import Confidence
from perfdesk.importers.prose.names_of_figures import is_column_only
from perfdesk.importers.prose.vocabulary import Target
from perfdesk.language.quantities import Quantity
from perfdesk.language.reader import Reading

_SHORTEST_LIST, _LONGEST_LEAD = 2, 30


@dataclass(slots=True)
class FigureContext:
    """What was said so far in one paragraph.

    `moved` are the places of amounts and rates of changes, `sides` those of 支出 and 收入 that name no subject of their
    own, `given` the answers found so far.
    """

    text: str
    reading: Reading
    section: str
    table: str
    parents: dict[int, Quantity]
    moved: set[int]
    targets: dict[int, Target] = field(default_factory=dict[int, Target])
    topics: list[Quantity] = field(default_factory=list[Quantity])
    columns: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    tables: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    values: dict[int, Decimal] = field(default_factory=dict[int, Decimal])
    words: dict[int, str] = field(default_factory=dict[int, str])
    sides: set[int] = field(default_factory=set[int])
    given: set[Address] = field(default_factory=set[Address])


def topics_before(context: FigureContext, one: Quantity) -> list[tuple[Quantity, Confidence]]:
    """What a figure without own name may be said of, and how sure that is.

    First what a change says that it was before, then the figure before it in its clause or before its brackets, then
    the last topics. A topic before which parts were named in the same clause is doubtful.
    """
    placed = [
        other for other in context.reading.quantities if other.start < one.start and other.start in context.targets
    ]
    begins = _sentence_begin(context, one)
    near = [other for other in placed[-1:] if other.start > begins or _is_in_brackets(context, one, other)]
    same = [topic for topic in reversed(context.topics) if topic.start > begins]
    earlier = [topic for topic in context.topics if topic not in same]
    is_part = bool(near) and near[0] not in context.topics
    changed = [other for other in reversed(placed) if other.start > begins and _explains(context, one, other)]
    return [
        *((other, "sure") for other in changed),
        *((other, "likely" if is_part and not _is_in_brackets(context, one, other) else "sure") for other in near),
        *((topic, "doubtful" if is_part else "sure") for topic in same),
        *((topic, "sure") for topic in earlier),
    ]


def _explains(context: FigureContext, one: Quantity, new: Quantity) -> bool:
    """Whether the change from a figure of last year to another one is the amount that the text says."""
    amounts = (change.amount for change in context.reading.changes if change.amount is not None)
    following = next((amount for amount in amounts if amount.start > one.start), None)
    return following is not None and new.comparable(following) and abs(new.base - one.base) == following.base


def subject_before(context: FigureContext, one: Quantity) -> Quantity | None:
    """The nearest figure before another one in its sentence that names what it is said of; None if there is none."""
    begins = _sentence_begin(context, one)
    skipped = context.moved | context.sides
    return next(
        (
            other
            for other in reversed(context.reading.quantities)
            if begins < other.start < one.start
            and other.comparable(one)
            and other.start not in skipped
            and not is_column_only(context.words.get(other.start, ""))
        ),
        None,
    )


def is_subject_known(context: FigureContext, one: Quantity) -> bool:
    """Whether the figure before another one in its sentence, if any, has a place in the form."""
    subject = subject_before(context, one)
    return subject is None or subject.start in context.targets


def _sentence_begin(context: FigureContext, one: Quantity) -> int:
    return max(context.text.rfind(sign, 0, one.start) for sign in "。；;\n")


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


def _is_in_brackets(context: FigureContext, one: Quantity, other: Quantity) -> bool:
    return _depth(context, one) > _depth(context, other)


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
