"""How far a report is: what is asked for, what is answered, and the state of each section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from perfdesk.checks.finding import Finding
from perfdesk.checks.required import is_blank_section
from perfdesk.definition.address import Address
from perfdesk.definition.model import Field, Section, Table
from perfdesk.definition.severity import Severity
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext
from perfdesk.ui.appearance.icons import ProgressState


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """One section of a report: how many answers it must have, how many are given, and how many findings it has."""

    section: Section
    instance: str
    state: ProgressState
    required: int
    answered: int
    errors: int
    warnings: int


def section_instances(answers: Answers) -> Iterator[tuple[Section, str]]:
    """Every section that is part of this report now, repeated ones once a row."""
    for section in answers.form.sections:
        if not answers.is_met(section.when, EvaluationContext(section.id)):
            continue
        for instance in answers.instances(section):
            yield section, instance


def report_progress(answers: Answers, findings: Iterable[Finding]) -> tuple[SectionProgress, ...]:
    """The progress of every section of the report, in order; the findings are counted once for all of them."""
    counts = Counter((finding.section, finding.severity) for finding in findings)
    return tuple(_section_progress(answers, counts, *one) for one in section_instances(answers))


def _section_progress(
    answers: Answers, counts: Mapping[tuple[str, Severity], int], section: Section, instance: str
) -> SectionProgress:
    errors, warnings = counts.get((instance, Severity.ERROR), 0), counts.get((instance, Severity.WARNING), 0)
    asked, answered, untouched = answers.cached(("progress", instance), _count_answers, section, instance)
    if untouched:
        state: ProgressState = "empty"
    else:
        state = "done" if not errors and answered == asked else "under_way"
    return SectionProgress(section, instance, state, asked, answered, errors, warnings)


def _count_answers(answers: Answers, section: Section, instance: str) -> tuple[int, int, bool]:
    """How many answers are asked for, how many of them stand, and whether the section is still untouched."""
    asked = list(_required_addresses(answers, section, instance))
    answered = sum(answers.typed(address) is not None for address in asked)
    return len(asked), answered, is_blank_section(answers, instance)


def _required_addresses(answers: Answers, section: Section, instance: str) -> Iterator[Address]:
    """Every answer a section cannot do without; a list that must not be empty counts as one."""
    for block in section.blocks:
        if not isinstance(block, Field | Table) or not answers.is_met(block.when, EvaluationContext(instance)):
            continue
        if isinstance(block, Field):
            address = Address(instance, block.question.id)
            if block.question.required and answers.form.formula(address) is None:
                yield address
        else:
            yield from _required_in_table(answers, instance, block)


def _required_in_table(answers: Answers, instance: str, table: Table) -> Iterator[Address]:
    rows = answers.rows(instance, table.id)
    given = {column for starter in table.starters for column, _ in starter}
    if table.required and not rows:
        yield Address(instance, table.id)
    for row in rows:
        known = None if table.open else table.row(row)
        for column in table.columns:
            address = Address(instance, table.id, row, column.id)
            wanted = known is None or (column.id not in known.skip and not known.optional)
            if column.required and column.id not in given and wanted and answers.form.formula(address) is None:
                yield address
