"""The progress of a report: required answers, given answers, and the state of each section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from perfdesk.checks.finding import Finding, FindingCode
from perfdesk.checks.required import is_blank_section
from perfdesk.definition.address import Address
from perfdesk.definition.model import Field, Section, Table
from perfdesk.definition.severity import Severity
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext
from perfdesk.ui.appearance.icons import ProgressState


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """The progress of one section: number of required answers, of those given, and of findings by severity."""

    section: Section
    instance: str
    state: ProgressState
    required: int
    answered: int
    errors: int
    missing: int
    warnings: int


def section_instances(answers: Answers) -> Iterator[tuple[Section, str]]:
    """Yield every active section with its instance id; a repeated section comes once for each row."""
    for section in answers.form.sections:
        if not answers.is_met(section.when, EvaluationContext(section.id)):
            continue
        for instance in answers.instances(section):
            yield section, instance


def report_progress(answers: Answers, findings: Iterable[Finding]) -> tuple[SectionProgress, ...]:
    """Return the progress of every section of the report, in order."""
    findings = tuple(findings)
    counts = Counter((finding.section, finding.severity) for finding in findings)
    unrevised = {finding.section for finding in findings if finding.code == FindingCode.CARRIED}
    return tuple(_section_progress(answers, counts, unrevised, *one) for one in section_instances(answers))


def _section_progress(
    answers: Answers, counts: Mapping[tuple[str, Severity], int], unrevised: Set[str], section: Section, instance: str
) -> SectionProgress:
    errors, missing, warnings = (
        counts.get((instance, severity), 0) for severity in (Severity.ERROR, Severity.MISSING, Severity.WARNING)
    )
    required, answered, blank = answers.cached(("progress", instance), _count_answers, section, instance)
    if blank:
        state: ProgressState = "empty"
    else:
        is_done = not errors and not missing and answered == required and instance not in unrevised
        state = "done" if is_done else "under_way"
    return SectionProgress(section, instance, state, required, answered, errors, missing, warnings)


def _count_answers(answers: Answers, section: Section, instance: str) -> tuple[int, int, bool]:
    """Return the number of required answers, the number of those given, and whether the section is blank."""
    given = list(_required_answers(answers, section, instance))
    return len(given), sum(given), is_blank_section(answers, instance)


def _required_answers(answers: Answers, section: Section, instance: str) -> Iterator[bool]:
    """Yield for every required answer whether it is given; a table that must not be empty counts as one."""
    for block in section.blocks:
        if not isinstance(block, Field | Table) or not answers.is_met(block.when, EvaluationContext(instance)):
            continue
        if isinstance(block, Field):
            address = Address(instance, block.question.id)
            if block.question.required and answers.form.formula(address) is None:
                yield answers.typed(address) is not None
        else:
            yield from _required_in_table(answers, instance, block)


def _required_in_table(answers: Answers, instance: str, table: Table) -> Iterator[bool]:
    rows = answers.rows(instance, table.id)
    if table.required and not rows:
        yield False
    for row in rows:
        yield from answers.cached(("progress of row", instance, table.id, row), _required_in_row, instance, table, row)


def _required_in_row(answers: Answers, instance: str, table: Table, row: str) -> Iterator[bool]:
    given = {column for starter in table.starters for column, _ in starter}
    known = None if table.open else table.row(row)
    for column in table.columns:
        address = Address(instance, table.id, row, column.id)
        wanted = known is None or (column.id not in known.skip and not known.optional)
        if column.required and column.id not in given and wanted and answers.form.formula(address) is None:
            yield answers.typed(address) is not None
