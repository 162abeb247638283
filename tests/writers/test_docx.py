"""The Word report, read back with python-docx and laid out once by LibreOffice."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Twips

from perfdesk.definition.address import Address
from perfdesk.document.blocks import (
    Attachment,
    AttachmentList,
    Cell,
    Grid,
    Heading,
    Paragraph,
    Report,
    SignOff,
)
from perfdesk.errors import PerfDeskError
from perfdesk.writers.docx import write_docx
from perfdesk.writers.docx_xml import bookmark_name
from perfdesk.writers.style import report_style

LONG = "道县应急管理局组织开展安全生产专项整治行动并按时完成年度绩效目标任务" * 40
MERGED = Grid(
    widths=(20, 30, 30, 25),
    rows=5,
    header_rows=1,
    title="部门整体支出绩效自评表",
    subtitle="（2023年度）",
    unit_note="单位：万元",
    notes=("填表人：        填报日期：",),
    cells=(
        Cell(0, 0, "指标", across=2, bold=True),
        Cell(0, 2, "年初预算数"),
        Cell(0, 3, "全年执行数"),
        Cell(1, 0, "经费", down=3, bold=True),
        Cell(1, 1, "“三公”经费", align="left"),
        Cell(1, 2, "63.46", role="entry", value=Decimal("63.46"), address=Address("base", "t", "r1", "budget")),
        Cell(1, 3, "44.29", role="entry", align="right", value=Decimal("44.29")),
        Cell(
            2, 1, "预期目标\n第一行目标", across=2, down=2, role="entry", align="left", address=Address("base", "aim")
        ),
        Cell(2, 3, "≥1200次", role="entry"),
        Cell(3, 3, "实际1352次", role="entry", address=Address("base", "t", "R1", "budget")),
        Cell(4, 0, "总分", across=3),
        Cell(4, 3, "98.50", role="computed", align="right", value=Decimal("98.5")),
    ),
)
ROWS = Grid(
    widths=(1, 3),
    rows=45,
    header_rows=1,
    cells=tuple(
        Cell(row, column, f"{word}{row:02d}", align="left")
        for row in range(45)
        for column, word in enumerate(("序号", "项目"))
    ),
)
REPORT = Report(
    title="道县应急管理局\n2023年度部门整体支出绩效自评报告",
    unit="道县应急管理局",
    year="2023",
    draft_mark="",
    body=(
        Heading(1, "一、部门基本情况", Address("overview", "heading")),
        Heading(2, "（一）机构设置"),
        Heading(3, "1. 人员编制"),
        Paragraph(LONG, Address("overview", "duties")),
        Paragraph("无此类支出。", flush=True),
        AttachmentList(("基础数据表", "自评表")),
        SignOff("道县应急管理局", "2024年3月5日"),
    ),
    attachments=(
        Attachment("附件1", "基础数据表", "附件1", False, (ROWS, ROWS)),
        Attachment("附件2", "自评表", "附件2", True, (MERGED, Paragraph("表内数字均为决算数。", flush=True))),
        Attachment("", "自评表续", "附件2续", True, (replace(MERGED, title="续表", notes=()),)),
        Attachment("附件3", "说明", "附件3", False, (Paragraph("附件三的正文。"),)),
    ),
    facts=(),
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("docx") / "报告.docx"
    write_docx(REPORT, path)
    return path


@pytest.fixture(scope="module")
def document(path: Path) -> Document:
    return docx.Document(str(path))


@pytest.fixture(scope="module")
def pages(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [soffice, "--headless", profile, "--convert-to", "pdf", "--outdir", str(path.parent), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pdf = pypdfium2.PdfDocument(path.with_suffix(".pdf"))
    yield pdf
    pdf.close()


def written(tmp_path: Path, report: Report) -> Document:
    write_docx(report, tmp_path / "a.docx")
    return docx.Document(str(tmp_path / "a.docx"))


def with_paragraphs(*texts: str) -> Report:
    return replace(REPORT, body=tuple(Paragraph(text) for text in texts), attachments=())


def xml(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name).decode("utf-8") for name in package.namelist()}


def page_text(pdf: pypdfium2.PdfDocument, number: int) -> str:
    return re.sub(r"\s", "", pdf[number].get_textpage().get_text_bounded())


def lines_of_page(pdf: pypdfium2.PdfDocument, number: int) -> list[tuple[int, float, float]]:
    """Number of characters, left and right end (points) of each line above the foot of the page."""
    text = pdf[number].get_textpage()
    foot = report_style().page.bottom * 72 / 25.4 - 2
    boxes = [text.get_charbox(i, loose=True) for i in range(text.count_chars()) if text.get_text_range(i, 1).strip()]
    lines: list[list[tuple[float, ...]]] = []
    for box in sorted((box for box in boxes if box[1] > foot), key=lambda box: -box[1]):
        # a fallback font sits a little higher or lower on the same line
        if lines and lines[-1][-1][1] - box[1] < 5:
            lines[-1].append(box)
        else:
            lines.append([box])
    return [(len(line), min(box[0] for box in line), max(box[2] for box in line)) for line in lines]


# --- text and styles --------------------------------------------------------------------------------------------


def test_every_block_stands_in_order_under_its_style(document: Document) -> None:
    assert [(p.style.name, p.text) for p in document.paragraphs if p.style and p.text] == [
        ("公文标题", REPORT.title),
        ("Heading 1", "一、部门基本情况"),
        ("Heading 2", "（一）机构设置"),
        ("Heading 3", "1. 人员编制"),
        ("公文正文", LONG),
        ("公文正文顶格", "无此类支出。"),
        ("附件说明", "附件：1. 基础数据表"),
        ("附件说明续项", "2. 自评表"),
        ("落款单位", "道县应急管理局"),
        ("落款日期", "2024年3月5日"),
        ("附件标签", "附件1"),
        ("附件标签", "附件2"),
        ("表标题", "部门整体支出绩效自评表"),
        ("表副标题", "（2023年度）"),
        ("表单位", "单位：万元"),
        ("表注", "填表人：        填报日期："),
        ("表注", "表内数字均为决算数。"),
        ("表标题", "续表"),
        ("表副标题", "（2023年度）"),
        ("表单位", "单位：万元"),
        ("附件标签", "附件3"),
        ("公文正文", "附件三的正文。"),
    ]


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Normal", "仿宋_GB2312", 16),
        ("公文标题", "方正小标宋简体", 22),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("Heading 3", "仿宋_GB2312", 16),
        ("公文正文", "仿宋_GB2312", 16),
        ("附件标签", "黑体", 16),
        ("表标题", "方正小标宋简体", 18),
        ("表头", "黑体", 10.5),
        ("表内数字", "仿宋_GB2312", 10.5),
        ("页码", "宋体", 14),
    ],
)
def test_a_style_sets_its_font_for_all_four_kinds_of_character(
    document: Document, style: str, font: str, size: float
) -> None:
    element = document.styles[style].element
    fonts = element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    assert {qn(f"w:{kind}"): font for kind in ("ascii", "hAnsi", "eastAsia", "cs")} == dict(fonts.attrib)
    assert element.find(f"{qn('w:rPr')}/{qn('w:sz')}").get(qn("w:val")) == str(int(size * 2))


def test_no_paragraph_and_no_run_is_formatted_directly(path: Path) -> None:
    document = docx.Document(str(path))
    first = document.sections[0]
    for root in (document.element, first.footer.part.element, first.even_page_footer.part.element):
        paragraphs = {child.tag for properties in root.iter(qn("w:pPr")) for child in properties}
        assert paragraphs <= {qn("w:pStyle"), qn("w:sectPr")}
        runs = [child for properties in root.iter(qn("w:rPr")) for child in properties]
        assert runs
        assert {(run.tag, *run.attrib.items()) for run in runs} == {
            (qn("w:rFonts"), (qn("w:hint"), "eastAsia")),
        }


def test_body_is_justified_with_two_characters_of_indent_on_a_fixed_line(document: Document) -> None:
    body = document.styles["公文正文"].paragraph_format.element.pPr
    indent, spacing = body.find(qn("w:ind")), body.find(qn("w:spacing"))
    assert (indent.get(qn("w:firstLineChars")), indent.get(qn("w:firstLine"))) == ("200", "630")
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("579", "exact")
    assert body.find(qn("w:jc")).get(qn("w:val")) == "both"
    normal = document.styles["Normal"].element.pPr
    flags = {tag: normal.find(qn(f"w:{tag}")).get(qn("w:val")) for tag in ("kinsoku", "overflowPunct", "widowControl")}
    assert flags == {"kinsoku": "1", "overflowPunct": "0", "widowControl": "0"}


def test_headings_and_attachment_labels_make_the_outline(document: Document) -> None:
    outlined = {
        style.name: style.element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}").get(qn("w:val"))
        for style in document.styles
        if style.element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}") is not None
    }
    assert outlined == {"Heading 1": "0", "Heading 2": "1", "Heading 3": "2", "附件标签": "0"}


def test_only_our_own_styles_are_in_the_file(document: Document) -> None:
    names = {style.name for style in document.styles}
    assert not {name for name in names if re.fullmatch(r"[A-Za-z ]+\d*", name or "")} - {
        "Normal", "Heading 1", "Heading 2", "Heading 3", "Default Paragraph Font", "Normal Table", "No List",
    }  # fmt: skip


def test_a_long_unit_name_is_signed_at_the_right_instead_of_above_the_date(tmp_path: Path) -> None:
    unit = "道县应急管理局安全生产综合行政执法大队"
    signed = written(tmp_path, replace(REPORT, body=(SignOff(unit, "2024年12月31日"),), attachments=()))
    assert [p.style.name for p in signed.paragraphs if p.style][1:] == ["落款长单位", "落款日期"]


# --- tables -------------------------------------------------------------------------------------------------------


def test_a_merged_grid_reads_back_as_the_same_rectangles(document: Document) -> None:
    table = document.tables[2]
    assert (len(table.rows), len(table.columns)) == (5, 4)
    read = [[cell.text for cell in row.cells] for row in table.rows]
    for cell in MERGED.cells:
        covered = {
            read[row][column]
            for row in range(cell.row, cell.row + cell.down)
            for column in range(cell.column, cell.column + cell.across)
        }
        assert covered == {cell.text}
    spans = [tc.get(qn("w:val")) for tc in table._tbl.iter(qn("w:gridSpan"))]
    merges = [tc.get(qn("w:val")) for tc in table._tbl.iter(qn("w:vMerge"))]
    assert spans == ["2", "2", "2", "3"]
    assert merges == ["restart", "continue", "restart", "continue", "continue"]


def test_cells_take_the_style_of_what_they_hold(document: Document) -> None:
    rows = document.tables[2].rows
    styles = {cell.text: cell.paragraphs[0].style.name for row in rows for cell in row.cells}  # type: ignore[union-attr]
    assert styles == {
        "指标": "表头",
        "年初预算数": "表头",
        "全年执行数": "表头",
        "经费": "表头",
        "“三公”经费": "表内文字",
        "63.46": "表内数字",
        "44.29": "表内数字",
        "预期目标\n第一行目标": "表内文字",
        "≥1200次": "表内文字居中",
        "实际1352次": "表内文字居中",
        "总分": "表内文字居中",
        "98.50": "表内数字",
    }


def test_columns_fill_the_text_width_of_their_section_to_the_twip(document: Document) -> None:
    widths = [[int(column.get(qn("w:w"))) for column in table._tbl.iter(qn("w:gridCol"))] for table in document.tables]
    assert [sum(table) for table in widths] == [8844, 8844, 12756, 12756]
    assert widths[0] == [2211, 6633]
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


def test_two_tables_in_a_row_stay_two(document: Document) -> None:
    body = document.element.body
    tags = [child.tag for child in body]
    assert tags.count(qn("w:tbl")) == 4
    assert all(tags[i + 1] == qn("w:p") for i, tag in enumerate(tags) if tag == qn("w:tbl"))


# --- sections, page numbers, draft mark ---------------------------------------------------------------------------


def test_wide_attachments_stand_in_a_landscape_section_of_their_own(document: Document) -> None:
    sizes = [(s.page_width, s.page_height, s.orientation) for s in document.sections]
    upright, turned = (Twips(11906), Twips(16838), 0), (Twips(16838), Twips(11906), 1)
    assert sizes == [upright, turned, upright]
    margins = [
        tuple(length.twips for length in (s.top_margin, s.right_margin, s.bottom_margin, s.left_margin) if length)
        for s in document.sections
    ]
    assert margins == [(2098, 1474, 1984, 1588), (1588, 2098, 1474, 1984), (2098, 1474, 1984, 1588)]
    grids = [s._sectPr.find(qn("w:docGrid")) for s in document.sections]
    assert {(grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) for grid in grids} == {("lines", "579")}


def test_every_section_has_page_numbers_outside_on_odd_and_even_pages(document: Document) -> None:
    assert document.settings.odd_and_even_pages_header_footer
    for section in document.sections:
        for footer, style in ((section.footer, "页码"), (section.even_page_footer, "页码双页")):
            number = footer.paragraphs[0]
            assert (number.text, number.style and number.style.name) == ("— 1 —", style)
            assert [code.text for code in number._p.iter(qn("w:instrText"))] == ["PAGE"]
    assert not list(document.element.iter(qn("w:pgNumType"))), "the count goes on from section to section"


def test_the_draft_mark_heads_every_page_and_the_final_copy_has_no_header(tmp_path: Path, path: Path) -> None:
    draft = written(tmp_path, replace(REPORT, draft_mark="草稿：尚有2项错误"))
    for section in draft.sections:
        for header in (section.header, section.even_page_header):
            mark = header.paragraphs[0]
            assert (mark.text, mark.style and mark.style.name) == ("草稿：尚有2项错误", "草稿标记")
    assert not [name for name in xml(path) if "header" in name]


# --- bookmarks ----------------------------------------------------------------------------------------------------


def test_every_address_is_a_bookmark_around_its_text(document: Document) -> None:
    marked: dict[str, str] = {}
    for start in document.element.iter(qn("w:bookmarkStart")):
        place = next(start.iterancestors(qn("w:tc")), start.getparent())
        marked[start.get(qn("w:name"))] = "".join(text.text for text in place.iter(qn("w:t")))
    assert marked == {
        bookmark_name(Address("overview", "heading")): "一、部门基本情况",
        bookmark_name(Address("overview", "duties")): LONG,
        bookmark_name(Address("base", "t", "r1", "budget")): "63.46",
        bookmark_name(Address("base", "aim")): "预期目标第一行目标",
        bookmark_name(Address("base", "t", "R1", "budget")): "实际1352次",
    }
    starts = [mark.get(qn("w:id")) for mark in document.element.iter(qn("w:bookmarkStart"))]
    ends = [mark.get(qn("w:id")) for mark in document.element.iter(qn("w:bookmarkEnd"))]
    assert sorted(starts) == sorted(ends)
    assert len(set(starts)) == len(starts) == len(marked), "an address that stands twice is marked once"


def test_bookmark_names_are_short_stable_and_distinct_without_regard_to_case() -> None:
    addresses = [
        Address("base", "t", "r1", "c1"),
        Address("base", "t", "R1", "c1"),
        Address("base", "t-r1", "r1", "c1"),
        Address("projects@r1", "x" * 60, "y" * 60, "z" * 60),
        Address("projects@r2", "x" * 60, "y" * 60, "z" * 60),
        Address("局", "名"),
    ]
    names = [bookmark_name(address) for address in addresses]
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,39}", name) for name in names)
    assert len({name.lower() for name in names}) == len(names)
    assert bookmark_name(Address("base", "aim")) == "pd_base_aim_137415aa84fbafe3"


# --- the file -----------------------------------------------------------------------------------------------------


def test_the_same_report_gives_the_same_bytes(tmp_path: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.localtime", lambda *_: (2031, 5, 6, 7, 8, 9, 0, 0, 0))
    write_docx(REPORT, tmp_path / "again.docx")
    assert (tmp_path / "again.docx").read_bytes() == path.read_bytes()


def test_nothing_of_the_librarys_template_is_left(path: Path) -> None:
    parts = xml(path)
    assert set(parts) == {
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/document.xml",
        "word/_rels/document.xml.rels",
        "word/styles.xml",
        "word/settings.xml",
        "word/fontTable.xml",
        "word/footer1.xml",
        "word/footer2.xml",
    }
    everything = "".join(parts.values())
    assert not re.search(r"python-docx|Calibri|Cambria|Theme=|dcterms:(created|modified)>", everything)
    assert 'w:name="compatibilityMode"' in parts["word/settings.xml"]
    properties = docx.Document(str(path)).core_properties
    assert (properties.title, properties.author) == (REPORT.title.replace("\n", ""), REPORT.unit)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
        ("<img src=x> & </w:t> ]]>", "<img src=x> & </w:t> ]]>"),
        ("  前后空格  ", "  前后空格  "),
        ("\u202e右到左\u202c😀𠮷", "\u202e右到左\u202c😀𠮷"),
        ("粘贴\x0b自\x00Word\ud800\ufffe", "粘贴自Word"),
        ("一\r\n二\t三", "一\n二\t三"),
    ],
)
def test_hostile_text_is_printed_as_text(tmp_path: Path, typed: str, printed: str) -> None:
    grid = Grid((1,), 1, (Cell(0, 0, typed, address=Address("a", "b")),), title=typed, notes=(typed,))
    report = replace(with_paragraphs(typed), title=typed, unit=typed, draft_mark=typed)
    read = written(tmp_path, replace(report, attachments=(Attachment(typed, typed, typed, False, (grid,)),)))
    assert [p.text for p in read.paragraphs] == [printed] * 5
    assert read.tables[0].rows[0].cells[0].text == printed
    assert {text.get(qn("xml:space")) for text in read.element.iter(qn("w:t"))} == {"preserve"}
    assert read.sections[0].header.paragraphs[0].text == printed
    assert read.core_properties.author == printed


def test_a_hundred_thousand_characters_in_a_cell_are_all_written(tmp_path: Path) -> None:
    text = "厉行节约保障措施" * 12_500
    grid = Grid((1,), 1, (Cell(0, 0, text, align="left"),))
    read = written(tmp_path, replace(REPORT, attachments=(Attachment("附件1", "", "", True, (grid,)),)))
    assert read.tables[0].rows[0].cells[0].text == text


def test_an_unwritable_place_is_explained_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(PerfDeskError, match="没有导出"):
        write_docx(REPORT, tmp_path / "无此文件夹" / "a.docx")
    assert list(tmp_path.iterdir()) == []


# --- as LibreOffice prints it --------------------------------------------------------------------------------------


def test_a_page_of_body_has_22_lines_of_28_characters(pages: pypdfium2.PdfDocument) -> None:
    lines = lines_of_page(pages, 1)
    assert [count for count, _, _ in lines] == [28] * 22
    page = report_style().page
    left, right = page.left * 72 / 25.4, (page.width - page.right) * 72 / 25.4
    assert all(abs(start - left) < 1 and abs(end - right) < 2.5 for _, start, end in lines)


def test_body_paragraphs_begin_two_characters_in(pages: pypdfium2.PdfDocument) -> None:
    starts = [start for _, start, _ in lines_of_page(pages, 0)]
    left = report_style().page.left * 72 / 25.4
    headings_and_body, second = starts[2:6], starts[6]
    assert all(abs(start - left - 31.5) < 2.5 for start in headings_and_body)
    assert abs(second - left) < 1


def test_attachments_begin_on_new_pages_and_no_page_is_blank(pages: pypdfium2.PdfDocument) -> None:
    texts = [page_text(pages, number) for number in range(len(pages))]
    firsts = [
        next(i for i, text in enumerate(texts) if start in text) for start in ("附件1序号", "附件2部门", "附件3附件三")
    ]
    assert firsts == sorted(set(firsts))
    assert all(texts[first].startswith("附件") for first in firsts)
    continued = next(i for i, text in enumerate(texts) if text.startswith("续表"))
    assert continued == firsts[1] + 1
    assert all(len(text) > len("—1—") for text in texts)


def test_pages_are_numbered_on_7_mm_below_the_type_area(pages: pypdfium2.PdfDocument) -> None:
    for number in range(len(pages)):
        text = pages[number].get_textpage()
        assert re.search(rf"—{number + 1}—$", page_text(pages, number))
        dashes = [text.get_charbox(i) for i in range(text.count_chars()) if text.get_text_range(i, 1) == "—"][-2:]
        width, height = pages[number].get_size()
        bottom, left, right = (35, 28, 26) if width < height else (26, 35, 37)
        drop = bottom - (dashes[0][1] + dashes[0][3]) / 2 * 25.4 / 72
        assert drop == pytest.approx(report_style().page.page_number_drop, abs=1)
        if number % 2 == 0:
            assert width - right * 72 / 25.4 - dashes[1][2] == pytest.approx(14, abs=2)
        else:
            assert dashes[0][0] - left * 72 / 25.4 == pytest.approx(14, abs=2)


def test_a_table_over_several_pages_repeats_its_head(pages: pypdfium2.PdfDocument) -> None:
    table_pages = [page_text(pages, number) for number in range(len(pages)) if "项目0" in page_text(pages, number)]
    assert len(table_pages) >= 2
    heads = [text.count("序号00项目00") for text in table_pages]
    assert min(heads) >= 1
    assert sum(heads) > 2


def test_the_date_ends_four_characters_before_the_edge_below_the_middle_of_the_unit(
    pages: pypdfium2.PdfDocument,
) -> None:
    number = next(i for i in range(len(pages)) if "2024年3月5日" in page_text(pages, i))
    (_, unit_start, unit_end), (_, _, date_end) = lines_of_page(pages, number)[-2:]
    edge = (210 - report_style().page.right) * 72 / 25.4
    assert edge - date_end == pytest.approx(4 * 15.75, abs=2)
    # six and a half characters where digits are half as wide as 年月日, as in 仿宋_GB2312
    middle_of_date = edge - (4 + 6.5 / 2) * 15.75
    assert (unit_start + unit_end) / 2 == pytest.approx(middle_of_date, abs=2)


def test_all_text_is_on_the_printed_pages(pages: pypdfium2.PdfDocument, document: Document) -> None:
    printed = "".join(re.sub(r"—\d+—$", "", page_text(pages, number)) for number in range(len(pages)))
    texts = [p.text for p in document.paragraphs]
    texts += [line for grid in (ROWS, MERGED) for cell in grid.cells for line in cell.text.split("\n")]
    missing = [text for text in texts if re.sub(r"\s", "", text) not in printed]
    assert missing == []
