"""One name with two figures in one text: `苗圃建设支出20.88万元。…苗圃建设支出20.15万元`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from perfdesk.checks.finding import FindingCode
from perfdesk.checks.proofreading.figure_issue import FigureIssue
from perfdesk.language.quantities import Quantity
from perfdesk.language.reader import Reading
from perfdesk.language.relations import Interval

_FEWEST_CHARACTERS = 5
#: Words that say of which time or part a figure is.
_ANOTHER_SCOPE = re.compile(
    r"[0-9一二三四]季度|半年|[0-9]月|期|其中|每|人均|平均|累计|新增|追加|调整|剩余|再|又|分别|各|先后|\n"
)


def same_name_issues(reading: Reading) -> Iterator[FigureIssue]:
    """Find amounts and rates with one full name and different values, in plain sentences that follow each other."""
    known: dict[tuple[str, str], Quantity] = {}
    moved = {part.start for one in reading.changes for part in (one.amount, one.rate, one.old) if part is not None}
    parts = {part.start for one in reading.totals for part in one.parts}
    items = [item.start for one in reading.listings for item in one.items]
    items.sort()
    for one in reading.quantities:
        if one.kind not in ("money", "percent") or len(one.label) < _FEWEST_CHARACTERS or not one.exact:
            continue
        if one.period or one.year is not None or one.start in moved or one.start in parts:
            continue
        first = known.setdefault((one.label, one.base_unit), one)
        between = reading.text[first.end : one.start]
        same = Interval.of(first).meets(Interval.of(one))
        if same or _ANOTHER_SCOPE.search(between) or bisect_left(items, first.end) != bisect_left(items, one.start):
            continue
        message = f"同是“{one.label}”，前面写{first.text}，这里写{one.text}，请核对"
        yield FigureIssue(FindingCode.CONTRADICTING_FIGURE, one.start, one.end, message, (first, one))
