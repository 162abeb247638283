"""Stories of rows put in order by keys: added, copied, moved, deleted, each one step for undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from perfdesk.ui.pages.list_panel import ListPanel
from support.user import Clerk

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
BOTH = CONTROL | Qt.KeyboardModifier.ShiftModifier

TABLE = ("spending", "projects", "name")


def _open_list(clerk: Clerk) -> tuple[str, str, str]:
    clerk.desk.navigation.choose("basics")
    part = next(one for one in clerk.desk.page.parts() if isinstance(one, ListPanel))
    return ("basics", part._table.id, part._table.columns[0].id)


def _names(clerk: Clerk, place: tuple[str, str, str]) -> list[str]:
    section, table, column = place
    rows = clerk.session.answers.rows(section, table)
    return [clerk.typed(f"{section}/{table}/{row}/{column}") or "" for row in rows]


@pytest.fixture(params=["table", "list"])
def place(request: pytest.FixtureRequest, clerk: Clerk) -> tuple[str, str, str]:
    """A table and a list, each with the rows 甲 and 乙, the focus on 乙."""
    clerk.qtbot.waitUntil(lambda: QApplication.activeWindow() is not None)
    found = TABLE if request.param == "table" else _open_list(clerk)
    section, table, column = found
    for row in clerk.session.answers.rows(section, table):
        clerk.session.delete_row(section, table, row)
    for name in ("甲", "乙"):
        last = clerk.session.add_row(section, table, None, {column: name})
    clerk.go(f"{section}/{table}/{last}/{column}")
    return found


def _undone(clerk: Clerk, place: tuple[str, str, str]) -> list[str]:
    clerk.window.actions_.by_id["undo"].trigger()
    return _names(clerk, place)


def test_a_row_is_moved_up_and_down(clerk: Clerk, place: tuple[str, str, str]) -> None:
    clerk.press(Key.Key_Up, BOTH)
    assert _names(clerk, place) == ["乙", "甲"]
    clerk.press(Key.Key_Down, BOTH)
    assert _names(clerk, place) == ["甲", "乙"]
    assert _undone(clerk, place) == ["乙", "甲"]


def test_a_row_is_inserted_below(clerk: Clerk, place: tuple[str, str, str]) -> None:
    clerk.press(Key.Key_Up, BOTH)
    clerk.press(Key.Key_Plus, CONTROL)
    assert _names(clerk, place) == ["乙", "", "甲"]
    clerk.type("丙")
    clerk.press(Key.Key_Tab)
    assert _names(clerk, place) == ["乙", "丙", "甲"]
    assert _undone(clerk, place) == ["乙", "", "甲"]
    assert _undone(clerk, place) == ["乙", "甲"]
    assert _undone(clerk, place) == ["甲", "乙"]


def test_a_row_is_copied(clerk: Clerk, place: tuple[str, str, str]) -> None:
    clerk.press(Key.Key_D, BOTH)
    assert _names(clerk, place) == ["甲", "乙", "乙"]
    assert _undone(clerk, place) == ["甲", "乙"]


def test_a_row_is_deleted(clerk: Clerk, place: tuple[str, str, str]) -> None:
    clerk.press(Key.Key_Minus, CONTROL)
    assert _names(clerk, place) == ["甲"]
    assert _undone(clerk, place) == ["甲", "乙"]


def test_items_are_numbered_anew(clerk: Clerk) -> None:
    clerk.qtbot.waitUntil(lambda: QApplication.activeWindow() is not None)
    section, table, column = _open_list(clerk)
    part = next(one for one in clerk.desk.page.parts() if isinstance(one, ListPanel))
    rows = [clerk.session.add_row(section, table, None, {column: name}) for name in ("甲", "乙", "丙")]
    clerk.go(f"{section}/{table}/{rows[0]}/{column}")
    clerk.qtbot.wait(50)
    before = len(part.items) - 3
    assert part.items[rows[0]].isAncestorOf(QApplication.focusWidget()), QApplication.focusWidget()
    clerk.press(Key.Key_Minus, CONTROL)
    assert rows[0] not in clerk.session.answers.rows(section, table)
    clerk.desk.page.settle()
    assert [part.items[row]._number.text() for row in rows[1:]] == [f"{before + 1}.", f"{before + 2}."]
    assert QApplication.focusWidget() is not None


def test_what_belongs_to_a_row_goes_and_comes_back_with_it_in_one_step(clerk: Clerk) -> None:
    clerk.qtbot.waitUntil(lambda: QApplication.activeWindow() is not None)
    row = clerk.session.add_row("spending", "projects", None, {"name": "值班补助", "category": "业务工作经费"})
    place = clerk.at(f"project_evaluation@{row}/owner")
    owned = [address for address, _ in clerk.session.entries if address.section == place.section]
    assert owned
    clerk.go(f"spending/projects/{row}/name")
    clerk.press(Key.Key_Minus, CONTROL)
    assert not any(address.section == place.section for address, _ in clerk.session.entries)
    clerk.window.actions_.by_id["undo"].trigger()
    assert [address for address, _ in clerk.session.entries if address.section == place.section] == owned
    assert clerk.typed(f"spending/projects/{row}/category") == "业务工作经费"


def test_copied_indicators_keep_their_kind_and_undo_in_one_step(clerk: Clerk) -> None:
    clerk.qtbot.waitUntil(lambda: QApplication.activeWindow() is not None)
    rows = clerk.session.answers.rows("self_evaluation", "outputs")
    clerk.session.enter(clerk.at(f"self_evaluation/outputs/{rows[0]}/name"), "巡护次数")
    clerk.go(f"self_evaluation/outputs/{rows[0]}/name")
    clerk.press(Key.Key_D, BOTH)
    now = clerk.session.answers.rows("self_evaluation", "outputs")
    assert [clerk.typed(f"self_evaluation/outputs/{now[1]}/{column}") for column in ("name", "level2")] == [
        "巡护次数",
        clerk.typed(f"self_evaluation/outputs/{rows[0]}/level2"),
    ]
    clerk.press(Key.Key_Down, BOTH)
    assert clerk.session.answers.rows("self_evaluation", "outputs")[2] == now[1]
    clerk.window.actions_.by_id["undo"].trigger()
    assert clerk.session.answers.rows("self_evaluation", "outputs") == now
    clerk.window.actions_.by_id["undo"].trigger()
    assert clerk.session.answers.rows("self_evaluation", "outputs") == rows
