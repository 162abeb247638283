"""A report written in another way has the same slips and no others: digits, units, signs, blanks, breaks."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from perfdesk.checks.run import run
from perfdesk.definition.model import Form
from perfdesk.definition.severity import Severity
from support.entered_reports import entered, oracle_of, reports_in
from support.rewritings import REWRITINGS, Rewriting
from support.slip_scores import SlipScore, slip_score

pytestmark = pytest.mark.slow

Oracle = dict[str, Any]


def rewritten(oracle: Oracle, rewrite: Rewriting) -> Oracle:
    """The oracle with its running text rewritten, and the words that it quotes from it."""
    changed = copy.deepcopy(oracle)
    for part in (*changed["text"], *changed["facts"], *changed["slips"]):
        for name in ("text", "value", "quote"):
            if isinstance(part.get(name), str) and (name != "value" or "role" in part):
                part[name] = rewrite(part[name])
    return changed


@pytest.mark.parametrize("way", REWRITINGS)
def test_slips_are_found_and_right_reports_get_no_alarm_however_they_are_written(form: Form, way: str) -> None:
    score = SlipScore()
    for name in reports_in("develop"):
        score.add(slip_score(form, name, rewritten(oracle_of(name), REWRITINGS[way])))
    assert score.alarms == []
    assert score.missed_words == []


@pytest.mark.parametrize("way", REWRITINGS)
def test_no_right_report_of_the_other_half_gets_an_alarm(form: Form, way: str) -> None:
    clean = [oracle for name in reports_in("measure") if (oracle := oracle_of(name))["clean"]]
    assert len(clean) == 3
    found = [one for oracle in clean for one in run(entered(form, rewritten(oracle, REWRITINGS[way])).answers)]
    assert [one.message for one in found if one.severity in (Severity.ERROR, Severity.WARNING)] == []
