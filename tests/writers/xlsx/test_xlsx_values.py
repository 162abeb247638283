"""Figures and texts in the cells of the Excel workbook."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from perfdesk.document.blocks import Cell
from perfdesk.errors import PerfDeskError
from perfdesk.writers.xlsx.workbook import write_xlsx
from support.xlsx_builders import OPENED, RATE, attachment, cell_of, figure, grid, one_sheet, report


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (figure(0, 0, "803.51"), "0.00"),
        (figure(0, 0, "1200", decimals=0, prefix="≥", suffix="次"), '"≥"0"次"'),
        (figure(0, 0, "98.95", suffix="%"), '0.00"%"'),
        (figure(0, 0, "0.002"), "0.000"),
        (figure(0, 0, "512.365", decimals=0), "0.000"),
        (figure(0, 0, "5.10", decimals=0), "0.0"),
        (figure(0, 0, "-3", decimals=0, prefix="≥", suffix="%"), '"≥"0"%";"≥"-0"%"'),
        (figure(0, 0, "3", decimals=0, suffix='"寸"'), r'0\""寸"\"'),
        (figure(0, 0, "0.3333333333333333333", role="computed"), "0.00"),
        (figure(0, 0, "1", prefix="长" * 300), "0.00"),
    ],
)
def test_number_format_shows_the_unit_and_every_digit(tmp_path: Path, cell: Cell, expected: str) -> None:
    written_cell = one_sheet(tmp_path, cell)["A2"]
    assert written_cell.data_type == "n"
    assert written_cell.number_format == expected


def test_formulas_and_copies_have_the_number_format(written: Workbook) -> None:
    for sheet in ("附件1 自评表", "打分'表"):
        assert written[sheet][cell_of(written, RATE, sheet)].number_format == '0.00"%"'


@pytest.mark.parametrize("value", ["803.51", "90093.82", "0.1", "12345678.91", "1E+3", "0.000001"])
def test_figures_are_stored_as_typed(tmp_path: Path, value: str) -> None:
    one_sheet(tmp_path, figure(0, 0, value))
    xml = zipfile.ZipFile(tmp_path / "附表.xlsx").read("xl/worksheets/sheet1.xml").decode()
    assert f"<v>{Decimal(value):f}</v>" in xml


@pytest.mark.parametrize("text", ["=1+1", "+86", "-", "@SUM(A1)", "=cmd|' /C calc'!A0", "#N/A", "2024-05-10", "98"])
def test_text_stays_text(tmp_path: Path, text: str) -> None:
    written_cell = one_sheet(tmp_path, Cell(0, 0, text, role="entry"))["A2"]
    assert (written_cell.value, written_cell.data_type) == (text, "s")
    assert bool(written_cell.quotePrefix) == (text[0] in "=+-@")


def test_characters_that_xml_forbids_are_dropped(tmp_path: Path) -> None:
    sheet = one_sheet(tmp_path, Cell(0, 0, "第一\x0b行\r\n第\ud800二\x00行\ufffe😀"))
    assert sheet["A2"].value == "第一行\n第二行😀"


def test_text_of_a_referenced_figure_is_text(written: Workbook) -> None:
    opened = written["报告数据"][cell_of(written, OPENED, "报告数据")]
    assert (opened.value, opened.data_type) == ("2024-05-10", "s")


def test_a_text_too_long_for_excel_is_refused_by_name_and_the_old_file_remains(tmp_path: Path) -> None:
    path = tmp_path / "附表.xlsx"
    path.write_text("旧")
    cells = (Cell(0, 0, "短"), Cell(0, 1, "目标" * 16384))
    with pytest.raises(PerfDeskError) as caught:
        write_xlsx(report(attachment(grid(*cells), name="自评表")), path)
    assert caught.value.what == "没有导出“自评表的标题”。"
    assert "第 1 行第 2 列" in caught.value.why
    assert "目标" * 10 + "……" in caught.value.why
    assert "32768 字，Excel 一格最多 32767 字" in caught.value.why
    assert caught.value.remedy
    assert path.read_text() == "旧"
    assert [file.name for file in tmp_path.iterdir()] == ["附表.xlsx"]


@pytest.mark.slow
def test_the_longest_text_of_an_excel_cell_is_written_whole(tmp_path: Path) -> None:
    text = "😀" + "字" * 32765
    assert one_sheet(tmp_path, Cell(0, 0, text))["A2"].value == text
    with pytest.raises(PerfDeskError, match="32768"):
        one_sheet(tmp_path, Cell(0, 0, text + "字"))
