"""Stories of last year's answers: taken over by a key, marked until touched."""

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
from perfdesk.ui.widgets.captions import UNTOUCHED
from support.user import Clerk

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """The sample of 2024 rolled over to 2025."""
    make_sample("demo-2024", tmp_path / "2024.db")
    old = Session.open(tmp_path / "2024.db")
    Session.create(tmp_path / "2025.db", old.form, rollover_edits(old.answers, 2025)).close()
    old.close()
    return Session.open(tmp_path / "2025.db")


def _last_year(clerk: Clerk, place: str) -> None:
    clerk.qtbot.waitUntil(lambda: QApplication.activeWindow() is not None)
    clerk.go(place)
    clerk.press(Key.Key_D, CONTROL)


def test_a_field_goes_back_to_last_years_answer(clerk: Clerk) -> None:
    clerk.session.enter(clerk.at("cover/preparer"), "王五")
    _last_year(clerk, "cover/preparer")
    assert clerk.typed("cover/preparer") == "李素云"
    assert clerk.session.undo_label == "填表人取上年数"
    clerk.press(Key.Key_Z, CONTROL)
    assert clerk.typed("cover/preparer") == "王五"


def test_last_years_answer_replaces_what_is_being_typed(clerk: Clerk) -> None:
    editor = clerk.go("cover/preparer")
    clerk.type("王")
    clerk.press(Key.Key_D, CONTROL)
    assert clerk.typed("cover/preparer") == "李素云"
    assert editor.text() == "李素云"


def test_a_field_without_last_year_says_so_and_stays(clerk: Clerk) -> None:
    clerk.session.enter(clerk.at("basics/retired"), "3")
    _last_year(clerk, "basics/retired")
    assert clerk.typed("basics/retired") == "3"
    assert "没有可取的上年数" in clerk.desk.news.message


def test_an_item_of_a_list_goes_back_to_last_years_words(clerk: Clerk) -> None:
    row = clerk.session.answers.rows("basics", "goals")[0]
    words = clerk.typed(f"basics/goals/{row}/goal")
    clerk.session.enter(clerk.at(f"basics/goals/{row}/goal"), "新目标")
    _last_year(clerk, f"basics/goals/{row}/goal")
    assert words
    assert clerk.typed(f"basics/goals/{row}/goal") == words
    _last_year(clerk, f"basics/goals/{row}/done")
    assert "没有可取的上年数" in clerk.desk.news.message


def test_in_an_open_cell_the_key_works_too(clerk: Clerk) -> None:
    clerk.go("spending/goods/e30201/actual")
    clerk.type("99")
    clerk.press(Key.Key_D, CONTROL)
    assert clerk.typed("spending/goods/e30201/actual") == clerk.typed("spending/goods/e30201/last_actual")


def test_where_no_column_tells_of_last_year_the_cell_above_is_taken(clerk: Clerk) -> None:
    clerk.session.enter(clerk.at("basics/staffing/administrative/actual"), "12")
    _last_year(clerk, "basics/staffing/civil_service/actual")
    assert clerk.typed("basics/staffing/civil_service/actual") == "12"
    assert clerk.session.undo_label == "照上一格填 1 格"


def test_the_first_of_several_cells_fills_those_below(clerk: Clerk) -> None:
    clerk.session.enter(clerk.at("basics/staffing/civil_service/actual"), "7")
    clerk.go("basics/staffing/civil_service/actual")
    for _ in range(2):
        clerk.press(Key.Key_Down, SHIFT)
    clerk.press(Key.Key_D, CONTROL)
    assert [clerk.typed(f"basics/staffing/{row}/actual") for row in ("support", "full_funded")] == ["7", "7"]
    assert clerk.typed("basics/staffing/part_funded/actual") is None
    clerk.press(Key.Key_Z, CONTROL)
    assert clerk.typed("basics/staffing/support/actual") is None


def test_last_years_prose_is_marked_until_it_is_touched(clerk: Clerk) -> None:
    clerk.go("performance/text")
    row = clerk.desk.page.part_at(clerk.at("performance/text"))
    assert isinstance(row, FieldRow)
    assert row._untouched.isVisible()
    assert row._untouched.text() == UNTOUCHED
    clerk.press(Key.Key_End, CONTROL)
    clerk.type("另")
    clerk.rest()
    assert not row._untouched.isVisible()
    clerk.press(Key.Key_Z, CONTROL)
    assert row._untouched.isVisible()


def test_marked_items_are_named_by_their_number(clerk: Clerk) -> None:
    clerk.desk.navigation.choose("problems")
    panel = next(part for part in clerk.desk.page.parts() if isinstance(part, ListPanel))
    rows = clerk.session.answers.rows("problems", "items")
    marked = {Address("problems", "items", row, "text") for row in rows} & clerk.desk.model.untouched
    assert len(marked) == len(rows) > 1
    assert panel._untouched.text().startswith("第1、2")
    clerk.session.enter(clerk.at(f"problems/items/{rows[0]}/text"), "新的问题")
    clerk.desk.page.settle()
    assert panel._untouched.text().startswith("第2")
    assert panel._untouched.isVisible()
