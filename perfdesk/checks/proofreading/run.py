"""Findings about the wording of a report; each typed text is checked again only when it has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from perfdesk.checks.finding import Finding, FindingCode, Fix
from perfdesk.checks.proofreading import (
    confusions,
    counted_lists,
    notation,
    numbering,
    punctuation,
    repeats,
    staff,
    unfinished,
    unit_name,
    words,
    years,
)
from perfdesk.checks.proofreading.counted_lists import count_findings
from perfdesk.checks.proofreading.passage import Passage, TextIssue
from perfdesk.checks.proofreading.prose_figures import figure_findings
from perfdesk.checks.proofreading.stated_words import stated_words
from perfdesk.definition.address import Address
from perfdesk.definition.kinds import value_text
from perfdesk.definition.model import Field, Table
from perfdesk.definition.severity import Severity
from perfdesk.evaluation.active_questions import active_questions
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.cache import Fault
from perfdesk.evaluation.explain import sentence_prints
from perfdesk.evaluation.guard import guarded
from perfdesk.evaluation.labels import answer_label, full_label, section_label
from perfdesk.language.text_cache import cached_by_text

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
    counted_lists.declared_counts,
    staff.retired_among_staff,
    unfinished.unfinished_wording,
    punctuation.punctuation,
    notation.figure_notation,
    notation.decimals,
    punctuation.brackets,
    punctuation.sentence_endings,
    unit_name.inconsistent_unit_names,
)


def proofread(answers: Answers) -> Iterator[Finding]:
    """Yield the findings about each text in the order of the form, then those about repeated sentences.

    What a figure cannot change is not looked at again while figures are typed.
    """
    yield from answers.cached(("texts",), _of_every_text)
    yield from figure_findings(answers)
    yield from count_findings(answers)
    for check in (stated_words, _ellipses, _mixed_wording, _repetitions):
        yield from answers.cached(("texts", check.__name__), check)


def _of_every_text(answers: Answers) -> Iterator[Finding]:
    for address, block, _, _ in _typed_texts(answers):
        yield from answers.cached(("text", str(address)), _guarded, Fault(address.section, address), address, block)


def _guarded(answers: Answers, fault: Fault, address: Address, block: Field | Table) -> tuple[Finding, ...]:
    return guarded(fault, (), _of_one_text, answers, address, block)


def _of_one_text(answers: Answers, address: Address, block: Field | Table) -> tuple[Finding, ...]:
    text, year = answers.typed(address) or "", answers.value(answers.form.report_fields.year)
    # `carried_over` reports the years in a text of the prior year until the text is revised.
    judged = int(year) if isinstance(year, Decimal) and address not in answers.unrevised() else None
    # A rule of the form checks whether the title contains the unit's name.
    named = _unit(answers) if address != answers.form.report_fields.title else ""
    return tuple(_finding(answers, address, text, group) for group in find_issues(_passage(text, judged, named, block)))


def _ellipses(answers: Answers) -> Iterator[Finding]:
    """Answers that are only the dots of an empty table; names with `……` are reported by the forms' rules."""
    for address, question, _ in active_questions(answers, ("measure", *_WORDS)):
        text = answers.typed(address)
        if text and unfinished.is_ellipsis(text) and (question.kind != "text" or "…" not in text):
            message = (
                f"{answer_label(answers, address)}：“{text.strip()}”是空白表里的省略号，请填写，没有的删去这一行。"
            )
            place = section_label(answers, address.section)
            yield Finding(FindingCode.ELLIPSIS, Severity.ERROR, message, address.section, place, (address,))


def _mixed_wording(answers: Answers) -> Iterator[Finding]:
    """Typed sentences of which some deny income and spending and others spending alone."""
    texts = [(address, text) for address, _, kind, text in _typed_texts(answers) if kind in ("sentence", "prose")]
    for at, hit in unfinished.mixed_denials([text for _, text in texts]):
        address = texts[at][0]
        message = f"{answer_label(answers, address)}：“{hit[0]}”与其他各段“无…支出”的说法不一致，请统一成一种。"
        place = section_label(answers, address.section)
        found = Finding(FindingCode.MIXED_WORDING, Severity.NOTICE, message, address.section, place, (address,))
        yield replace(found, span=hit.span())


def _unit(answers: Answers) -> str:
    return value_text(answers.value(answers.form.report_fields.unit))


def _typed_texts(answers: Answers) -> Iterator[tuple[Address, Field | Table, str, str]]:
    """Yield every typed text except the unit's name, with its block and kind."""
    for address, question, block in active_questions(answers, _WORDS):
        text = answers.typed(address)
        if text and address != answers.form.report_fields.unit:
            yield address, block, question.kind, text


def _passage(text: str, year: int | None, unit: str, block: Field | Table) -> Passage:
    if len(text) > _MAX_LENGTH:
        text = text[: max(0, text.rfind("\n", 0, _MAX_LENGTH))]
    is_item = isinstance(block, Table) and block.print == "items"
    is_prose = is_item or (isinstance(block, Field) and block.print == "paragraphs")
    continues = isinstance(block, Field) and block.question.kind == "sentence"
    return Passage(text, year, unit, is_prose, is_item, continues)


@cached_by_text
def find_issues(passage: Passage) -> tuple[tuple[TextIssue, ...], ...]:
    """Return the mistakes in a text by position, equal ones grouped together."""
    found = [issue for reader in _CHECKS for issue in reader(passage)]
    numbers = [(one.start, one.end) for one in found if one.code == FindingCode.DOCUMENT_NUMBER]
    kept = [one for one in found if not (one.code == FindingCode.BRACKETS and _is_inside(one, numbers))]
    return _grouped(sorted(kept, key=lambda issue: issue.start))


def _is_inside(issue: TextIssue, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether a bracket belongs to a document number that is already reported."""
    return any(start <= issue.start < end for start, end in spans)


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


def _repetitions(answers: Answers) -> Iterator[Finding]:
    texts = ((address, text) for address, _, _, text in _typed_texts(answers))
    chapters = [one for one in texts if answers.form.section(one[0].section).kind == "chapter"]
    for one in repeats.repetitions([text for _, text in chapters], _unit(answers)):
        (there, _), (here, _) = chapters[one.first], chapters[one.again]
        if here.row and here._replace(column=there.column) == there:  # a goal and what was achieved
            continue
        if sentence_prints(answers, here, there) or sentence_prints(answers, there, here):
            continue  # an own text in place of the sentence may print the answer, too
        shown = one.words if len(one.words) <= 24 else f"{one.words[:22]}……"
        message = f"{answer_label(answers, here)}：“{shown}”与“{full_label(answers, there)}”重复，请核对。"
        place, span = section_label(answers, here.section), (one.start, one.end)
        yield Finding(
            FindingCode.REPETITION,
            Severity.WARNING,
            message,
            here.section,
            place,
            (here, there),
            highlighted_count=1,
            span=span,
        )
