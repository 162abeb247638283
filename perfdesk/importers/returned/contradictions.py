"""What a proposed change would contradict: the errors that the report has only with it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from perfdesk.checks.finding import Finding, FindingCode
from perfdesk.checks.run import run
from perfdesk.entries.proposal import Proposal, ProposedAnswer
from perfdesk.evaluation.answers import Answers

#: Contradictions named for one answer.
_MOST_NAMED = 2


def with_contradictions(present: Answers, proposal: Proposal) -> Proposal:
    """Return the proposal in which each answer that breaks a sum or contradicts a table says so.

    Changes are judged together: a part and its total that were both changed do not contradict each other.
    """
    before = Counter(map(_name, _contradictions(present)))
    together = _contradictions(_after(present, proposal))
    new = [finding for finding in together if _name(finding) not in before]
    if not new:
        return proposal
    answers = tuple(_checked(present, answer, new, before) for answer in proposal.answers)
    return replace(proposal, answers=answers)


def _checked(present: Answers, answer: ProposedAnswer, new: list[Finding], before: Counter[str]) -> ProposedAnswer:
    alone = _contradictions(_after(present, Proposal((answer,))))
    caused = {_name(finding) for finding in alone} - before.keys()
    places = {_place(finding) for finding in alone if _name(finding) in caused}
    mine = [one.message for one in new if answer.address in one.addresses or _place(one) in places]
    if not mine:
        return answer
    conflict = answer.conflict + "".join(dict.fromkeys(mine[:_MOST_NAMED]))
    return replace(answer, conflict=conflict, confidence="doubtful")


def _after(present: Answers, proposal: Proposal) -> Answers:
    return present.after(proposal.edits(present.form, present.entries))


def _contradictions(answers: Answers) -> list[Finding]:
    """The errors of the report, and the figures of its texts that contradict its tables; what is missing is none."""
    return [
        finding
        for finding in run(answers)
        if finding.code == FindingCode.CONTRADICTING_FIGURE
        or (finding.severity.stops_final_export and finding.code not in _NO_CONTRADICTION)
    ]


_NO_CONTRADICTION = frozenset({FindingCode.MISSING, FindingCode.REQUIRED, FindingCode.UNREADABLE})


def _name(finding: Finding) -> str:
    return "\n".join((finding.code, finding.section, finding.message))


def _place(finding: Finding) -> tuple[object, ...]:
    """The check and the answers that it is about, whatever their figures."""
    return finding.code, finding.section, finding.addresses
