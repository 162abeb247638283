"""All checks of a report: required answers, unreadable ones, and the form's rules; each looks again only where what it
looked at has changed (`memory`)."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.checks.answers import Answers
from perfdesk.checks.carried import carried
from perfdesk.checks.evaluate import Place
from perfdesk.checks.finding import Finding
from perfdesk.checks.proof.proof import proofread
from perfdesk.checks.required import missing
from perfdesk.checks.rules import broken
from perfdesk.checks.unplaced import unplaced
from perfdesk.checks.unreadable import unreadable
from perfdesk.definition.model import Section

_ORDER = {"error": 0, "warning": 1, "notice": 2}


def run(answers: Answers) -> tuple[Finding, ...]:
    """Every finding, errors first; among equals what contradicts itself stands before what is only missing."""
    return tuple(sorted(_all(answers), key=lambda finding: _ORDER[finding.severity]))


def _all(answers: Answers) -> Iterator[Finding]:
    yield from unreadable(answers)
    instances = {section.id: _instances(answers, section) for section in answers.form.sections}
    for number, rule in enumerate(answers.form.rules):
        for instance in instances[rule.section]:
            yield from answers.once(("rule", number, instance), broken, rule, instance)
    for section in answers.form.sections:
        for instance in instances[section.id]:
            yield from answers.once(("missing", instance), missing, section, instance)
    yield from proofread(answers)
    yield from carried(answers)
    yield from unplaced(answers)


def _instances(answers: Answers, section: Section) -> tuple[str, ...]:
    """Where a section stands in this report: nowhere while it is left out."""
    return answers.instances(section) if answers.holds(section.when, Place(section.id)) else ()
