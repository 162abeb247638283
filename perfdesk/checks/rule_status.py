"""Which checks look at an answer, and what each of them says of it now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from perfdesk.checks.rules import broken_at, direct_answers, places_of, title_of
from perfdesk.definition.address import Address
from perfdesk.definition.model import Rule
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import Place
from perfdesk.evaluation.explain import looks_at

#: `unknown`: something the rule looks at is still blank.
State = Literal["holds", "broken", "unknown"]


@dataclass(frozen=True, slots=True)
class Watch:
    """One check in one place: what it is about and where it comes from, what it says, every answer it looks at."""

    words: str
    source: str
    state: State
    where: tuple[Address, ...]


def watched_by(answers: Answers, address: Address) -> list[Watch]:
    """The checks that look at an answer themselves, broken ones first; those that do not apply now are left out."""
    found = [watch for rule in answers.form.rules for watch in _watches(answers, rule, address)]
    return sorted(found, key=lambda watch: watch.state != "broken")


def _watches(answers: Answers, rule: Rule, address: Address) -> Iterator[Watch]:
    expressions = [part for part in (rule.found, rule.expected, rule.holds) if part is not None]
    section = answers.form.section(rule.section)
    instances = answers.instances(section) if answers.holds(section.when, Place(section.id)) else ()
    for place in (place for instance in instances for place in places_of(answers, rule, instance)):
        looks = [(part, place) for part in expressions]
        if answers.holds(rule.when, place) and looks_at(answers, looks, address):
            finding = broken_at(answers, rule, place)
            words = finding.message if finding is not None else title_of(answers, rule, place)
            state = "broken" if finding is not None else _state(answers, rule, place)
            yield Watch(words, rule.source, state, direct_answers(answers, place, *expressions))


def _state(answers: Answers, rule: Rule, place: Place) -> State:
    parts = [part for part in (rule.found, rule.expected, rule.holds) if part is not None]
    return "unknown" if any(answers.evaluate(part, place) is None for part in parts) else "holds"
