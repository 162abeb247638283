"""Typed answers that cannot be read: they are kept as typed, never guessed, and reported."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.checks.finding import Finding, FindingCode
from perfdesk.definition.address import Address, form_section_of
from perfdesk.definition.kinds import MAX_TEXT_LENGTH
from perfdesk.definition.severity import Severity
from perfdesk.definition.text import shorten
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.labels import answer_label, section_label

_MAX_SHOWN = 30


def unreadable(answers: Answers) -> Iterator[Finding]:
    """Yield one error for each answer that does not fit the kind of its question (退回错误目录 12)."""
    for section in answers.entries.sections:
        yield from answers.cached(("unreadable", section), _unreadable_in, section)


def _unreadable_in(answers: Answers, section: str) -> Iterator[Finding]:
    for field, row in dict.fromkeys((address.field, address.row) for address, _ in answers.typed_in(section)):
        yield from answers.cached_row(("unreadable row", section, field, row), _unreadable_in_row, section, field, row)


def _unreadable_in_row(answers: Answers, section: str, field: str, row: str) -> Iterator[Finding]:
    table = answers.form.tables.get((form_section_of(section), field))
    for column in (one.id for one in table.columns) if table is not None else ("",):
        address = Address(section, field, row, column)
        text, question = answers.typed(address), answers.form.question(address)
        if text is None or question is None:
            continue
        problem = answers.parsed(address).problem
        if question.kind == "choice" and text not in question.options:
            problem = f"不在可选的范围内（{'、'.join(question.options)}）"
        if not problem:
            continue
        remedy = f"请缩短到 {MAX_TEXT_LENGTH} 个字以内" if question.kind == "text" else "已照原样保留，请改正"
        message = f"{answer_label(answers, address)}：“{shorten(text, _MAX_SHOWN)}”{problem}，{remedy}。"
        label = section_label(answers, address.section)
        yield Finding(FindingCode.UNREADABLE, Severity.ERROR, message, address.section, label, (address,))
