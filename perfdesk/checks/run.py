"""All checks of a report, every time: required answers, unreadable ones, and the form's rules."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.checks.answers import Answers
from perfdesk.checks.carried import carried
from perfdesk.checks.evaluate import Place
from perfdesk.checks.finding import Finding
from perfdesk.checks.required import missing
from perfdesk.checks.rules import broken
from perfdesk.checks.unplaced import unplaced
from perfdesk.checks.unreadable import unreadable

_ORDER = {"error": 0, "warning": 1, "notice": 2}


def run(answers: Answers) -> tuple[Finding, ...]:
    """Every finding, errors first, each severity in the order of the form."""
    return tuple(sorted(_all(answers), key=lambda finding: _ORDER[finding.severity]))


def _all(answers: Answers) -> Iterator[Finding]:
    yield from unreadable(answers)
    for section in answers.form.sections:
        if not answers.holds(section.when, Place(section.id)):
            continue
        for instance in answers.instances(section):
            yield from missing(answers, section, instance)
    for rule in answers.form.rules:
        section = answers.form.section(rule.section)
        if not answers.holds(section.when, Place(section.id)):
            continue
        for instance in answers.instances(section):
            yield from broken(answers, rule, instance)
    yield from carried(answers)
    yield from unplaced(answers)
