"""Figures of a text that contradict the tables, and the text's own arithmetic with what the tables prove about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from perfdesk.checks.finding import FindingCode
from perfdesk.checks.proofreading.arithmetic import figure_issues
from perfdesk.checks.proofreading.figure_issue import FigureIssue, digits_span, in_unit_of, written_like
from perfdesk.checks.proofreading.figure_values import Match
from perfdesk.checks.proofreading.relations_against_tables import TableIssue
from perfdesk.checks.proofreading.sums import members
from perfdesk.definition.address import Address
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.labels import full_label
from perfdesk.language.quantities import Quantity
from perfdesk.language.reader import read
from perfdesk.language.relations import Interval, Total


@dataclass(frozen=True, slots=True)
class ProvenIssue:
    """A mistake in the figures of a text with the answers involved; `replacement` is a proven correction.

    `found` and `expected` are the text's and the answer's values in one unit, where one figure contradicts one answer.
    """

    code: FindingCode
    start: int
    end: int
    message: str
    answers: tuple[Address, ...]
    replacement: str | None = None
    found: Decimal | None = None
    expected: Decimal | None = None


def contradicted_figures(answers: Answers, text: str, matches: tuple[Match, ...]) -> Iterator[ProvenIssue]:
    """Yield the figures of a text that differ from the answer that they certainly mean."""
    for one in matches:
        if one.agrees or not one.certain or one.answer is None or one.stated is None:
            continue
        figure = one.figure
        right = in_unit_of(figure, one.stated.base)
        name, value = full_label(answers, one.answer), f"{written_like(text, figure, right)}{figure.unit}"
        message = f"写着“{figure.label}{figure.text}”，“{name}”是 {value}，正文和表格应当一致"
        span = digits_span(text, figure)
        yield ProvenIssue(
            FindingCode.CONTRADICTING_FIGURE, *(span or (figure.start, figure.end)), message, (one.answer,),
            written_like(text, figure, right) if span else None,
            in_unit_of(one.stated, figure.base), one.stated.value,
        )  # fmt: skip


def arithmetic_issues(
    answers: Answers, year: int | None, text: str, matches: tuple[Match, ...]
) -> Iterator[ProvenIssue]:
    """Yield the contradictions inside a text that are not explained by a figure that contradicts the tables."""
    known = {one.figure.start: one for one in matches}
    wrong = {start for start, one in known.items() if one.certain and not one.agrees}
    for issue in figure_issues(year, text):
        figures = (*issue.proof, *((issue.wrong,) if issue.wrong is not None else ()))
        if wrong.isdisjoint(figure.start for figure in figures):
            involved = [known[figure.start].answer for figure in figures if figure.start in known]
            linked = tuple(dict.fromkeys(answer for answer in involved if answer is not None))
            yield _proven(year, text, issue, known, linked)


def table_issues(answers: Answers, text: str, found: Iterable[TableIssue]) -> Iterator[ProvenIssue]:
    """Yield what the tables contradict in the relations of a text; the tables prove what is right."""
    for one in found:
        issue = one.issue
        message = f"{issue.message}（{one.value.text}取自“{full_label(answers, one.answers[-1])}”）"
        proven = ProvenIssue(issue.code, issue.start, issue.end, message, one.answers, issue.replacement)
        if issue.replacement is None and issue.wrong is not None and issue.right is not None:
            proven = _corrected(text, proven, issue.wrong, issue.right)
        yield proven


def _proven(
    year: int | None, text: str, issue: FigureIssue, known: Mapping[int, Match], linked: tuple[Address, ...]
) -> ProvenIssue:
    """The issue with a correction if every figure but one agrees with the tables."""
    plain_issue = ProvenIssue(issue.code, issue.start, issue.end, issue.message, linked, issue.replacement)
    if issue.replacement is not None:
        return plain_issue
    if issue.wrong is not None and issue.right is not None:
        is_proven = all(_agrees(figure, known) for figure in issue.proof)
        return _corrected(text, plain_issue, issue.wrong, issue.right) if is_proven else plain_issue
    total = next((one for one in read(text, year).totals if members(one) == issue.proof), None)
    unproven = [figure for figure in issue.proof if not _agrees(figure, known)]
    if total is None or len(unproven) != 1:
        return plain_issue
    right = in_unit_of(unproven[0], _value_from_others(total, unproven[0]))
    return _corrected(text, plain_issue, unproven[0], right) if right >= 0 else plain_issue


def _agrees(figure: Quantity, known: Mapping[int, Match]) -> bool:
    return figure.start in known and known[figure.start].agrees


def _value_from_others(one: Total, wrong: Quantity) -> Decimal:
    """The value in base units that makes a total agree with its parts."""
    if wrong is one.total:
        return one.total.base - one.gap
    return wrong.base - one.gap if wrong in one.minus else wrong.base + one.gap


def _corrected(text: str, issue: ProvenIssue, wrong: Quantity, right: Decimal) -> ProvenIssue:
    span = digits_span(text, wrong)
    if span is None or Interval.of(wrong).meets(Interval(right, right)):
        return issue
    better = written_like(text, wrong, right)
    return replace(issue, start=span[0], end=span[1], replacement=better)
