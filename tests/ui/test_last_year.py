"""Last year's answers: entered with Ctrl+D, marked until revised."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from perfdesk.application.rollover import rollover_edits
from perfdesk.application.samples import make_sample
from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.ui.pages.field_row import FieldRow
from perfdesk.ui.pages.list_panel import ListPanel
from perfdesk.ui.widgets.captions import UNREVISED
from support.user import User

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """The sample of 2024 rolled over to 2025."""
    make_sample("demo-2024", tmp_path / "2024.db")
    old = Session.open(tmp_path / "2024.db")
    Session.create(tmp_path / "2025.db", old.form, rollover_edits(old.answers, 2025)).close()
    old.close()
    return Session.open(tmp_path / "2025.db")


def _last_year(user: User, place: str) -> None:
    user.qtbot.waitUntil(lambda: QApplication.activeWindow() is not None)
    user.go_to(place)
    user.press(Key.Key_D, CONTROL)


def test_a_field_is_reset_to_last_years_answer(user: User) -> None:
    user.session.enter(user.at("cover/preparer"), "王五")
    _last_year(user, "cover/preparer")
    assert user.stored_text("cover/preparer") == "李素云"
    assert user.session.undo_label == "填表人取上年数"
    user.press(Key.Key_Z, CONTROL)
    assert user.stored_text("cover/preparer") == "王五"


def test_last_years_answer_replaces_what_is_being_typed(user: User) -> None:
    editor = user.go_to("cover/preparer")
    user.type("王")
    user.press(Key.Key_D, CONTROL)
    assert user.stored_text("cover/preparer") == "李素云"
    assert editor.text() == "李素云"


def test_a_field_without_last_year_shows_a_message_and_is_unchanged(user: User) -> None:
    user.session.enter(user.at("basics/retired"), "3")
    _last_year(user, "basics/retired")
    assert user.stored_text("basics/retired") == "3"
    assert "没有可取的上年数" in user.workspace.messages.message


def test_an_item_of_a_list_is_reset_to_last_years_text(user: User) -> None:
    row = user.session.answers.rows("basics", "goals")[0]
    words = user.stored_text(f"basics/goals/{row}/goal")
    user.session.enter(user.at(f"basics/goals/{row}/goal"), "新目标")
    _last_year(user, f"basics/goals/{row}/goal")
    assert words
    assert user.stored_text(f"basics/goals/{row}/goal") == words
    _last_year(user, f"basics/goals/{row}/done")
    assert "没有可取的上年数" in user.workspace.messages.message


def test_the_key_works_in_an_open_cell(user: User) -> None:
    user.go_to("spending/goods/e30201/actual")
    user.type("99")
    user.press(Key.Key_D, CONTROL)
    assert user.stored_text("spending/goods/e30201/actual") == user.stored_text("spending/goods/e30201/last_actual")


def test_without_a_column_of_last_year_the_cell_above_is_entered(user: User) -> None:
    user.session.enter(user.at("basics/staffing/administrative/actual"), "12")
    _last_year(user, "basics/staffing/civil_service/actual")
    assert user.stored_text("basics/staffing/civil_service/actual") == "12"
    assert user.session.undo_label == "照上一格填 1 格"


def test_the_first_of_several_cells_fills_those_below(user: User) -> None:
    user.session.enter(user.at("basics/staffing/civil_service/actual"), "7")
    user.go_to("basics/staffing/civil_service/actual")
    for _ in range(2):
        user.press(Key.Key_Down, SHIFT)
    user.press(Key.Key_D, CONTROL)
    assert [user.stored_text(f"basics/staffing/{row}/actual") for row in ("support", "full_funded")] == ["7", "7"]
    assert user.stored_text("basics/staffing/part_funded/actual") is None
    user.press(Key.Key_Z, CONTROL)
    assert user.stored_text("basics/staffing/support/actual") is None


def test_last_years_text_is_marked_until_it_is_revised(user: User) -> None:
    user.go_to("performance/text")
    row = user.workspace.page.part_at(user.at("performance/text"))
    assert isinstance(row, FieldRow)
    assert row._unrevised_mark.isVisible()
    assert row._unrevised_mark.text() == UNREVISED
    user.press(Key.Key_End, CONTROL)
    user.type("另")
    user.wait_idle()
    assert not row._unrevised_mark.isVisible()
    user.press(Key.Key_Z, CONTROL)
    assert row._unrevised_mark.isVisible()


def test_marked_items_are_named_by_their_number(user: User) -> None:
    user.workspace.navigation.choose("problems")
    panel = next(part for part in user.workspace.page.parts() if isinstance(part, ListPanel))
    rows = user.session.answers.rows("problems", "items")
    marked = {Address("problems", "items", row, "text") for row in rows} & user.workspace.model.unrevised
    assert len(marked) == len(rows) > 1
    assert panel._unrevised_mark.text().startswith("第1、2")
    user.session.enter(user.at(f"problems/items/{rows[0]}/text"), "新的问题")
    user.workspace.page.refresh_pending()
    assert panel._unrevised_mark.text().startswith("第2")
    assert panel._unrevised_mark.isVisible()
