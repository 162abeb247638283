"""保留并说明: a warning may stand with a written reason, for as long as the figures it was given for stay the same.

The reason is an entry like any other, under a section no form has: saving, undo, history, copies and backups need know
nothing of it, and a program that does not know it keeps it as an answer without a place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from perfdesk.checks.finding import Finding
from perfdesk.definition.address import Address
from perfdesk.definition.kinds import clean_text, value_text
from perfdesk.definition.severity import Severity
from perfdesk.entries.change import Edit
from perfdesk.entries.entries import ACCEPTED_SECTION
from perfdesk.evaluation.answers import Answers


@dataclass(frozen=True, slots=True)
class AcceptedWarning:
    """A warning that stands with a reason, and where the reason is entered."""

    finding: Finding
    reason: str
    address: Address


def split_accepted(
    answers: Answers, findings: Iterable[Finding]
) -> tuple[tuple[Finding, ...], tuple[AcceptedWarning, ...]]:
    """The findings that are open, and the warnings that stand with a reason."""
    if not answers.typed_in(ACCEPTED_SECTION):
        return tuple(findings), ()
    is_open: list[Finding] = []
    accepted: list[AcceptedWarning] = []
    for finding in findings:
        address = _acceptance_address(answers, finding)
        figures, _, reason = (answers.typed(address) or "").partition(" ")
        if finding.severity == Severity.WARNING and reason and figures == _figures_hash(answers, finding):
            accepted.append(AcceptedWarning(finding, reason, address))
        else:
            is_open.append(finding)
    return tuple(is_open), tuple(accepted)


def earlier_reason(answers: Answers, finding: Finding) -> str:
    """The reason once given for a warning whose figures have changed since; empty when there is none."""
    return reason_of(answers.typed(_acceptance_address(answers, finding)) or "")


def acceptance_edit(answers: Answers, finding: Finding, reason: str) -> Edit:
    """The edit that lets a warning stand; ValueError for anything but a warning, and without a reason."""
    text = " ".join(clean_text(reason).split())
    if finding.severity != Severity.WARNING or not text:
        raise ValueError(finding.code)
    address = _acceptance_address(answers, finding)
    return Edit(address, answers.typed(address), f"{_figures_hash(answers, finding)} {text}")


def withdrawal_edit(answers: Answers, accepted: AcceptedWarning) -> Edit:
    """The edit that takes a reason back."""
    return Edit(accepted.address, answers.typed(accepted.address), None)


def reason_of(text: str) -> str:
    """The words of a reason as it is entered: without the mark of its figures."""
    return text.partition(" ")[2]


def _acceptance_address(answers: Answers, finding: Finding) -> Address:
    """One for each finding, whatever its figures: the rule, and the answers or the words that it marks."""
    marks = [finding.section, _excerpt(answers, finding), *(str(address) for address in finding.highlighted)]
    return Address(ACCEPTED_SECTION, finding.code, _hash(marks), "reason")


def _figures_hash(answers: Answers, finding: Finding) -> str:
    """A number over all answers involved; of a text in which certain words are meant, only over these."""
    excerpt = _excerpt(answers, finding)
    values = [f"{address}={_answer_text(answers, address)}" for address in finding.addresses if not excerpt]
    return _hash([excerpt, *sorted(values)])


def _answer_text(answers: Answers, address: Address) -> str:
    return value_text(answers.value(address)) or answers.typed(address) or ""


def _excerpt(answers: Answers, finding: Finding) -> str:
    if finding.span is None or not finding.addresses:
        return ""
    return (answers.typed(finding.addresses[0]) or "")[slice(*finding.span)]


def _hash(parts: Iterable[str]) -> str:
    data = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=8).hexdigest()
