"""Tables over several pages, merged cells, notes and places to sign."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from perfdesk.document.blocks import (
    Cell,
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
from support.pdf_text import MM, as_text, letters, page_texts

pytestmark = pytest.mark.slow


def test_a_table_over_pages_repeats_its_header_and_prints_each_row_once(tmp_path: Path) -> None:
    path = printed(tmp_path, a_report(attachments=(an_attachment(a_table(100)),)))
    pages = page_texts(path)[1:]
    assert len(pages) > 2
    assert all("r0c0r0c1r0c2" in page for page in pages)
    rows = re.findall(r"r(\d+)c0", "".join(pages))
    assert [int(row) for row in rows if row != "0"] == list(range(1, 100))


def test_a_merged_cell_over_a_page_break_is_repeated_with_its_own_borders(tmp_path: Path) -> None:
    grid = a_table(60, Cell(1, 0, "绩效指标", row_span=59))
    path = printed(tmp_path, a_report(attachments=(an_attachment(grid),)))
    pages = page_texts(path)[1:]
    assert len(pages) > 1
    assert all(page.count("绩效指标") == 1 for page in pages)
    for page in range(1, len(pages) + 1):
        content = content_of(path, page).decode("latin-1")
        heights = [float(found) for found in re.findall(r"[\d.]+ [\d.]+ [\d.]+ ([\d.]+) re", content)]
        row = min(heights)
        rows = sum(height < 1.5 * row for height in heights[3:]) // 2
        assert rows > 1
        assert max(heights) == pytest.approx(rows * row, abs=0.1)


def test_a_merged_cell_beginning_at_the_foot_of_a_page_keeps_its_text_in_its_borders(tmp_path: Path) -> None:
    for start in range(20, 36):
        grid = a_table(60, Cell(start, 0, "社会公众或服务对象满意度指标" * 3, row_span=10), columns=8)
        path = printed(tmp_path, a_report(attachments=(an_attachment(grid),)))
        shown = {(page.count("社"), page.count("标")) for page in page_texts(path)}
        assert shown == {(0, 0), (3, 3)}, f"split when it begins in row {start}"
        assert overflowing(path) == []


def overflowing(path: Path) -> list[str]:
    """Letters printed below or outside the type area."""
    outside = [
        letter
        for letter in letters(path)
        if (TYPE_BOTTOM - 5 * MM < letter.y < TYPE_BOTTOM) or letter.x < LEFT - 0.5 or letter.x > RIGHT
    ]
    return [letter.character for letter in outside]


@pytest.mark.parametrize(("clauses", "is_split"), [(130, False), (250, True)])
def test_only_a_row_higher_than_a_page_is_split(tmp_path: Path, clauses: int, is_split: bool) -> None:
    prose = Cell(12, 1, "完善应急预案体系，" * clauses, role="entry", align="left")
    path = printed(tmp_path, a_report(attachments=(an_attachment(a_table(14, prose), a_table(2)),)))
    printed_on = [number for number, page in enumerate(page_texts(path)) if "完善应急" in page]
    assert (len(printed_on) > 1) == is_split
    # a split row begins below the rows above it
    assert printed_on[0] == (1 if is_split else 2)


@pytest.mark.parametrize("down", [1, 3])
def test_a_cell_of_100000_characters_flows_over_pages_whole(tmp_path: Path, down: int) -> None:
    sentence = "完成应急演练34次，投入28.6万元；"
    text = (sentence * (100_000 // len(sentence) + 1))[:100_000]
    label = Cell(1, 0, "厉行节约保障措施", row_span=down)
    prose = Cell(1, 1, text, row_span=down, role="entry", align="left")
    grid = a_table(5, label, prose)
    path = printed(tmp_path, a_report(attachments=(an_attachment(grid, landscape=True),)))
    pages = page_texts(path)[1:]
    assert len(pages) > 50
    body = "".join(re.sub(r"—\d+—|r\dc\d|厉行节约保障措施|附件1", "", page) for page in pages)
    assert body.count("应急演练34次") == text.count("应急演练34次")
    assert sum(page.count("厉行节约保障措施") for page in pages) >= len(pages) - 1


def test_a_paragraph_of_100000_characters_flows_over_pages(tmp_path: Path) -> None:
    sentence = "一般公共预算支出803.51万元（占98%），其中“三公”经费——下降。"
    path = printed(tmp_path, a_report(Paragraph((sentence * 100_000)[:100_000])))
    assert len(PdfReader(path).pages) > 120


def test_headings_inside_a_table_stay_with_the_row_below(tmp_path: Path) -> None:
    for row in range(24, 36):
        heads = [Cell(row, column, f"列{column}", bold=True) for column in range(3)]
        path = printed(tmp_path, a_report(attachments=(an_attachment(a_table(60, *heads)),)))
        for page in page_texts(path)[1:]:
            assert "列0" not in page or f"r{row + 1}c0" in page


def test_last_rows_that_are_higher_than_a_page_fill_their_pages(tmp_path: Path) -> None:
    prose = [Cell(row, 1, "完善应急预案体系，" * 60, role="entry", align="left") for row in range(1, 7)]
    pages = page_texts(printed(tmp_path, a_report(attachments=(an_attachment(a_table(7, *prose)),))))[1:]
    rows = [len(re.findall(r"r[1-6]c0", page)) for page in pages]
    assert rows == [2, 2, 2], "not one row a page because the last six would stay together"


def test_notes_and_signatures_are_kept_with_the_last_row(tmp_path: Path) -> None:
    for rows in range(25, 36):
        grid = replace(a_table(rows), notes=("说明：本表数据来源于部门决算。",))
        signature = Paragraph("填表人（签字）：      填报日期：", flush=True)
        pages = page_texts(printed(tmp_path, a_report(attachments=(an_attachment(grid, signature),))))
        signed = next(page for page in pages if "填表人" in page)
        assert f"r{rows - 1}c0" in signed
        assert "说明" in signed


def test_blanks_between_places_to_sign_are_narrowed_to_one_line(tmp_path: Path) -> None:
    text = (" " * 30).join(("填表人（签字）：", "填报日期：", "联系电话：", "单位负责人签字："))
    rows = body_lines(printed(tmp_path, a_report(attachments=(an_attachment(Paragraph(text, flush=True), label=""),))))
    assert [as_text(row) for row in rows] == ["填表人（签字）：填报日期：联系电话：单位负责人签字："]


def test_places_to_sign_that_need_two_lines_break_between_them(tmp_path: Path) -> None:
    parts = ("填表人（签字）：李素云", "填报日期：2025年3月10日", "联系电话：0746-5550126", "单位负责人（签字盖章）：")
    signature = Paragraph("　　".join(parts), flush=True)
    rows = body_lines(printed(tmp_path, a_report(attachments=(an_attachment(signature, label=""),))))
    assert [as_text(row) for row in rows] == ["".join(parts[:3]), parts[3]]
