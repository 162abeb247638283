"""Findings about the figures of every text, typed or generated; each text is checked again only when it or an answer
that it states has changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from perfdesk.checks.finding import Finding, Fix
from perfdesk.checks.proofreading.answer_names import answer_names
from perfdesk.checks.proofreading.arithmetic import figure_issues
from perfdesk.checks.proofreading.figure_places import LONGEST_LINKED_TEXT
from perfdesk.checks.proofreading.number_links import LINKED_TEXTS, matches_in, unit_of, year_of
from perfdesk.checks.proofreading.relations_against_tables import TableRelations
from perfdesk.checks.proofreading.text_against_tables import (
    ProvenIssue,
    arithmetic_issues,
    contradicted_figures,
    table_issues,
)
from perfdesk.definition.address import Address
from perfdesk.definition.model import Question
from perfdesk.definition.severity import Severity
from perfdesk.evaluation.active_questions import active_questions
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.cache import Fault
from perfdesk.evaluation.guard import guarded
from perfdesk.evaluation.labels import answer_label, section_label
from perfdesk.language.paragraphs import paragraphs
from perfdesk.language.reader import read


def figure_findings(answers: Answers) -> Iterator[Finding]:
    """Yield the findings about the figures of each text, in the order of the form."""
    for address, question, _ in active_questions(answers, LINKED_TEXTS):
        if address not in (answers.form.report_fields.unit, answers.form.report_fields.title):
            fault = Fault(address.section, address)
            yield from answers.cached(("prose figures", str(address)), _guarded, fault, address, question)


def _guarded(answers: Answers, fault: Fault, address: Address, question: Question) -> tuple[Finding, ...]:
    return guarded(fault, (), lambda: tuple(_of_text(answers, address, question)))


def _of_text(answers: Answers, address: Address, question: Question) -> Iterator[Finding]:
    value = answers.value(address)
    text = value[:LONGEST_LINKED_TEXT] if isinstance(value, str) else ""
    is_typed, year = answers.typed(address) is not None, year_of(answers)
    if not any(map(str.isdigit, text)) or not (is_typed or _has_issues(text, year)):
        return
    severity = Severity.ERROR if question.kind == "sentence" else Severity.WARNING
    found = dict(matches_in(answers, address))
    relations = TableRelations(answers, answer_names(answers), address.section, unit_of(answers))
    for at, paragraph in paragraphs(text):
        matches = found.get(at, ())
        issues = [*contradicted_figures(answers, paragraph, matches)] if is_typed else []
        issues += arithmetic_issues(answers, year, paragraph, matches)
        if is_typed:
            issues += table_issues(answers, paragraph, relations.issues(read(paragraph, year), matches))
        for issue in {(one.code, one.start): one for one in reversed(issues)}.values():
            placed = replace(issue, start=at + issue.start, end=at + issue.end)
            yield _finding(answers, address, text, severity, placed, is_typed)


def _has_issues(text: str, year: int | None) -> bool:
    """Whether a generated text contradicts itself; its figures are those of the tables."""
    return any(figure_issues(year, paragraph) for _, paragraph in paragraphs(text))


def _finding(
    answers: Answers, address: Address, text: str, severity: Severity, issue: ProvenIssue, is_typed: bool
) -> Finding:
    fix = None
    if issue.replacement is not None and is_typed:
        whole = answers.typed(address) or ""
        better = f"{text[: issue.start]}{issue.replacement}{whole[issue.end :]}"
        fix = Fix(f"改为 {issue.replacement}", {address: better})
    return Finding(
        issue.code,
        severity,
        f"{answer_label(answers, address)}：{issue.message}。",
        address.section,
        section_label(answers, address.section),
        (address, *issue.answers),
        highlighted_count=1,
        expected=issue.expected,
        found=issue.found,
        fix=fix,
        span=(issue.start, issue.end) if is_typed else None,
    )
