"""Columns balanced by content, one size for a whole table, and the rows that stay together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from perfdesk.document.blocks import Attachment, Cell, Grid
from perfdesk.writers.typesetting.active_style import cell_text_style
from perfdesk.writers.typesetting.fitting import PAD_ACROSS, fit_text
from perfdesk.writers.typesetting.row_breaks import rows_kept_with_next
from perfdesk.writers.typesetting.table_fit import fit_table, room_for_rows

_WIDTH = 8844
_REASON = "两处陡坡疫木受雨季影响，推迟到次年除治。"
_TEXTS = ("", "短", "得分", "年度指标值", "≥1200次", "12345.67", "（万元）", _REASON * 2)
_LINES = st.integers(1, 9).flatmap(
    lambda count: st.lists(st.lists(st.sampled_from(_TEXTS), min_size=count, max_size=count), min_size=1)
)


def _grid(texts: list[list[str]], label: int = 0) -> Grid:
    cells = [
        Cell(row, column, text, role="entry", align="left" if len(text) > 8 else "center")
        for row, line in enumerate(texts)
        for column, text in enumerate(line)
    ]
    if label:
        cells = [cell for cell in cells if cell.column or cell.row > label]
        cells.append(Cell(1, 0, "产出指标\n（50分）", row_span=label))
    return Grid((20.0,) * len(texts[0]), len(texts), tuple(cells), 1)


@given(_LINES)
def test_columns_fill_the_width_and_no_figure_or_unit_is_broken(texts: list[list[str]]) -> None:
    grid = _grid(texts)
    fit = fit_table(grid, _WIDTH, 0)
    assert sum(fit.widths) == _WIDTH
    for cell in grid.cells:
        style = cell_text_style(cell.bold, cell.row == 0, fit.size)
        _, size = fit_text(cell, cell.text, style, fit.widths[cell.column] / 20)
        assert size == fit.size
        if cell.text in ("短", "得分", "（万元）"):
            assert fit.widths[cell.column] / 20 >= len(cell.text) * size + 2 * PAD_ACROSS


def test_the_column_with_the_longest_texts_gets_the_room() -> None:
    head = ["分值", "得分", "偏差原因分析及改进措施"]
    grid = _grid([head, *[["10", "9.50", "两处陡坡疫木受雨季影响，推迟到次年2月除治。"]] * 8])
    weight, score, reason = fit_table(grid, _WIDTH, 0).widths
    assert reason > 2 * max(weight, score)


def test_a_table_is_set_smaller_when_that_puts_it_on_one_page_and_else_in_the_usual_size() -> None:
    texts = [["指标", "偏差原因"], *[["数量指标", _REASON * 4]] * 17]
    grid = _grid(texts)
    room = room_for_rows(Attachment("附件1", "", "", False, (grid,)), 442.2, 637.8)
    usual = fit_table(grid, _WIDTH, 0)
    fitted = fit_table(grid, _WIDTH, room)
    assert usual.size == 10.5
    assert usual.height > room > fitted.height
    assert 7.5 <= fitted.size < 10.5
    assert fit_table(_grid(texts * 4), _WIDTH, room).size == 10.5


def test_the_rows_of_a_label_and_the_last_six_stay_together() -> None:
    texts = [["", str(row)] for row in range(30)]
    assert rows_kept_with_next(_grid(texts)) == {0, *range(24, 29)}
    assert rows_kept_with_next(_grid(texts, label=4)) == {0, *range(1, 4), *range(24, 29)}
    # of a long group only its ends: it may be longer than a page
    assert rows_kept_with_next(_grid(texts, label=15)) == {0, 1, 14, *range(24, 29)}
