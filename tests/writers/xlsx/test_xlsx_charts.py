"""The chart sheet: native charts above figures that depend on the rest of the workbook."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from perfdesk.document.blocks import Cell, Chart, Grid
from perfdesk.errors import PerfDeskError
from perfdesk.writers.xlsx.workbook import write_xlsx
from support.xlsx_builders import BASIC, NOWHERE, PROJECT, cell_of, facts, figure, funds_table, report, write

SHEET = "图表"


def chart(kind: str = "column", title: str = "支出构成") -> Chart:
    """基本支出 and 项目支出, in which the latter is blank."""
    cells = [Cell(0, 0, "项目", bold=True), Cell(0, 1, "本年决算数", bold=True)]
    for row, (label, address) in enumerate((("基本支出", BASIC), ("项目支出", PROJECT)), 1):
        formula = ("IF(", address, '="","",', address, ")")
        cells += [Cell(row, 0, label), figure(row, 1, "7", address, role="label", formula=formula)]
    assert kind in ("column", "bar", "pie")
    return Chart(title, kind, Grid((60, 30), 3, tuple(cells), 1, unit_note="单位：万元"))


@pytest.fixture
def charted(tmp_path: Path) -> Workbook:
    charts = (chart(), chart("pie", "构成<1>"), chart("bar"))
    return write(report(funds_table(), facts=facts(), charts=charts), tmp_path)


def test_the_chart_sheet_is_between_the_tables_and_the_figures(charted: Workbook):
    assert charted.sheetnames == ["附件1 自评表", SHEET, "报告数据", "_perfdesk"]
    assert [len(sheet._charts) for sheet in charted.worksheets] == [0, 3, 0, 0]


def test_charted_figures_refer_to_the_main_cells_and_are_none(charted: Workbook):
    main = cell_of(charted, BASIC, "报告数据")
    assert charted[SHEET][cell_of(charted, BASIC, SHEET)].value == f"=IF('报告数据'!{main}=\"\",\"\",'报告数据'!{main})"
    assert charted["报告数据"][main].value == 775.51
    assert charted[SHEET][cell_of(charted, BASIC, SHEET)].protection.locked


def test_each_chart_draws_its_own_table(charted: Workbook, tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "附表.xlsx") as archive:
        xml = [archive.read(f"xl/charts/chart{number}.xml").decode() for number in (1, 2, 3)]
    tops = [row for row in range(1, charted[SHEET].max_row + 1) if charted[SHEET].cell(row, 1).value == "项目"]
    assert len(tops) == 3
    for top, written in zip(tops, xml, strict=True):
        assert f"'{SHEET}'!$B${top + 1}:$B${top + 2}" in written
        assert f"'{SHEET}'!$A${top + 1}:$A${top + 2}" in written
        assert f"'{SHEET}'!$B${top}" in written
    # parts of a whole are bars as in the overview: small parts keep a place for their label
    assert ['<barDir val="bar"' in written for written in xml] == [False, True, True]
    assert all("<legend>" not in written for written in xml)
    assert "构成&lt;1&gt;" in xml[1]


def test_no_page_break_goes_through_a_chart_and_its_table(tmp_path: Path):
    sheet = write(report(funds_table(), facts=facts(), charts=(chart(),) * 5), tmp_path)[SHEET]
    broken = [each.id for each in sheet.row_breaks.brk]
    tops = [row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == "项目"]
    # A chart begins three rows above the head of its table: a gap, the picture, the unit.
    assert broken == [tops[2] - 4, tops[4] - 4]


def test_without_charts_there_is_no_chart_sheet(tmp_path: Path):
    assert SHEET not in write(report(funds_table(), facts=facts()), tmp_path).sheetnames


def test_charts_alone_are_no_workbook_and_unknown_addresses_remain_constants(tmp_path: Path):
    cells = (Cell(0, 0, "项目"), Cell(0, 1, "数"), Cell(1, 0, "甲"), figure(1, 1, "5", NOWHERE))
    lone = Chart("图", "column", Grid((1, 1), 2, cells, 1))
    book = write(report(funds_table(), facts=facts(), charts=(lone,)), tmp_path)
    assert book[SHEET][cell_of(book, NOWHERE, SHEET)].value == 5
    with pytest.raises(PerfDeskError, match="没有附表"):
        write_xlsx(report(facts=facts(), charts=(chart(),)), tmp_path / "无.xlsx")
