"""How the sheets of the Excel workbook print."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from openpyxl import Workbook

from perfdesk.document.blocks import Cell
from support.xlsx_builders import attachment, grid, report, score_table, write

SIDES = ("left", "right", "top", "bottom")


def test_print_setup(written: Workbook) -> None:
    portrait, landscape = written["附件1 自评表"], written["打分'表"]
    assert (portrait.page_setup.orientation, landscape.page_setup.orientation) == ("portrait", "landscape")
    for sheet in written.worksheets[:3]:
        assert int(sheet.page_setup.paperSize) == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
        assert sheet.print_options.horizontalCentered
        assert sheet.oddFooter.center.text == "— &P —"
        assert (sheet.oddFooter.center.font, sheet.oddFooter.center.size) == ("宋体,Regular", 14)
        assert sheet.oddHeader.center.text == "草稿"
        assert sheet.freeze_panes is None
    assert portrait.print_area == "'附件1 自评表'!$A$1:$C$8"
    assert portrait.print_title_rows == "$5:$5"
    assert landscape.print_title_rows is None
    assert [round(getattr(portrait.page_margins, side) * 25.4) for side in SIDES] == [28, 26, 37, 35]
    assert [round(getattr(landscape.page_margins, side) * 25.4) for side in SIDES] == [35, 37, 28, 26]


def test_the_head_of_one_table_is_not_repeated_over_another(tmp_path: Path) -> None:
    table = grid(Cell(0, 0, "表头", column_span=3), Cell(1, 0, "甲", column_span=3), rows=2, header_rows=1)
    assert write(report(attachment(table)), tmp_path).worksheets[0].print_title_rows == "$3:$3"
    assert write(report(attachment(table, table)), tmp_path).worksheets[0].print_title_rows is None


def test_a_head_further_down_is_repeated_on_the_pages_after_it(tmp_path: Path) -> None:
    rows = tuple(Cell(row, 0, f"第{row}行", column_span=3) for row in range(4))
    table = replace(grid(*rows, rows=4), header_ranges=(range(2, 3),))
    assert write(report(attachment(table)), tmp_path).worksheets[0].print_title_rows == "$5:$5"
    several = replace(table, header_rows=1)
    assert write(report(attachment(several)), tmp_path).worksheets[0].print_title_rows is None


def test_an_ampersand_in_the_draft_mark_is_printed(tmp_path: Path) -> None:
    sheet = write(report(score_table(), draft_mark="草稿A&P"), tmp_path).worksheets[0]
    assert sheet.oddHeader.center.text == "草稿A&&P"


def test_the_final_copy_has_no_draft_mark(tmp_path: Path) -> None:
    assert write(report(score_table()), tmp_path).worksheets[0].oddHeader.center.text is None
