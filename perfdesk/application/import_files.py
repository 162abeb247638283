"""Import files into an open report: what they say of this year or the last is proposed, and entered if taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Literal

from perfdesk.application.rollover import rollover_edits, rollover_sources
from perfdesk.definition.address import ROW_POSITION, Address, new_row_id
from perfdesk.entries.change import Edit
from perfdesk.entries.edits import initial_edits
from perfdesk.entries.entries import Entries
from perfdesk.entries.proposal import Confidence, Proposal, ProposedAnswer, is_entered
from perfdesk.entries.stated import subject_of
from perfdesk.errors import PerfDeskError
from perfdesk.evaluation.answers import Answers
from perfdesk.importers.combine import best_answers, combine
from perfdesk.importers.formats import read_source
from perfdesk.importers.propose import DocumentReading, propose
from perfdesk.importers.source import SourceDocument

Period = Literal["this-year", "last-year"]


@dataclass(frozen=True, slots=True)
class FileProposal:
    """What files propose for a report: the year that they report on, and whether that is its own year or the last.

    An address that is read differently occurs more than once, the most trustworthy reading first.
    """

    documents: tuple[SourceDocument, ...]
    proposal: Proposal
    year: int | None
    period: Period


def read_files(paths: Sequence[Path], report_progress: Callable[[str], None] = lambda _: None) -> list[SourceDocument]:
    """Read files in whatever format they are; PerfDeskError, one sentence, for the first that cannot be read."""
    documents: list[SourceDocument] = []
    for number, path in enumerate(paths, 1):
        report_progress(f"正在读第 {number} 个文件，共 {len(paths)} 个：{path.name}")
        documents.append(read_source(path))
    return documents


def propose_files(answers: Answers, documents: Sequence[SourceDocument], period: Period | None = None) -> FileProposal:
    """What documents propose for a report; `period` is recognised by their year if it is not given.

    From last year's files the answers are carried over as 结转 does: 决算数 become 上年决算数, texts are kept for
    revision, and what the form drops is left out. PerfDeskError if neither they nor the report say a year.
    """
    return for_period(answers, *propose(documents, answers, new_row_id), period)


def for_period(
    answers: Answers, proposal: Proposal, readings: Sequence[DocumentReading], period: Period | None
) -> FileProposal:
    """The proposal of documents that were read, as that of this year or the last; as `propose_files`."""
    years = [reading.year for reading in readings if reading.year is not None]
    year = max(years, key=lambda one: (years.count(one), one), default=None)
    own = answers.value(answers.form.report_fields.year)
    if period is None:
        period = "last-year" if isinstance(own, Decimal) and year is not None and year == own - 1 else "this-year"
    if period == "last-year":
        if year is None and isinstance(own, Decimal):
            year = int(own) - 1
        uncertain = {reading.document.file for reading in readings if not reading.document.is_certain}
        proposal = _carried_over(answers, best_answers(proposal), year, uncertain)
    return FileProposal(tuple(reading.document for reading in readings), proposal, year, period)


def answers_to_take(form_answers: Answers, proposal: Proposal, confidences: Sequence[Confidence]) -> Proposal:
    """The first reading of each address that is as sure as this, that is entered, and whose row is entered, too.

    It contains what is unchanged as well: rows that exist say where added ones go.
    """
    best = best_answers(proposal)
    kept = [
        answer
        for answer in best.answers
        if is_entered(form_answers.form, answer.address)
        and (answer.confidence in confidences or answer.before == answer.after)
    ]
    taken = {answer.address for answer in kept}
    return replace(best, answers=tuple(one for one in kept if has_its_row(form_answers, one.address, taken)))


def has_its_row(answers: Answers, address: Address, taken: Set[Address]) -> bool:
    """Whether the row that a repeated section belongs to is there or is taken, too."""
    about = subject_of(address)
    rows = {(one.section, one.field, one.row) for one in taken} if about != address and about.row else set()
    if rows and about.row not in answers.rows(about.section, about.field) and about[:3] not in rows:
        return False
    owner = answers.form.section(about.section).repeats_over
    if owner is None or about.instance in answers.rows(*owner):
        return True
    return any((*owner, about.instance) == (one.section, one.field, one.row) for one in taken)


def _carried_over(answers: Answers, last: Proposal, year: int | None, uncertain: set[str]) -> Proposal:
    """Last year's answers at the addresses at which this year's report begins with them."""
    form = answers.form
    year_address = form.report_fields.year
    if year is None:
        label = form.questions[(year_address.section, year_address.field, "")].label
        raise PerfDeskError(
            "没有导入。", f"文件里没有写年度，报告里也没有填“{label}”。", f"请先填好“{label}”，再导入。"
        )
    entries = Entries().after(tuple(initial_edits(form)))
    entries = entries.after(last.edits(form, entries))
    entries = entries.after((Edit(year_address, entries.text(year_address), str(year)),))
    old = Answers(form, entries)
    read_at = {answer.address: answer for answer in last.answers}
    sources = rollover_sources(old)
    carried: list[ProposedAnswer] = []
    for edit in rollover_edits(old, year + 1):
        source = read_at.get(sources.get(edit.address, edit.address))
        if edit.address.column == ROW_POSITION or edit.after is None or source is None:
            continue
        before = answers.typed(edit.address) or ""
        note = f"{year}年的{'数' if edit.address in sources else '内容'}"
        carried.append(replace(source, address=edit.address, before=before, after=edit.after, note=note))
    combined = combine(answers, [Proposal(tuple(carried), last.unplaced)], uncertain)
    return replace(combined, is_carried_over=True)
