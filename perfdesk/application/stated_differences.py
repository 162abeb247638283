"""What files state for computed answers and differs from them is offered as 原件上的数: nothing is cured in silence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from perfdesk.checks.stated import agrees_with_computed, is_settled
from perfdesk.entries.proposal import Proposal, ProposedAnswer, is_entered
from perfdesk.entries.stated import stated_address
from perfdesk.evaluation.answers import Answers

_NOTE, _LATER = "接受就记作原件上的数，检查里会一直比对", "记作原件上的数，算得出时再比对"


def with_stated_figures(answers: Answers, after: Answers, proposal: Proposal) -> Proposal:
    """Return a proposal whose answers at computed addresses are figures stated by the files.

    `after` are the answers with the whole proposal entered. A figure that agrees with what is computed then is left
    out; one that contradicts it is doubtful; the others are kept to be compared later. One that was changed in a
    returned file stays as it is: what it comes from has to be changed.
    """
    return replace(proposal, answers=tuple(_with_stated(answers, after, proposal)))


def _with_stated(answers: Answers, after: Answers, proposal: Proposal) -> Iterator[ProposedAnswer]:
    for answer in proposal.answers:
        if is_entered(answers.form, answer.address) or answer.change:
            yield answer
        elif not agrees_with_computed(after, answer.address, answer.after):
            yield _stated(answers, after, answer)


def _stated(answers: Answers, after: Answers, answer: ProposedAnswer) -> ProposedAnswer:
    target = stated_address(answer.address)
    before, conflicts = answers.typed(target) or "", list[str]()
    if is_settled(after, answer.address):
        conflicts.append(f"按读到的数算出是 {after.text(answer.address)}")
    if before and before != answer.after:
        conflicts.append(f"现在记的是“{before}”")
    conflict = "；".join(conflicts)
    confidence = "doubtful" if conflict else answer.confidence
    note = _NOTE if conflict else _LATER
    return replace(answer, address=target, before=before, note=note, confidence=confidence, conflict=conflict)
