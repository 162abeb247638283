"""The large figures at the top of a page: the equation of a chapter and the score of an attachment, in any form."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from perfdesk.application.samples import make_sample
from perfdesk.application.session import Session
from perfdesk.definition.library import find_form
from perfdesk.definition.model import Form
from perfdesk.ui.pages.figures_row import FiguresRow
from support.user import User

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]

TOTAL, BASIC, PROJECT = (f"spending/controls/{row}/actual" for row in ("total", "basic", "project"))


def _row(user: User, section: str) -> FiguresRow:
    user.workspace.navigation.choose(section)
    page = user.workspace.page
    assert page is not None
    return page.findChildren(FiguresRow)[0]


def _texts(row: FiguresRow) -> list[str]:
    return [button.shown_text for button in row.figures.values() if not button.isHidden() and button.isVisible()]


def _state(row: FiguresRow) -> tuple[str, str]:
    return (row.balance.label.text(), row.balance.property("level")) if row.balance.isVisible() else ("", "")


@pytest.fixture
def finished(user: User, tmp_path: Path) -> User:
    """A user with the finished sample open."""
    path = tmp_path / "demo.db"
    make_sample("demo-2024", path)
    user.window.open_path(path)
    return user


def test_the_balance_follows_every_figure_and_leads_to_its_cells(finished: User) -> None:
    user = finished
    row = _row(user, "spending")
    assert _texts(row) == ["1,297.99", "890.10", "358.69", "49.20"]
    assert _state(row) == ("平", "done")
    user.session.fill({user.at(BASIC): "870.10"}, "填")
    assert _state(row) == ("基本支出 ＋ 项目支出 ＋ 政府性基金支出 比整体支出少 20.00 万元", "error")
    user.session.fill({user.at(BASIC): "910.10"}, "填")
    assert _state(row) == ("基本支出 ＋ 项目支出 ＋ 政府性基金支出 比整体支出多 20.00 万元", "error")
    user.qtbot.mouseClick(row.balance, Qt.MouseButton.LeftButton)
    finding = next(one for one in user.session.findings if one.code == "E09")
    assert user.panel(TOTAL).view.current_cell().address == finding.addresses[0]
    project = next(button for figure, button in row.figures.items() if figure.label == "项目支出")
    user.qtbot.mouseClick(project, Qt.MouseButton.LeftButton)
    assert user.panel(PROJECT).view.current_cell().address == user.at(PROJECT)


def test_a_sum_that_is_not_filled_in_yet_is_not_out_of_balance(user: User) -> None:
    row = _row(user, "spending")
    assert _texts(row) == ["—", "—", "—"]
    assert _state(row) == ("", "")
    user.session.fill({user.at(TOTAL): "1000", user.at(BASIC): "700"}, "填")
    assert _state(row) == ("还差 300.00 万元", "missing")
    user.session.fill({user.at(PROJECT): "300"}, "填")
    assert _state(row) == ("平", "done")


def test_amounts_of_the_balance_follow_the_unit_that_is_shown(finished: User) -> None:
    row = _row(finished, "spending")
    finished.workspace.set_unit_yuan(True)
    assert _texts(row)[0] == "12,979,900.00"


def test_the_score_stands_beside_the_title_and_explains_itself(finished: User) -> None:
    row = _row(finished, "self_evaluation")
    assert _texts(row) == ["98.80／100", "优"]
    assert row.why.text() == "为什么是 98.80"
    finished.qtbot.mouseClick(row.why, Qt.MouseButton.LeftButton)
    assert finished.workspace.inspector.isVisible()
    assert row.why.height() < 40


def test_the_score_of_a_project_is_that_of_its_own_page(finished: User) -> None:
    sections = [entry.instance for entry in finished.workspace.navigation.section_entries()]
    projects = [instance for instance in sections if instance.startswith("project_evaluation@")]
    assert projects
    shown = {instance: _texts(_row(finished, instance)) for instance in projects}
    for instance, texts in shown.items():
        score = finished.session.answers.text(finished.at(f"{instance}/total_score"))
        assert texts == [f"{score}／100"]


def test_the_other_form_has_both_cards(user: User, tmp_path: Path) -> None:
    user.window.show_report(Session.create(tmp_path / "岳阳.db", find_form("yueyang_overall_2023")))
    row = _row(user, "money")
    user.session.fill(
        {
            user.at("money/budget/whole/adjusted"): "100",
            user.at("money/budget/whole/initial"): "80",
            user.at("money/budget/whole/added"): "10",
        },
        "填",
    )
    assert _state(row) == ("还差 10.00 万元", "missing")
    assert _texts(_row(user, "evaluation"))[0].startswith("—")


def test_a_computed_sum_of_blank_parts_is_not_out_of_balance(user: User, tmp_path: Path) -> None:
    """The program computes 基本支出 from the wages; until all are filled in it is too small, and no rule complains."""
    user.window.show_report(Session.create(tmp_path / "2019.db", find_form("hunan_overall_2019")))
    row = _row(user, "overview")
    wages = user.at("spending/wages/c30101/actual")
    user.session.fill(
        {user.at("overview/income/general/actual"): "1000", user.at("spending/has_special"): "无", wages: "980"}, "填"
    )
    assert _state(row) == ("还差 20.00 万元", "missing")
    user.session.fill({wages: "1020"}, "填")
    assert _state(row) == ("基本支出 ＋ 专项支出 比各类收入多 20.00 万元", "notice")


def test_a_difference_without_a_finding_is_no_missing_answer(
    user: User, small_form: Callable[..., Form], tmp_path: Path
) -> None:
    figures = """
[[block]]
type = "figures"
unit = "万元"
figures = [
    { label = "全部", value = "sums.two.budget" },
    { label = "甲", value = "sums.one.actual", sign = "=" },
    { label = "乙", value = "sums.two.actual", sign = "+" },
]
"""
    user.window.show_report(Session.create(tmp_path / "小.db", small_form(add=figures)))
    row = _row(user, "money")
    texts = {"two/budget": "100", "one/actual": "50"}
    user.session.fill({user.at(f"money/sums/{place}"): text for place, text in texts.items()}, "填")
    assert _state(row) == ("还差 50.00 万元", "missing")
    user.session.fill({user.at("money/sums/two/actual"): "30"}, "填")
    assert _state(row) == ("甲 ＋ 乙 比全部少 20.00 万元", "notice")
