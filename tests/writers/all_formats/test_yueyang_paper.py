"""What the form with a printed cover needs on paper: its cover in Excel, and room where somebody signs."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from perfdesk.document.blocks import Grid
from support.exported import Exported
from support.pdf_text import as_text, letters, rows

pytestmark = pytest.mark.slow


def test_the_cover_is_a_page_of_its_own_in_excel_too(all_exported: dict[str, Exported]) -> None:
    sheet = openpyxl.load_workbook(all_exported["yueyang"].xlsx)["封面"]
    texts = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value}
    title, unit = texts["2023年度临湖县水利局\n部门整体支出绩效自评报告"], texts["临湖县水利局"]
    date = texts["2024年3月12日"]
    assert (title.font.name, title.font.size, title.alignment.horizontal) == ("方正小标宋简体", 26, "center")
    assert texts["单位名称（盖章）："].border.bottom is None
    assert (unit.border.bottom.style, unit.border.top, unit.protection.locked) == ("thin", None, False)
    assert date.alignment.horizontal == "center"
    above = sum(sheet.row_dimensions[row].height for row in range(1, unit.row))
    assert above > 28.95 * 8
    assert sum(sheet.row_dimensions[row].height for row in range(1, date.row + 1)) < 637


def test_the_place_to_sign_is_left_free(all_exported: dict[str, Exported]) -> None:
    cells = [cell for block in all_exported["yueyang"].report.body if isinstance(block, Grid) for cell in block.cells]
    signed = [line for cell in cells for line in cell.text.split("\n") if "（签章）" in line]
    assert len(signed) == 2
    assert not any("周明" in line for line in signed)


def test_the_labels_of_the_cover_end_below_each_other(
    all_exported: dict[str, Exported], printed_by_libreoffice: dict[tuple[str, str], Path]
) -> None:
    for path in (
        all_exported["yueyang"].pdf,
        *(printed_by_libreoffice["yueyang", kind] for kind in (".docx", ".xlsx")),
    ):
        colons = [
            next(letter for letter in row if letter.character == "：")
            for row in rows([letter for letter in letters(path) if letter.page == 0])
            if "：" in as_text(row)
        ]
        assert len(colons) == 5
        assert max(colon.x for colon in colons) - min(colon.x for colon in colons) < 2
