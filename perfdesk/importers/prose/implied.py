"""Choices that follow from other answers: the table of a fund is only asked when its spending is `有`."""

from __future__ import annotations

from dataclasses import replace

from perfdesk.definition.address import Address
from perfdesk.definition.kinds import parse_answer
from perfdesk.entries.proposal import Proposal, ProposedAnswer
from perfdesk.evaluation.answers import Answers
from perfdesk.importers.prose.statements import implied_choice, is_bare_denial


def with_implied_choices(answers: Answers, proposal: Proposal) -> Proposal:
    """The proposal with the choices that its answers imply and that nothing in it contradicts."""
    stated = {answer.address for answer in proposal.answers}
    implied: dict[Address, ProposedAnswer] = {}
    for answer in proposal.answers:
        choice = implied_choice(answers.form, answer.address)
        if choice is None or choice[0] in stated or choice[0] in implied or _is_nothing(answers, answer):
            continue
        address, option = choice
        implied[address] = replace(answer, address=address, before=answers.typed(address) or "", after=option)
    return replace(proposal, answers=(*proposal.answers, *implied.values()))


def _is_nothing(answers: Answers, answer: ProposedAnswer) -> bool:
    """Whether an answer is blank or zero, or a text that says that there is nothing."""
    question = answers.form.question(answer.address)
    if any(map(is_bare_denial, answer.after.splitlines())):
        return True
    return question is None or not parse_answer(question.kind, question.unit, answer.after).value
