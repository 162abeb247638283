"""The rules of the form applied to a report: the expected and found figures, the difference, the answers involved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from perfdesk.checks.finding import Finding
from perfdesk.checks.sensitivity import could_balance
from perfdesk.checks.tolerance import tolerance
from perfdesk.checks.unit_error import find_unit_error
from perfdesk.definition.address import Address
from perfdesk.definition.expression import Expression, Ref, references
from perfdesk.definition.kinds import EXACT, to_fixed
from perfdesk.definition.model import Rule
from perfdesk.definition.severity import Severity
from perfdesk.definition.template import Slot
from perfdesk.definition.text import shorten
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext, addresses_of, context_of
from perfdesk.evaluation.labels import full_label, section_label

_MAX_NAMED = 6
_MAX_TITLE_LENGTH = 60


def rule_findings(answers: Answers, rule: Rule, instance: str) -> Iterator[Finding]:
    """Yield the findings of one rule in one section, row by row if the rule is about rows."""
    for context in contexts_of(answers, rule, instance):
        if answers.is_met(rule.when, context):
            finding = finding_at(answers, rule, context)
            if finding is not None:
                yield finding


def contexts_of(answers: Answers, rule: Rule, instance: str) -> list[EvaluationContext]:
    """Return the contexts of a rule in one section: each row, or the section as a whole."""
    return answers.row_contexts(rule.table, instance) if rule.table else [EvaluationContext(instance)]


def finding_at(answers: Answers, rule: Rule, context: EvaluationContext) -> Finding | None:
    """Return the finding of a rule that applies in a context; None if the rule is met or not known yet."""
    return (
        _unequal_sides(answers, rule, context) if rule.condition is None else _unmet_condition(answers, rule, context)
    )


def _unmet_condition(answers: Answers, rule: Rule, context: EvaluationContext) -> Finding | None:
    if rule.condition is None or rule.message is None or answers.evaluate(rule.condition, context) is not False:
        return None
    direct = direct_answers(answers, context, rule.condition, rule.when, *_slot_expressions(rule))
    message = f"{rule_title(answers, rule, context)}：{answers.fill_template(rule.message, context)}"
    return _finding(answers, rule, context, direct, message)


def _unequal_sides(answers: Answers, rule: Rule, context: EvaluationContext) -> Finding | None:
    sides = _sides(answers, rule, context)
    if sides is None or sides[0] == sides[1] or rule.found is None or rule.expected is None:
        return None
    found, expected = sides
    direct = direct_answers(answers, context, rule.found, rule.expected)
    gap, unit = abs(EXACT.subtract(found, expected)), _common_unit(answers, direct)
    message = (
        f"{rule_title(answers, rule, context)}：应为 {to_fixed(expected, 2)}{unit}，现为 {to_fixed(found, 2)}{unit}，"
        f"相差 {to_fixed(gap, 2)}{unit}"
    )
    finding = _finding(answers, rule, context, direct, message)
    finding = replace(finding, expected=expected, found=found)
    if _is_balanced(answers, rule, context):
        return replace(finding, severity=Severity.NOTICE, message=f"{message}，属于四舍五入的尾差。")
    allowed, away = _allowed_difference(answers, rule, context), EXACT.subtract(found, expected)
    could = could_balance(answers, context, (rule.found, rule.expected), away, allowed)
    unit_error = find_unit_error(
        answers, finding.addresses, could, lambda other: _is_balanced(other, rule, context), allowed
    )
    if unit_error is None:
        return replace(finding, message=f"{message}。涉及：{_answer_names(answers, direct)}。")
    addresses = (unit_error.address, *(address for address in finding.addresses if address != unit_error.address))
    highlighted = finding.highlighted_count + (unit_error.address not in direct)
    return replace(
        finding,
        message=f"{message}；{unit_error.message}。",
        addresses=addresses,
        highlighted_count=highlighted,
        fix=unit_error.fix,
    )


def rule_title(answers: Answers, rule: Rule, context: EvaluationContext) -> str:
    """Return the title of a rule, shortened in case a name in it is very long."""
    return shorten(answers.fill_template(rule.title, context), _MAX_TITLE_LENGTH)


def _sides(answers: Answers, rule: Rule, context: EvaluationContext) -> tuple[Decimal, Decimal] | None:
    if rule.found is None or rule.expected is None:
        return None
    found, expected = answers.evaluate(rule.found, context), answers.evaluate(rule.expected, context)
    return (found, expected) if isinstance(found, Decimal) and isinstance(expected, Decimal) else None


def _is_balanced(answers: Answers, rule: Rule, context: EvaluationContext) -> bool:
    """Whether the two sides reconcile, except for a rounding difference if the rule allows one."""
    sides = _sides(answers, rule, context)
    return sides is not None and abs(EXACT.subtract(*sides)) <= _allowed_difference(answers, rule, context)


def _allowed_difference(answers: Answers, rule: Rule, context: EvaluationContext) -> Decimal:
    sides = [side for side in (rule.found, rule.expected) if side is not None]
    return Decimal(0) if rule.exact else tolerance(answers, context, *sides)


def _finding(
    answers: Answers, rule: Rule, context: EvaluationContext, direct: tuple[Address, ...], message: str
) -> Finding:
    addresses = dict.fromkeys(direct)
    for address in direct:
        _add_sources(answers, address, addresses)
    label = section_label(answers, context.section)
    return Finding(rule.code, rule.level, message, context.section, label, tuple(addresses), len(direct))


def direct_answers(
    answers: Answers, context: EvaluationContext, *expressions: Expression | None
) -> tuple[Address, ...]:
    """Return every answer that the expressions refer to once; of whole columns only the answers that have a value."""
    found: dict[Address, None] = {}
    for expression in expressions:
        for part in references(expression) if expression is not None else ():
            for address in addresses_of(part, context, answers):
                if isinstance(part, Ref) or answers.value(address) is not None:
                    found[address] = None
    return tuple(found)


def _add_sources(answers: Answers, address: Address, addresses: dict[Address, None]) -> None:
    """Add the answers that a computed one is computed from, down to the typed ones."""
    formula = answers.form.formula(address)
    if formula is None or not answers.is_computed(address):
        return
    for source in direct_answers(answers, context_of(address), formula.expression):
        if source not in addresses:
            addresses[source] = None
            _add_sources(answers, source, addresses)


def _slot_expressions(rule: Rule) -> list[Expression]:
    parts = rule.message.parts if rule.message else ()
    return [part.expression for part in parts if isinstance(part, Slot)]


def _common_unit(answers: Answers, direct: tuple[Address, ...]) -> str:
    questions = [answers.form.question(address) for address in direct]
    units = {question.unit for question in questions if question is not None and question.kind == "number"}
    return units.pop() if len(units) == 1 else ""


def _answer_names(answers: Answers, direct: tuple[Address, ...]) -> str:
    names = "、".join(full_label(answers, address) for address in direct[:_MAX_NAMED])
    return names + (f"等 {len(direct)} 格" if len(direct) > _MAX_NAMED else "")
