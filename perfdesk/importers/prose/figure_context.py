"""What a paragraph said before a figure: its clause, the total that it is a part of, the topics named so far."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice

from perfdesk.definition.address import Address
from perfdesk.entries.proposal import Confidence
from perfdesk.importers.prose.vocabulary import Target
from perfdesk.language.characters import plain
from perfdesk.language.clauses import Clause
from perfdesk.language.posts import without_posts_of_persons
from perfdesk.language.quantities import Quantity
from perfdesk.language.reader import Reading
from perfdesk.language.relations import Total

#: Words before an amount with which something is only compared.
_COMPARED = re.compile(r"完成|占|比|较|达到")
_SHORTEST_LIST, _LONGEST_LEAD = 2, 30
#: So many placed figures before another one are looked at, and so many of its sentence.
_MOST_PLACED, _MOST_BEFORE = 12, 40


@dataclass(slots=True)
class FigureContext:
    """What was said so far in one paragraph.

    `moved` are the places of amounts and rates of changes, `sides` those of 支出 and 收入 that name no subject of their
    own, `placed` the figures that name a place in the form themselves, in order, and `topics` those of them that are no
    parts of others; `given` are the answers found so far, `heads` the totals before each `其中`.
    """

    reading: Reading
    section: str
    table: str
    text: str = field(init=False)
    parents: dict[int, Quantity] = field(init=False)
    moved: frozenset[int] = field(init=False)
    targets: dict[int, Target] = field(default_factory=dict[int, Target])
    placed: list[Quantity] = field(default_factory=list[Quantity])
    topics: list[Quantity] = field(default_factory=list[Quantity])
    columns: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    tables: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    values: dict[Decimal, list[Target]] = field(default_factory=dict[Decimal, list[Target]])
    words: dict[int, str] = field(default_factory=dict[int, str])
    sides: set[int] = field(default_factory=set[int])
    given: set[Address] = field(default_factory=set[Address])
    heads: dict[int, Quantity | None] = field(default_factory=dict[int, Quantity | None])
    _complete: dict[int, Total] = field(init=False)
    _starts: list[int] = field(init=False)
    _sentence_ends: list[int] = field(init=False)
    _amounts: list[Quantity] = field(init=False)

    def __post_init__(self) -> None:
        reading = self.reading
        self.text = plain(reading.text)
        self.parents = {part.start: total.total for total in reading.totals for part in total.parts}
        self.moved = reading.moved
        self._complete = {total.parts[-1].start: total for total in reading.totals if total.agrees}
        self._starts = [one.start for one in reading.quantities]
        self._sentence_ends = [at for at, sign in enumerate(self.text) if sign in "。；;\n"]
        amounts = (change.amount for change in reading.changes if change.amount is not None)
        self._amounts = sorted(amounts, key=lambda amount: amount.start)

    def sentence_begin(self, one: Quantity) -> int:
        """The position of the sign before the sentence of a figure; -1 if it is of the first one."""
        at = bisect_right(self._sentence_ends, one.start)
        return self._sentence_ends[at - 1] if at else -1

    def before_in_sentence(self, one: Quantity) -> Iterator[Quantity]:
        """The figures before another one in its sentence, the nearest first."""
        begins = self.sentence_begin(one)
        for at in range(bisect_right(self._starts, one.start) - 2, -1, -1)[:_MOST_BEFORE]:
            other = self.reading.quantities[at]
            if other.start < begins:
                return
            yield other

    def amounts_between(self, start: int, end: int) -> list[Quantity]:
        """The sums of money between two positions."""
        at, until = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [other for other in self.reading.quantities[at:until] if other.kind == "money"]

    def sentence_end(self, one: Quantity) -> int:
        """The position of the sign behind the sentence of a figure, or the end of the text."""
        at = bisect_right(self._sentence_ends, one.start)
        return self._sentence_ends[at] if at < len(self._sentence_ends) else len(self.text)

    def first_money(self, position: int) -> Quantity | None:
        """The first sum of money from a position on; None if there is none."""
        at = bisect_left(self._starts, position)
        return next((other for other in islice(self.reading.quantities, at, None) if other.kind == "money"), None)

    def next_amount(self, one: Quantity) -> Quantity | None:
        """The next amount of a change in the sentence of a figure; None if there is none."""
        at = bisect_right(self._amounts, one.start, key=lambda amount: amount.start)
        found = self._amounts[at] if at < len(self._amounts) else None
        return found if found is not None and self.sentence_begin(found) == self.sentence_begin(one) else None

    def total_ending_in(self, part: Quantity) -> Quantity | None:
        """The placed total of which a figure is the last part, if its parts add up; else None."""
        total = self._complete.get(part.start)
        return total.total if total is not None and total.total.start in self.targets else None


def topics_before(context: FigureContext, one: Quantity) -> Iterator[tuple[Quantity, Confidence]]:
    """What a figure without own name may be said of, and how sure that is.

    First what a change says that it was before, then the figure before it in its clause or before its brackets, then
    the topics of its sentence, the last first, and those of the sentences before it, the first first: a paragraph is
    about what it begins with. Behind the last part of a total the figure may be that of the total, too; a topic before
    which parts were named in the same clause is doubtful, and so is one of several in earlier sentences.
    """
    begins = context.sentence_begin(one)
    last = context.placed[-_MOST_PLACED:]
    for other in reversed(last):
        if other.start > begins and _explains(context, one, other):
            yield other, "sure" if other is last[-1] else "likely"
    near = next((other for other in last[-1:] if other.start > begins or _is_in_brackets(context, one, other)), None)
    topics = context.topics
    is_part = near is not None and topics[-1:] != [near]
    if near is not None:
        yield from _nearest(context, one, near, is_part)
    first_here = bisect_right(topics, begins, key=lambda topic: topic.start)
    for topic in reversed(topics[first_here:][-_MOST_PLACED:]):
        yield topic, "doubtful" if is_part else "sure"
    for topic in topics[: min(first_here, _MOST_PLACED)]:
        yield topic, "sure" if first_here == 1 else "doubtful"


def _nearest(
    context: FigureContext, one: Quantity, near: Quantity, is_part: bool
) -> Iterator[tuple[Quantity, Confidence]]:
    """The figure right before another one; behind a complete total that one or its last part, the closer first."""
    total = context.total_ending_in(near)
    if not is_part or _is_in_brackets(context, one, near):
        yield near, "sure"
    elif total is None:
        yield near, "likely"
    else:
        for other in sorted((near, total), key=lambda other: abs(other.base - one.base)):
            yield other, "doubtful"


def _explains(context: FigureContext, one: Quantity, new: Quantity) -> bool:
    """Whether the change from a figure of last year to another one is the amount that the text says."""
    following = context.next_amount(one)
    return following is not None and new.comparable(following) and abs(new.base - one.base) == following.base


def lead_of_item(context: FigureContext, one: Quantity) -> str:
    """The words that introduce the list of which a figure is the first amount of an item; empty if it is of none."""
    for listing in context.reading.listings:
        at = bisect_right(listing.items, one.start, key=lambda item: item.end) - 1
        if at < 0 or len(listing.items) < _SHORTEST_LIST:
            continue
        if context.first_money(listing.items[at].end) is one:
            return context.text[max(0, listing.items[0].start - _LONGEST_LEAD) : listing.items[0].start]
    return ""


def head_of_parts(context: FigureContext, one: Quantity) -> Quantity | None:
    """The only amount before `其中` in the sentence of a figure to which those behind it add up; None if there is none.

    What something is only compared with (`完成预算950万元的100%`) is no total.
    """
    begin = context.sentence_begin(one) + 1
    at = context.text.rfind("其中", begin, one.start)
    if at not in context.heads:
        context.heads[at] = _head_before(context, one, begin, at)
    return context.heads[at]


def _head_before(context: FigureContext, one: Quantity, begin: int, at: int) -> Quantity | None:
    before = context.amounts_between(begin, at) if at >= 0 else []
    if not before:
        return None
    whole = sum(part.base for part in context.amounts_between(at, context.sentence_end(one)))
    equal = [other for other in before if other.base == whole]
    alone = equal[0] if len(equal) == 1 else None
    return alone if alone is not None and not _COMPARED.search(context.words.get(alone.start, "")) else None


def words_before(context: FigureContext, one: Quantity, previous: int) -> str:
    """The words of the clause before a figure."""
    clause = _clause_of(context, one)
    start = max(previous, clause.start if clause is not None else 0)
    return without_posts_of_persons(context.text[start : one.start].rsplit("、", 1)[-1].strip())


def _is_in_brackets(context: FigureContext, one: Quantity, other: Quantity) -> bool:
    return _depth(context, one) > _depth(context, other)


def _depth(context: FigureContext, one: Quantity) -> int:
    clause = _clause_of(context, one)
    return clause.depth if clause is not None else 0


def _clause_of(context: FigureContext, one: Quantity) -> Clause | None:
    at = bisect_right(context.reading.clauses, one.start, key=lambda clause: clause.start) - 1
    return context.reading.clauses[at] if at >= 0 else None
