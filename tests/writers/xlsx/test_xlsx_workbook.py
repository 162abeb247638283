"""The Excel workbook as a whole: sheets, locks, the hidden map, properties."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from perfdesk.document.blocks import Cell, Grid
from perfdesk.errors import PerfDeskError
from perfdesk.writers.xlsx.workbook import write_xlsx
from support.xlsx_builders import (
    ACTUAL,
    BASIC,
    FULL,
    GOAL,
    attachment,
    cell_of,
    facts,
    funds_table,
    grid,
    report,
    score_table,
    whole_report,
    write,
)


def test_sheet_names_are_valid_and_none_is_used_twice(tmp_path: Path) -> None:
    names = ("附件1：[总]表*?/\\", "附件1：总表", "A" * 40, "a" * 31, "", "_perfdesk", "'引'", "报告数据", "History")
    sheets = [attachment(grid(Cell(0, 0, "甲", column_span=3)), name=name) for name in names]
    workbook = write(report(*sheets, facts=facts()), tmp_path)
    assert workbook.sheetnames == [
        *("附件1：总表", "附件1：总表(2)", "A" * 31, "a" * 28 + "(2)", "附表", "_perfdesk(2)", "引"),
        *("报告数据", "History(2)", "报告数据(2)", "_perfdesk"),
    ]


def test_referenced_figures_are_listed_last_with_place_and_unit(written: Workbook) -> None:
    assert written.sheetnames == ["附件1 自评表", "打分'表", "报告数据", "_perfdesk"]
    rows = list(written["报告数据"].iter_rows(values_only=True))
    assert rows[1] == ("出处", "项目", "单位", "数值")
    assert rows[2][:3] == ("二、支出情况", "整体支出", "万元")
    assert rows[3] == ("二（一）", "基本支出", "万元", 775.51)
    assert len(rows) == 6


def test_without_figures_there_is_no_figure_sheet_and_without_tables_no_file(tmp_path: Path) -> None:
    assert write(report(score_table()), tmp_path).sheetnames == ["打分'表", "_perfdesk"]
    with pytest.raises(PerfDeskError, match="没有附表"):
        write_xlsx(report(), tmp_path / "无.xlsx")


def test_only_cells_to_fill_in_are_unlocked(written: Workbook) -> None:
    sheet = written["附件1 自评表"]
    assert sheet.protection.sheet
    assert not sheet.protection.formatColumns
    assert not sheet.protection.formatRows
    assert sheet.protection.password is None
    locked = {name: sheet[name].protection.locked for name in ("A5", "B5", "B6", "C6", "B7", "C7")}
    assert locked == {"A5": True, "B5": True, "B6": True, "C6": True, "B7": False, "C7": False}
    figures = written["报告数据"]
    assert not figures[cell_of(written, BASIC, "报告数据")].protection.locked
    assert figures[cell_of(written, ACTUAL, "报告数据")].protection.locked


def test_the_hidden_sheet_maps_each_cell_to_its_address(written: Workbook) -> None:
    sheet = written["_perfdesk"]
    assert sheet.sheet_state == "veryHidden"
    rows = set(sheet.iter_rows(values_only=True))
    assert ("附件1 自评表", "B7", str(GOAL)) in rows
    assert ("打分'表", "B3", str(FULL)) in rows
    tables = [block for block in (*funds_table().blocks, *score_table().blocks) if isinstance(block, Grid)]
    addresses = [cell.address for table in tables for cell in table.cells]
    assert len(rows) == sum(address is not None for address in addresses) + len(facts())
    assert written["附件1 自评表"]["B7"].value == "=职责履行到位"


def test_properties_name_the_report_and_its_unit(written: Workbook) -> None:
    assert (written.properties.title, written.properties.creator) == ("2023年度绩效自评报告", "道县应急管理局")


@pytest.mark.slow
def test_the_same_report_gives_the_same_bytes_in_every_run(tmp_path: Path) -> None:
    code = (
        "import pathlib, sys\nfrom support.xlsx_builders import whole_report, write_xlsx\n"
        "write_xlsx(whole_report(), pathlib.Path(sys.argv[1]))"
    )
    here = Path(__file__)
    copies = [tmp_path / "1.xlsx", tmp_path / "2.xlsx"]
    for seed, copy in enumerate(copies, 1):
        paths = os.pathsep.join((str(here.parents[2]), str(here.parents[3])))
        environment = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": paths}
        subprocess.run([sys.executable, "-c", code, str(copy)], check=True, env=environment)
    assert copies[0].read_bytes() == copies[1].read_bytes()
    assert {entry.date_time for entry in zipfile.ZipFile(copies[0]).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    write_xlsx(replace(whole_report(), draft_mark=""), copies[1])
    assert copies[0].read_bytes() != copies[1].read_bytes()
