"""The rules that refer to an answer, and the current state of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from perfdesk.checks.open_answers import contexts_of
from perfdesk.checks.rules import direct_answers, finding_at, rule_title
from perfdesk.definition.address import Address
from perfdesk.definition.model import Rule
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext
from perfdesk.evaluation.explain import may_refer_to, refers_to

#: `unknown`: an answer that the rule refers to is still blank.
RuleState = Literal["holds", "broken", "unknown"]


@dataclass(frozen=True, slots=True)
class RuleStatus:
    """A rule in one context: its title or message, its source, its state and every answer that it refers to."""

    text: str
    source: str
    state: RuleState
    addresses: tuple[Address, ...]


def rules_about(answers: Answers, address: Address) -> list[RuleStatus]:
    """Return the rules that refer to an answer directly, broken ones first, without those that do not apply."""
    found = [status for rule in answers.form.rules for status in _rule_statuses(answers, rule, address)]
    return sorted(found, key=lambda status: status.state != "broken")


def _rule_statuses(answers: Answers, rule: Rule, address: Address) -> Iterator[RuleStatus]:
    expressions = [part for part in (rule.found, rule.expected, rule.condition) if part is not None]
    if not may_refer_to(expressions, address):
        return
    section = answers.form.section(rule.section)
    instances = answers.instances(section) if answers.is_met(section.when, EvaluationContext(section.id)) else ()
    for context in (context for instance in instances for context in contexts_of(answers, rule, instance)):
        bound = [(part, context) for part in expressions]
        if answers.is_met(rule.when, context) and refers_to(answers, bound, address):
            finding = finding_at(answers, rule, context)
            text = finding.message if finding is not None else rule_title(answers, rule, context)
            state = "broken" if finding is not None else _state(answers, rule, context)
            yield RuleStatus(text, rule.source, state, direct_answers(answers, context, *expressions))


def _state(answers: Answers, rule: Rule, context: EvaluationContext) -> RuleState:
    parts = [part for part in (rule.found, rule.expected, rule.condition) if part is not None]
    return "unknown" if any(answers.evaluate(part, context) is None for part in parts) else "holds"
