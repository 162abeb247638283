"""The PDF read back: layout measured in the file, text searched in it, and everything a clerk may type into it."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import time
import unicodedata
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from pypdf import PdfReader
from pypdf.generic import Destination
from reportlab.pdfgen.canvas import Canvas

from perfdesk.document.blocks import (
    Attachment,
    AttachmentList,
    Block,
    Cell,
    Grid,
    Heading,
    Paragraph,
    Report,
    SignOff,
)
from perfdesk.errors import PerfDeskError
from perfdesk.writers import pdf_fonts
from perfdesk.writers.pdf import write_pdf
from perfdesk.writers.pdf_block import compose
from perfdesk.writers.pdf_title import compose_title
from perfdesk.writers.style import Font, report_style

MM = 72 / 25.4
LEFT, RIGHT = 28 * MM, (210 - 26) * MM
TYPE_BOTTOM = 35 * MM
NO_START = "，。、；：？！）》〉”’】〕％%,.;:?!)]}"
NO_END = "（《〈“‘【〔([{"


@dataclass(frozen=True, slots=True)
class Letter:
    """One printed character: the page it is on, its origin and the font it is printed in."""

    page: int
    character: str
    x: float
    y: float
    font: str
    size: float


def a_report(*body: Block, attachments: tuple[Attachment, ...] = (), **others: str) -> Report:
    texts = {"title": "", "unit": "道县应急管理局", "year": "2023", "draft_mark": ""} | others
    return Report(texts["title"], texts["unit"], texts["year"], texts["draft_mark"], tuple(body), attachments, facts=())


def an_attachment(*blocks: Block, label: str = "附件1", landscape: bool = False) -> Attachment:
    return Attachment(label, "自评表", "自评表", landscape, blocks)


def a_table(rows: int, *extra: Cell, header: int = 1, columns: int = 3) -> Grid:
    """Cells r{row}c{column} wherever `extra` leaves room."""
    taken = {
        (row, column)
        for cell in extra
        for row in range(cell.row, cell.row + cell.down)
        for column in range(cell.column, cell.column + cell.across)
    }
    plain = tuple(
        Cell(row, column, f"r{row}c{column}", role="entry")
        for row in range(rows)
        for column in range(columns)
        if (row, column) not in taken
    )
    return Grid((30.0,) * columns, rows, (*plain, *extra), header)


def printed(folder: Path, report: Report) -> Path:
    path = folder / "报告.pdf"
    write_pdf(report, path)
    return path


def letters(path: Path) -> list[Letter]:
    """Every visible character of the file, with its place measured by another program's eyes."""
    found: list[Letter] = []
    document = pypdfium2.PdfDocument(path)
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        for index in range(text.count_chars()):
            code = pdfium.FPDFText_GetUnicode(text, index)
            if chr(code).isspace() or pdfium.FPDFText_IsGenerated(text, index):
                continue
            x, y = pdfium.c_double(), pdfium.c_double()
            assert pdfium.FPDFText_GetCharOrigin(text, index, x, y)
            name = pdfium.create_string_buffer(100)
            pdfium.FPDFText_GetFontInfo(text, index, name, 100, None)
            size = pdfium.FPDFText_GetFontSize(text, index)
            font = name.value.decode("utf-8", "replace").partition("+")[2] or name.value.decode("utf-8", "replace")
            found.append(Letter(number, chr(code), x.value, y.value, font, size))
        text.close()
        page.close()
    document.close()
    return found


def lines(found: list[Letter]) -> list[list[Letter]]:
    """The letters by line, from top to bottom and left to right."""
    rows: dict[tuple[int, int], list[Letter]] = {}
    for letter in found:
        rows.setdefault((letter.page, -round(letter.y)), []).append(letter)
    return [sorted(rows[place], key=lambda letter: letter.x) for place in sorted(rows)]


def body_lines(path: Path) -> list[list[Letter]]:
    return lines([letter for letter in letters(path) if letter.y > TYPE_BOTTOM])


def as_text(line: list[Letter]) -> str:
    return "".join(letter.character for letter in line)


def pages_of(path: Path) -> list[str]:
    """The text of each page as poppler reads it, without blanks."""
    out = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True, encoding="utf-8").stdout
    return ["".join(page.split()) for page in out.split("\f")[:-1]]


# ---- the page (GB/T 9704-2012)


def test_a_page_holds_22_lines_of_28_characters(tmp_path: Path) -> None:
    path = printed(tmp_path, a_report(Paragraph("国" * (28 * 30), flush=True)))
    rows = body_lines(path)
    first_page = [row for row in rows if row[0].page == 0]
    assert len(first_page) == 22
    assert {len(row) for row in rows} == {28}
    assert rows[0][0].x == pytest.approx(LEFT, abs=0.1)
    assert rows[0][-1].x + 16 == pytest.approx(RIGHT, abs=0.4)
    steps = {round(above[0].y - below[0].y, 2) for above, below in pairwise(first_page)}
    assert max(steps) == pytest.approx(28.95, abs=0.02)
    assert min(steps) == pytest.approx(28.95, abs=0.02)
    assert {(letter.font, letter.size) for row in rows for letter in row} == {("PerfDeskFangSong-Regular", 16)}


def test_paragraphs_begin_two_characters_in(tmp_path: Path) -> None:
    first, second = body_lines(printed(tmp_path, a_report(Paragraph("国" * 40))))
    assert first[0].x == pytest.approx(LEFT + 2 * 442.2 / 28, abs=0.1)
    assert len(first) == 26
    assert second[0].x == pytest.approx(LEFT, abs=0.1)


def test_full_lines_end_at_the_right_edge_and_the_last_line_is_not_stretched(tmp_path: Path) -> None:
    text = "一般公共预算支出803.51万元，其中：基本支出775.51万元（含“三公”经费），项目支出28万元。" * 6
    *full, last = body_lines(printed(tmp_path, a_report(Paragraph(text))))
    for row in full:
        width = 16 if unicodedata.east_asian_width(row[-1].character) in "WFA" else 8
        assert row[-1].x + width == pytest.approx(RIGHT, abs=0.6), as_text(row)
    gaps = [after.x - before.x for before, after in pairwise(last) if before.character > "一"]
    assert max(gaps) < 16


@pytest.mark.parametrize(("pages", "page", "number"), [(3, 0, "—1—"), (3, 1, "—2—"), (3, 2, "—3—")])
def test_page_numbers_stand_at_the_outer_edge(tmp_path: Path, pages: int, page: int, number: str) -> None:
    path = printed(tmp_path, a_report(Paragraph("国" * 28 * 22 * pages, flush=True)))
    foot = [letter for letter in letters(path) if letter.y < TYPE_BOTTOM and letter.page == page]
    assert as_text(foot) == number
    assert {(letter.font, letter.size) for letter in foot} == {("PerfDeskSong-Regular", 14)}
    if page % 2 == 0:
        assert foot[-1].x + 14 == pytest.approx(RIGHT - 14, abs=0.5)
    else:
        assert foot[0].x == pytest.approx(LEFT + 14, abs=0.5)
    dash = foot[0].y + 0.38 * 14
    assert dash == pytest.approx(TYPE_BOTTOM - 7 * MM, abs=0.5)


def test_a_landscape_attachment_is_turned_paper_and_goes_on_counting(tmp_path: Path) -> None:
    table = an_attachment(a_table(2), landscape=True)
    path = printed(tmp_path, a_report(Paragraph("正文"), attachments=(table, an_attachment(Paragraph("尾"), label=""))))
    sizes = [(round(page.mediabox.width), round(page.mediabox.height)) for page in PdfReader(path).pages]
    assert sizes == [(595, 842), (842, 595), (595, 842)]
    number = [letter for letter in letters(path) if letter.page == 1 and letter.x < 30 * MM]
    assert as_text(number) == "—2—"
    # Where it stands on any even page once the paper is turned back: at the left, below the type area.
    assert {round(letter.x, 1) for letter in number} == {round((35 - 7) * MM - 0.38 * 14, 1)}
    assert number[0].y == pytest.approx(210 * MM - LEFT - 14, abs=0.5)
    cells = [letter for letter in letters(path) if letter.page == 1 and letter.x > TYPE_BOTTOM]
    assert min(letter.x for letter in cells) == pytest.approx(35 * MM, abs=0.5)


def test_headings_have_their_faces_and_the_third_level_is_bold(tmp_path: Path) -> None:
    path = printed(
        tmp_path, a_report(Heading(1, "一、概况"), Heading(2, "（一）机构"), Heading(3, "1.职能"), title="题")
    )
    fonts = [row[0].font.removeprefix("PerfDesk").removesuffix("-Regular") for row in body_lines(path)]
    assert fonts == ["BiaoSong", "Hei", "Kai", "FangSong"]
    strokes = re.findall(rb"2 Tr", PdfReader(path).pages[0].get_contents().get_data())  # pyright: ignore
    assert len(strokes) == 1


def test_a_heading_is_not_left_at_the_foot_of_a_page(tmp_path: Path) -> None:
    body = [Paragraph("国" * 28 * 20, flush=True), Heading(1, "一、概况"), Heading(2, "（一）机构"), Paragraph("正文")]
    rows = body_lines(printed(tmp_path, a_report(*body)))
    assert [as_text(row) for row in rows if row[0].page == 1] == ["一、概况", "（一）机构", "正文"]


# ---- lines


def test_no_line_begins_or_ends_with_a_forbidden_sign_and_no_number_is_torn(tmp_path: Path) -> None:
    chance = random.Random(20230305)
    signs = ["，", "。", "）", "（", "“", "”", "《", "》", "、", "；", "：", "——", "……", "〔", "〕", "！"]
    numbers = ["803.51", "2023", "1,234.50", "98%", "≥1200", "2024-03-05", "30107", "－12.5％"]
    words = [*"道县应急管理局部门整体支出绩效", *signs[:2], *signs, *numbers]
    texts: list[str] = []
    for _ in range(25):
        picked = chance.choices(words, k=250)
        # two numbers side by side would be one; a paragraph itself may begin with any sign
        texts.append("国" + "".join(one + ("元" if one in numbers else "") for one in picked) + "国")
    rows = body_lines(printed(tmp_path, a_report(*(Paragraph(text) for text in texts))))
    printed_text = "".join(as_text(row) for row in rows)
    assert printed_text == "".join(texts)
    shown = [as_text(row) for row in rows]
    assert len(shown) > 250
    legal = [text for text in shown if not (text[0] in NO_START or text[-1] in NO_END)]
    # A row of forbidden signs as long as a line could not be broken by the rules; chance made none here.
    assert legal == shown
    for before, after in pairwise(shown):
        assert not re.fullmatch(r"[0-9.,≥－][0-9.,%％]", before[-1] + after[0]), (before, after)
        for pair in "—…":
            assert (len(before) - len(before.rstrip(pair))) % 2 == 0, (before, after)


def test_a_number_too_wide_for_its_column_is_set_smaller(tmp_path: Path) -> None:
    narrow = Cell(1, 0, "1234567.89", role="entry")
    grid = Grid((14.0, 60.0, 60.0), 2, (narrow, *(Cell(0, c, "列") for c in range(3))), 1)
    rows = body_lines(printed(tmp_path, a_report(grid)))
    figure = next(row for row in rows if as_text(row) == "1234567.89")
    assert 6.5 <= figure[0].size < 10.5


def test_lines_the_clerk_began_and_invisible_signs() -> None:
    block = compose("甲\r\n乙\x0b丙\u2028丁\u200f\u202e\ufeff\x00戊\n\n", report_style().styles["body"], 442)
    shown = ["".join(glyph.character for atom in line.atoms for glyph in atom.glyphs) for line in block.lines]
    assert shown == ["甲", "乙", "丙", "丁戊"]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("2023年度道县应急管理局部门整体支出绩效自评报告", ["2023年度道县应急管理局", "部门整体支出绩效自评报告"]),
        ("道县应急管理局\n部门整体支出绩效自评报告", ["道县应急管理局", "部门整体支出绩效自评报告"]),
        (
            "2023年度道县人民政府办公室机关事务服务中心部门整体支出绩效自评报告",
            ["2023年度道县人民政府", "办公室机关事务服务中心", "部门整体支出绩效自评报告"],
        ),
        (
            "2023年度道县管理局" + " " * 20 + "部门整体支出绩效自评报告",
            ["2023年度道县管理局", "部门整体支出绩效自评报告"],
        ),
        ("部门整体支出绩效自评表", ["部门整体支出绩效自评表"]),
    ],
)
def test_titles_break_where_the_sense_allows(title: str, expected: list[str]) -> None:
    block = compose_title(title, report_style().styles["title"], 442.2)
    assert ["".join(g.character for atom in line.atoms for g in atom.glyphs) for line in block.lines] == expected
    for line in block.lines:
        width = sum(atom.width for atom in line.atoms) * 22
        assert line.x == pytest.approx((442.2 - width) / 2, abs=0.1)


# ---- characters and fonts


def test_a_character_the_face_lacks_comes_from_the_universal_face_and_an_unknown_one_is_marked(tmp_path: Path) -> None:
    face = pdf_fonts.typeface("fangsong")
    rare = next(sign for sign in map(chr, range(0x4E00, 0x9FA5)) if "Song-Regular" not in face.glyph(sign).font)
    assert rare
    lacking = next(sign for sign in map(chr, range(0x4E00, 0x9FA5)) if face.glyph(sign).font != face.font)
    found = body_lines(printed(tmp_path, a_report(Paragraph(f"国{lacking}家😀元", flush=True))))[0]
    assert as_text(found) == f"国{lacking}家〓元"
    assert [letter.font.removesuffix("-Regular") for letter in found][:3] == [
        "PerfDeskFangSong",
        "PerfDeskSong",
        "PerfDeskFangSong",
    ]


def test_a_minus_no_face_has_is_printed_as_a_dash_like_it() -> None:
    shown = "".join(pdf_fonts.typeface("fangsong").glyph(sign).character for sign in "5−3‑2")
    assert shown in ("5–3-2", "5−3-2", "5–3‑2", "5−3‑2")


def hostile() -> str:
    odd = [*range(0x300), 0x301, 0x5D0, 0x600, 0x200D, 0x200F, 0x202E, 0xD800, 0xE000, 0xFEFF, 0xFFFF]
    return "".join(map(chr, [*odd, 0x1F468, 0x20BB7, 0x10FFFF])) + "<b>&amp;</b><img src='file:///etc/passwd'/>&#0;"


def test_nothing_typed_is_markup_and_nothing_typed_crashes(tmp_path: Path) -> None:
    bad = hostile()
    grid = Grid((1.0, 9.0), 1, (Cell(0, 0, bad), Cell(0, 1, bad, role="entry")), 0, bad, bad, bad, (bad,))
    body = (
        Heading(2, bad),
        Heading(1, bad),
        Heading(3, bad),
        Paragraph(bad),
        AttachmentList((bad,)),
        SignOff(bad, bad),
    )
    attachment = Attachment(bad, bad, bad, True, (grid, Paragraph(bad, flush=True)))
    report = a_report(*body, attachments=(attachment,), title=bad, unit=bad, year=bad, draft_mark=bad)
    text = "".join(pages_of(printed(tmp_path, report)))
    assert "<b>&amp;</b><img" in text
    assert "\u202e" not in text


def test_an_empty_report_is_an_empty_page(tmp_path: Path) -> None:
    path = printed(tmp_path, a_report(Paragraph(""), SignOff("", ""), attachments=(an_attachment(label=""),), unit=""))
    assert pages_of(path) == ["—1—", "—2—"]


def test_every_font_is_embedded_and_subset_and_there_is_no_helvetica(tmp_path: Path) -> None:
    report = a_report(Heading(1, "一、A"), Paragraph("b"), attachments=(an_attachment(a_table(2)),), draft_mark="草稿")
    path = printed(tmp_path, report)
    table = subprocess.run(["pdffonts", str(path)], capture_output=True, check=True, text=True).stdout.splitlines()[2:]
    assert len(table) >= 3
    for font in table:
        assert font.split()[-5:-2] == ["yes", "yes", "yes"], font
    assert b"Helvetica" not in path.read_bytes()
    for page in PdfReader(path).pages:
        assert b"Helvetica" not in page.get_contents().get_data()  # pyright: ignore


def test_to_unicode_holds_beyond_the_basic_plane() -> None:
    entry = pdf_fonts._BEYOND_BMP.sub(pdf_fonts._as_surrogates, "<01> <4E2D>\n<02> <20BB7>")
    assert entry == "<01> <4E2D>\n<02> <D842DFB7>"


def test_a_font_of_the_system_is_used_and_a_damaged_one_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fonts = tmp_path / ".fonts"
    fonts.mkdir()
    (fonts / "SimFang.TTF").write_bytes((pdf_fonts.RESOURCES / "fonts" / "PerfDeskKai.ttf").read_bytes())
    (fonts / "broken.ttf").write_bytes(b"\x00\x01\x00\x00" + b"rubbish" * 50)
    monkeypatch.setenv("HOME", str(tmp_path))
    pdf_fonts._system_fonts.cache_clear()
    try:
        whole = pdf_fonts._face(Font("仿宋", ("missing.ttf", "broken.ttf", "simfang.ttf"), "PerfDeskSong.ttf"))
        free = pdf_fonts._face(Font("仿宋", ("broken.ttf",), "PerfDeskSong.ttf"))
    finally:
        monkeypatch.undo()
        pdf_fonts._system_fonts.cache_clear()
    assert whole.face.name == b"PerfDeskKai-Regular"
    assert free.face.name == b"PerfDeskSong-Regular"


def test_a_missing_font_is_told_in_chinese() -> None:
    with pytest.raises(PerfDeskError, match=r"缺少字体文件.*Nowhere\.ttf") as told:
        pdf_fonts._face(Font("仿宋", (), "Nowhere.ttf"))
    assert told.value.remedy


# ---- tables


def test_a_table_over_pages_repeats_its_header_and_each_row_stands_once(tmp_path: Path) -> None:
    path = printed(tmp_path, a_report(attachments=(an_attachment(a_table(100)),)))
    pages = pages_of(path)[1:]
    assert len(pages) > 2
    assert all("r0c0r0c1r0c2" in page for page in pages)
    rows = re.findall(r"r(\d+)c0", "".join(pages))
    assert [int(row) for row in rows if row != "0"] == list(range(1, 100))


def test_a_merged_cell_over_a_page_break_is_repeated_with_its_own_borders(tmp_path: Path) -> None:
    grid = a_table(60, Cell(1, 0, "绩效指标", down=59))
    path = printed(tmp_path, a_report(attachments=(an_attachment(grid),)))
    pages = pages_of(path)[1:]
    assert len(pages) > 1
    assert all(page.count("绩效指标") == 1 for page in pages)
    reader = PdfReader(path)
    for page in reader.pages[1:]:
        content = page.get_contents().get_data().decode("latin-1")  # pyright: ignore
        heights = [float(found) for found in re.findall(r"[\d.]+ [\d.]+ [\d.]+ ([\d.]+) re", content)]
        row = min(heights)
        rows = sum(height < 1.5 * row for height in heights[3:]) // 2
        assert rows > 1
        assert max(heights) == pytest.approx(rows * row, abs=0.1)


def test_a_merged_cell_beginning_at_the_foot_of_a_page_keeps_its_text_in_its_borders(tmp_path: Path) -> None:
    for start in range(20, 36):
        grid = a_table(60, Cell(start, 0, "社会公众或服务对象满意度指标" * 3, down=10), columns=8)
        path = printed(tmp_path, a_report(attachments=(an_attachment(grid),)))
        shown = {(page.count("社"), page.count("标")) for page in pages_of(path)}
        assert shown == {(0, 0), (3, 3)}, f"torn when it begins in row {start}"
        assert overflowing(path) == []


def overflowing(path: Path) -> list[str]:
    """Letters printed below or beside the type area."""
    outside = [
        letter
        for letter in letters(path)
        if (TYPE_BOTTOM - 5 * MM < letter.y < TYPE_BOTTOM) or letter.x < LEFT - 0.5 or letter.x > RIGHT
    ]
    return [letter.character for letter in outside]


@pytest.mark.parametrize(("clauses", "torn"), [(50, False), (120, True)])
def test_only_a_row_higher_than_a_page_is_torn(tmp_path: Path, clauses: int, torn: bool) -> None:
    prose = Cell(12, 1, "完善应急预案体系，" * clauses, role="entry", align="left")
    path = printed(tmp_path, a_report(attachments=(an_attachment(a_table(14, prose)),)))
    holding = [number for number, page in enumerate(pages_of(path)) if "完善应急" in page]
    assert (len(holding) > 1) == torn
    # a torn row begins below the rows above it
    assert holding[0] == (1 if torn else 2)


@pytest.mark.parametrize("down", [1, 3])
def test_a_cell_of_100000_characters_flows_over_pages_whole(tmp_path: Path, down: int) -> None:
    sentence = "完成应急演练34次，投入28.6万元；"
    text = (sentence * (100_000 // len(sentence) + 1))[:100_000]
    label = Cell(1, 0, "厉行节约保障措施", down=down)
    prose = Cell(1, 1, text, down=down, role="entry", align="left")
    grid = a_table(5, label, prose)
    begun = time.perf_counter()
    path = printed(tmp_path, a_report(attachments=(an_attachment(grid, landscape=True),)))
    assert time.perf_counter() - begun < 10
    pages = pages_of(path)[1:]
    assert len(pages) > 50
    body = "".join(re.sub(r"—\d+—|r\dc\d|厉行节约保障措施|附件1", "", page) for page in pages)
    assert body.count("应急演练34次") == text.count("应急演练34次")
    assert sum(page.count("厉行节约保障措施") for page in pages) >= len(pages) - 1


def test_a_paragraph_of_100000_characters_takes_linear_time(tmp_path: Path) -> None:
    sentence = "一般公共预算支出803.51万元（占98%），其中“三公”经费——下降。"
    times: list[float] = []
    for length in (25_000, 100_000):
        begun = time.perf_counter()
        path = printed(tmp_path, a_report(Paragraph((sentence * length)[:length])))
        times.append(time.perf_counter() - begun)
    assert len(PdfReader(path).pages) > 120
    assert times[1] < 8 * times[0] + 0.5


def test_headings_inside_a_table_stay_with_the_row_below(tmp_path: Path) -> None:
    for row in range(24, 36):
        heads = [Cell(row, column, f"列{column}", bold=True) for column in range(3)]
        path = printed(tmp_path, a_report(attachments=(an_attachment(a_table(60, *heads)),)))
        for page in pages_of(path)[1:]:
            assert "列0" not in page or f"r{row + 1}c0" in page


def test_notes_and_signatures_take_the_last_row_along(tmp_path: Path) -> None:
    for rows in range(25, 36):
        grid = replace(a_table(rows), notes=("说明：本表数据来源于部门决算。",))
        signature = Paragraph("填表人（签字）：      填报日期：", flush=True)
        pages = pages_of(printed(tmp_path, a_report(attachments=(an_attachment(grid, signature),))))
        signed = next(page for page in pages if "填表人" in page)
        assert f"r{rows - 1}c0" in signed
        assert "说明" in signed


def test_blanks_between_places_to_sign_are_narrowed_to_one_line(tmp_path: Path) -> None:
    text = (" " * 30).join(("填表人（签字）：", "填报日期：", "联系电话：", "单位负责人签字："))
    rows = body_lines(printed(tmp_path, a_report(attachments=(an_attachment(Paragraph(text, flush=True), label=""),))))
    assert [as_text(row) for row in rows] == ["填表人（签字）：填报日期：联系电话：单位负责人签字："]


def test_places_to_sign_that_need_two_lines_break_between_them(tmp_path: Path) -> None:
    parts = ("填表人（签字）：李素云", "填报日期：2025年3月10日", "联系电话：0746-5550126", "单位负责人签字：")
    signature = Paragraph("　　".join(parts), flush=True)
    rows = body_lines(printed(tmp_path, a_report(attachments=(an_attachment(signature, label=""),))))
    assert [as_text(row) for row in rows] == ["".join(parts[:3]), parts[3]]


# ---- the end of the body


def test_attachments_are_listed_and_hang_under_the_first_character(tmp_path: Path) -> None:
    titles = ("部门整体支出绩效评价基础数据表", "项目支出绩效自评表" * 4)
    rows = body_lines(printed(tmp_path, a_report(Paragraph("正文。"), AttachmentList(titles))))
    assert [as_text(row)[:5] for row in rows[:3]] == ["正文。", "附件：1.", "2.项目支"]
    # one line stays empty above
    assert rows[0][0].y - rows[1][0].y == pytest.approx(2 * 28.95, abs=0.1)
    first, second, third = rows[1][5], rows[2][2], rows[3][0]
    assert first.x == pytest.approx(second.x, abs=0.1)
    assert third.x == pytest.approx(second.x, abs=0.1)


def test_the_date_ends_four_characters_from_the_edge_below_the_middle_of_the_unit(tmp_path: Path) -> None:
    unit, date = body_lines(printed(tmp_path, a_report(SignOff("道县应急管理局", "2024年3月5日"))))
    assert date[-1].x + 16 == pytest.approx(RIGHT - 4 * 15.79, abs=0.5)
    middle = (unit[0].x + unit[-1].x + 16) / 2
    # the empty lines above it vanish at the top of a page
    assert unit[0].y == pytest.approx((297 - 37) * MM - (28.95 - 16) / 2 - 0.88 * 16, abs=0.1)
    assert middle == pytest.approx((date[0].x + date[-1].x + 16) / 2, abs=0.3)


@pytest.mark.parametrize("full", range(17, 23))
def test_the_sign_off_stays_whole_and_never_stands_alone(tmp_path: Path, full: int) -> None:
    body = (Paragraph("国" * 28 * full, flush=True), AttachmentList(("甲表",)), SignOff("某局", "2024年3月5日"))
    rows = body_lines(printed(tmp_path, a_report(*body)))
    (page,) = {row[0].page for row in rows if as_text(row) in ("某局", "2024年3月5日", "附件：1.甲表")}
    assert any(as_text(row).startswith("国") for row in rows if row[0].page == page)


# ---- the file


def outline(path: Path) -> list[tuple[int, str, int]]:
    reader = PdfReader(path)

    def walk(entries: list[Any], level: int) -> list[tuple[int, str, int]]:
        found: list[tuple[int, str, int]] = []
        for entry in entries:
            if isinstance(entry, Destination):
                page = reader.get_destination_page_number(entry)
                found.append((level, str(entry.title), page if page is not None else -1))
            else:
                found += walk(entry, level + 1)
        return found

    return walk(reader.outline, 0)


def test_bookmarks_name_chapters_and_attachments(tmp_path: Path) -> None:
    body = (
        Heading(1, "一、概况"),
        Heading(2, "（一）机构"),
        Heading(3, "1.职能"),
        Paragraph("文"),
        Heading(1, "二、支出"),
    )
    more = Attachment("", "项目表", "项目表2", False, (a_table(2),))
    path = printed(tmp_path, a_report(*body, attachments=(an_attachment(a_table(2)), more)))
    assert outline(path) == [
        (0, "一、概况", 0),
        (1, "（一）机构", 0),
        (0, "二、支出", 0),
        (0, "附件1 自评表", 1),
        (0, "项目表2", 2),
    ]


def test_the_file_says_what_it_is(tmp_path: Path) -> None:
    path = printed(tmp_path, a_report(Paragraph("文"), title="2023年度报告\n（自评）"))
    reader = PdfReader(path)
    facts = reader.metadata
    assert facts is not None
    assert (facts.title, facts.author, facts.creator) == ("2023年度报告（自评）", "道县应急管理局", "PerfDesk")
    assert reader.root_object["/Lang"] == "zh-CN"


def test_the_draft_mark_is_behind_each_page_of_a_draft_only(tmp_path: Path) -> None:
    report = a_report(Paragraph("文"), attachments=(an_attachment(a_table(2), landscape=True),), draft_mark="草稿")
    draft = printed(tmp_path, report)
    assert all("草" in page and "稿" in page for page in pages_of(draft))
    content = PdfReader(draft).pages[0].get_contents().get_data()  # pyright: ignore
    assert content.index(b".88 g") < content.index(b"Tf")
    assert "草" not in "".join(pages_of(printed(tmp_path, a_report(Paragraph("文")))))


def test_the_same_report_gives_the_same_bytes_also_in_another_process(tmp_path: Path) -> None:
    report = a_report(
        Heading(1, "一、概况"), Paragraph("正文" * 500), attachments=(an_attachment(a_table(9)),), title="题"
    )
    first, again, other = tmp_path / "一.pdf", tmp_path / "二.pdf", tmp_path / "三.pdf"
    write_pdf(report, first)
    write_pdf(a_report(Paragraph("别的")), again)
    write_pdf(report, again)
    program = (
        "import sys; from pathlib import Path; from perfdesk.document.blocks import *; from perfdesk.writers.pdf "
        "import write_pdf; from perfdesk.definition.address import Address; from decimal import Decimal; "
        f"write_pdf({report!r}, Path(sys.argv[1]))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    subprocess.run(
        [sys.executable, "-c", program, str(other)], check=True, env=environment, cwd=pdf_fonts.RESOURCES.parent
    )
    assert first.read_bytes() == again.read_bytes() == other.read_bytes()


def test_a_place_that_cannot_be_written_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(PerfDeskError, match="不存在"):
        write_pdf(a_report(Paragraph("文")), tmp_path / "没有" / "报告.pdf")
    assert list(tmp_path.iterdir()) == []


def test_reportlab_would_begin_in_helvetica_if_it_were_let(tmp_path: Path) -> None:
    """Why the writer names its first font: should this fail, that line can go."""
    path = tmp_path / "x.pdf"
    canvas = Canvas(str(path))
    canvas.save()
    assert b"Helvetica" in path.read_bytes()
