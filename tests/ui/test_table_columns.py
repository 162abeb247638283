"""The columns of a table in the window: common heads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from perfdesk.application.session import Session
from perfdesk.definition.model import Form
from perfdesk.ui.table.view import GridView
from support.user import User

pytestmark = pytest.mark.slow

YEARS = """
[[block]]
type = "table"
id = "years"
label = "收支"
row_label = "科目"
columns = [
    { id = "budget", label = "上年预算数", kind = "number", group = "上年" },
    { id = "actual", label = "上年决算数", kind = "number", group = "上年" },
    { id = "note", label = "说明" },
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
