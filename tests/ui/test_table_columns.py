"""The columns of a table in the window: common heads, columns that are not shown or not printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from perfdesk.application.session import Session
from perfdesk.definition.model import Form
from perfdesk.ui.models.search import by_name
from perfdesk.ui.table.view import GridView
from support.user import User

pytestmark = pytest.mark.slow

YEARS = """
[[block]]
type = "table"
id = "years"
label = "收支"
print = "grid"
row_label = "科目"
columns = [
    { id = "budget", label = "上年预算数", kind = "number", group = "上年" },
    { id = "actual", label = "上年决算数", kind = "number", group = "上年" },
    { id = "rate", label = "中间数", kind = "number", formula = "actual / budget", shown = false },
    { id = "note", label = "说明", printed = false },
]
rows = [{ id = "income", label = "收入" }]
"""


@pytest.fixture
def session(tmp_path: Path, small_form: Callable[..., Form]) -> Session:
    """A report of a form with a table that has heads in two rows."""
    return Session.create(tmp_path / "填报.db", small_form(add=YEARS))


def _view(user: User) -> GridView:
    user.workspace.navigation.choose("money")
    page = user.workspace.page
    assert page is not None
    return next(view for view in page.findChildren(GridView) if view.accessibleName() == "收支")


def test_a_common_head_spans_its_columns_and_the_others_span_both_rows(user: User) -> None:
    view = _view(user)
    assert (view.columnSpan(0, 1), view.rowSpan(0, 1)) == (2, 1)
    assert (view.columnSpan(0, 3), view.rowSpan(0, 3)) == (1, 2)
    texts = [[cell.text for cell in view.grid.grid.cells if cell.row == row] for row in range(3)]
    assert texts == [["科目", "上年", "说明"], ["预算数", "决算数"], ["收入", "", "", ""]]


def test_a_column_that_is_not_shown_is_not_found_by_name(user: User) -> None:
    answers = user.session.answers
    assert [found.label for found in by_name(answers, ["money"], "说明")] == ["收入·说明"]
    assert by_name(answers, ["money"], "中间数") == []
