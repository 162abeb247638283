"""Missing required answers: one finding for a field, one for a table, one for a whole empty section."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.checks.finding import Finding, FindingCode
from perfdesk.checks.possible import possible
from perfdesk.definition.address import ROW_POSITION, Address
from perfdesk.definition.expression import Expression, Ref, references
from perfdesk.definition.model import Field, Section, Table
from perfdesk.definition.severity import Severity
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext, address_of, context_of
from perfdesk.evaluation.explain import unscored_reason
from perfdesk.evaluation.labels import answer_label, section_label

_MAX_NAMED = 6


def missing_answers(answers: Answers, section: Section, instance: str) -> Iterator[Finding]:
    """Yield the missing answers of a section; a section without any answer is one finding."""
    gaps = [gap for block in section.blocks for gap in _missing_by_table(answers, instance, block)]
    if not gaps:
        return
    label = section_label(answers, instance)
    if is_blank_section(answers, instance):
        where = tuple(address for _, addresses in gaps for address in addresses)
        message = f"{label}：还没有填写（{_joined_labels([name for name, _ in gaps[:_MAX_NAMED]], len(gaps))}）。"
        yield Finding(FindingCode.MISSING, Severity.MISSING, message, instance, label, where)
        return
    for name, addresses in gaps:
        yield Finding(
            FindingCode.REQUIRED,
            Severity.MISSING,
            _missing_message(answers, name, addresses),
            instance,
            label,
            tuple(addresses),
        )


def is_blank_section(answers: Answers, instance: str) -> bool:
    """Whether the user has entered nothing in a section; its rows and the year of a new report do not count."""
    return not any(
        address.column != ROW_POSITION
        and address != answers.form.report_fields.year
        and not _is_initial_row(answers, address, text)
        for address, text in answers.typed_in(instance)
    )


def _is_initial_row(answers: Answers, address: Address, text: str) -> bool:
    table = answers.form.tables.get((address.form_section, address.field))
    return table is not None and any((address.column, text) in starter for starter in table.starters)


def _missing_by_table(answers: Answers, instance: str, block: object) -> Iterator[tuple[str, list[Address]]]:
    if isinstance(block, Field) and answers.is_met(block.when, EvaluationContext(instance)):
        address = Address(instance, block.question.id)
        if block.question.required and _is_blank(answers, address):
            yield block.question.label, [address]
    elif isinstance(block, Table) and answers.is_met(block.when, EvaluationContext(instance)):
        blanks = list(_blank_cells(answers, instance, block))
        if blanks:
            yield block.label, blanks


def _blank_cells(answers: Answers, instance: str, table: Table) -> Iterator[Address]:
    rows = answers.rows(instance, table.id)
    if table.required and not rows:
        yield Address(instance, table.id)
    for row in rows:
        yield from answers.cached_row(("blank cells", instance, table.id, row), _blank_in_row, instance, table, row)


def _blank_in_row(answers: Answers, instance: str, table: Table, row: str) -> Iterator[Address]:
    known = None if table.open else table.row(row)
    for column in table.columns:
        asked = known is None or (column.id not in known.skip and not known.optional)
        address = Address(instance, table.id, row, column.id)
        if column.required and asked and _is_blank(answers, address):
            yield address


def uncomputed_answers(answers: Answers, section: Section, instance: str) -> Iterator[Finding]:
    """Required answers that are computed unless typed, are blank, and cannot be computed: one finding for each.

    While an answer that they are computed from is still to come, that one is reported instead.
    """
    place = section_label(answers, instance)
    for address in _uncomputed_addresses(answers, section, instance):
        reason = unscored_reason(answers, address)
        why = f"程序算不出来（{reason}）" if reason else "程序算不出来"
        message = f"{answer_label(answers, address)}没有填写：{why}，请自己填。"
        yield Finding(FindingCode.REQUIRED, Severity.ERROR, message, instance, place, (address,))


def _uncomputed_addresses(answers: Answers, section: Section, instance: str) -> Iterator[Address]:
    for block in section.blocks:
        if not isinstance(block, Table) or not answers.is_met(block.when, EvaluationContext(instance)):
            continue
        for row in answers.rows(instance, block.id):
            key = ("uncomputed cells", instance, block.id, row)
            yield from answers.cached_row(key, _uncomputed_in_row, instance, block, row)


def _uncomputed_in_row(answers: Answers, instance: str, table: Table, row: str) -> Iterator[Address]:
    for column in table.columns:
        address = Address(instance, table.id, row, column.id)
        if column.required and _is_uncomputed(answers, address):
            yield address


def _is_uncomputed(answers: Answers, address: Address) -> bool:
    formula = answers.form.formula(address)
    return (
        formula is not None
        and formula.overridable
        and answers.typed(address) is None
        and answers.value(address) is None
        and possible(answers, formula.expression, context_of(address)) is None
        and not _waits_for_missing(answers, formula.expression, context_of(address))
    )


def _waits_for_missing(answers: Answers, expression: Expression, context: EvaluationContext) -> bool:
    """Whether an answer that an expression names, or that such a one is computed from, is reported as missing."""
    for address in (address_of(part, context) for part in references(expression) if isinstance(part, Ref)):
        formula = answers.form.formula(address)
        if formula is None:
            waits = _is_missing(answers, address)
        else:
            is_unknown = answers.typed(address) is None and answers.value(address) is None
            waits = is_unknown and _waits_for_missing(answers, formula.expression, context_of(address))
        if waits:
            return True
    return False


def _is_missing(answers: Answers, address: Address) -> bool:
    """Whether an answer is itself reported as still to be filled in: asked at present, required and blank."""
    section = answers.form.section(address.section)
    if not answers.is_met(section.when, EvaluationContext(address.section)):
        return False
    reported = (_missing_by_table(answers, address.section, block) for block in section.blocks)
    return any(address in addresses for gaps in reported for _, addresses in gaps)


def _is_blank(answers: Answers, address: Address) -> bool:
    return answers.form.formula(address) is None and answers.typed(address) is None


def _missing_message(answers: Answers, name: str, addresses: list[Address]) -> str:
    if not addresses[0].row:
        return f"{name}：没有填写。"
    cells = _joined_labels([answer_label(answers, address) for address in addresses[:_MAX_NAMED]], len(addresses))
    questions = [answers.form.question(address) for address in addresses]
    figures = all(question is not None and question.kind == "number" for question in questions)
    remedy = "没有发生的请填 0" if figures else "请补填"
    return f"{name}：有 {len(addresses)} 格没有填写（{cells}），{remedy}。"


def _joined_labels(first: list[str], count: int) -> str:
    return "、".join(first) + (f"等 {count} 项" if count > len(first) else "")
