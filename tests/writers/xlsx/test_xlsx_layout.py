"""The layout and formatting of a sheet of the Excel workbook."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from reportlab.pdfbase.pdfmetrics import stringWidth

from perfdesk.document.blocks import AttachmentList, Cell, Heading, Paragraph, SignOff
from perfdesk.writers.pdf.fonts import typeface
from perfdesk.writers.typesetting.active_style import current_style
from perfdesk.writers.xlsx.text_height import lines_needed
from support.xlsx_builders import attachment, figure, grid, one_sheet, report, whole_report, write

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SIDES = ("left", "right", "top", "bottom")
FIRST_SHEET = "worksheets/sheet1"


def test_title_subtitle_unit_and_notes_are_around_the_table(written: Workbook) -> None:
    sheet = written["附件1 自评表"]
    texts = [sheet.cell(row, 1).value for row in range(1, sheet.max_row + 1)]
    assert texts[:4] == ["附件1", "部门整体支出绩效自评表", "（2023年度）", "单位：万元"]
    assert texts[4] == "年度预算申请（万元）"
    assert texts[-1] == "填表人：　　填报日期："
    title, unit = sheet["A2"], sheet["A4"]
    assert (title.font.name, title.font.size, title.font.bold) == ("方正小标宋简体", 18, True)
    assert (title.alignment.horizontal, unit.alignment.horizontal) == ("center", "right")
    merged = {str(each) for each in sheet.merged_cells.ranges}
    assert {"A1:C1", "A2:C2", "A3:C3", "A4:C4", "A8:C8"} <= merged


def test_cells_merge(written: Workbook) -> None:
    merged = {str(each) for each in written["附件1 自评表"].merged_cells.ranges}
    assert {"A5:A7", "B7:C7"} <= merged


def raw_formats(path: Path) -> dict[str, tuple[set[str], bool]]:
    """Of each cell of the first sheet: its thin sides, and whether it is locked.

    In the XML itself: openpyxl puts borders and locks of its own inside the merges it reads.
    """
    with zipfile.ZipFile(path) as archive:
        styles, sheet = (ElementTree.fromstring(archive.read(f"xl/{name}.xml")) for name in ("styles", FIRST_SHEET))
    borders = styles.findall("{*}borders/{*}border")
    formats = styles.findall("{*}cellXfs/{*}xf")
    frames = [borders[int(each.get("borderId", 0))] for each in formats]
    thin = [{side.tag.removeprefix(MAIN) for side in frame if side.get("style") == "thin"} for frame in frames]
    locked = [all(lock.get("locked") != "0" for lock in each.iter(f"{MAIN}protection")) for each in formats]
    cells = [(str(cell.get("r")), int(cell.get("s", 0))) for cell in sheet.iter(f"{MAIN}c")]
    return {reference: (thin[number], locked[number]) for reference, number in cells}


def test_every_cell_of_a_table_is_framed_and_locked_alike_inside_merges(tmp_path: Path) -> None:
    write(whole_report(), tmp_path)
    formats = raw_formats(tmp_path / "附表.xlsx")
    framed = {reference for reference, (sides, _) in formats.items() if sides >= set(SIDES)}
    assert framed == {f"{column}{row}" for row in (5, 6, 7) for column in "ABC"}
    assert {reference for reference, (_, locked) in formats.items() if not locked} == {"B7", "C7"}


def test_fonts_and_alignment_follow_the_report_style(written: Workbook) -> None:
    sheet = written["附件1 自评表"]
    head, body, figures = sheet["B5"], sheet["B7"], sheet["B6"]
    size = current_style().styles["table_cell"].size
    assert (head.font.name, head.font.bold) == ("黑体", True)
    assert (body.font.name, body.font.size, bool(body.font.bold)) == ("仿宋_GB2312", size, False)
    assert (body.alignment.horizontal, body.alignment.vertical, body.alignment.wrap_text) == ("left", "center", True)
    assert (figures.alignment.horizontal, figures.alignment.shrink_to_fit) == ("right", True)


def millimetres(sheet: Worksheet, columns: int) -> list[float]:
    """Widths as Excel draws them in 宋体 12 pt: eight pixels of 1/96 inch a unit."""
    letters = [get_column_letter(column) for column in range(1, columns + 1)]
    return [sheet.column_dimensions[letter].width * 8 / 96 * 25.4 for letter in letters]


def test_widths_are_counted_in_the_font_they_are_meant_for(tmp_path: Path) -> None:
    write(whole_report(), tmp_path)
    styles = ElementTree.fromstring(zipfile.ZipFile(tmp_path / "附表.xlsx").read("xl/styles.xml"))
    normal = styles.findall("{*}fonts/{*}font")[0]
    assert [each.get("val") for each in normal] == ["12", "宋体", "134"]


def test_columns_fill_the_page_in_the_preferred_proportions(written: Workbook) -> None:
    portrait = millimetres(written["附件1 自评表"], 3)
    assert 150 < sum(portrait) <= 156
    assert portrait[1] / portrait[0] == pytest.approx(1.5, abs=0.05)
    assert 217 < sum(millimetres(written["打分'表"], 3)) <= 225


def test_rows_are_high_enough_for_all_their_text(tmp_path: Path) -> None:
    long = "落实安全生产责任，" * 20
    cells = (
        Cell(0, 0, "短"),
        Cell(0, 1, long, column_span=2),
        Cell(1, 0, long, row_span=2),
        Cell(1, 1, "甲", column_span=2),
    )
    sheet = one_sheet(tmp_path, *cells, Cell(2, 1, "乙", column_span=2), rows=3)
    heights = [sheet.row_dimensions[row].height for row in (2, 3, 4)]
    size = sheet["B2"].font.size
    widths = [sheet.column_dimensions[letter].width * 2 for letter in "ABC"]
    letters = 180 * size * 25.4 / 72
    assert heights[0] >= letters / sum(widths[1:]) * size
    assert heights[1] + heights[2] >= letters / widths[0] * size
    assert all(height < 409 for height in heights)


@pytest.mark.parametrize("text", ["90%—100%，80%—90%，70%以下", "%" * 20, "≥1200次，≤15分钟", "落实安全生产责任"])
def test_no_text_is_taken_for_narrower_than_the_shipped_font_sets_it(text: str) -> None:
    points = stringWidth(text, typeface("fangsong").font, 9)
    assert lines_needed(text, 9, points / 72 * 25.4 + 1.9) > 1


@pytest.mark.slow
def test_a_row_taller_than_excel_allows_takes_several_rows(tmp_path: Path) -> None:
    cells = (
        Cell(0, 0, "1"),
        Cell(0, 1, "逐项说明工作完成情况。" * 200),
        figure(0, 2, "1"),
        Cell(1, 0, "末行", column_span=3),
    )
    sheet = one_sheet(tmp_path, *cells, rows=2)
    tall = next(each for each in sheet.merged_cells.ranges if (each.min_row, each.min_col) == (2, 2))
    rows = range(tall.min_row, tall.max_row + 1)
    heights = [sheet.row_dimensions[row].height for row in rows]
    assert len(heights) > 1
    assert max(heights) <= 409
    assert sheet["C2"].alignment.vertical == "top"
    size, width = sheet["B2"].font.size, sheet.column_dimensions["B"].width * 2
    assert sum(heights) > 2200 * size * 25.4 / 72 / width * size
    assert f"C2:C{tall.max_row}" in {str(each) for each in sheet.merged_cells.ranges}
    assert sheet.cell(tall.max_row + 1, 1).value == "末行"


def test_all_blocks_of_an_attachment_follow_in_order(tmp_path: Path) -> None:
    blocks = (
        Heading(1, "一、总体情况"),
        Paragraph("各项数据与决算一致。"),
        Paragraph("单位：人", flush=True),
        grid(Cell(0, 0, "甲"), Cell(0, 1, "乙", column_span=2)),
        grid(Cell(0, 0, "丙"), Cell(0, 1, "丁"), widths=(1, 1)),
        AttachmentList(("第一表", "第二表")),
        SignOff("道县应急管理局", "2024年3月5日"),
    )
    sheet = write(report(attachment(*blocks)), tmp_path).worksheets[0]
    column = [sheet.cell(row, 1).value for row in range(1, sheet.max_row + 1)]
    assert column == [
        *("附件1", "表的标题", "一、总体情况", "　　各项数据与决算一致。", "单位：人", "甲", "丙"),
        *("附件：1. 第一表", "　　　2. 第二表", "道县应急管理局", "2024年3月5日"),
    ]
    assert sheet["A3"].font.bold
    assert sheet["A10"].alignment.horizontal == "right"
    # 52 | 104 and 78 millimetres share one sheet: its columns end at 52, 78, 104 and 156.
    assert {"B6:D6", "A7:B7", "C7:D7"} <= {str(each) for each in sheet.merged_cells.ranges}
    assert (sheet["A6"].value, sheet["B6"].value, sheet["C7"].value) == ("甲", "乙", "丁")


def test_a_label_is_broken_where_the_sense_allows_and_never_set_smaller_by_itself(tmp_path: Path) -> None:
    long = Cell(0, 2, "有话则长，无话则短。" * 20, role="entry", align="left")
    labels = (Cell(0, 0, "偏差原因分析及改进措施"), Cell(0, 1, "可持续影响指标"), long)
    table = grid(*labels, widths=(24, 23, 109))
    sheet = write(report(attachment(table, label="")), tmp_path).worksheets[0]
    assert sheet["A2"].value == "偏差\n原因分析\n及改进措施"
    assert sheet["A2"].font.size == sheet["B2"].font.size == sheet["C2"].font.size
    assert sheet["B2"].alignment.wrap_text
