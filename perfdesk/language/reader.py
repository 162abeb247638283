"""The reader of Chinese report text: returns the figures and relations that a text states.

The text is put into usual characters (`characters`), its dates (`dates`) and figures (`amounts`, `units`,
`quantities`) are found, its clauses (`clauses`) and the subject of each figure (`subjects`); then the relations
between the figures: `totals`, `changes`, `rates`, `counts` with the lists they announce (`listings`). Each step looks
a bounded way back and forth, so that the whole is linear in the length of the text. What is not certain is left out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from perfdesk.language.amounts import elsewhere
from perfdesk.language.changes import changes
from perfdesk.language.characters import plain
from perfdesk.language.clauses import Clause, Mark, clauses, marks
from perfdesk.language.counts import counts
from perfdesk.language.dates import DateMention, dates
from perfdesk.language.listings import listings
from perfdesk.language.quantities import Quantity, quantities
from perfdesk.language.rates import rates
from perfdesk.language.relations import Change, Count, Listing, Rate, Total
from perfdesk.language.subjects import described
from perfdesk.language.text_cache import cached_by_text
from perfdesk.language.totals import totals

#: The numbers of cached readings. A chapter of 20,000 characters takes 3 MB; it is read in at most twenty paragraphs.
_READINGS = (256, 21, 1)


@dataclass(frozen=True, slots=True)
class Reading:
    """The figures and relations of a text. All spans are positions in the text as given."""

    text: str
    clauses: tuple[Clause, ...]
    quantities: tuple[Quantity, ...]
    dates: tuple[DateMention, ...]
    totals: tuple[Total, ...]
    changes: tuple[Change, ...]
    rates: tuple[Rate, ...]
    counts: tuple[Count, ...]
    listings: tuple[Listing, ...]

    @property
    def deadlines(self) -> tuple[DateMention, ...]:
        """The dates that are deadlines: 10月底前, 2024年6月前."""
        return tuple(one for one in self.dates if one.bound == "by")

    @property
    def moved(self) -> frozenset[int]:
        """The starts of the figures that are the amount, rate or points of a change."""
        found = (one for change in self.changes for one in (change.amount, change.rate, change.points))
        return frozenset(one.start for one in found if one is not None)


@partial(cached_by_text, results=_READINGS)
def read(text: str, year: int | None = None) -> Reading:
    """Read a text; `year` is the year of the report, which distinguishes figures of other years.

    >>> first = "基本支出890.10万元，比上年868.06万元增加22.04万元，增长2.54%。"
    >>> reading = read(first + "其中：工资700.10万元、办公190万元。")
    >>> [(one.label, str(one.base)) for one in reading.quantities][:2]
    [('基本支出', '8901000.00'), ('上年', '8680600.00')]
    >>> change = reading.changes[0]
    >>> change.direction, change.new.text, change.old.text, change.amount.text, change.rate.text, change.basis
    ('up', '890.10万元', '868.06万元', '22.04万元', '2.54%', 'last')
    >>> [(one.total.text, [part.label for part in one.parts], one.agrees) for one in reading.totals]
    [('890.10万元', ['工资', '办公'], True)]
    """
    usual = plain(text)
    mentions = tuple(dates(usual))
    spans = [(one.start, one.end) for one in mentions]
    found = quantities(usual, sorted([*spans, *elsewhere(usual)]))
    parted = marks(usual, [*spans, *((one.start, one.end) for one in found)])
    found = described(usual, found, parted, mentions, year)
    sentences = _sentences(found, parted)
    changed = changes(usual, found, parted, sentences)
    moved = [one for change in changed for one in (change.amount, change.rate, change.points) if one is not None]
    lists = listings(usual)
    other = {one.start for one in moved} | {change.old.start for change in changed if change.old is not None}
    summed = sorted(totals(usual, found, parted, lists, other), key=lambda one: one.parts[-1].start)
    rated = rates(usual, found, parted, sentences, moved, summed)
    return Reading(
        text, tuple(clauses(usual, parted)), tuple(found), mentions,
        tuple(summed), tuple(changed), tuple(rated),
        tuple(counts(usual, found, parted, lists)), tuple(lists),
    )  # fmt: skip


def _sentences(found: Sequence[Quantity], parted: Sequence[Mark]) -> list[int]:
    """The sentence number of each quantity."""
    ends = [mark.position for mark in parted if mark.strength == 4]
    return [bisect_right(ends, one.start) for one in found]
