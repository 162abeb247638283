"""Formulas of the Excel workbook: as written, and as LibreOffice calculates them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from perfdesk.document.blocks import Cell
from support.xlsx_builders import (
    ACTUAL,
    BASIC,
    FULL,
    PROJECT,
    RATE,
    SCORE,
    cell_of,
    figure,
    one_sheet,
    whole_report,
    write,
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def calculated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Workbook]:
    """The workbook as LibreOffice calculates it: as written, and after 项目支出 rose from 28 to 36.55.

    openpyxl drops the results stored with the formulas, so every number here is LibreOffice's own.
    """
    folder = tmp_path_factory.mktemp("calculated")
    workbook = write(whole_report(), folder)
    workbook.save(folder / "asked.xlsx")
    workbook["报告数据"][cell_of(workbook, PROJECT, "报告数据")] = 36.55
    workbook.save(folder / "changed.xlsx")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "xlsx", "--outdir", str(folder / "out")]
    files = [str(folder / name) for name in ("asked.xlsx", "changed.xlsx")]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=120)
    names = ("asked", "changed")
    return {name: load_workbook(folder / "out" / f"{name}.xlsx", data_only=True) for name in names}


def result(workbook: Workbook, sheet: str, reference: str) -> object:
    value = workbook[sheet][reference].value
    return round(value, 6) if isinstance(value, float) else value


def test_formulas_calculate_to_the_values_of_the_report(written: Workbook, calculated: dict[str, Workbook]) -> None:
    asked = calculated["asked"]
    assert result(asked, "附件1 自评表", cell_of(written, RATE, "附件1 自评表")) == 98.95
    assert result(asked, "附件1 自评表", cell_of(written, ACTUAL, "附件1 自评表")) == 803.51
    assert result(asked, "打分'表", cell_of(written, SCORE, "打分'表")) == 9.9
    assert result(asked, "打分'表", "C4") == 822.31
    assert result(asked, "报告数据", cell_of(written, ACTUAL, "报告数据")) == 803.51


def test_a_changed_figure_changes_every_dependent_figure(written: Workbook, calculated: dict[str, Workbook]) -> None:
    changed = calculated["changed"]
    assert result(changed, "报告数据", cell_of(written, ACTUAL, "报告数据")) == 812.06
    assert result(changed, "附件1 自评表", cell_of(written, ACTUAL, "附件1 自评表")) == 812.06
    assert result(changed, "附件1 自评表", cell_of(written, RATE, "附件1 自评表")) == 100
    assert result(changed, "打分'表", cell_of(written, RATE, "打分'表")) == 100
    assert result(changed, "打分'表", cell_of(written, SCORE, "打分'表")) == 10


def test_a_figure_has_one_main_cell_and_its_copies_refer_to_it(written: Workbook) -> None:
    main = cell_of(written, ACTUAL, "报告数据")
    for sheet in ("附件1 自评表", "打分'表"):
        assert written[sheet][cell_of(written, ACTUAL, sheet)].value == f"='报告数据'!{main}"
    basic = written["打分'表"][cell_of(written, BASIC, "打分'表")]
    assert basic.value == f"='报告数据'!{cell_of(written, BASIC, '报告数据')}"
    rate = cell_of(written, RATE, "附件1 自评表")
    assert written["打分'表"][cell_of(written, RATE, "打分'表")].value == f"='附件1 自评表'!{rate}"


def test_references_name_the_sheet_only_when_it_is_another(written: Workbook) -> None:
    score = written["打分'表"][cell_of(written, SCORE, "打分'表")]
    assert score.value == f"=ROUND('附件1 自评表'!{cell_of(written, RATE, '附件1 自评表')}/10,1)"
    rate = written["附件1 自评表"][cell_of(written, RATE, "附件1 自评表")]
    full = cell_of(written, FULL, "打分'表")
    assert rate.value == f"=ROUND('报告数据'!{cell_of(written, ACTUAL, '报告数据')}/'打分''表'!{full}*100,2)"
    facts_row = written["报告数据"][cell_of(written, ACTUAL, "报告数据")].value
    assert facts_row == f"={cell_of(written, BASIC, '报告数据')}+{cell_of(written, PROJECT, '报告数据')}"


def test_a_formula_about_a_missing_address_is_written_as_its_value(written: Workbook) -> None:
    assert written["打分'表"]["B4"].value == 7


def test_a_formula_about_its_own_cell_is_written_as_its_value(tmp_path: Path) -> None:
    sheet = one_sheet(tmp_path, figure(0, 0, "5", SCORE, role="computed", formula=(SCORE, "+1")))
    assert sheet["A2"].value == 5


def test_the_main_cell_is_where_a_figure_is_calculated_or_entered(tmp_path: Path) -> None:
    copies = (figure(0, 0, "5", SCORE, role="computed"), figure(0, 1, "7", FULL, role="label"))
    main_cells = (figure(1, 0, "5", SCORE, role="computed", formula=("2+3",)), figure(1, 1, "7", FULL))
    sheet = one_sheet(tmp_path, *copies, *main_cells, rows=2)
    assert [sheet[name].value for name in ("A2", "B2", "A3", "B3")] == ["=A3", "=B3", "=2+3", 7]


def test_a_formula_beyond_the_limits_of_excel_is_written_as_its_value(tmp_path: Path) -> None:
    terms = tuple(piece for _ in range(256) for piece in (",", FULL))[1:]
    cells = (figure(0, 0, "7", FULL), figure(0, 1, "1792", formula=("SUM(", *terms, ")")))
    long = figure(0, 2, "7", formula=(FULL, "+0" * 4096))
    sheet = one_sheet(tmp_path, *cells, long)
    assert (sheet["B2"].value, sheet["C2"].value) == (1792, 7)


def test_a_copy_with_another_value_remains_a_constant(tmp_path: Path) -> None:
    sheet = one_sheet(tmp_path, figure(0, 0, "803.51", ACTUAL), figure(0, 1, "8035100", ACTUAL))
    assert (sheet["A2"].value, sheet["B2"].value) == (803.51, 8035100)


def test_results_are_stored_with_the_formulas_for_programs_that_do_not_calculate(tmp_path: Path) -> None:
    write(whole_report(), tmp_path)
    shown = load_workbook(tmp_path / "附表.xlsx", data_only=True)
    assert shown["打分'表"][cell_of(shown, SCORE, "打分'表")].value == 9.9
    assert shown["报告数据"][cell_of(shown, ACTUAL, "报告数据")].value == 803.51
    assert shown.calculation.fullCalcOnLoad is True


def test_a_formula_that_gives_text_is_stored_with_its_text(tmp_path: Path) -> None:
    grade = Cell(0, 0, "<优>", role="computed", formula=('IF(1>0,"<优>","")',))
    assert one_sheet(tmp_path, grade)["A2"].value == '=IF(1>0,"<优>","")'
    assert load_workbook(tmp_path / "附表.xlsx", data_only=True).worksheets[0]["A2"].value == "<优>"
