"""Figures in the prose of right reports, changed one by one: how many are found, on each half of the corpus."""

from __future__ import annotations

import pytest

from perfdesk.checks.finding import FindingCode
from perfdesk.checks.run import run
from perfdesk.definition.model import Form
from support.changed_figures import changed_figures, is_found
from support.entered_reports import SPLIT, entered, oracle_of, reports_in
from support.measurements import Record

_OF_FIGURES = {
    FindingCode.SUM, FindingCode.CONTRADICTING_FIGURE, FindingCode.RATE, FindingCode.CHANGE, FindingCode.ZERO_BASE,
    FindingCode.SHARES, FindingCode.DECLARED_COUNT, FindingCode.MONEY_UNIT,
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("half", SPLIT)
def test_changed_figures_are_found(form: Form, half: str, record_measurement: Record) -> None:
    tried, missed = 0, list[str]()
    for name in reports_in(half):
        oracle = oracle_of(name)
        if not oracle["clean"]:
            continue
        answers = entered(form, oracle).answers
        base = {one.message for one in run(answers)}
        for one in changed_figures(oracle, answers):
            tried += 1
            if not is_found(answers, base, one):
                missed.append(f"{name} {one.quote} → {one.wrong}")
    record_measurement(f"changed figures in prose ({half}): {tried - len(missed)} of {tried} found; not: {missed}")
    assert tried > 100
    assert len(missed) <= tried * 0.03


@pytest.mark.parametrize("half", SPLIT)
def test_the_figures_of_right_reports_are_not_reported(form: Form, half: str, record_measurement: Record) -> None:
    reports = [name for name in reports_in(half) if oracle_of(name)["clean"]]
    found = [one for name in reports for one in run(entered(form, oracle_of(name)).answers)]
    alarms = [one.message for one in found if one.code in _OF_FIGURES]
    record_measurement(f"false alarms about figures in prose ({half}): {len(alarms)} in {len(reports)} reports")
    assert alarms == []
