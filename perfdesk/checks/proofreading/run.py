"""Findings about the wording of a report; each typed text is checked again only when it has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from perfdesk.checks.finding import Finding, FindingCode, Fix
from perfdesk.checks.proofreading import (
    confusions,
    numbering,
    punctuation,
    repeats,
    stated_figures,
    unit_name,
    words,
    years,
)
from perfdesk.checks.proofreading.passage import Passage, TextIssue
from perfdesk.definition.address import Address
from perfdesk.definition.kinds import value_text
from perfdesk.definition.model import Field, Table
from perfdesk.definition.severity import Severity
from perfdesk.definition.text_cache import cached_by_text
from perfdesk.evaluation.active_questions import active_questions
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.cache import Fault
from perfdesk.evaluation.evaluator import EvaluationContext
from perfdesk.evaluation.guard import guarded
from perfdesk.evaluation.labels import answer_label, full_label, section_label

_MAX_LENGTH = 20_000
_WORDS = ("text", "prose", "sentence")
_CHECKS: tuple[Callable[[Passage], Iterator[TextIssue]], ...] = (
    words.placeholders,
    confusions.misspelt_words,
    words.doubled_words,
    words.outdated_references,
    years.other_years,
    years.other_events,
    numbering.document_numbers,
    numbering.heading_numbers,
    numbering.declared_counts,
    punctuation.punctuation,
    punctuation.figure_notation,
    punctuation.brackets,
    punctuation.sentence_endings,
    unit_name.inconsistent_unit_names,
)


def proofread(answers: Answers) -> Iterator[Finding]:
    """Yield the findings about each text in the order of the form, then those about repeated sentences."""
    year = answers.value(answers.form.report_fields.year)
    unit = value_text(answers.value(answers.form.report_fields.unit))
    carried = {address for address, _ in answers.entries.unrevised()}
    known = stated_figures.known_figures(_generated_sentences(answers))
    chapters: list[tuple[Address, str]] = []
    for address, block, kind, text in _typed_texts(answers):
        # `carried_over` reports the years in a text of the prior year until the text is revised.
        judged = int(year) if isinstance(year, Decimal) and address not in carried else None
        # A rule of the form checks whether the title contains the unit's name.
        named = unit if address != answers.form.report_fields.title else ""
        fault, passage = Fault(address.section, address), _passage(text, judged, named, block)
        yield from guarded(fault, (), _of_one_text, answers, address, passage, kind, text, known)
        if answers.form.section(address.section).kind == "chapter":
            chapters.append((address, text))
    yield from _repetitions(answers, chapters)


def _of_one_text(
    answers: Answers, address: Address, passage: Passage, kind: str, text: str, known: dict[tuple[str, str], Decimal]
) -> tuple[Finding, ...]:
    severity = Severity.ERROR if kind == "sentence" else Severity.WARNING
    contradicted = _grouped(
        replace(issue, severity=severity) for issue in stated_figures.contradicting_figures(text, known)
    )
    return tuple(_finding(answers, address, text, group) for group in (*find_issues(passage), *contradicted))


def _typed_texts(answers: Answers) -> Iterator[tuple[Address, Field | Table, str, str]]:
    """Yield every typed text except the unit's name, with its block and kind."""
    for address, question, block in active_questions(answers, _WORDS):
        text = answers.typed(address)
        if text and address != answers.form.report_fields.unit:
            yield address, block, question.kind, text


def _generated_sentences(answers: Answers) -> Iterator[str]:
    """Yield the generated sentences of the report."""
    for section in answers.form.sections:
        for block in section.blocks:
            if isinstance(block, Field) and block.template is not None:
                for instance in (
                    answers.instances(section) if answers.is_met(section.when, EvaluationContext(section.id)) else ()
                ):
                    if answers.is_met(block.when, EvaluationContext(instance)):
                        yield answers.generated(instance, block)


def _passage(text: str, year: int | None, unit: str, block: Field | Table) -> Passage:
    if len(text) > _MAX_LENGTH:
        text = text[: max(0, text.rfind("\n", 0, _MAX_LENGTH))]
    is_item = isinstance(block, Table) and block.print == "items"
    is_prose = is_item or (isinstance(block, Field) and block.print == "paragraphs")
    return Passage(text, year, unit, is_prose, is_item)


@cached_by_text
def find_issues(passage: Passage) -> tuple[tuple[TextIssue, ...], ...]:
    """Return the mistakes in a text by position, equal ones grouped together."""
    found = (issue for reader in _CHECKS for issue in reader(passage))
    return _grouped(sorted(found, key=lambda issue: issue.start))


def _grouped(issues: Iterable[TextIssue]) -> tuple[tuple[TextIssue, ...], ...]:
    groups: dict[tuple[str, str], list[TextIssue]] = {}
    for issue in issues:
        groups.setdefault((issue.code, issue.message), []).append(issue)
    return tuple(tuple(group) for group in groups.values())


def _finding(answers: Answers, address: Address, text: str, group: tuple[TextIssue, ...]) -> Finding:
    first = group[0]
    label = answer_label(answers, address)
    count = f"（共 {len(group)} 处）" if len(group) > 1 else ""
    fix = None
    if first.replacement is not None:
        fix = Fix(f"改正：{first.message}", {address: _corrected(text, group)})
    message, section = f"{label}：{first.message}{count}。", section_label(answers, address.section)
    span = first.start, first.end
    return Finding(first.code, first.severity, message, address.section, section, (address,), fix=fix, span=span)


def _corrected(text: str, group: tuple[TextIssue, ...]) -> str:
    pieces: list[str] = []
    at = 0
    for issue in group:
        pieces += (text[at : issue.start], issue.replacement or "")
        at = issue.end
    return "".join((*pieces, text[at:]))


def _repetitions(answers: Answers, chapters: list[tuple[Address, str]]) -> Iterator[Finding]:
    for sentence, first, again in repeats.repeated_sentences([text for _, text in chapters]):
        (there, _), (here, text) = chapters[first], chapters[again]
        if here.row and replace(here, column=there.column) == there:  # a goal and its result
            continue
        shown = sentence if len(sentence) <= 24 else f"{sentence[:22]}……"
        at = text.rfind(sentence)
        message = f"{answer_label(answers, here)}：“{shown}”与“{full_label(answers, there)}”重复，请核对。"
        section, span = section_label(answers, here.section), (at, at + len(sentence))
        yield Finding(
            FindingCode.REPETITION,
            Severity.WARNING,
            message,
            here.section,
            section,
            (here, there),
            highlighted_count=1,
            span=span,
        )
