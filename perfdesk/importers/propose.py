"""Read documents into one proposal for a report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from perfdesk.entries.proposal import Proposal
from perfdesk.evaluation.answers import Answers
from perfdesk.importers.combine import combine
from perfdesk.importers.line_tables import with_line_tables
from perfdesk.importers.prose.read_prose import ProseText, read_prose
from perfdesk.importers.row_names import RowNames
from perfdesk.importers.source import SourceDocument, SourceTable
from perfdesk.importers.tables.read import read_document_tables
from perfdesk.language.characters import plain

_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年度?")
_TITLE_LINES, _LONGEST_TITLES = 4, 80


@dataclass(frozen=True, slots=True)
class DocumentReading:
    """What one document proposes, and the year that it reports on, if it says so.

    `document` is the one to which the sources refer: lines that are a table have become one.
    """

    document: SourceDocument
    year: int | None
    proposal: Proposal


def read_document(document: SourceDocument, names: RowNames, year: int | None = None) -> DocumentReading:
    """Read the text and the tables of one document; `year` is the year that it reports on, if it is known otherwise."""
    document = _with_tables(document, names, year)
    text = read_prose(document, names, year) if document.paragraphs else ProseText(Proposal((), ()), None)
    known = year or text.year or document_year(document)
    if text.year is None and known is not None and document.paragraphs:
        text = read_prose(document, names, known)
    answers, unplaced = read_document_tables(document, names.answers, names, known)
    proposal = Proposal((*text.proposal.answers, *answers), (*text.proposal.unplaced, *unplaced))
    return DocumentReading(document, known, proposal)


def _with_tables(document: SourceDocument, names: RowNames, year: int | None) -> SourceDocument:
    """The document with lines of text as tables where these say something; the words of the others are text."""
    made = with_line_tables(document)
    if made is document:
        return document
    numbers = count()
    trial = RowNames(names.answers, lambda: f"trial{next(numbers)}")
    answers, _ = read_document_tables(made, names.answers, trial, year or document_year(made))
    read = {answer.source.block for answer in answers}
    left = {
        block.paragraphs[0]
        for number, block in enumerate(made.blocks)
        if isinstance(block, SourceTable) and block.paragraphs and number not in read
    }
    return with_line_tables(document, frozenset(left)) if left else made


def propose(
    documents: Sequence[SourceDocument], answers: Answers, make_id: Callable[[], str], year: int | None = None
) -> tuple[Proposal, tuple[DocumentReading, ...]]:
    """One proposal of several documents, and each of them as it was read.

    `year` is the year that they report on, if it is known otherwise. Addresses that are read differently occur more
    than once, the most trustworthy first.
    """
    names = RowNames(answers, make_id)
    readings = tuple(read_document(document, names, year) for document in documents)
    uncertain = {reading.document.file for reading in readings if not reading.document.is_certain}
    return combine(answers, [reading.proposal for reading in readings], uncertain), readings


def document_year(document: SourceDocument) -> int | None:
    """The year that most titles of a document name: its first lines, sheets and tables; None if none does."""
    counted = Counter(int(found[1]) for title in _titles(document) for found in _YEAR.finditer(plain(title)))
    return max(counted, key=lambda year: (counted[year], year), default=None)


def _titles(document: SourceDocument) -> Iterator[str]:
    yield from (paragraph.text for paragraph in document.paragraphs[:_TITLE_LINES])
    for table in document.tables:
        if table.is_hidden:
            continue
        yield table.name
        top = [cell for cell in table.cells if cell.row < _TITLE_LINES and len(cell.text) <= _LONGEST_TITLES]
        by_row = Counter(cell.row for cell in top)
        yield from (cell.text for cell in top if by_row[cell.row] <= 2 or "年度" in cell.text)
