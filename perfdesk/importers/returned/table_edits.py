"""Changed cells of a returned table: the answers that they show, and what is not an answer."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from perfdesk.definition.address import Address
from perfdesk.entries.proposal import ReturnedChange, UnplacedText
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.printed_parts import entered_at, sentence_parts
from perfdesk.importers.returned.answer_edits import AnswerEdit, reworded
from perfdesk.importers.returned.exported_lines import ExportedCell, ExportedLine
from perfdesk.importers.returned.line_text import line_key
from perfdesk.importers.returned.returned_lines import ReturnedCell, ReturnedLine
from perfdesk.importers.returned.sentence_field import sentence_field
from perfdesk.importers.returned.word_changes import only_figures, word_changes

_FIXED = "这是表里印好的字，由表单规定，不在这里改。"
_NO_CELL = "文件里的这一行没有这一格（格子合并或删去了），没有当作清空。"
_NEW_CELL = "文件里的这一行多出这一格，表单里没有它的位置。"
_FIGURES = ("number", "measure", "year", "date")


def changed_cells(answers: Answers, old: ExportedLine, new: ReturnedLine) -> list[AnswerEdit | UnplacedText]:
    """Return the edits of a row of a table, and its changed cells that show no answer or have no counterpart."""
    found: list[AnswerEdit | UnplacedText] = []
    for before, after in _paired_cells(old.cells, new.cells):
        if after is None:
            if before is not None and line_key(before.text):
                found.append(UnplacedText(before.text, new.source, _NO_CELL, "deleted"))
        elif before is None:
            if line_key(after.text):
                found.append(UnplacedText(after.text, after.source, _NEW_CELL, "added"))
        elif line_key(before.text) != line_key(after.text):
            found += _cell_edits(answers, old, before, after)
    return found


def cell_words(cell: ExportedCell, text: str) -> str:
    """The answer in the text of a cell: without the fixed words in front of it."""
    return text.strip().removeprefix(cell.prefix).strip()


def _paired_cells(
    old: tuple[ExportedCell, ...], new: tuple[ReturnedCell, ...]
) -> Iterator[tuple[ExportedCell | None, ReturnedCell | None]]:
    """Pair the cells of a row: in order; in rows of different length by column, or by text where more is equal then."""
    if len(old) == len(new):
        yield from zip(old, new, strict=True)
        return
    keys = [line_key(cell.text) for cell in old], [line_key(cell.text) for cell in new]
    matcher = SequenceMatcher(_is_blank, *keys, autojunk=False)
    pairs = list(_by_column(old, new))
    equal = sum(bool(one and other and line_key(one.text) == line_key(other.text)) for one, other in pairs)
    if equal >= sum(block.size for block in matcher.get_matching_blocks()):
        yield from pairs
        return
    for _, a, b, c, d in matcher.get_opcodes():
        yield from zip(old[a:b], new[c:d], strict=True) if b - a == d - c else _by_column(old[a:b], new[c:d])


def _is_blank(key: str) -> bool:
    return not key


def _by_column(
    old: tuple[ExportedCell, ...], new: tuple[ReturnedCell, ...]
) -> Iterator[tuple[ExportedCell | None, ReturnedCell | None]]:
    there = {cell.column: cell for cell in new}
    for cell in old:
        yield cell, there.pop(cell.column, None)
    yield from ((None, cell) for cell in there.values())


def _cell_edits(
    answers: Answers, line: ExportedLine, old: ExportedCell, new: ReturnedCell
) -> list[AnswerEdit] | list[UnplacedText]:
    if old.address is None:
        return [UnplacedText(new.text, new.source, _FIXED, "wording")]
    shown = entered_at(answers, old.address)
    address = shown.address or old.address
    question = answers.form.question(address)
    sentence = sentence_field(answers.form, address)
    if sentence is not None and answers.typed(address) is None:
        parts = tuple(sentence_parts(answers, address.section, sentence))
        whole = ExportedLine(old.text, line.group, parts, address)
        return reworded(answers, whole, ReturnedLine(new.text, new.source)) or []
    is_computed = shown.is_computed or shown.address is None
    kind: ReturnedChange = "wording"
    if (question is not None and question.kind in _FIGURES) or only_figures(word_changes(old.text, new.text)):
        kind = "figure"
    return [AnswerEdit(address, cell_words(old, new.text), new.source, kind, is_computed=is_computed)]


def row_of(line: ExportedLine, answers: Answers) -> Address | None:
    """The row of a list that a row of a printed table shows, as the address of one of its answers; None for others."""
    for cell in line.cells:
        if cell.address is not None and cell.address.row:
            table = answers.form.tables[(cell.address.form_section, cell.address.field)]
            if table.open:
                return cell.address
    return None
