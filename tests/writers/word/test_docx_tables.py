"""Grids as real Word tables: merges, widths, repeated heads, sizes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from docx.document import Document
from docx.oxml.ns import qn

from perfdesk.document.blocks import Attachment, Cell, Grid
from perfdesk.writers.typesetting.fitting import PAD_ACROSS, PAD_DOWN, RULE
from support.docx_builders import MERGED, REPORT, style_of, written


def test_a_merged_grid_reads_back_as_the_same_rectangles(document: Document) -> None:
    table = document.tables[2]
    assert (len(table.rows), len(table.columns)) == (5, 4)
    read = [[cell.text for cell in row.cells] for row in table.rows]
    for cell in MERGED.cells:
        covered = {
            read[row][column]
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        }
        assert covered == {cell.text}
    spans = [tc.get(qn("w:val")) for tc in table._tbl.iter(qn("w:gridSpan"))]
    merges = [tc.get(qn("w:val")) for tc in table._tbl.iter(qn("w:vMerge"))]
    assert spans == ["2", "2", "2", "3"]
    assert merges == ["restart", "continue", "restart", "continue", "continue"]


def test_cells_have_the_style_of_their_content(document: Document) -> None:
    rows = document.tables[2].rows
    styles = {cell.text: style_of(cell.paragraphs[0]) for row in rows for cell in row.cells}
    assert styles == {
        "指标": "表头行",
        "年初预算数": "表头行",
        "全年执行数": "表头行",
        "经费": "表头连下行",
        "“三公”经费": "表内文字连下行",
        "63.46": "表内文字居中连下行",
        "44.29": "表内数字连下行",
        "预期目标\n第一行目标": "表内文字连下行",
        "≥1200次": "表内文字居中连下行",
        "实际1352次": "表内文字居中连下行",
        "总分": "表内文字居中连下行",
        "98.50": "表内数字连下行",
    }


def test_columns_fill_the_text_width_of_their_section_to_the_twip(document: Document) -> None:
    widths = [[int(column.get(qn("w:w"))) for column in table._tbl.iter(qn("w:gridCol"))] for table in document.tables]
    assert [sum(table) for table in widths] == [8844, 8844, 12756, 12756]
    for table in document.tables:
        for row in table._tbl.iter(qn("w:tr")):
            assert sum(int(width.get(qn("w:w"))) for width in row.iter(qn("w:tcW"))) in (8844, 12756)


def test_head_rows_repeat_and_no_row_is_split(document: Document) -> None:
    for table in document.tables:
        rows = list(table._tbl.iter(qn("w:tr")))
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
        assert [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows] == [
            True,
            *[False] * (len(rows) - 1),
        ]


def test_two_adjacent_tables_stay_separate(document: Document) -> None:
    body = document.element.body
    tags = [child.tag for child in body]
    assert tags.count(qn("w:tbl")) == 4
    assert all(tags[i + 1] == qn("w:p") for i, tag in enumerate(tags) if tag == qn("w:tbl"))


def test_a_figure_too_wide_for_its_column_gets_a_wider_one(tmp_path: Path) -> None:
    cells = (Cell(0, 0, "12345678.90", align="right"), Cell(0, 1, "12345678.90", align="right"))
    grid = Grid((16, 150), 1, cells)
    read = written(tmp_path, replace(REPORT, body=(), attachments=(Attachment("附件1", "", "", False, (grid,)),)))
    assert {style_of(cell.paragraphs[0]) for cell in read.tables[0].rows[0].cells} == {"表内数字连下行"}
    narrow, wide = (int(column.get(qn("w:w"))) for column in read.tables[0]._tbl.iter(qn("w:gridCol")))
    assert 11 * 0.5 * 10.5 + 2 * PAD_ACROSS <= narrow / 20 < wide / 20


def test_figures_too_wide_together_make_all_of_their_table_smaller(tmp_path: Path) -> None:
    cells = tuple(Cell(0, column, "12345678.90", align="right") for column in range(7))
    grid = Grid((20,) * 7, 1, cells)
    read = written(tmp_path, replace(REPORT, body=(), attachments=(Attachment("附件1", "", "", False, (grid,)),)))
    (style,) = {style_of(cell.paragraphs[0]) for cell in read.tables[0].rows[0].cells}
    assert style == "表内数字8磅连下行"
    assert read.styles[style].element.find(qn("w:semiHidden")) is not None


def test_rows_kept_with_the_next_one_have_a_style_that_says_so(document: Document) -> None:
    kept = ("表内文字居中连下行", "表内数字连下行", "表注在前")
    for name, alike in zip(kept, ("表内文字居中", "表内数字", "表注"), strict=True):
        style, other = document.styles[name], document.styles[alike]
        assert (style.paragraph_format.keep_with_next, other.paragraph_format.keep_with_next) == (True, False)
        assert style.base_style == other
        assert {child.tag for child in style.element.pPr} == {qn("w:keepNext"), qn("w:keepLines")}


def test_the_last_six_rows_stay_together(document: Document) -> None:
    styles = [style_of(row.cells[0].paragraphs[0]) for row in document.tables[0].rows]
    assert styles == ["表头居左连下行", *["表内文字"] * 38, *["表内文字连下行"] * 6]


def test_a_label_is_broken_evenly_and_where_the_sense_allows(tmp_path: Path) -> None:
    label = Cell(0, 0, "偏差原因分析及改进措施", bold=True)
    grid = Grid((24, 142), 1, (label, Cell(0, 1, "有话则长，无话则短。" * 40, role="entry", align="left")))
    read = written(tmp_path, replace(REPORT, body=(), attachments=(Attachment("附件1", "", "", False, (grid,)),)))
    assert read.tables[0].rows[0].cells[0].text == "偏差\n原因分析\n及改进措施"


def test_cells_have_the_same_paddings_and_rules_as_in_the_pdf(document: Document) -> None:
    style = document.styles["公文表格"].element
    margins = {child.tag: int(child.get(qn("w:w"))) / 20 for child in style.find(f".//{qn('w:tblCellMar')}")}
    rules = {child.get(qn("w:sz")) for child in style.find(f".//{qn('w:tblBorders')}")}
    across, down = PAD_ACROSS, PAD_DOWN - RULE / 2
    assert margins == {qn("w:top"): down, qn("w:left"): across, qn("w:bottom"): down, qn("w:right"): across}
    assert rules == {str(round(RULE * 8))}
    assert style.find(f".//{qn('w:vAlign')}").get(qn("w:val")) == "center"
