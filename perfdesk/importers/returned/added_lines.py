"""Where an added paragraph or row goes: a new row of the list around it, or the text before or after it."""

from __future__ import annotations

import hashlib

from perfdesk.definition.address import Address
from perfdesk.definition.model import Field
from perfdesk.entries.proposal import UnplacedText
from perfdesk.evaluation.answers import Answers
from perfdesk.importers.returned.answer_edits import AnswerEdit, answer_text, point_text
from perfdesk.importers.returned.exported_lines import ExportedLine
from perfdesk.importers.returned.line_text import half_width, line_key
from perfdesk.importers.returned.returned_lines import ReturnedLine
from perfdesk.importers.returned.sentence_field import sentence_field
from perfdesk.importers.returned.table_edits import cell_words, row_of

_NO_PLACE = "文件里加了这一段，它的前后没有可以写进去的答案。"
_NO_ROW = "文件里加了这一行，表单没有可以加行的表。"
_ASIDE = "写在脚注或文本框里，报告里没有这样的地方。"


def added_line(
    answers: Answers, new: ReturnedLine, before: ExportedLine | None, after: ExportedLine | None
) -> list[AnswerEdit] | UnplacedText:
    """Return the edits that enter an added line between two exported ones."""
    if new.is_aside:
        return UnplacedText(new.text, new.source, _ASIDE, "added")
    if new.cells:
        return _added_row(answers, new, before) or UnplacedText(new.text, new.source, _NO_ROW, "added")
    edit = _point(answers, new, before, after) or _in_text(answers, new, before, after)
    return [edit] if edit is not None else UnplacedText(new.text, new.source, _NO_PLACE, "added")


def _point(
    answers: Answers, new: ReturnedLine, before: ExportedLine | None, after: ExportedLine | None
) -> AnswerEdit | None:
    """A new row of a list of which a point stands before or after the added paragraph."""
    if before is not None and before.item is not None:
        return _new_point(new, before, before.item.row)
    if after is None or after.item is None:
        return None
    is_first = before is None or before.is_form_text or point_text(after, new.text) != new.text.strip()
    rows = answers.rows(after.item.section, after.item.field)
    above = rows[rows.index(after.item.row) - 1] if rows.index(after.item.row) else ""
    return _new_point(new, after, above) if is_first else None


def _new_point(new: ReturnedLine, like: ExportedLine, below: str) -> AnswerEdit:
    assert like.item is not None
    text = point_text(like, new.text)
    address = like.item._replace(row=_row_id(like.item, below, text))
    return AnswerEdit(address, text, new.source, "added", below=below)


def _row_id(table: Address, below: str, text: str) -> str:
    """The id of a new row, the same whenever the same file is read."""
    made = "\n".join((table.section, table.field, below, text))
    return f"r{hashlib.sha256(made.encode('utf-8', 'replace')).hexdigest()[:10]}"


def _in_text(
    answers: Answers, new: ReturnedLine, before: ExportedLine | None, after: ExportedLine | None
) -> AnswerEdit | None:
    if before is not None and before.host is not None and before.group > 1:
        address = _text_of_sentence(answers, before)
        if address != before.host:
            text = answer_text(answers, address)
            return AnswerEdit(address, f"\n{new.text}" if text else new.text, new.source, "added", len(text), len(text))
        end = before.start + len(before.text)
        return AnswerEdit(address, f"\n{new.text}", new.source, "added", end, end)
    if after is not None and after.host is not None and sentence_field(answers.form, after.host) is None:
        return AnswerEdit(after.host, f"{new.text}\n", new.source, "added", after.start, after.start)
    return None


def _text_of_sentence(answers: Answers, line: ExportedLine) -> Address:
    """The last prose that a generated sentence quotes, else the sentence itself; a text of the user is that text."""
    assert line.host is not None
    field = sentence_field(answers.form, line.host)
    if field is None or answers.typed(line.host) is not None:
        return line.host
    quoted = [part.address for part in line.parts if part.address is not None and _is_prose(answers, part.address)]
    own = [
        Address(line.host.section, block.question.id)
        for block in answers.form.section(line.host.section).blocks
        if isinstance(block, Field) and block.question.kind == "prose" and block.print == "paragraphs"
    ]
    if quoted:
        return quoted[-1]
    return own[0] if len(own) == 1 and answers.typed(own[0]) is None else line.host


def _is_prose(answers: Answers, address: Address) -> bool:
    question = answers.form.question(address)
    return question is not None and question.kind == "prose"


def _added_row(answers: Answers, new: ReturnedLine, before: ExportedLine | None) -> list[AnswerEdit]:
    """The answers of a new row of the list that the row above it shows."""
    like = row_of(before, answers) if before is not None else None
    if before is None or like is None or len(before.cells) != len(new.cells):
        return []
    row = _row_id(like, like.row, new.key)
    edits: list[AnswerEdit] = []
    for old, cell in zip(before.cells, new.cells, strict=True):
        same_row = old.address is not None and (old.address.section, old.address.field, old.address.row) == (
            like.section,
            like.field,
            like.row,
        )
        if old.address is None or not same_row or not line_key(cell.text):
            continue
        formula = answers.form.formula(old.address)
        if formula is None:
            text = half_width(cell_words(old, cell.text))
            address = old.address._replace(row=row)
            edits.append(AnswerEdit(address, text, cell.source, "added", below=like.row))
    return edits
