"""附件说明 and 落款 at the end of the body."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfdesk.document.blocks import (
    AttachmentList,
    Paragraph,
    SignOff,
)
from support.pdf_builders import RIGHT, a_report, body_lines, printed
from support.pdf_text import MM, as_text


def test_attachments_are_listed_with_a_hanging_indent(tmp_path: Path) -> None:
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
def test_the_sign_off_is_neither_split_nor_alone(tmp_path: Path, full: int) -> None:
    body = (Paragraph("国" * 28 * full, flush=True), AttachmentList(("甲表",)), SignOff("某局", "2024年3月5日"))
    rows = body_lines(printed(tmp_path, a_report(*body)))
    (page,) = {row[0].page for row in rows if as_text(row) in ("某局", "2024年3月5日", "附件：1.甲表")}
    assert any(as_text(row).startswith("国") for row in rows if row[0].page == page)


def test_the_date_below_a_name_that_fills_a_page_has_a_line_of_it_above(tmp_path: Path) -> None:
    rows = body_lines(printed(tmp_path, a_report(SignOff("局" * 28 * 22, "2024年3月5日"))))
    assert [row[0].page for row in rows] == [*[0] * 21, 1, 1]
    assert as_text(rows[-1]) == "2024年3月5日"
