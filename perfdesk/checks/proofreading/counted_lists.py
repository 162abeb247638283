"""Counts and the lists that they announce: `内设6个办公室：…`, `三个方面：一是…，二是…`, `办公室、人事股等9个股室`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from perfdesk.checks.finding import Finding, FindingCode
from perfdesk.checks.proofreading.passage import Passage, TextIssue
from perfdesk.definition.address import Address
from perfdesk.definition.kinds import value_text
from perfdesk.definition.model import Field, Table
from perfdesk.definition.severity import Severity
from perfdesk.evaluation.active_questions import active_questions
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.labels import answer_label, section_label
from perfdesk.language.quantities import Quantity
from perfdesk.language.reader import read

#: What items of a list are counted in.
_UNITS = ("条", "项", "个", "点", "方面")
_FURTHEST = 12


def declared_counts(passage: Passage) -> Iterator[TextIssue]:
    """Find counts that differ from the number of things in the list next to them."""
    for count in read(passage.text, passage.year).counts:
        if not count.agrees:
            one, least = count.announced, count.least
            listed = f"{least}" if least == count.most else f"{least} 到 {count.most}"
            end = one.end + len(one.noun) * passage.text.startswith(one.noun, one.end)
            message = f"写的是“{passage.text[one.start : end]}”，列出来的是 {listed} 个"
            yield TextIssue(FindingCode.DECLARED_COUNT, Severity.WARNING, one.start, end, message)


def count_findings(answers: Answers) -> Iterator[Finding]:
    """Yield the findings about counts in generated sentences, and about counts that announce the rows of a list."""
    for address, _, _ in active_questions(answers, ("sentence",)):
        if answers.typed(address) is None:
            for issue in declared_counts(Passage(value_text(answers.value(address)))):
                yield _finding(answers, address, Severity.WARNING, issue.message)
    for section in answers.form.sections:
        for lead, table in pairwise(section.blocks):
            if isinstance(lead, Field) and isinstance(table, Table) and table.print == "items":
                for instance in answers.instances(section):
                    yield from _of_rows(answers, Address(instance, lead.question.id), table)


def _of_rows(answers: Answers, lead: Address, table: Table) -> Iterator[Finding]:
    """`主要职责有8条：` above a list with another number of rows; fewer rows may be added yet."""
    announced = _announced(answers.typed(lead) or "")
    rows = [row for row in answers.rows(lead.section, table.id) if _is_filled(answers, lead.section, table, row)]
    if announced is None or not rows or announced.value == len(rows):
        return
    severity = Severity.MISSING if len(rows) < announced.value else Severity.WARNING
    yield _finding(answers, lead, severity, f"写的是“{announced.text}”，下面列了 {len(rows)} 条")


def _announced(text: str) -> Quantity | None:
    """The count at the end of a text that leads to a list."""
    stripped = text.rstrip()
    counts = [one for one in read(stripped).quantities if one.unit in _UNITS and one.exact] if stripped else []
    if not stripped.endswith(("：", ":")) or not counts or len(stripped) - counts[-1].end > _FURTHEST:
        return None
    return counts[-1]


def _is_filled(answers: Answers, section: str, table: Table, row: str) -> bool:
    return any(answers.typed(Address(section, table.id, row, column.id)) for column in table.columns)


def _finding(answers: Answers, address: Address, severity: Severity, message: str) -> Finding:
    place = section_label(answers, address.section)
    words = f"{answer_label(answers, address)}：{message}。"
    return Finding(FindingCode.DECLARED_COUNT, severity, words, address.section, place, (address,))
