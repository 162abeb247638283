"""Add, copy, move and delete rows with the keyboard, each as one step for undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu

from perfdesk.ui.pages.list_panel import ListPanel
from support.user import User

pytestmark = pytest.mark.slow

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
BOTH = CONTROL | Qt.KeyboardModifier.ShiftModifier

TABLE = ("spending", "projects", "name")


def _open_list(user: User) -> tuple[str, str, str]:
    user.workspace.navigation.choose("basics")
    part = next(one for one in user.workspace.page.parts() if isinstance(one, ListPanel))
    return ("basics", part._table.id, part._table.columns[0].id)


def _names(user: User, place: tuple[str, str, str]) -> list[str]:
    section, table, column = place
    rows = user.session.answers.rows(section, table)
    return [user.stored_text(f"{section}/{table}/{row}/{column}") or "" for row in rows]


@pytest.fixture(params=["table", "list"])
def place(request: pytest.FixtureRequest, user: User) -> tuple[str, str, str]:
    """A table and a list, each with the rows 甲 and 乙, the focus on 乙."""
    user.qtbot.waitUntil(lambda: QApplication.activeWindow() is not None)
    found = TABLE if request.param == "table" else _open_list(user)
    section, table, column = found
    for row in user.session.answers.rows(section, table):
        user.session.delete_row(section, table, row)
    for name in ("甲", "乙"):
        last = user.session.add_row(section, table, None, {column: name})
    user.go_to(f"{section}/{table}/{last}/{column}")
    return found


def _undone(user: User, place: tuple[str, str, str]) -> list[str]:
    user.window.actions_.by_id["undo"].trigger()
    return _names(user, place)


def test_a_row_is_moved_up_and_down(user: User, place: tuple[str, str, str]) -> None:
    user.press(Key.Key_Up, BOTH)
    assert _names(user, place) == ["乙", "甲"]
    user.press(Key.Key_Down, BOTH)
    assert _names(user, place) == ["甲", "乙"]
    assert _undone(user, place) == ["乙", "甲"]


def test_a_row_is_inserted_below(user: User, place: tuple[str, str, str]) -> None:
    user.press(Key.Key_Up, BOTH)
    user.press(Key.Key_Plus, CONTROL)
    assert _names(user, place) == ["乙", "", "甲"]
    user.type("丙")
    user.press(Key.Key_Tab)
    assert _names(user, place) == ["乙", "丙", "甲"]
    assert _undone(user, place) == ["乙", "", "甲"]
    assert _undone(user, place) == ["乙", "甲"]
    assert _undone(user, place) == ["甲", "乙"]


def test_a_row_is_copied(user: User, place: tuple[str, str, str]) -> None:
    user.press(Key.Key_D, BOTH)
    assert _names(user, place) == ["甲", "乙", "乙"]
    assert _undone(user, place) == ["甲", "乙"]


def test_a_row_is_deleted(user: User, place: tuple[str, str, str]) -> None:
    user.press(Key.Key_Minus, CONTROL)
    assert _names(user, place) == ["甲"]
    assert _undone(user, place) == ["甲", "乙"]


def test_items_are_renumbered(user: User) -> None:
    user.qtbot.waitUntil(lambda: QApplication.activeWindow() is not None)
    section, table, column = _open_list(user)
    part = next(one for one in user.workspace.page.parts() if isinstance(one, ListPanel))
    rows = [user.session.add_row(section, table, None, {column: name}) for name in ("甲", "乙", "丙")]
    user.go_to(f"{section}/{table}/{rows[0]}/{column}")
    user.qtbot.wait(50)
    before = len(part.items) - 3
    assert part.items[rows[0]].isAncestorOf(QApplication.focusWidget()), QApplication.focusWidget()
    user.press(Key.Key_Minus, CONTROL)
    assert rows[0] not in user.session.answers.rows(section, table)
    user.workspace.page.refresh_pending()
    assert [part.items[row]._number.text() for row in rows[1:]] == [f"{before + 1}.", f"{before + 2}."]
    assert QApplication.focusWidget() is not None


def test_the_section_of_a_row_is_deleted_and_restored_with_it_in_one_step(user: User) -> None:
    user.qtbot.waitUntil(lambda: QApplication.activeWindow() is not None)
    row = user.session.add_row("spending", "projects", None, {"name": "值班补助", "category": "业务工作经费"})
    place = user.at(f"project_evaluation@{row}/owner")
    owned = [address for address, _ in user.session.entries if address.section == place.section]
    assert owned
    user.go_to(f"spending/projects/{row}/name")
    user.press(Key.Key_Minus, CONTROL)
    assert not any(address.section == place.section for address, _ in user.session.entries)
    user.window.actions_.by_id["undo"].trigger()
    assert [address for address, _ in user.session.entries if address.section == place.section] == owned
    assert user.stored_text(f"spending/projects/{row}/category") == "业务工作经费"


def test_copied_indicators_keep_their_group_and_are_undone_in_one_step(user: User) -> None:
    user.qtbot.waitUntil(lambda: QApplication.activeWindow() is not None)
    rows = user.session.answers.rows("self_evaluation", "outputs")
    user.session.enter(user.at(f"self_evaluation/outputs/{rows[0]}/name"), "巡护次数")
    user.go_to(f"self_evaluation/outputs/{rows[0]}/name")
    user.press(Key.Key_D, BOTH)
    now = user.session.answers.rows("self_evaluation", "outputs")
    assert [user.stored_text(f"self_evaluation/outputs/{now[1]}/{column}") for column in ("name", "level2")] == [
        "巡护次数",
        user.stored_text(f"self_evaluation/outputs/{rows[0]}/level2"),
    ]
    user.press(Key.Key_Down, BOTH)
    assert user.session.answers.rows("self_evaluation", "outputs")[2] == now[1]
    user.window.actions_.by_id["undo"].trigger()
    assert user.session.answers.rows("self_evaluation", "outputs") == now
    user.window.actions_.by_id["undo"].trigger()
    assert user.session.answers.rows("self_evaluation", "outputs") == rows


def _like_another(user: User) -> dict[str, QAction]:
    """The entries of 照另一项目填指标, as the menu shows them now."""
    menu = user.window.findChild(QMenu, "like_another")
    assert menu is not None
    menu.aboutToShow.emit()
    return {action.text(): action for action in menu.actions()}


def test_the_indicators_of_a_project_begin_like_those_of_another(user: User, demo_file: Path) -> None:
    user.window.open_path(demo_file)
    user.workspace.navigation.choose("spending")
    assert _like_another(user) == {}, "there is nothing to copy on the page of a chapter"
    row = user.session.add_row("spending", "projects", texts={"name": "新项目"})
    target = f"project_evaluation@{row}"
    user.workspace.navigation.choose(target)
    entries = _like_another(user)
    assert len(entries) == len(user.session.answers.rows("spending", "projects")) - 1
    next(iter(entries.values())).trigger()
    names = _names(user, (target, "outputs", "name"))
    assert names == _names(user, ("project_evaluation@p1", "outputs", "name"))
    assert "指标" in user.workspace.messages.message
    next(iter(_like_another(user).values())).trigger()
    assert user.workspace.messages.message.startswith("没有照填")
    assert "照“" in user.session.undo_label
    assert _undone(user, (target, "outputs", "name")) == ["", "", "", ""]
