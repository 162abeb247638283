"""Where a changed line is entered: the edits of the answers that it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from perfdesk.definition.address import Address
from perfdesk.definition.kinds import value_text
from perfdesk.entries.proposal import ReturnedChange, Source
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.printed_parts import PrintedPart
from perfdesk.importers.returned.exported_lines import ExportedLine
from perfdesk.importers.returned.returned_lines import ReturnedLine
from perfdesk.importers.returned.word_changes import WordChange, only_figures, word_changes

#: Questions whose answer is written in one go; the words of the others may be changed in part.
_WHOLE = ("number", "measure", "year", "date", "choice", "link")
_WORDS = ("text", "prose", "sentence")
#: The number in front of a point of a list, as people write it.
_NUMBERING = re.compile(
    r"\s*(?:[（(]?[0-9０-９一二三四五六七八九十百]{1,4}[)）、.．:：]\s*|第[一二三四五六七八九十百]+[，、])"
)
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class AnswerEdit:
    """A piece of an answer's exported text, from `start` to `end`, that became `text`; the whole text without `end`.

    `is_computed`: the answer is the result of a formula and cannot be entered. `below` is the row under which a new
    row goes, as in `ProposedAnswer`; `doubt` is what speaks against the edit.
    """

    address: Address
    text: str
    source: Source
    change: ReturnedChange
    start: int = 0
    end: int | None = None
    is_computed: bool = False
    below: str | None = None
    note: str = ""
    doubt: str = ""


def answer_text(answers: Answers, address: Address) -> str:
    """Return the text of an answer: as typed, else as computed; empty when blank."""
    return answers.typed(address) or value_text(answers.value(address))


def reworded(answers: Answers, old: ExportedLine, new: ReturnedLine) -> list[AnswerEdit] | None:
    """Return the edits that make a paragraph the returned one; None when the form itself sets the changed words."""
    text = _with_exported_number(old, new.text) if old.item is not None else new.text
    changes = word_changes(old.text, text)
    kind = _kind(old, changes)
    owned: dict[int, tuple[PrintedPart, list[WordChange]]] = {}
    free: list[WordChange] = []
    for change in changes:
        owner = _owner(answers, old, change)
        if owner is None:
            free.append(change)
        else:
            owned.setdefault(owner[1], (owner[0], []))[1].append(change)
    if not free:
        return [
            edit
            for begins, (part, inside) in owned.items()
            for edit in _part_edits(answers, part, [_moved(change, -begins) for change in inside], kind, new.source)
        ]
    if old.host is None:
        return None
    figures = [
        edit
        for begins, (part, inside) in owned.items()
        if part.address != old.host and not part.is_computed and only_figures(inside)
        for edit in _part_edits(answers, part, [_moved(change, -begins) for change in inside], "figure", new.source)
    ]
    doubt = _CALCULATED if any(_is_calculated(old, change) for change in free) else ""
    own = (_moved(change, old.start) for change in changes)
    return figures + [
        AnswerEdit(old.host, change.text, new.source, kind, change.start, change.end, note=_OWN_TEXT, doubt=doubt)
        for change in own
    ]


_OWN_TEXT = "这一段改成自己写的文字，以后不再跟着数变。"
_CALCULATED = "改了的数是由别的数算出来的，改成自己写的文字以后就与它们不符了。"


def _kind(old: ExportedLine, changes: list[WordChange]) -> ReturnedChange:
    return "heading" if old.is_heading else "figure" if only_figures(changes) else "wording"


def _with_exported_number(old: ExportedLine, text: str) -> str:
    """The returned point of a list with the number of the exported one: points are numbered by the program."""
    prefix = "".join(part.text for part in _before_answer(old))
    pattern = r"\s*".join(r"\d+" if piece.isdigit() else re.escape(piece) for piece in re.findall(r"\d+|\S", prefix))
    found = re.match(rf"\s*{pattern}\s*", text) if pattern else None
    found = found or _NUMBERING.match(text)
    return prefix + text[found.end() if found else 0 :].lstrip()


def _before_answer(old: ExportedLine) -> Iterator[PrintedPart]:
    for part in old.parts:
        if part.address is not None:
            return
        yield part


def point_text(old: ExportedLine, text: str) -> str:
    """The words of a new point of the list to which an exported point belongs, without its number."""
    prefix = "".join(part.text for part in _before_answer(old))
    return _with_exported_number(old, text)[len(prefix) :].strip()


def _owner(answers: Answers, line: ExportedLine, change: WordChange) -> tuple[PrintedPart, int] | None:
    """The part whose answer is to be edited for a change, with its start in the line; None for words of the form."""
    start = 0
    found: tuple[PrintedPart, int] | None = None
    for part in line.parts:
        end = start + len(part.text)
        if start <= change.start and change.end <= end and _can_edit(answers, line, part, change, (start, end)):
            found = (part, start)
        start = end
    return found


def _can_edit(
    answers: Answers, line: ExportedLine, part: PrintedPart, change: WordChange, span: tuple[int, int]
) -> bool:
    if part.address is None:
        return False
    if part.address == line.host:
        return True
    question = answers.form.question(part.address)
    section = answers.form.section(part.address.section)
    if question is None or (section.kind == "cover" and line.host is not None):
        return False
    if question.kind in _WORDS:
        here = line.host or line.item
        near = here is None or here.form_section == part.address.form_section
        return near and (change.start < change.end or question.kind != "text")
    return change.start < change.end and (change.is_figure or question.kind not in ("number", "year"))


def _part_edits(
    answers: Answers, part: PrintedPart, changes: list[WordChange], kind: ReturnedChange, source: Source
) -> Iterator[AnswerEdit]:
    """The edits of the answer that a part shows; the changes count from the beginning of the part."""
    assert part.address is not None
    question = answers.form.question(part.address)
    if part.is_computed or (question is not None and question.kind in _WHOLE):
        text = part.text
        for change in reversed(changes):
            text = text[: change.start] + change.text + text[change.end :]
        yield AnswerEdit(part.address, text, source, "figure", is_computed=part.is_computed)
        return
    for change in changes:
        at = _moved(change, part.start)
        yield AnswerEdit(part.address, at.text, source, kind, at.start, at.end)


def _moved(change: WordChange, by: int) -> WordChange:
    return replace(change, start=change.start + by, end=change.end + by)


def _is_calculated(line: ExportedLine, change: WordChange) -> bool:
    """Whether a change lies in a figure that is calculated in the sentence itself."""
    start = 0
    for part in line.parts:
        end = start + len(part.text)
        if part.is_computed and change.start < end and change.end > start:
            return True
        start = end
    return False


def merged(edits: list[AnswerEdit]) -> list[AnswerEdit]:
    """Return the edits without repetitions: an answer may be shown, and changed alike, in several places."""
    seen: dict[object, AnswerEdit] = {}
    for edit in edits:
        seen.setdefault(replace(edit, source=Source()), edit)
    return list(seen.values())
