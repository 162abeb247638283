"""All checks of a report.

A check runs again only if an answer that it depends on has changed (`evaluation.cache`), and a check that fails costs
only its own findings (`evaluation.guard`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeVarTuple

from perfdesk.checks.carried_over import carried_over
from perfdesk.checks.finding import Finding, FindingCode
from perfdesk.checks.limits import outside_limits
from perfdesk.checks.proofreading.run import proofread
from perfdesk.checks.required import missing_answers, uncomputed_answers
from perfdesk.checks.rules import rule_findings
from perfdesk.checks.stated import stated_figures
from perfdesk.checks.unplaced import unplaced
from perfdesk.checks.unreadable import unreadable
from perfdesk.definition.address import Address
from perfdesk.definition.model import Field, Section, Table
from perfdesk.definition.severity import Severity
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.cache import Fault, with_faults
from perfdesk.evaluation.evaluator import EvaluationContext
from perfdesk.evaluation.guard import guarded
from perfdesk.evaluation.labels import answer_label, section_label

Arguments = TypeVarTuple("Arguments")


def run(answers: Answers) -> tuple[Finding, ...]:
    """Return every finding, errors first, then what is missing."""
    found, faults = with_faults(lambda: list(_all_findings(answers)))
    found += [_unchecked(answers, fault) for fault in sorted(faults, key=_sort_key)]
    found = _quiet_while_unfinished(list(_without_consequences(found)))
    return tuple(sorted(found, key=lambda finding: finding.severity.rank))


def _quiet_while_unfinished(found: list[Finding]) -> list[Finding]:
    """While a section has blank answers, return a warning there that asks for one more, an explanation, as a notice."""
    unfinished = {one.section for one in found if one.is_blank_answer}
    return [
        replace(one, severity=Severity.NOTICE)
        if one.asks_for_answer and one.severity == Severity.WARNING and one.section in unfinished
        else one
        for one in found
    ]


def _without_consequences(found: list[Finding]) -> Iterator[Finding]:
    """Leave out what has a cause that is a finding itself: one cause is one finding.

    That is a notice about an answer for which an error has a proven correction, and what figures of a text say about
    answers that a rule finds in contradiction already.
    """
    corrected = {address for one in found if one.severity == Severity.ERROR and one.fix for address in one.fix.texts}
    rules = [one for one in found if not isinstance(one.code, FindingCode) and one.severity != Severity.NOTICE]
    for one in found:
        is_noticed = one.severity == Severity.NOTICE and bool(corrected.intersection(one.addresses[:1]))
        if not is_noticed and not any(_explains(rule, one) for rule in rules):
            yield one


def _explains(rule: Finding, one: Finding) -> bool:
    """Whether a rule's finding is about the same answers; the text has one of the rule's figures, if it states one."""
    stated = set(one.addresses[1:])
    if one.code not in (FindingCode.SUM, FindingCode.CONTRADICTING_FIGURE) or not stated.issubset(rule.addresses):
        return False
    return bool(stated) and (one.code == FindingCode.SUM or one.found in (rule.expected, rule.found))


def _all_findings(answers: Answers) -> Iterator[Finding]:
    yield from _checked(Fault("", about="读数"), unreadable, answers)
    yield from _checked(Fault("", about="填写的界限"), outside_limits, answers)
    instances = {section.id: _instances(answers, section) for section in answers.form.sections}
    for number, rule in enumerate(answers.form.rules):
        for instance in instances[rule.section]:
            fault = Fault(instance, about=rule.code)
            yield from answers.cached(("rule", number, instance), _once_checked, fault, rule_findings, rule, instance)
    for section in answers.form.sections:
        for instance in instances[section.id]:
            fault = Fault(instance, about="必填")
            yield from answers.cached(("missing", instance), _once_checked, fault, missing_answers, section, instance)
            yield from answers.cached(
                ("uncomputed", instance), _once_checked, fault, uncomputed_answers, section, instance
            )
            fault = Fault(instance, about="自动计算")
            yield from answers.cached(("computed", instance), _once_checked, fault, _computed, section, instance)
    yield from _checked(Fault("", about="文字校对"), proofread, answers)
    yield from _checked(Fault("", about="上年文字"), carried_over, answers)
    yield from answers.cached(("stated",), _once_checked, Fault("", about="原件上的数"), stated_figures)
    yield from _checked(Fault("", about="没有位置的答案"), unplaced, answers)


def _once_checked(
    answers: Answers, fault: Fault, check: Callable[[Answers, *Arguments], Iterable[Finding]], *arguments: *Arguments
) -> tuple[Finding, ...]:
    return _checked(fault, check, answers, *arguments)


def _checked(
    fault: Fault, check: Callable[[*Arguments], Iterable[Finding]], *arguments: *Arguments
) -> tuple[Finding, ...]:
    """Return the findings of one check; none if it fails, and the fault is recorded."""
    return guarded(fault, (), lambda: tuple(check(*arguments)))


def _computed(answers: Answers, section: Section, instance: str) -> tuple[()]:
    """Compute every computed answer of a section to detect faults, because perhaps no other check reads it."""
    for block in section.blocks:
        if isinstance(block, Field):
            _compute(answers, (Address(instance, block.question.id),))
        elif isinstance(block, Table):
            for row in answers.rows(instance, block.id):
                addresses = tuple(Address(instance, block.id, row, column.id) for column in block.columns)
                answers.cached_row(("computed row", instance, block.id, row), _compute, addresses)
    return ()


def _compute(answers: Answers, addresses: tuple[Address, ...]) -> tuple[()]:
    for address in addresses:
        if answers.form.formula(address) is not None:
            answers.value(address)
    return ()


def _instances(answers: Answers, section: Section) -> tuple[str, ...]:
    """Return the instances of a section in this report; none if the section does not apply."""
    return answers.instances(section) if answers.is_met(section.when, EvaluationContext(section.id)) else ()


def _sort_key(fault: Fault) -> tuple[str, str, str]:
    return fault.section, str(fault.address or ""), fault.about


def _unchecked(answers: Answers, fault: Fault) -> Finding:
    """Return the finding that something could not be checked; its own labels are guarded, too."""
    section = fault.section or answers.form.sections[0].id
    label = guarded(fault, section, section_label, answers, section)
    name = fault.about or label
    if fault.address is not None:
        name = guarded(fault, str(fault.address), answer_label, answers, fault.address)
    message = f"{name}：这一项没有检查成，是程序的毛病，不是填错了；其余照常。请自己核对这一项，并告诉维护人员。"
    where = (fault.address,) if fault.address is not None else ()
    return Finding(FindingCode.INTERNAL, Severity.WARNING, message, section, label, where)
