"""The slips planted in the reports of the corpus are found, and right reports get no alarm; both halves are printed.

Developed on one half, measured on the other (`tests/corpus/split.json`).
"""

from __future__ import annotations

import pytest

from perfdesk.definition.model import Form
from support.entered_reports import oracle_of, reports_in
from support.measurements import Record
from support.slip_scores import SlipScore, slip_score

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("half", "least"), [("develop", 0.94), ("measure", 0.9)])
def test_slips_are_found_and_right_reports_get_no_alarm(
    form: Form, half: str, least: float, record_measurement: Record
) -> None:
    score = SlipScore()
    for name in reports_in(half):
        score.add(slip_score(form, name, oracle_of(name)))
    record_measurement(score.line(half))
    for words in score.missed_words:
        record_measurement(f"not found: {words}")
    assert score.alarms == []
    assert score.share >= least
