"""Counts and the lists that they announce: `内设6个办公室：…`, `三个方面：一是…，二是…`, `办公室、人事股等9个股室`."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.checks.finding import FindingCode
from perfdesk.checks.proofreading.passage import Passage, TextIssue
from perfdesk.definition.severity import Severity
from perfdesk.language.reader import read


def declared_counts(passage: Passage) -> Iterator[TextIssue]:
    """Find counts that differ from the number of things in the list next to them."""
    for count in read(passage.text, passage.year).counts:
        if not count.agrees:
            one, least = count.announced, count.least
            listed = f"{least}" if least == count.most else f"{least} 到 {count.most}"
            end = one.end + len(one.noun) * passage.text.startswith(one.noun, one.end)
            message = f"写的是“{passage.text[one.start : end]}”，列出来的是 {listed} 个"
            yield TextIssue(FindingCode.DECLARED_COUNT, Severity.WARNING, one.start, end, message)
