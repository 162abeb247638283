"""Later heads of a table are repeated above their rows on the next page."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from perfdesk.document.blocks import Cell, Grid
from perfdesk.writers.typesetting.active_style import current_style
from support.pdf_builders import a_report, a_table, an_attachment, printed
from support.pdf_text import letters, page_texts

pytestmark = pytest.mark.slow


def _pages(folder: Path, grid: Grid) -> list[str]:
    pages = page_texts(printed(folder, a_report(attachments=(an_attachment(grid),))))[1:]
    return [re.sub(r"—\d+—", "", page) for page in pages]


def test_the_nearest_head_above_is_repeated_instead_of_the_header(tmp_path: Path) -> None:
    heads = (range(10, 11), range(60, 62))
    first, *others = _pages(tmp_path, replace(a_table(150), header_ranges=heads))
    assert "r0c0r0c1r0c2" in first
    begun = [page.partition("c2")[0] for page in others]
    assert begun == ["r10c0r10c1r10", *["r60c0r60c1r60"] * (len(others) - 1)]
    assert all(page.startswith("r60c0r60c1r60c2r61c0r61c1r61c2") for page in others[1:])
    assert len(others) > 2


def test_a_page_that_begins_with_a_head_repeats_none(tmp_path: Path) -> None:
    rows_on_a_page = _pages(tmp_path, a_table(100, header=0))[0].count("c0")
    grid = replace(a_table(100, header=0), header_ranges=(range(3, 4), range(rows_on_a_page, rows_on_a_page + 1)))
    pages = _pages(tmp_path, grid)
    assert pages[1].startswith(f"r{rows_on_a_page}c0")
    assert "r3c0" not in pages[1]
    assert all(page.startswith(f"r{rows_on_a_page}c0") for page in pages[2:])
    assert len(pages) > 2


def test_a_label_next_to_head_and_rows_continues_next_to_both(tmp_path: Path) -> None:
    grid = replace(a_table(80, Cell(5, 0, "绩效指标", row_span=75)), header_ranges=(range(5, 6),))
    pages = _pages(tmp_path, grid)
    assert len(pages) > 1
    assert all(page.count("绩效指标") == 1 for page in pages)
    assert all("r5c1r5c2" in page for page in pages)
    rows = "".join(pages)
    assert all(rows.count(f"r{row}c1r{row}c2") == 1 for row in range(6, 80))


def test_a_head_too_high_to_be_repeated_is_printed_once(tmp_path: Path) -> None:
    head = Cell(2, 0, "\n".join(["很高的表头"] * 40), column_span=3)
    pages = _pages(tmp_path, replace(a_table(90, head), header_ranges=(range(2, 3),)))
    assert "".join(pages).count("很高的表头") == 40
    assert len(pages) > 2


def test_empty_lines_in_a_cell_are_room_to_sign(tmp_path: Path) -> None:
    signed = Cell(1, 0, "负责人（签章）：\n\n\n　　年　月　日", column_span=3, align="left", role="label")
    heights = []
    for cell in (signed, replace(signed, text="负责人（签章）：\n　　年　月　日")):
        path = printed(tmp_path, a_report(attachments=(an_attachment(a_table(3, cell)),)))
        ys = [letter.y for letter in letters(path) if letter.character in "负日"]
        heights.append(max(ys) - min(ys))
    assert heights[0] - heights[1] == pytest.approx(2 * current_style().styles["table_cell"].line_height)
