"""Complete Word reports, text and tables, are read into the form; the table of what was found is printed."""

from __future__ import annotations

import pytest

from perfdesk.definition.loader import shipped_form
from perfdesk.entries.entries import Entries
from perfdesk.evaluation.answers import Answers
from perfdesk.importers.combine import best_answers
from perfdesk.importers.formats import read_source
from perfdesk.importers.propose import propose
from support.corpus import CORPUS
from support.import_oracle import SPLIT, ImportScore, new_ids, oracle, score, score_sections
from support.measurements import Record

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("half", "recall"), [("develop", 0.97), ("measure", 0.95)])
def test_reports_are_read(half: str, recall: float, record_measurement: Record) -> None:
    form, total = shipped_form("hunan_overall_2023"), ImportScore()
    for name in SPLIT[half]:
        read, ids = oracle(name), new_ids()
        (path,) = (CORPUS / "a_reports").glob(f"{name}_*.docx")
        proposal, readings = propose([read_source(path)], Answers(form, Entries()), lambda ids=ids: next(ids))
        assert readings[0].year == read["year"]
        facts = [fact for fact in read["facts"] if fact["address"]]
        found = score(form, best_answers(proposal), read, facts)
        score_sections(found, readings[0].proposal, read)
        record_measurement(found.line(f"import {name}"))
        total.add(found)
    record_measurement(total.line(f"import {half}"))
    assert total.sure_precision >= 0.995, total.wrong
    assert total.precision >= 0.97, total.wrong
    assert total.recall >= recall, total.missed
    assert total.sections >= 0.93, total.misplaced
