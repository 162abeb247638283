"""Exported lines that are missing in the returned file: rows of lists, paragraphs, whole chapters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfdesk.definition.address import Address
from perfdesk.entries.proposal import Source, UnplacedText
from perfdesk.evaluation.answers import Answers
from perfdesk.importers.returned.alignment import Pair
from perfdesk.importers.returned.answer_edits import AnswerEdit, answer_text
from perfdesk.importers.returned.exported_lines import ExportedLine
from perfdesk.importers.returned.returned_lines import ReturnedLine
from perfdesk.importers.returned.sentence_field import sentence_field
from perfdesk.importers.returned.table_edits import row_of
from perfdesk.importers.source import SourceDocument

#: Answers that are no loss with their row.
_NOT_WORDS = ("link", "choice")
_WHOLE_PART = "文件里没有这一部分，没有当作删去。"
_GENERATED = "这一段是由填的数自动写成的，不能删去；不要它，就清空它的数，或改成自己写的文字。"
_FORM_LINE = "文件里删去了这一行；它由表单规定，不能删。"
_REST_OF_ROW = "这一行别处也在用：{}，会一起删去。"
_FROM_ELSEWHERE = "这一行取自别的章节，删去的是那里的一行。"


def deleted_lines(
    answers: Answers,
    old: Sequence[ExportedLine],
    new: Sequence[ReturnedLine],
    pairs: Sequence[Pair],
    document: SourceDocument,
) -> Iterator[AnswerEdit | UnplacedText]:
    """Return what was deleted; a chapter or attachment of which nothing is left was not sent, rather than deleted."""
    there = dict(pairs)
    kept = {old[at].group for at in there}
    gone = [at for at in range(len(old)) if at not in there and old[at].key]
    reported: set[object] = set()
    for at in gone:
        line = old[at]
        source = _place(document, new, there, at, line)
        if line.group not in kept:
            if line.group not in reported:
                yield UnplacedText(_shown(line), source, _WHOLE_PART, "deleted")
            reported.add(line.group)
            continue
        row = _row(line, answers)
        if row is not None and line.item is None and row in reported:
            continue
        reported.add(row)
        yield from _deleted(answers, old, there, line, source)


def _row(line: ExportedLine, answers: Answers) -> Address | None:
    found = line.item or row_of(line, answers)
    return Address(found.section, found.field, found.row) if found is not None else None


def _shown(line: ExportedLine) -> str:
    return "\t".join(cell.text for cell in line.cells) if line.cells else line.text


def _place(
    document: SourceDocument, new: Sequence[ReturnedLine], there: dict[int, int], at: int, line: ExportedLine
) -> Source:
    """Where a deleted line stood: after the last line before it that is left; the quote are its words."""
    before = next((there[earlier] for earlier in range(at - 1, -1, -1) if earlier in there), None)
    if before is None:
        return Source("开头", document.file, _shown(line))
    found = new[before].source
    return Source(f"{found.place}之后", document.file, _shown(line), found.block, found.cell)


def _deleted(
    answers: Answers, old: Sequence[ExportedLine], there: dict[int, int], line: ExportedLine, source: Source
) -> Iterator[AnswerEdit | UnplacedText]:
    if line.item is not None:
        rest = _rest_of_row(answers, line.item)
        doubt = _REST_OF_ROW.format("、".join(rest)) if rest else ""
        yield AnswerEdit(line.item, "", source, "deleted", doubt=doubt)
    elif line.cells:
        row = row_of(line, answers)
        if row is None:
            yield UnplacedText(source.quote, source, _FORM_LINE, "deleted")
        else:
            yield AnswerEdit(row, "", source, "deleted", doubt=_FROM_ELSEWHERE if _is_shown_twice(old, row) else "")
    elif line.host is None:
        yield UnplacedText(source.quote, source, _FORM_LINE, "deleted")
    elif sentence_field(answers.form, line.host) is not None and answers.typed(line.host) is None:
        others = [at for at, one in enumerate(old) if one.host == line.host and at in there]
        if others:
            yield _without(line, line.host, source)
        else:
            yield UnplacedText(source.quote, source, _GENERATED, "deleted")
    else:
        yield _without(line, line.host, source)


def _without(line: ExportedLine, host: Address, source: Source) -> AnswerEdit:
    return AnswerEdit(host, "", source, "deleted", line.start, line.start + len(line.text))


def _rest_of_row(answers: Answers, item: Address) -> list[str]:
    """The other answers of a row, by the labels of their columns."""
    table = answers.form.tables[(item.form_section, item.field)]
    others = (column for column in table.columns if column.id != item.column and column.kind not in _NOT_WORDS)
    return [
        column.label
        for column in others
        if answer_text(answers, Address(item.section, item.field, item.row, column.id))
        and answers.form.formula(Address(item.section, item.field, item.row, column.id)) is None
    ]


def _is_shown_twice(old: Sequence[ExportedLine], row: Address) -> bool:
    """Whether the row of a list is printed in more than one table or sentence."""
    shown = [
        line.group
        for line in old
        if any(_same_row(cell.address, row) for cell in line.cells)
        or any(_same_row(part.address, row) for part in line.parts)
    ]
    return len(set(shown)) > 1


def _same_row(address: Address | None, row: Address) -> bool:
    return address is not None and (address.section, address.field, address.row) == (row.section, row.field, row.row)
