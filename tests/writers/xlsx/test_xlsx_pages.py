"""The pages of a sheet: a single line never takes a second page."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.document.blocks import Attachment, Cell, Paragraph
from perfdesk.writers.typesetting.active_style import current_style
from perfdesk.writers.xlsx.layout import plan_sheet
from perfdesk.writers.xlsx.pagination import group_starts, page_height, paginate
from support.xlsx_builders import attachment, grid, report, write

ROOM = 600.0


@pytest.mark.parametrize(
    ("rows", "tall", "breaks"),
    [
        ([100] * 6, 1, ()),
        ([100] * 6 + [60], 1, ()),  # a signature that would be alone: shrunk by a tenth
        ([100] * 9, 0, (7,)),  # half a page more is worth a page, not a magnifying glass
        ([100] * 12 + [70], 2, (7,)),
        ([900, 100], 0, (2,)),
    ],
)
def test_a_sheet_is_shrunk_a_little_when_that_saves_a_page(rows: list[float], tall: int, breaks: tuple[int, ...]):
    pages = paginate(rows, None, ROOM)
    assert (pages.pages_tall, len(pages.breaks)) == (tall, len(breaks))
    assert tall or pages.breaks == breaks


def test_repeated_rows_take_their_room_on_every_page():
    assert paginate([100] * 12, None, ROOM).breaks == (7,)
    assert paginate([100] * 14, (1, 1), ROOM).breaks == (7, 12)
    assert paginate([100] * 14, (9, 9), ROOM).breaks == (7, 13), "only on the pages after their own"


@given(st.lists(st.floats(1, 590), max_size=60))
def test_no_page_is_fuller_than_it_can_be(heights: list[float]):
    pages = paginate(heights, None, ROOM)
    edges = [1, *pages.breaks, len(heights) + 1]
    sums = [sum(heights[first - 1 : last - 1]) for first, last in pairwise(edges)]
    assert all(each <= ROOM / (0.88 if pages.pages_tall else 1) + 1e-6 for each in sums)


def test_groups_are_not_split():
    assert group_starts([300, 250, 500, 100], ROOM) == (2,)
    assert group_starts([300, 350, 500, 150], ROOM) == (1, 2, 3)
    assert group_starts([], ROOM) == ()


def _tall_table(rows: int) -> Attachment:
    cells = [Cell(0, 0, "绩效指标", row_span=rows)]
    cells += [Cell(row, column, "甲") for row in range(rows) for column in (1, 2)]
    return attachment(grid(*cells, rows=rows), Paragraph("单位负责人签字：", flush=True))


def test_the_signature_line_is_never_alone(tmp_path: Path):
    tall: dict[int, int] = {}
    for rows in range(25, 70):
        plan = plan_sheet(_tall_table(rows), "表")
        pages = paginate(plan.heights, None, page_height(landscape=False))
        alone = len(plan.heights) + 1 - pages.breaks[-1] if pages.breaks else 99
        assert pages.pages_tall or alone >= 3, rows
        tall[rows] = plan.pages_tall
    assert (tall[25], tall[50], tall[69]) == (1, 0, 2)
    book = write(report(_tall_table(25), _tall_table(50), _tall_table(69)), tmp_path)
    assert [sheet.page_setup.fitToHeight for sheet in book.worksheets[:3]] == [1, 0, 2]


def test_a_label_over_a_page_break_begins_at_the_top(tmp_path: Path):
    def alignment(rows: int) -> str:
        return write(report(_tall_table(rows)), tmp_path).worksheets[0]["A3"].alignment.vertical

    assert (alignment(10), alignment(60)) == ("center", "top")


def test_a_label_split_by_a_page_break_has_room_for_its_text_above_it():
    look = current_style().styles["table_cell"]
    needed = 2 * look.line_height
    broken = 0
    for start in range(20, 40):
        cells = [Cell(row, column, "甲") for row in range(60) for column in (0, 1, 2) if column or row < start]
        label = Cell(start, 0, "效益指标\n（30分）", row_span=60 - start)
        plan = plan_sheet(attachment(grid(*cells, label, rows=60)), "表")
        for at in paginate(plan.heights, plan.repeated, page_height(landscape=False)).breaks:
            box = next(box for box in plan.boxes if box.cell is label)
            if box.row < at:
                broken += 1
                assert sum(plan.heights[box.row - 1 : at - 1]) >= needed, start
    assert broken > 5
