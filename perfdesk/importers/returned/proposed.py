"""The proposal of a returned file: the edits of each answer put together, against the report as it is now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from perfdesk.definition.address import Address
from perfdesk.definition.kinds import parse_answer
from perfdesk.definition.text import shorten
from perfdesk.entries.proposal import (
    Confidence,
    Proposal,
    ProposedAnswer,
    ReturnedChange,
    Source,
    UnplacedText,
)
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.explain import explain
from perfdesk.importers.returned.answer_edits import AnswerEdit, answer_text, merged
from perfdesk.importers.returned.line_text import half_width, line_key

_LONGEST = 60
_TWO_READINGS = "文件里几处改得不一样：{}。"
_CHANGED_HERE = "导出以后这一项在程序里也改过：导出时是“{}”，现在是“{}”。"
_GONE = "导出以后这一行在程序里删去了。"
_COMPUTED = "这个数是算出来的（现在是{}），不能直接改；请改它的来源：{}。"
#: Sources of a computed figure that are named.
_MOST_SOURCES = 6
_UNREADABLE = "读不成这一项的答案：{}。"


def proposed(
    exported: Answers, present: Answers, edits: Sequence[AnswerEdit], unplaced: Sequence[UnplacedText]
) -> Proposal:
    """Return the proposal of these edits, in the order of the file."""
    by_address: dict[Address, list[AnswerEdit]] = {}
    for edit in edits:
        by_address.setdefault(edit.address, []).append(edit)
    answers = [_proposed_answer(exported, present, address, merged(each)) for address, each in by_address.items()]
    placed = [answer for answer in answers if answer is not None]
    return Proposal(tuple(sorted(placed, key=lambda answer: _order(answer.source))), tuple(unplaced))


def _order(source: Source) -> tuple[int, tuple[int, int]]:
    return source.block, source.cell or (-1, -1)


def _proposed_answer(
    exported: Answers, present: Answers, address: Address, edits: list[AnswerEdit]
) -> ProposedAnswer | None:
    """The answer that the edits of one address make; None when the report already says so."""
    then, now = answer_text(exported, address), answer_text(present, address)
    first = edits[0]
    after, conflicts = _outcome(exported, address, then, edits)
    if _is_same(present, address, after, now) and first.change != "added" and not first.is_computed:
        return None
    conflicts += [edit.doubt for edit in edits if edit.doubt]
    if first.change != "added" and address.row and _is_gone(present, address):
        conflicts.append(_GONE)
    elif then != now:
        conflicts.append(_CHANGED_HERE.format(shorten(then, _LONGEST) or "空", shorten(now, _LONGEST) or "空"))
    if first.is_computed:
        conflicts.append(_COMPUTED.format(now or "空", _sources(present, address)))
    confidence: Confidence = "doubtful" if conflicts else "sure" if _is_direct(edits) else "likely"
    source = replace(first.source, quote="\n".join(dict.fromkeys(edit.source.quote for edit in edits)))
    notes = "".join(dict.fromkeys(edit.note for edit in edits if edit.note))
    conflict = "".join(dict.fromkeys(conflicts))
    return ProposedAnswer(address, now, after, notes, source, confidence, conflict, _change_of(edits), first.below)


def _sources(answers: Answers, address: Address) -> str:
    """The answers that a computed figure comes from, by their labels; those that are not zero first."""
    sources = sorted(explain(answers, address).sources, key=lambda source: not answers.value(source.address))
    names = "、".join(source.label for source in sources[:_MOST_SOURCES])
    return f"{names}等" if len(sources) > _MOST_SOURCES else names or "见“这个数怎么来的”"


def _outcome(exported: Answers, address: Address, then: str, edits: list[AnswerEdit]) -> tuple[str, list[str]]:
    """The text that the edits make of the exported one, and what speaks against it."""
    question = exported.form.question(address)
    whole = [edit for edit in edits if edit.end is None]
    if whole:
        readings = [_entered_text(exported, address, edit.text) for edit in whole]
        problem = ""
        if question is not None and readings[0]:
            problem = parse_answer(question.kind, question.unit, readings[0]).problem
        conflicts = [_UNREADABLE.format(problem)] if problem else []
        distinct = list(dict.fromkeys(readings))
        if len(distinct) > 1:
            conflicts.append(_TWO_READINGS.format("、".join(shorten(text, _LONGEST) or "空" for text in distinct)))
        return readings[0], conflicts
    text, overlaps, last = then, False, len(then)
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end or 0), reverse=True):
        end = edit.end or edit.start
        overlaps = overlaps or end > last
        text, last = text[: edit.start] + edit.text + text[end:], edit.start
    lines = text.split("\n")
    kept = [line for line in lines if line.strip()] if any(edit.change == "deleted" for edit in edits) else lines
    found = "\n".join(kept).strip("\n")
    return found, [_TWO_READINGS.format(shorten(found, _LONGEST))] if overlaps else []


def _entered_text(answers: Answers, address: Address, text: str) -> str:
    """A figure as it is entered: half-width, without the unit of its answer."""
    question = answers.form.question(address)
    plain = half_width(text.strip())
    if question is not None and question.kind in ("number", "year"):
        value = parse_answer(question.kind, question.unit, plain).value
        return f"{value:f}" if isinstance(value, Decimal) else plain
    return plain if question is not None and question.kind in ("measure", "date") else text.strip()


def _is_same(present: Answers, address: Address, after: str, now: str) -> bool:
    question = present.form.question(address)
    if line_key(after) == line_key(now):
        return True
    if question is None or question.kind not in ("number", "year"):
        return False
    value = parse_answer(question.kind, question.unit, after).value
    return value is not None and value == present.value(address)


def _is_gone(present: Answers, address: Address) -> bool:
    table = present.form.tables.get((address.form_section, address.field))
    return table is not None and table.open and address.row not in present.rows(address.section, address.field)


def _is_direct(edits: list[AnswerEdit]) -> bool:
    """Whether the edits only change words or figures where they stand."""
    return all(edit.change in ("wording", "figure", "heading") and not edit.note for edit in edits)


def _change_of(edits: list[AnswerEdit]) -> ReturnedChange:
    return edits[0].change if len({edit.change for edit in edits}) == 1 else "wording"
