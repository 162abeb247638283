"""Where the words that were read stand in a source: the marks of the view and what a click on them means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from perfdesk.definition.address import Address
from perfdesk.entries.proposal import Source, UnplacedText
from perfdesk.importers.source import SourceDocument, SourceParagraph
from perfdesk.ui.models.import_review import ImportReview

#: What becomes of the words: `current` are those of the answer selected.
MarkState = Literal["taken", "open", "rejected", "unplaced"]
#: What a mark belongs to: an answer, or a text without a place by its number.
MarkKey = Address | int


@dataclass(frozen=True, slots=True)
class SourceMark:
    """Words in a file that were read; `document` is the number of the file."""

    key: MarkKey
    state: MarkState
    document: int
    source: Source

    @property
    def block(self) -> int:
        """The number of the paragraph or table."""
        return self.source.block

    @property
    def cell(self) -> tuple[int, int] | None:
        """Row and column in the table."""
        return self.source.cell

    @property
    def quote(self) -> str:
        """The words; blank for the whole paragraph or cell."""
        return self.source.quote


def source_marks(documents: Sequence[SourceDocument], review: ImportReview) -> tuple[SourceMark, ...]:
    """Return the marks of all answers and of all texts without a place; places that are unknown have none."""
    numbers = {document.file: number for number, document in reversed(list(enumerate(documents)))}
    marks = [
        mark
        for item in review.items
        for reading in item.readings
        for mark in _marks(item.address, review.decision(item), reading.source, numbers, documents)
    ]
    marks += [
        mark for number, text in enumerate(review.unplaced) for mark in _unplaced(number, text, numbers, documents)
    ]
    return tuple(marks)


def marks_at(
    marks: Iterable[SourceMark], block: int, cell: tuple[int, int] | None, words: str, offset: int
) -> list[SourceMark]:
    """Return the marks at a place of a document, those whose words contain the place first.

    `words` is the text of the paragraph or cell, `offset` the place in it.
    """
    there = [mark for mark in marks if mark.block == block and mark.cell in (None, cell)]

    def distance(mark: SourceMark) -> tuple[bool, int]:
        start, end = span_of(mark.quote, words)
        return not start <= offset <= end, end - start

    return sorted(there, key=distance)


def span_of(quote: str, words: str) -> tuple[int, int]:
    """Return where a quote begins and ends in a paragraph or cell; all of it if it cannot be found."""
    start = words.find(quote) if quote else -1
    return (start, start + len(quote)) if start >= 0 else (0, len(words))


def _marks(
    key: MarkKey,
    state: MarkState,
    source: Source,
    numbers: dict[str, int],
    documents: Sequence[SourceDocument],
) -> list[SourceMark]:
    number = numbers.get(source.file, -1)
    if number < 0 or not 0 <= source.block < len(documents[number].blocks):
        return []
    return [SourceMark(key, state, number, source)]


def _unplaced(
    number: int, text: UnplacedText, numbers: dict[str, int], documents: Sequence[SourceDocument]
) -> list[SourceMark]:
    found = _marks(number, "unplaced", text.source, numbers, documents)
    return [mark for mark in found if mark.cell is not None or _is_paragraph(documents[mark.document], mark.block)]


def _is_paragraph(document: SourceDocument, block: int) -> bool:
    """Whether a block is a paragraph; a whole table without a place is not marked, because its cells may have one."""
    return isinstance(document.blocks[block], SourceParagraph)
