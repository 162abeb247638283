"""Compare a returned Word file with what was exported and with the report as it is now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from perfdesk.entries.proposal import Proposal, UnplacedText
from perfdesk.evaluation.answers import Answers
from perfdesk.importers.returned.added_lines import added_line
from perfdesk.importers.returned.alignment import Pair, align
from perfdesk.importers.returned.answer_edits import AnswerEdit, reworded
from perfdesk.importers.returned.deleted_lines import deleted_lines
from perfdesk.importers.returned.exported_lines import ExportedLine, exported_lines
from perfdesk.importers.returned.line_text import line_key
from perfdesk.importers.returned.proposed import proposed
from perfdesk.importers.returned.returned_lines import ReturnedLine, returned_lines
from perfdesk.importers.returned.table_edits import changed_cells
from perfdesk.importers.source import SourceDocument

_CHAPTER_TITLE = "章标题和表单里的小标题由表单规定，导出时照表单印，不在这里改。"
#: What numbers of persons are masked with in the public copy.
_MASK = "**"
_MASKED = "这里有公开稿遮盖的号码，没有读入，以免盖掉报告里的号码。"
_FORM_WORDS = "这是表单规定的字，导出时照表单印，不在这里改。"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A returned file against the report.

    `equal_share` is the share of its lines that were exported in the same words; `title` is what stands in place of
    the report's title, blank if it is missing.
    """

    proposal: Proposal
    equal_share: float
    title: str


def compare(exported: Answers, present: Answers, document: SourceDocument) -> Comparison:
    """Return what was changed in a file, as a proposal for the report as it is now.

    `exported` are the answers from which the file was exported.
    """
    old, new = exported_lines(exported), returned_lines(document)
    pairs = align(old, new)
    edits: list[AnswerEdit] = []
    unplaced: list[UnplacedText] = []
    for found in _changes(exported, old, new, pairs, document):
        if isinstance(found, AnswerEdit):
            edits.append(found)
        else:
            unplaced.append(found)
    equal = sum(old[at].key == new[there].key for at, there in pairs)
    title = next((new[there].text for at, there in pairs if at == 0), "")
    return Comparison(proposed(exported, present, edits, unplaced), equal / max(len(new), 1), title)


def _changes(
    answers: Answers,
    old: Sequence[ExportedLine],
    new: Sequence[ReturnedLine],
    pairs: Sequence[Pair],
    document: SourceDocument,
) -> Iterator[AnswerEdit | UnplacedText]:
    for at, there in pairs:
        if old[at].key != new[there].key:
            yield from _changed_line(answers, old[at], new[there])
    yield from _added_lines(answers, old, new, pairs)
    yield from deleted_lines(answers, old, new, pairs, document)


def _changed_line(
    answers: Answers, old: ExportedLine, new: ReturnedLine
) -> list[AnswerEdit | UnplacedText] | list[AnswerEdit]:
    if _MASK in new.text and _MASK not in _shown(old):
        return [UnplacedText(new.text, new.source, _MASKED, "wording")]
    if old.cells:
        return changed_cells(answers, old, new)
    edits = None if old.is_form_text else reworded(answers, old, new)
    if edits is not None:
        return edits
    if old.is_heading:
        return [UnplacedText(new.text, new.source, _CHAPTER_TITLE, "heading")]
    return [UnplacedText(new.text, new.source, _FORM_WORDS, "wording")]


def _shown(line: ExportedLine) -> str:
    return line.text + "".join(cell.text for cell in line.cells)


def _added_lines(
    answers: Answers, old: Sequence[ExportedLine], new: Sequence[ReturnedLine], pairs: Sequence[Pair]
) -> Iterator[AnswerEdit | UnplacedText]:
    """The lines of the file that were not exported, each between the exported ones around it."""
    known = {there: at for at, there in pairs}
    before: int | None = None
    last: AnswerEdit | None = None
    for number, line in enumerate(new):
        if number in known:
            before, last = known[number], None
            continue
        if not line.key or _is_moved_mark(line):
            continue
        after = (
            None if before is None else next((old[at] for at in range(before + 1, before + 2) if at < len(old)), None)
        )
        found = added_line(answers, line, None if before is None else old[before], after)
        if isinstance(found, UnplacedText):
            yield found
            continue
        if last is not None and found[0].below == last.below and found[0].below is not None:
            found = [replace(edit, below=last.address.row) for edit in found]
        last = found[0]
        yield from found


def _is_moved_mark(line: ReturnedLine) -> bool:
    """Whether a line has no words, only signs that programs draw."""
    return not line.cells and not any(sign.isalnum() for sign in line_key(line.text))
