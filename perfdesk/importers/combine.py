"""Combine what several places and files say of one answer: agreeing ones make it sure, others contradict it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from perfdesk.definition.address import Address
from perfdesk.definition.kinds import parse_answer
from perfdesk.definition.text import shorten
from perfdesk.entries.proposal import CONFIDENCE_ORDER, Confidence, Proposal, ProposedAnswer
from perfdesk.evaluation.answers import Answers
from perfdesk.language.reader import read

_LONGEST_SHOWN = 30
_SHORT_KINDS = ("number", "year", "date", "measure", "choice", "link")


@dataclass(frozen=True, slots=True)
class _Ranked:
    answer: ProposedAnswer
    value: object
    order: tuple[int, int, int, int]


def combine(answers: Answers, readings: Iterable[Proposal], uncertain: Collection[str] = ()) -> Proposal:
    """One proposal of all readings, in the order of the form.

    An address that is read differently occurs once for each text, the most trustworthy first: sure before likely, an
    exact figure before a rounded one, a table before a sentence, a file that is read with certainty before one of the
    `uncertain` files, out of which nothing is sure. What contradicts the report's own answer is doubtful.
    """
    given = list(readings)
    found: dict[Address, list[ProposedAnswer]] = {}
    for proposal in given:
        for answer in proposal.answers:
            found.setdefault(answer.address, []).append(_lowered(answer, uncertain))
    combined = [answer for address in found for answer in _combined(answers, address, found[address], uncertain)]
    unplaced = tuple(text for proposal in given for text in proposal.unplaced)
    return Proposal(tuple(sorted(combined, key=_place_in(answers))), unplaced)


def best_answers(proposal: Proposal) -> Proposal:
    """The proposal with only the first reading of each address."""
    first: dict[Address, ProposedAnswer] = {}
    for answer in proposal.answers:
        first.setdefault(answer.address, answer)
    return replace(proposal, answers=tuple(first.values()))


def _place_in(answers: Answers) -> Callable[[ProposedAnswer], int]:
    """The order of the sections of the form."""
    places = {section.id: number for number, section in enumerate(answers.form.sections)}
    return lambda answer: places.get(answer.address.form_section, len(places))


def _lowered(answer: ProposedAnswer, uncertain: Collection[str]) -> ProposedAnswer:
    is_too_sure = answer.confidence == "sure" and answer.source.file in uncertain
    return replace(answer, confidence="likely") if is_too_sure else answer


def _combined(
    answers: Answers, address: Address, found: Sequence[ProposedAnswer], uncertain: Collection[str]
) -> list[ProposedAnswer]:
    """The readings of one address, one for each text, the most trustworthy first."""
    ranked = sorted((_ranked(answers, one, uncertain) for one in found), key=lambda one: one.order)
    groups: list[list[_Ranked]] = []
    for one in ranked:
        group = next((group for group in groups if _agree(group[0], one)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    readings = [_agreed(group, uncertain) for group in groups]
    readings = [readings[0], *(one for one in readings[1:] if not _is_rounding(answers, readings[0], one))]
    readings = [replace(one, conflict=_conflict(one, readings)) for one in readings]
    if len(readings) > 1:
        readings[0] = _after_conflict(readings)
        readings[1:] = [replace(one, confidence="doubtful") for one in readings[1:]]
    return [_against_typed(answers, one) for one in readings]


def _ranked(answers: Answers, answer: ProposedAnswer, uncertain: Collection[str]) -> _Ranked:
    order = (
        CONFIDENCE_ORDER[answer.confidence],
        answer.source.file in uncertain,
        answer.source.cell is None,
        _decimals(answer.after),
    )
    return _Ranked(answer, _value(answers, answer.address, answer.after), order)


def _decimals(text: str) -> int:
    """Less for more decimals, so that an exact figure comes before a rounded one."""
    return -len(text.partition(".")[2].rstrip("0")) if text[:1].isdigit() else 0


def _value(answers: Answers, address: Address, text: str) -> object:
    """What two readings must have in common to agree."""
    question = answers.form.question(address)
    if question is not None and question.kind in _SHORT_KINDS:
        value = parse_answer(question.kind, question.unit, text).value
        if value is not None and question.kind != "measure":
            return value
    return "".join(text.split()).rstrip("。；;.")


def _agree(one: _Ranked, other: _Ranked) -> bool:
    return one.value == other.value


def _agreed(group: Sequence[_Ranked], uncertain: Collection[str]) -> ProposedAnswer:
    """The first of some agreeing readings; several places make a likely one sure."""
    best = group[0].answer
    places = {(one.answer.source.file, one.answer.source.block, one.answer.source.cell) for one in group}
    is_certain = any(one.answer.source.file not in uncertain for one in group)
    if best.confidence == "likely" and len(places) > 1 and is_certain:
        best = replace(best, confidence="sure")
    others = list(dict.fromkeys(_where(one.answer) for one in group[1:]))
    if others and not best.note:
        best = replace(best, note=f"{shorten('、'.join(others), _LONGEST_SHOWN * 2)}也这样写")
    return best


def _is_rounding(answers: Answers, best: ProposedAnswer, other: ProposedAnswer) -> bool:
    """Whether a vague figure, 约1.9亿元, may be the exact one."""
    question = answers.form.question(best.address)
    exact = _value(answers, best.address, best.after)
    if other.confidence != "doubtful" or question is None or not isinstance(exact, Decimal):
        return False
    vague = [one for one in read(other.source.quote).quantities if one.hedge or one.bound]
    base = exact * (10_000 if question.unit == "万元" else 1)
    return any(one.low <= base <= one.high for one in vague)


def _conflict(one: ProposedAnswer, readings: Sequence[ProposedAnswer]) -> str:
    others = [other for other in readings if other is not one]
    return "；".join(f"{_where(other)}是“{shorten(other.after, _LONGEST_SHOWN)}”" for other in others)


def _where(answer: ProposedAnswer) -> str:
    return f"“{answer.source.file}”{answer.source.place}" if answer.source.file else answer.source.place


def _after_conflict(readings: Sequence[ProposedAnswer]) -> ProposedAnswer:
    """The best of contradicting readings is sure only if the others are doubtful; of two equal ones neither is."""
    best, second = readings[0], readings[1]
    if second.confidence == "doubtful":
        return best
    lowered: Confidence = "likely" if best.confidence == "sure" and second.confidence != "sure" else "doubtful"
    from_table = best.source.cell is not None and second.source.cell is None
    return replace(best, confidence="likely" if from_table and best.confidence == "sure" else lowered)


def _against_typed(answers: Answers, one: ProposedAnswer) -> ProposedAnswer:
    """A reading that would replace another answer of the report is doubtful; a text of last year may be replaced."""
    if not one.before or _value(answers, one.address, one.before) == _value(answers, one.address, one.after):
        return one
    if answers.entries.carried_over(one.address) == one.before:
        return one
    present = f"现在填的是“{shorten(one.before, _LONGEST_SHOWN)}”"
    return replace(one, confidence="doubtful", conflict="；".join(filter(None, (present, one.conflict))))
