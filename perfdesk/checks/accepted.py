"""保留并说明: a user may accept a warning with a reason, which is valid until the figures of the warning change.

The reason is an ordinary entry under a section that no form has, so saving, undo, history, copies and backups need no
special case, and a version of the program without this feature keeps it as an answer without a place in the form.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from perfdesk.checks.finding import Finding, FindingCode
from perfdesk.definition.address import Address
from perfdesk.definition.kinds import clean_text, value_text
from perfdesk.definition.severity import Severity
from perfdesk.entries.change import Edit
from perfdesk.entries.entries import ACCEPTED_SECTION
from perfdesk.evaluation.answers import Answers

#: The reason for which a text of last year stays as it is.
REVIEWED = "核对无误"


@dataclass(frozen=True, slots=True)
class AcceptedWarning:
    """A warning that was accepted with a reason, and the address of the reason."""

    finding: Finding
    reason: str
    address: Address


def split_accepted(
    answers: Answers, findings: Iterable[Finding]
) -> tuple[tuple[Finding, ...], tuple[AcceptedWarning, ...]]:
    """Return the open findings and the accepted warnings."""
    if not answers.typed_in(ACCEPTED_SECTION):
        return tuple(findings), ()
    is_open: list[Finding] = []
    accepted: list[AcceptedWarning] = []
    for finding in findings:
        address = _acceptance_address(answers, finding)
        figures, _, reason = (answers.typed(address) or "").partition(" ")
        if can_be_accepted(finding) and reason and figures == _figures_hash(answers, finding):
            accepted.append(AcceptedWarning(finding, reason, address))
        else:
            is_open.append(finding)
    return tuple(is_open), tuple(accepted)


def can_be_accepted(finding: Finding) -> bool:
    """Whether a finding is a warning, or may become one: it asks for an explanation, or tells of last year's text."""
    may_be_accepted = finding.asks_for_answer or finding.code == FindingCode.CARRIED
    return finding.severity == Severity.WARNING or (may_be_accepted and finding.severity == Severity.NOTICE)


def earlier_reason(answers: Answers, finding: Finding) -> str:
    """Return the reason given for a warning before its figures changed; empty if there is none."""
    return reason_of(answers.typed(_acceptance_address(answers, finding)) or "")


def acceptance_edit(answers: Answers, finding: Finding, reason: str) -> Edit:
    """Return the edit that accepts a warning; ValueError for any other finding, and without a reason."""
    text = " ".join(clean_text(reason).split())
    if not can_be_accepted(finding) or not text:
        raise ValueError(finding.code)
    address = _acceptance_address(answers, finding)
    return Edit(address, answers.typed(address), f"{_figures_hash(answers, finding)} {text}")


def withdrawal_edit(answers: Answers, accepted: AcceptedWarning) -> Edit:
    """Return the edit that withdraws an acceptance."""
    return Edit(accepted.address, answers.typed(accepted.address), None)


def reason_of(text: str) -> str:
    """Return the reason in the text of an entry, which begins with the hash of the figures."""
    return text.partition(" ")[2]


def _acceptance_address(answers: Answers, finding: Finding) -> Address:
    """Return the address of the reason, which depends on the code and on the highlighted answers or words only."""
    marks = [finding.section, _excerpt(answers, finding), *(str(address) for address in finding.highlighted)]
    return Address(ACCEPTED_SECTION, str(finding.code), _hash(marks), "reason")


def _figures_hash(answers: Answers, finding: Finding) -> str:
    """Return the hash of all answers involved, or of the words if the finding is about certain words of a text."""
    excerpt = _excerpt(answers, finding)
    values = [f"{address}={_answer_text(answers, address)}" for address in finding.addresses if not excerpt]
    if finding.code == FindingCode.STATED:  # the figure of the source is in its message only
        values.append(finding.message)
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
