"""Read lines of text as an imported report."""

from __future__ import annotations

from perfdesk.definition.model import Form
from perfdesk.entries.entries import Entries
from perfdesk.entries.proposal import Proposal
from perfdesk.evaluation.answers import Answers
from perfdesk.importers.prose.read_prose import read_prose
from perfdesk.importers.row_names import RowNames
from perfdesk.importers.source import SourceDocument, SourceParagraph
from support.import_oracle import new_ids


def document_of(*lines: str) -> SourceDocument:
    """A document with these paragraphs."""
    return SourceDocument("报告.docx", "docx", tuple(SourceParagraph(line, at) for at, line in enumerate(lines, 1)))


def proposed(form: Form, document: SourceDocument) -> Proposal:
    """What the text of a document proposes for a blank report."""
    ids = new_ids()
    return read_prose(document, RowNames(Answers(form, Entries()), lambda: next(ids))).proposal


def proposed_lines(form: Form, *lines: str) -> Proposal:
    """What these paragraphs propose for a blank report."""
    return proposed(form, document_of(*lines))
