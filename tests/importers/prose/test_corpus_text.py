"""The running text of complete reports is read into the form: figures, answers, and each paragraph in its chapter."""

from __future__ import annotations

import pytest

from perfdesk.definition.loader import shipped_form
from perfdesk.definition.model import Form
from perfdesk.importers.prose.outline import outline
from support.import_oracle import SPLIT, ImportScore, facts_in_text, oracle, score, score_sections, text_of
from support.measurements import Record
from support.read_lines import proposed

pytestmark = pytest.mark.slow

REPORTS = [name for half in SPLIT.values() for name in half]


@pytest.fixture(scope="module")
def form() -> Form:
    return shipped_form("hunan_overall_2023")


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
