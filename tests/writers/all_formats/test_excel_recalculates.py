"""LibreOffice recalculates the attachment workbook and gets the figures of the window."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.definition.kinds import Measure, round_half_up
from perfdesk.definition.sample_list import samples
from perfdesk.document.build import build
from perfdesk.evaluation.answers import Answers
from perfdesk.writers.xlsx.workbook import write_xlsx
from support.exported import Convert, Exported

pytestmark = pytest.mark.slow

#: What is typed into the faultless sample before it is exported.
CHANGES = {
    "blanks-and-zero": {
        "spending/goods/e30205/actual": "",
        "spending/controls/total/budget": "0",
        "cover/with_scoring": "附",
    },
    "other-bases": {
        "self_evaluation/basis": "全年预算数",
        "spending/public_basis": "公用经费全口径",
        "self_evaluation/outputs/s1/actual": "1.3万亩",
        "self_evaluation/outputs/s4/actual": "400万元",
        "spending/three_public/running/last_budget": "6.1",
    },
    "buildings": {
        "spending/building": "有",
        "spending/buildings/finished/approved_area": "1000",
        "spending/buildings/finished/actual_area": "1130",
        "spending/buildings/finished/budget_investment": "300",
        "spending/buildings/finished/actual_investment": "299.99",
        "spending/projects/p2/category": "",
        "spending/flow/added/amount": "200",
    },
    "many-at-once": {
        "spending/controls/total/actual": "12345678.91",
        "spending/controls/e303/actual": "",
        "spending/three_public/reception/actual": "-0.01",
        "spending/three_public/running/budget": "不是数",
        "spending/projects/p1/actual": "20元",
        "spending/projects/new/name": "新加的项目",
        "spending/projects/new/actual": "3.005",
        "spending/projects/new/category": "其他项目",
        "self_evaluation/outputs/s1/target": ">= 1,200 次",
        "self_evaluation/outputs/s1/actual": "0次",
        "self_evaluation/outputs/s1/score": "",
        "self_evaluation/benefits/new/name": "=新加的指标",
        "self_evaluation/benefits/new/target": "+5.2%",
        "self_evaluation/benefits/new/actual": "−1.3%",
        "self_evaluation/benefits/new/weight": "2.5",
        "cover/with_scoring": "附",
    },
}


@pytest.fixture(scope="module")
def recalculated(
    all_exported: dict[str, Exported],
    sample_files: dict[str, Path],
    convert: Convert,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, tuple[Path, Answers, Path]]:
    """Of each case the workbook, its answers, and the workbook as LibreOffice saves it, from one start of the program.

    openpyxl drops the results stored with the formulas, so every figure here is LibreOffice's own.
    """
    folder = tmp_path_factory.mktemp("recalculated")
    books = {name: (all_exported[name].xlsx, all_exported[name].answers) for name in samples()}
    session = Session.open(sample_files["demo-2024"])
    for name, changes in CHANGES.items():
        answers = session.preview({Address.parse(address): text for address, text in changes.items()})
        write_xlsx(build(answers, (), draft=True), folder / f"{name}-written.xlsx")
        books[name] = folder / f"{name}-written.xlsx", answers
    session.close()
    for name, (path, _) in books.items():
        openpyxl.load_workbook(path).save(folder / f"{name}.xlsx")
    (folder / "out").mkdir()
    done = convert([folder / f"{name}.xlsx" for name in books], "xlsx", folder / "out")
    return {name: (*book, path) for (name, book), path in zip(books.items(), done, strict=True)}


@pytest.mark.parametrize("name", [*samples(), *CHANGES])
def test_every_formula_gives_the_figure_of_the_window(recalculated, name: str):
    path, answers, saved = recalculated[name]
    formulas, values = openpyxl.load_workbook(path), openpyxl.load_workbook(saved, data_only=True)
    written = openpyxl.load_workbook(path, data_only=True)
    compared = 0
    for sheet, reference, address in formulas["_perfdesk"].iter_rows(values_only=True):
        if formulas[sheet][reference].data_type == "f":
            compared += 1
            shown, text = values[sheet][reference].value, written[sheet][reference].value
            assert _says(shown, text, answers, Address.parse(address)), (sheet, reference, address, shown)
    assert compared > 80


def _says(shown: object, text: object, answers: Answers, address: Address) -> bool:
    """Whether a cell shows its answer: the same figure, or the text that was written, which ends with the answer."""
    expected = answers.value(address)
    number = expected.number if isinstance(expected, Measure) else expected
    if isinstance(number, Decimal):
        return round_half_up(Decimal(str(shown)), 6) == round_half_up(number, 6)
    return shown == text and (text is None or str(text).endswith(answers.text(address)))
