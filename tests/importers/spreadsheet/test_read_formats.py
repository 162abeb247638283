"""What each format of workbooks says: numbers as shown and as stored, merged cells, and what is hidden."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from perfdesk.importers.formats import read_source
from perfdesk.importers.source import SourceTable, SourceTableCell
from perfdesk.importers.spreadsheet.number_format import exact_number, shown_number
from support.corpus import CORPUS


def cell_at(table: SourceTable, row: int, column: int) -> SourceTableCell:
    return next(cell for cell in table.cells if (cell.row, cell.column) == (row, column))


def read_first(path: Path) -> SourceTable:
    return read_source(path).tables[0]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Two sheets with a hidden row and column, formats with words, a merged cell and a formula's tail."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "表一"
    sheet["A1"] = "项目"
    sheet.merge_cells("A1:B2")
    sheet["C3"] = 0.28
    sheet["C3"].number_format = '"≥"0.00"万亩"'
    sheet["D3"] = 0.9851
    sheet["D3"].number_format = "0.00%"
    sheet["E3"] = 26.070000000000004
    sheet["F3"] = "隐藏"
    sheet.column_dimensions["F"].hidden = True
    sheet["A4"] = "藏行"
    sheet.row_dimensions[4].hidden = True
    book.create_sheet("表二").sheet_state = "veryHidden"
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def test_a_workbook_tells_numbers_merges_and_what_is_hidden(workbook: Path) -> None:
    document = read_source(workbook)
    first, second = document.tables
    assert (document.format, first.name, first.is_hidden, second.is_hidden) == ("xlsx", "表一", False, True)
    assert (cell_at(first, 0, 0).row_span, cell_at(first, 0, 0).column_span) == (2, 2)
    assert (cell_at(first, 2, 2).text, cell_at(first, 2, 2).figure) == ("≥0.28万亩", "0.28")
    assert (cell_at(first, 2, 3).text, cell_at(first, 2, 3).figure) == ("98.51%", "0.9851")
    assert cell_at(first, 2, 4).figure == "26.07"
    assert [cell.text for cell in first.cells if cell.is_hidden] == ["隐藏", "藏行"]


def test_the_name_of_a_file_decides_nothing(workbook: Path) -> None:
    assert read_source(workbook.rename(workbook.with_name("a.csv"))).format == "xlsx"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_tables_are_read_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text('编码,"名称, 全称"\r\n30201,办公费（㛃溪）\r\n', encoding=encoding)
    table = read_first(path)
    assert [cell.text for cell in table.cells] == ["编码", "名称, 全称", "30201", "办公费（㛃溪）"]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_tables_may_be_separated_by_other_signs(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n".join(delimiter.join(line) for line in (("甲", "1"), ("乙", "2"))), encoding="utf-8")
    assert [(cell.row, cell.column, cell.text) for cell in read_first(path).cells] == [
        (0, 0, "甲"),
        (0, 1, "1"),
        (1, 0, "乙"),
        (1, 1, "2"),
    ]


@pytest.mark.parametrize(
    ("variant", "original"),
    [
        ("b03_self_evaluation_2022.et", "b03_self_evaluation_2022.xlsx"),
        ("b04_projects_2022.ods", "b04_projects_2022.xlsx"),
        ("b05_final_accounts_yuan_2024.xls", "b05_final_accounts_yuan_2024.xlsx"),
    ],
)
def test_another_format_has_the_same_visible_cells(variant: str, original: str) -> None:
    one, other = read_source(CORPUS / "variants" / variant), read_source(CORPUS / "b_tables" / original)
    for left, right in zip(one.tables, other.tables, strict=True):
        visible = [
            {
                (cell.row, cell.column): (cell.text.strip(), cell.figure)
                for cell in table.cells
                if not cell.is_hidden and cell.text.strip()
            }
            for table in (left, right)
        ]
        assert visible[0] == visible[1]


@pytest.mark.parametrize(
    ("stored", "number_format", "shown"),
    [
        ("1234.5", "#,##0.00", "1234.50"),
        ("-3.2", "0.00;(0.00)", "(3.20)"),
        ("0.9473684210526315", "0.00%", "94.74%"),
        ("60", '"≥"0"场"', "≥60场"),
        ("12", r"0\元", "12元"),
        ("7", "General", "7"),
        ("0", '0;-0;"无"', "无"),
        ("1200", "[$-804]#,##0", "1200"),
        ("0.285", "0%", "28.5%"),
        ("12345678", '0!.0,"万元"', "1234.6万元"),
        ("12345678", '0!.0000"万元"', "1234.5678万元"),
        ("12345678", r'0\.0,"万元"', "1234.6万元"),
        ("12345678", '#,##0.00,"千元"', "12345.678千元"),
        ("12345678", '[>=10000]0!.0,"万";0', "1234.6万"),
        ("1234", '[>=10000]0!.0,"万";0', "1234"),
        ("-5", '[>=10000]0!.0,"万";0', "-5"),
    ],
)
def test_a_number_is_shown_in_its_format(stored: str, number_format: str, shown: str) -> None:
    assert shown_number(Decimal(stored), number_format) == shown


def test_the_tail_of_binary_arithmetic_is_not_read() -> None:
    assert exact_number(0.1 + 0.2) == Decimal("0.3")
    assert exact_number(80397400.0) == Decimal(80397400)
