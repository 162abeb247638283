"""LibreOffice recalculates the attachment workbook and comes to the window's figures."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from perfdesk.checks.answers import Answers
from perfdesk.definition.address import Address
from perfdesk.definition.kinds import Measure, round_half_up
from perfdesk.export import export_report
from perfdesk.session import Session


def _recalculated(path: Path, folder: Path, convert) -> openpyxl.Workbook:
    """The workbook with every formula worked out anew: openpyxl drops the results that were stored beside them."""
    bare = folder / "bare.xlsx"
    book = openpyxl.load_workbook(path)
    book.save(bare)
    (folder / "calc").mkdir()
    return openpyxl.load_workbook(convert([bare], "xlsx", folder / "calc")[0], data_only=True)


def _compare(path: Path, answers: Answers, folder: Path, convert) -> int:
    formulas, values = openpyxl.load_workbook(path), _recalculated(path, folder, convert)
    compared = 0
    for sheet, reference, name in formulas["_perfdesk"].iter_rows(values_only=True):
        if formulas[sheet][reference].data_type != "f":
            continue
        compared += 1
        expected = answers.value(Address.parse(name))
        number = expected.number if isinstance(expected, Measure) else expected
        shown = values[sheet][reference].value
        if isinstance(number, Decimal):
            assert round_half_up(Decimal(str(shown)), 6) == round_half_up(number, 6), (sheet, reference, name)
        else:
            assert (shown or "") == answers.text(Address.parse(name)), (sheet, reference, name)
    return compared


def test_every_formula_of_the_samples_gives_the_shown_figure(exported, convert, tmp_path):
    assert _compare(exported.xlsx, exported.answers, tmp_path, convert) > 80


@pytest.mark.parametrize(
    "changes",
    [
        {"spending/goods/e30205/actual": "", "spending/controls/total/budget": "0", "cover/with_scoring": "附"},
        {
            "self_evaluation/basis": "全年预算数",
            "spending/public_basis": "公用经费全口径",
            "self_evaluation/outputs/s1/actual": "1.3万亩",
            "self_evaluation/outputs/s4/actual": "400万元",
            "spending/three_public/running/last_budget": "6.1",
        },
        {
            "spending/building": "有",
            "spending/buildings/finished/approved_area": "1000",
            "spending/buildings/finished/actual_area": "1130",
            "spending/buildings/finished/budget_investment": "300",
            "spending/buildings/finished/actual_investment": "299.99",
            "spending/projects/p2/category": "",
            "spending/flow/added/amount": "200",
        },
    ],
    ids=["blanks-and-zero", "other-bases", "buildings"],
)
def test_formulas_follow_the_window_when_answers_change(demo: Session, changes, convert, tmp_path):
    demo.fill({Address.parse(name): text for name, text in changes.items()}, "改动")
    path = tmp_path / "changed.xlsx"
    export_report(demo.answers, demo.findings, [path], draft=True, progress=lambda _: None)
    assert _compare(path, demo.answers, tmp_path, convert) > 80
