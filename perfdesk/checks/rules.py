"""The rules of the form applied to a report: the expected and found figures, the difference, the answers involved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from perfdesk.checks.finding import Finding
from perfdesk.checks.likely_repair import find_repair, out_of_proportion
from perfdesk.checks.open_answers import allowed_difference, contexts_of, figures_of_sides, is_balanced, is_open
from perfdesk.checks.possible import Assumption, is_certainly, is_certainly_not
from perfdesk.checks.repair import SumCheck
from perfdesk.checks.sensitivity import sensitivity_of
from perfdesk.checks.shortfall import Shortfall, shortfall_of
from perfdesk.definition.address import Address
from perfdesk.definition.expression import Expression, Operation, Ref, references
from perfdesk.definition.kinds import EXACT, to_fixed
from perfdesk.definition.model import Rule
from perfdesk.definition.severity import Severity
from perfdesk.definition.template import Slot
from perfdesk.definition.text import shorten
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext, address_of, addresses_of, context_of
from perfdesk.evaluation.labels import full_label, section_label

_MAX_NAMED = 6
_MAX_TITLE_LENGTH = 60


def rule_findings(answers: Answers, rule: Rule, instance: str) -> Iterator[Finding]:
    """Yield the findings of one rule in one section, row by row if the rule is about rows.

    When one row changes, the rule is not applied again to the others.
    """
    number = next(number for number, known in enumerate(answers.form.rules) if known is rule)
    for context in contexts_of(answers, rule, instance):
        if context.row and context.group is None:
            yield from answers.cached_row(("rule", number, instance, context.row), _findings_in, rule, context)
        else:
            yield from _findings_in(answers, rule, context)


def _findings_in(answers: Answers, rule: Rule, context: EvaluationContext) -> Iterator[Finding]:
    """Yield the finding of one rule in one context, if it applies there and is not met."""
    if answers.is_met(rule.when, context):
        finding = finding_at(answers, rule, context)
        if finding is not None:
            yield finding


def finding_at(answers: Answers, rule: Rule, context: EvaluationContext) -> Finding | None:
    """Return the finding of a rule that applies in a context; None if the rule is met or not known yet."""
    return (
        _unequal_sides(answers, rule, context) if rule.condition is None else _unmet_condition(answers, rule, context)
    )


def _unmet_condition(answers: Answers, rule: Rule, context: EvaluationContext) -> Finding | None:
    """Return the finding of a condition that is not met, whatever is still filled in elsewhere.

    A condition that asks for a blank answer, such as an explanation, is met by filling it in: that answer is missing.
    """
    if rule.condition is None or rule.message is None or answers.evaluate(rule.condition, context) is not False:
        return None
    asked = frozenset(_asked_answers(answers, rule, context))
    is_certain = _is_broken(answers, rule, context, Assumption(stay_blank=asked))
    if not is_certain and rule.level != Severity.NOTICE:
        return None
    direct = direct_answers(answers, context, rule.condition, rule.when, *_slot_expressions(rule))
    message = f"{rule_title(answers, rule, context)}：{answers.fill_template(rule.message, context)}"
    finding = _finding(answers, rule, context, direct, message)
    if not is_certain or not asked or _is_broken(answers, rule, context, Assumption(will_be_filled=asked)):
        return finding
    if rule.level == Severity.WARNING and any(is_open(answers, address) for address in asked):
        return None
    severity = Severity.MISSING if rule.level == Severity.ERROR else rule.level
    return replace(finding, severity=severity, asks_for_answer=True)


def _is_broken(answers: Answers, rule: Rule, context: EvaluationContext, assumed: Assumption) -> bool:
    return (
        rule.condition is not None
        and is_certainly(answers, rule.when, context, assumed)
        and is_certainly_not(answers, rule.condition, context, assumed)
    )


def _asked_answers(answers: Answers, rule: Rule, context: EvaluationContext) -> Iterator[Address]:
    """Yield the blank answers that a condition looks for with `blank` or `count`."""
    waiting = [part for part in (rule.condition, rule.when) if part is not None]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Operation):
            waiting += part.parts
            for child in part.parts if part.name in ("blank", "count") else ():
                if isinstance(child, Ref):
                    address = address_of(child, context)
                    is_blank = answers.typed(address) is None
                    if is_blank and (answers.form.formula(address) is None or answers.value(address) is None):
                        yield address


def _unequal_sides(answers: Answers, rule: Rule, context: EvaluationContext) -> Finding | None:
    sides = figures_of_sides(answers, rule, context)
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
    if is_balanced(answers, rule, context):
        return replace(finding, severity=Severity.NOTICE, message=f"{message}，属于四舍五入的尾差。")
    shortfall = shortfall_of(answers, rule, context)
    allowed, away = allowed_difference(answers, rule, context), EXACT.subtract(found, expected)
    check = SumCheck(
        answers, rule, context, sensitivity_of(answers, context, (rule.found, rule.expected), away, allowed)
    )
    repair = find_repair(check, finding.addresses, direct, is_certain=shortfall is None)
    if repair is not None:
        return _with_first(
            replace(finding, message=f"{message}；{repair.sentence}。", fix=repair.fix), repair.address, direct
        )
    if shortfall is not None:
        return _short(answers, rule, context, finding, shortfall)
    finding = replace(finding, message=f"{message}。涉及：{_answer_names(answers, direct)}。")
    culprit = out_of_proportion(answers, finding.addresses)
    return _with_first(finding, culprit, direct) if culprit is not None else finding


def _with_first(finding: Finding, address: Address, direct: tuple[Address, ...]) -> Finding:
    """Return a finding that names an answer first, and marks it."""
    addresses = (address, *(other for other in finding.addresses if other != address))
    return replace(finding, addresses=addresses, highlighted_count=finding.highlighted_count + (address not in direct))


def _short(
    answers: Answers, rule: Rule, context: EvaluationContext, finding: Finding, shortfall: Shortfall
) -> Finding | None:
    """Return the finding that a sum is not complete; None if what is missing is asked in another section."""
    if not shortfall.is_sum or not shortfall.places:
        return None
    unit = _common_unit(answers, finding.highlighted)
    message = (
        f"{rule_title(answers, rule, context)}：还差 {to_fixed(shortfall.gap, 2)}{unit}，"
        f"已填的合计 {to_fixed(shortfall.filled, 2)}{unit}，应为 {to_fixed(shortfall.total, 2)}{unit}。"
    )
    first = shortfall.places
    addresses = (*first, *(address for address in finding.addresses if address not in first))
    return replace(
        finding,
        severity=Severity.MISSING,
        message=message,
        addresses=addresses,
        highlighted_count=len(first),
        expected=shortfall.total,
        found=shortfall.filled,
    )


def rule_title(answers: Answers, rule: Rule, context: EvaluationContext) -> str:
    """Return the title of a rule, shortened in case a name in it is very long."""
    return shorten(answers.fill_template(rule.title, context), _MAX_TITLE_LENGTH)


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
