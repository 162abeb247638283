"""Lines: where they end, how they are justified, and the lines of titles."""

from __future__ import annotations

import random
import re
from itertools import pairwise
from pathlib import Path

import pytest

from perfdesk.document.blocks import (
    Cell,
    Grid,
    Paragraph,
)
from perfdesk.writers.pdf.line_layout import measure
from perfdesk.writers.pdf.text_block import compose_text
from perfdesk.writers.pdf.title import compose_title
from perfdesk.writers.typesetting.active_style import current_style
from support.pdf_builders import RIGHT, a_report, body_lines, printed
from support.pdf_text import as_text

pytestmark = pytest.mark.slow

NO_START = "，。、；：？！）》〉”’】〕％%,.;:?!)]}"
NO_END = "（《〈“‘【〔([{"


def test_no_line_begins_or_ends_with_a_forbidden_mark_and_no_number_is_broken(tmp_path: Path) -> None:
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


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("国" * 28 + "。" + "家" * 9, 29),
        ("国" * 9 + "，" + "国" * 18 + "。" + "家" * 9, 29),
        # LibreOffice lets no bracket hang, so it is passed on with the character before it
        ("国" * 9 + "，" + "国" * 9 + "（" + "国" * 8 + "）" + "家" * 9, 27),
        ("国" * 4 + "（国）" + "国" * 20 + "国。”" + "家" * 9, 30),
        # nothing but the last marks could give way, and they are not enough
        ("国" * 28 + "。”" + "家" * 9, 27),
        ("国" * 28 + "）" + "家" * 9, 27),
        # a character that may begin the next line is not drawn in
        ("国" * 9 + "，" + "国" * 9 + "，" + "国" * 20, 28),
    ],
)
def test_a_mark_that_may_not_begin_the_next_line_is_squeezed_in(tmp_path: Path, text: str, first: int) -> None:
    line, *_ = body_lines(printed(tmp_path, a_report(Paragraph(text, flush=True))))
    assert len(line) == first
    assert as_text(line) == text[:first]
    # the ink of a closing mark is in the left half of its square
    ink = 8 if line[-1].character in NO_START else 16
    # the letter spacing of minus a quarter point applies to the last letter too
    assert line[-1].x + ink <= RIGHT + 0.3
    for before, after in pairwise(line):
        least = 16 - 0.25 - 0.4 - 8 * (before.character in NO_START) - 8 * (after.character in NO_END)
        assert after.x - before.x > least, before.character + after.character


def test_a_small_space_separates_chinese_from_numbers_but_not_from_marks(tmp_path: Path) -> None:
    line, *_ = body_lines(printed(tmp_path, a_report(Paragraph("共12个，5%（3人）", flush=True))))
    steps = {before.character + after.character: after.x - before.x for before, after in pairwise(line)}
    wide, narrow = 16 + 0.2 * 16, 8 + 0.2 * 16
    assert (steps["共1"], steps["2个"], steps["3人"]) == pytest.approx((wide, narrow, narrow), abs=0.02)
    assert (steps["，5"], steps["（3"]) == pytest.approx((15.75, 15.75), abs=0.02)


def test_a_number_too_wide_for_its_column_gets_a_wider_one(tmp_path: Path) -> None:
    narrow = Cell(1, 0, "1234567.89", role="entry")
    grid = Grid((14.0, 60.0, 60.0), 2, (narrow, *(Cell(0, c, "列") for c in range(3))), 1)
    rows = body_lines(printed(tmp_path, a_report(grid)))
    figure = next(row for row in rows if as_text(row) == "1234567.89")
    assert figure[0].size == 10.5


def test_figures_too_wide_together_make_all_of_their_table_smaller(tmp_path: Path) -> None:
    figures = [Cell(1, column, "1234567.89", role="entry") for column in range(8)]
    grid = Grid((20.0,) * 8, 2, (*figures, *(Cell(0, column, "列") for column in range(8))), 1)
    rows = body_lines(printed(tmp_path, a_report(grid)))
    cells = [letter for row in rows for letter in row if letter.size < 12]
    assert len({letter.size for letter in cells}) == 1
    assert 7.5 <= cells[0].size < 10.5
    assert sum(as_text(row).count("1234567.89") for row in rows) == 8


def test_the_users_own_line_breaks_and_invisible_characters() -> None:
    block = compose_text("甲\r\n乙\x0b丙\u2028丁\u200f\u202e\ufeff\x00戊\n\n", current_style().styles["body"], 442)
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
    block = compose_title(title, current_style().styles["title"], 442.2)
    assert ["".join(g.character for atom in line.atoms for g in atom.glyphs) for line in block.lines] == expected
    for line in block.lines:
        width = measure(line.atoms, 22)
        assert line.x == pytest.approx((442.2 - width) / 2, abs=0.1)
