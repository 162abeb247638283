"""The running text of complete reports is read into the form: figures, answers, and each paragraph in its chapter."""

from __future__ import annotations

import pytest

from perfdesk.definition.loader import shipped_form
from perfdesk.definition.model import Form
from perfdesk.entries.entries import Entries
from perfdesk.entries.proposal import Proposal
from perfdesk.evaluation.answers import Answers
from perfdesk.importers.prose.outline import outline
from perfdesk.importers.prose.read_prose import read_prose
from perfdesk.importers.row_names import RowNames
from perfdesk.importers.source import SourceDocument
from support.import_oracle import SPLIT, ImportScore, facts_in_text, new_ids, oracle, score, score_sections, text_of
from support.measurements import Record

pytestmark = pytest.mark.slow

REPORTS = [name for half in SPLIT.values() for name in half]


@pytest.fixture(scope="module")
def form() -> Form:
    return shipped_form("hunan_overall_2023")


def proposed(form: Form, document: SourceDocument) -> Proposal:
    ids = new_ids()
    return read_prose(document, RowNames(Answers(form, Entries()), lambda: next(ids))).proposal


@pytest.mark.parametrize("half", list(SPLIT))
def test_the_text_of_reports_is_read(form: Form, half: str, record_measurement: Record) -> None:
    total = ImportScore()
    for name in SPLIT[half]:
        read = oracle(name)
        proposal = proposed(form, text_of(read))
        found = score(form, proposal, read, facts_in_text(read))
        score_sections(found, proposal, read)
        record_measurement(found.line(f"text {name}"))
        total.add(found)
    record_measurement(total.line(f"text {half}"))
    assert total.sure_precision >= 0.99, total.wrong
    assert total.precision >= 0.99, total.wrong
    assert total.recall >= 0.9, total.missed
    assert total.sections >= 0.96, total.misplaced


@pytest.mark.parametrize("name", REPORTS)
def test_no_paragraph_is_dropped(form: Form, name: str) -> None:
    document = text_of(oracle(name))
    proposal = proposed(form, document)
    places = {answer.source.place for answer in proposal.answers} | {one.source.place for one in proposal.unplaced}
    words = "\n".join(answer.after for answer in proposal.answers)
    for one in outline(form, document.paragraphs):
        text = one.paragraph.text.strip()
        is_title = one.part in ("heading", "signature") or one.is_title or one.paragraph.number_in_order <= 2
        assert is_title or one.paragraph.place in places or text in words, text
