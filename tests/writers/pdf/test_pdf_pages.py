"""The page: type area, page numbers, headings (GB/T 9704-2012)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from pypdf import PdfReader

from perfdesk.definition.style.report_style import standard_style
from perfdesk.document.blocks import (
    Heading,
    Paragraph,
)
from support.pdf_builders import (
    LEFT,
    RIGHT,
    TYPE_BOTTOM,
    a_report,
    a_table,
    an_attachment,
    body_lines,
    content_of,
    printed,
)
from support.pdf_text import MM, as_text, letters


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
    between = [after.x - before.x for before, after in pairwise(last) if min(before.character, after.character) > "一"]
    assert max(between) < 16


@pytest.mark.parametrize(("pages", "page", "number"), [(3, 0, "—1—"), (3, 1, "—2—"), (3, 2, "—3—")])
def test_page_numbers_are_at_the_outer_edge(tmp_path: Path, pages: int, page: int, number: str) -> None:
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


def test_a_landscape_attachment_is_turned_and_its_pages_are_numbered(tmp_path: Path) -> None:
    table = an_attachment(a_table(2), landscape=True)
    path = printed(tmp_path, a_report(Paragraph("正文"), attachments=(table, an_attachment(Paragraph("尾"), label=""))))
    sizes = [(round(page.mediabox.width), round(page.mediabox.height)) for page in PdfReader(path).pages]
    assert sizes == [(595, 842), (842, 595), (595, 842)]
    number = [letter for letter in letters(path) if letter.page == 1 and letter.x < 30 * MM]
    assert as_text(number) == "—2—"
    # The same place as on any even page once the paper is turned back: at the left, below the type area.
    assert {round(letter.x, 1) for letter in number} == {round((35 - 7) * MM - 0.38 * 14, 1)}
    assert number[0].y == pytest.approx(210 * MM - LEFT - 14, abs=0.5)
    cells = [letter for letter in letters(path) if letter.page == 1 and letter.x > TYPE_BOTTOM]
    assert min(letter.x for letter in cells) == pytest.approx(35 * MM, abs=0.5)


def test_headings_have_their_fonts_and_the_third_level_looks_like_the_body(tmp_path: Path) -> None:
    headings = (Heading(1, "一、概况"), Heading(2, "（一）机构"), Heading(3, "1.职能"))
    path = printed(tmp_path, a_report(*headings, title="题"))
    fonts = [row[0].font.removeprefix("PerfDesk").removesuffix("-Regular") for row in body_lines(path)]
    assert fonts == ["BiaoSong", "HeiMedium", "Kai", "FangSong"]
    assert not re.findall(rb"2 Tr", content_of(path))


def test_a_style_may_make_headings_bold(tmp_path: Path) -> None:
    standard = standard_style()
    bold = replace(standard.styles["heading3"], bold=True)
    style = replace(standard, styles={**standard.styles, "heading3": bold})
    path = printed(tmp_path, replace(a_report(Heading(3, "1.职能")), style=style))
    assert len(re.findall(rb"2 Tr", content_of(path))) == 1


def test_a_heading_is_not_left_at_the_foot_of_a_page(tmp_path: Path) -> None:
    body = [Paragraph("国" * 28 * 20, flush=True), Heading(1, "一、概况"), Heading(2, "（一）机构"), Paragraph("正文")]
    rows = body_lines(printed(tmp_path, a_report(*body)))
    assert [as_text(row) for row in rows if row[0].page == 1] == ["一、概况", "（一）机构", "正文"]
