"""The Excel workbook, read back with openpyxl and calculated by LibreOffice."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from perfdesk.definition.address import Address
from perfdesk.document.blocks import (
    Attachment,
    AttachmentList,
    Block,
    Cell,
    Fact,
    Grid,
    Heading,
    Paragraph,
    Report,
    SignOff,
)
from perfdesk.errors import PerfDeskError
from perfdesk.writers.xlsx import write_xlsx

ACTUAL = Address("funds", "actual")
FULL = Address("funds", "full")
BASIC = Address("funds", "basic")
PROJECT = Address("funds", "project")
RATE = Address("evaluation", "rate")
SCORE = Address("evaluation", "score")
GOAL = Address("evaluation", "goal")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SIDES = ("left", "right", "top", "bottom")
FIRST_SHEET = "worksheets/sheet1"
NOWHERE = Address("evaluation", "gone")
OPENED = Address("results", "opened")


def figure(row: int, column: int, value: str, address: Address | None = None, **more: object) -> Cell:
    settings = {"role": "entry", "align": "right", "text": value, **more}
    return Cell(row, column, address=address, value=Decimal(value), **settings)  # type: ignore[arg-type]


def attachment(*blocks: Block, name: str = "表", label: str = "附件1", landscape: bool = False) -> Attachment:
    return Attachment(label, f"{name}的标题", name, landscape, blocks)


def grid(*cells: Cell, rows: int = 1, widths: tuple[float, ...] = (1.0, 1.0, 1.0), header_rows: int = 0) -> Grid:
    return Grid(widths, rows, cells, header_rows)


def report(*attachments: Attachment, facts: tuple[Fact, ...] = (), draft_mark: str = "") -> Report:
    return Report("2023年度绩效自评报告", "道县应急管理局", "2023", draft_mark, (), attachments, facts)


def funds_table() -> Attachment:
    cells = (
        Cell(0, 0, "年度预算申请（万元）", down=3),
        Cell(0, 1, "全年执行数", bold=True),
        Cell(0, 2, "执行率"),
        figure(1, 1, "803.51", ACTUAL),
        figure(1, 2, "98.95", RATE, role="computed", suffix="%", formula=("ROUND(", ACTUAL, "/", FULL, "*100,2)")),
        Cell(2, 1, "=职责履行到位", across=2, align="left", role="entry", address=GOAL),
    )
    table = Grid(
        (40, 60, 60), 3, cells, 1, "部门整体支出绩效自评表", "（2023年度）", "单位：万元", ("填表人：　　填报日期：",)
    )
    return attachment(table, name="附件1 自评表")


def score_table() -> Attachment:
    cells = (
        figure(0, 0, "9.9", SCORE, role="computed", formula=("ROUND(", RATE, "/10,1)")),
        figure(0, 1, "812.06", FULL),
        figure(0, 2, "98.95", RATE, suffix="%"),
        figure(1, 0, "803.51", ACTUAL, decimals=2),
        figure(1, 1, "7", formula=(NOWHERE, "+1")),
        figure(1, 2, "822.31", formula=(FULL, "+", SCORE, "+0.35")),
        figure(2, 0, "512.365", suffix="万元", prefix="≥"),
        figure(2, 1, "775.51", BASIC),
        Cell(2, 2, ""),
    )
    return attachment(grid(*cells, rows=3), name="打分'表", label="附件2", landscape=True)


def facts() -> tuple[Fact, ...]:
    return (
        Fact(ACTUAL, "二、支出情况", "整体支出", "万元", Decimal("803.51"), (BASIC, "+", PROJECT)),
        Fact(BASIC, "二（一）", "基本支出", "万元", Decimal("775.51"), None),
        Fact(PROJECT, "二（二）", "项目支出", "万元", Decimal(28), None),
        Fact(OPENED, "九、公开情况", "公开日期", "", "2024-05-10", None),
    )


def whole_report() -> Report:
    return report(funds_table(), score_table(), facts=facts(), draft_mark="草稿")


def write(content: Report, folder: Path) -> Workbook:
    path = folder / "附表.xlsx"
    write_xlsx(content, path)
    return load_workbook(path)


def one_sheet(folder: Path, *cells: Cell, rows: int = 1) -> Worksheet:
    """The sheet of one small table; without label the table begins in row 2, below the attachment's title."""
    return write(report(attachment(grid(*cells, rows=rows), label="")), folder).worksheets[0]


def cell_of(workbook: Workbook, address: Address, sheet: str) -> str:
    """Where the hidden map says an address stands."""
    rows = workbook["_perfdesk"].iter_rows(values_only=True)
    return next(reference for name, reference, text in rows if (name, text) == (sheet, str(address)))  # type: ignore[misc]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    return write(whole_report(), tmp_path_factory.mktemp("written"))


@pytest.fixture(scope="module")
def calculated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Workbook]:
    """The workbook as LibreOffice calculates it: as written, and after 项目支出 rose from 28 to 36.55.

    openpyxl drops the results that stand beside the formulas, so every number here is LibreOffice's own.
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


# Formulas


def test_formulas_calculate_to_the_values_of_the_report(written: Workbook, calculated: dict[str, Workbook]) -> None:
    asked = calculated["asked"]
    assert result(asked, "附件1 自评表", cell_of(written, RATE, "附件1 自评表")) == 98.95
    assert result(asked, "附件1 自评表", cell_of(written, ACTUAL, "附件1 自评表")) == 803.51
    assert result(asked, "打分'表", cell_of(written, SCORE, "打分'表")) == 9.9
    assert result(asked, "打分'表", "C4") == 822.31
    assert result(asked, "报告数据", cell_of(written, ACTUAL, "报告数据")) == 803.51


def test_a_changed_fact_moves_every_figure_that_follows(written: Workbook, calculated: dict[str, Workbook]) -> None:
    changed = calculated["changed"]
    assert result(changed, "报告数据", cell_of(written, ACTUAL, "报告数据")) == 812.06
    assert result(changed, "附件1 自评表", cell_of(written, ACTUAL, "附件1 自评表")) == 812.06
    assert result(changed, "附件1 自评表", cell_of(written, RATE, "附件1 自评表")) == 100
    assert result(changed, "打分'表", cell_of(written, RATE, "打分'表")) == 100
    assert result(changed, "打分'表", cell_of(written, SCORE, "打分'表")) == 10


def test_a_figure_lives_once_and_its_copies_point_to_it(written: Workbook) -> None:
    home = cell_of(written, ACTUAL, "报告数据")
    for sheet in ("附件1 自评表", "打分'表"):
        assert written[sheet][cell_of(written, ACTUAL, sheet)].value == f"='报告数据'!{home}"
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


def test_a_figure_lives_where_it_is_calculated_or_entered_not_in_an_earlier_copy(tmp_path: Path) -> None:
    copies = (figure(0, 0, "5", SCORE, role="computed"), figure(0, 1, "7", FULL, role="label"))
    homes = (figure(1, 0, "5", SCORE, role="computed", formula=("2+3",)), figure(1, 1, "7", FULL))
    sheet = one_sheet(tmp_path, *copies, *homes, rows=2)
    assert [sheet[name].value for name in ("A2", "B2", "A3", "B3")] == ["=A3", "=B3", "=2+3", 7]


def test_a_formula_beyond_the_limits_of_excel_is_written_as_its_value(tmp_path: Path) -> None:
    terms = tuple(piece for _ in range(256) for piece in (",", FULL))[1:]
    cells = (figure(0, 0, "7", FULL), figure(0, 1, "1792", formula=("SUM(", *terms, ")")))
    long = figure(0, 2, "7", formula=(FULL, "+0" * 4096))
    sheet = one_sheet(tmp_path, *cells, long)
    assert (sheet["B2"].value, sheet["C2"].value) == (1792, 7)


def test_a_copy_with_another_value_stays_what_it_is(tmp_path: Path) -> None:
    sheet = one_sheet(tmp_path, figure(0, 0, "803.51", ACTUAL), figure(0, 1, "8035100", ACTUAL))
    assert (sheet["A2"].value, sheet["B2"].value) == (803.51, 8035100)


def test_results_stand_beside_the_formulas_for_programs_that_do_not_calculate(tmp_path: Path) -> None:
    write(whole_report(), tmp_path)
    shown = load_workbook(tmp_path / "附表.xlsx", data_only=True)
    assert shown["打分'表"][cell_of(shown, SCORE, "打分'表")].value == 9.9
    assert shown["报告数据"][cell_of(shown, ACTUAL, "报告数据")].value == 803.51
    assert shown.calculation.fullCalcOnLoad is True


def test_a_formula_that_gives_text_has_its_text_beside_it(tmp_path: Path) -> None:
    grade = Cell(0, 0, "<优>", role="computed", formula=('IF(1>0,"<优>","")',))
    assert one_sheet(tmp_path, grade)["A2"].value == '=IF(1>0,"<优>","")'
    assert load_workbook(tmp_path / "附表.xlsx", data_only=True).worksheets[0]["A2"].value == "<优>"


# Figures


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


def test_formulas_and_copies_carry_the_number_format(written: Workbook) -> None:
    for sheet in ("附件1 自评表", "打分'表"):
        assert written[sheet][cell_of(written, RATE, sheet)].number_format == '0.00"%"'


@pytest.mark.parametrize("value", ["803.51", "90093.82", "0.1", "12345678.91", "1E+3", "0.000001"])
def test_figures_are_stored_as_typed(tmp_path: Path, value: str) -> None:
    one_sheet(tmp_path, figure(0, 0, value))
    xml = zipfile.ZipFile(tmp_path / "附表.xlsx").read("xl/worksheets/sheet1.xml").decode()
    assert f"<v>{Decimal(value):f}</v>" in xml


# Texts


@pytest.mark.parametrize("text", ["=1+1", "+86", "-", "@SUM(A1)", "=cmd|' /C calc'!A0", "#N/A", "2024-05-10", "98"])
def test_text_stays_text(tmp_path: Path, text: str) -> None:
    written_cell = one_sheet(tmp_path, Cell(0, 0, text, role="entry"))["A2"]
    assert (written_cell.value, written_cell.data_type) == (text, "s")
    assert bool(written_cell.quotePrefix) == (text[0] in "=+-@")


def test_characters_xml_cannot_hold_are_dropped(tmp_path: Path) -> None:
    sheet = one_sheet(tmp_path, Cell(0, 0, "第一\x0b行\r\n第\ud800二\x00行\ufffe😀"))
    assert sheet["A2"].value == "第一行\n第二行😀"


def test_text_of_a_fact_is_text(written: Workbook) -> None:
    opened = written["报告数据"][cell_of(written, OPENED, "报告数据")]
    assert (opened.value, opened.data_type) == ("2024-05-10", "s")


def test_a_cell_excel_cannot_hold_is_refused_by_name_and_the_old_file_stays(tmp_path: Path) -> None:
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


def test_the_longest_text_excel_holds_is_written_whole(tmp_path: Path) -> None:
    text = "😀" + "字" * 32765
    assert one_sheet(tmp_path, Cell(0, 0, text))["A2"].value == text
    with pytest.raises(PerfDeskError, match="32768"):
        one_sheet(tmp_path, Cell(0, 0, text + "字"))


# Layout


def test_title_subtitle_unit_and_notes_stand_around_the_table(written: Workbook) -> None:
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
    assert (head.font.name, head.font.bold) == ("黑体", True)
    assert (body.font.name, body.font.size, bool(body.font.bold)) == ("仿宋_GB2312", 10.5, False)
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


def test_columns_fill_the_page_in_the_wished_proportions(written: Workbook) -> None:
    portrait = millimetres(written["附件1 自评表"], 3)
    assert 150 < sum(portrait) <= 156
    assert portrait[1] / portrait[0] == pytest.approx(1.5, abs=0.05)
    assert 217 < sum(millimetres(written["打分'表"], 3)) <= 225


def test_rows_are_high_enough_for_all_their_text(tmp_path: Path) -> None:
    long = "落实安全生产责任，" * 20
    cells = (Cell(0, 0, "短"), Cell(0, 1, long, across=2), Cell(1, 0, long, down=2), Cell(1, 1, "甲", across=2))
    sheet = one_sheet(tmp_path, *cells, Cell(2, 1, "乙", across=2), rows=3)
    heights = [sheet.row_dimensions[row].height for row in (2, 3, 4)]
    letters = 180 * 10.5 * 25.4 / 72
    assert heights[0] >= letters / 104 * 13.5
    assert heights[1] + heights[2] >= letters / 52 * 13.5
    assert all(height < 409 for height in heights)


def test_a_row_taller_than_excel_allows_takes_several_rows(tmp_path: Path) -> None:
    cells = (
        Cell(0, 0, "1"),
        Cell(0, 1, "逐项说明工作完成情况。" * 200),
        figure(0, 2, "1"),
        Cell(1, 0, "末行", across=3),
    )
    sheet = one_sheet(tmp_path, *cells, rows=2)
    tall = next(each for each in sheet.merged_cells.ranges if (each.min_row, each.min_col) == (2, 2))
    rows = range(tall.min_row, tall.max_row + 1)
    heights = [sheet.row_dimensions[row].height for row in rows]
    assert len(heights) > 1
    assert max(heights) <= 409
    assert sheet["C2"].alignment.vertical == "top"
    assert sum(heights) > 2200 / 14 * 13.5
    assert f"C2:C{tall.max_row}" in {str(each) for each in sheet.merged_cells.ranges}
    assert sheet.cell(tall.max_row + 1, 1).value == "末行"


def test_all_blocks_of_an_attachment_follow_in_order(tmp_path: Path) -> None:
    blocks = (
        Heading(1, "一、总体情况"),
        Paragraph("各项数据与决算一致。"),
        Paragraph("单位：人", flush=True),
        grid(Cell(0, 0, "甲"), Cell(0, 1, "乙", across=2)),
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


# Sheets, printing, protection, map


def test_sheet_names_are_valid_and_none_is_used_twice(tmp_path: Path) -> None:
    names = ("附件1：[总]表*?/\\", "附件1：总表", "A" * 40, "a" * 31, "", "_perfdesk", "'引'", "报告数据", "History")
    sheets = [attachment(grid(Cell(0, 0, "甲", across=3)), name=name) for name in names]
    workbook = write(report(*sheets, facts=facts()), tmp_path)
    assert workbook.sheetnames == [
        *("附件1：总表", "附件1：总表(2)", "A" * 31, "a" * 28 + "(2)", "附表", "_perfdesk(2)", "引"),
        *("报告数据", "History(2)", "报告数据(2)", "_perfdesk"),
    ]


def test_facts_are_listed_last_with_place_and_unit(written: Workbook) -> None:
    assert written.sheetnames == ["附件1 自评表", "打分'表", "报告数据", "_perfdesk"]
    rows = list(written["报告数据"].iter_rows(values_only=True))
    assert rows[1] == ("出处", "项目", "单位", "数值")
    assert rows[2][:3] == ("二、支出情况", "整体支出", "万元")
    assert rows[3] == ("二（一）", "基本支出", "万元", 775.51)
    assert len(rows) == 6


def test_without_facts_there_is_no_fact_sheet_and_without_tables_no_file(tmp_path: Path) -> None:
    assert write(report(score_table()), tmp_path).sheetnames == ["打分'表", "_perfdesk"]
    with pytest.raises(PerfDeskError, match="没有附表"):
        write_xlsx(report(), tmp_path / "无.xlsx")


def test_print_setup(written: Workbook) -> None:
    portrait, landscape = written["附件1 自评表"], written["打分'表"]
    assert (portrait.page_setup.orientation, landscape.page_setup.orientation) == ("portrait", "landscape")
    for sheet in written.worksheets[:3]:
        assert int(sheet.page_setup.paperSize) == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
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
    table = grid(Cell(0, 0, "表头", across=3), Cell(1, 0, "甲", across=3), rows=2, header_rows=1)
    assert write(report(attachment(table)), tmp_path).worksheets[0].print_title_rows == "$3:$3"
    assert write(report(attachment(table, table)), tmp_path).worksheets[0].print_title_rows is None


def test_an_ampersand_in_the_draft_mark_is_printed(tmp_path: Path) -> None:
    sheet = write(report(score_table(), draft_mark="草稿A&P"), tmp_path).worksheets[0]
    assert sheet.oddHeader.center.text == "草稿A&&P"


def test_the_final_copy_has_no_draft_mark(tmp_path: Path) -> None:
    assert write(report(score_table()), tmp_path).worksheets[0].oddHeader.center.text is None


def test_only_what_a_clerk_fills_in_is_unlocked(written: Workbook) -> None:
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


def test_the_hidden_sheet_says_where_each_address_stands(written: Workbook) -> None:
    sheet = written["_perfdesk"]
    assert sheet.sheet_state == "veryHidden"
    rows = set(sheet.iter_rows(values_only=True))
    assert ("附件1 自评表", "B7", str(GOAL)) in rows
    assert ("打分'表", "B3", str(FULL)) in rows
    addresses = [cell.address for table in (*funds_table().blocks, *score_table().blocks) for cell in table.cells]  # type: ignore[union-attr]
    assert len(rows) == sum(address is not None for address in addresses) + len(facts())
    assert written["附件1 自评表"]["B7"].value == "=职责履行到位"


def test_properties_name_the_report_and_its_unit(written: Workbook) -> None:
    assert (written.properties.title, written.properties.creator) == ("2023年度绩效自评报告", "道县应急管理局")


def test_the_same_report_gives_the_same_bytes_in_every_run(tmp_path: Path) -> None:
    code = "import sys; sys.path.insert(0, sys.argv[1]); import test_xlsx as t, pathlib; " + (
        "t.write_xlsx(t.whole_report(), pathlib.Path(sys.argv[2]))"
    )
    here = Path(__file__)
    copies = [tmp_path / "1.xlsx", tmp_path / "2.xlsx"]
    for seed, copy in enumerate(copies, 1):
        environment = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(here.parents[2])}
        subprocess.run([sys.executable, "-c", code, str(here.parent), str(copy)], check=True, env=environment)
    assert copies[0].read_bytes() == copies[1].read_bytes()
    assert {entry.date_time for entry in zipfile.ZipFile(copies[0]).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    write_xlsx(replace(whole_report(), draft_mark=""), copies[1])
    assert copies[0].read_bytes() != copies[1].read_bytes()
