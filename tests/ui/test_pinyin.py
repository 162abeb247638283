"""Stories of names found by the initials of their pinyin."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from perfdesk.ui.editors.choice import LinkEditor
from perfdesk.ui.models.pinyin import spelled
from perfdesk.ui.models.search import by_name
from support.user import Clerk

Key = Qt.Key
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.mark.parametrize(
    ("name", "typed", "place"),
    [
        ("办公费", "bgf", 0),
        ("办公费", "bg", 1),
        ("办公费", "gf", 2),
        ("办公费", "gb", None),
        ("银行手续费", "yhsxf", 0),
        ("行政人员", "xzry", 0),
        ("因公出国（境）费", "ygcgjf", 0),
        ("GDP增长", "gdpz", 1),
        ("办公费", "办", None),
        ("", "a", None),
    ],
)
def test_where_initials_stand_in_a_name(name: str, typed: str, place: int | None) -> None:
    assert spelled(name, typed) == place


@pytest.mark.parametrize(
    ("wanted", "row"),
    [("bgf", "e30201"), ("QTJT", "e30239"), ("qtjtfy 本年", "e30239"), ("sxf", "e30204")],
)
def test_initials_lead_to_the_row(clerk: Clerk, wanted: str, row: str) -> None:
    sections = [entry.instance for entry in clerk.desk.navigation.entries()]
    first = by_name(clerk.session.answers, sections, wanted)[0]
    assert (first.address.field, first.address.row) == ("goods", row)


def test_one_letter_alone_finds_by_letters_only(clerk: Clerk) -> None:
    sections = [entry.instance for entry in clerk.desk.navigation.entries()]
    assert not any("办公费" in found.label for found in by_name(clerk.session.answers, sections, "b"))


def test_a_list_in_a_cell_is_chosen_by_initials(clerk: Clerk) -> None:
    row = clerk.desk.model.add_row("spending", "projects")
    clerk.go(f"spending/projects/{row}/category")
    clerk.press(Key.Key_F2)
    clerk.qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    view = QApplication.focusWidget()
    clerk.qtbot.keyClicks(view, "szx")
    assert view.currentIndex().data() == "省级专项资金"
    clerk.qtbot.keyClick(view, Key.Key_Return)
    clerk.qtbot.waitUntil(lambda: clerk.typed(f"spending/projects/{row}/category") == "省级专项资金")


def test_the_first_letter_typed_in_a_cell_opens_its_list_and_chooses_nothing(clerk: Clerk) -> None:
    row = clerk.desk.model.add_row("spending", "projects")
    place = f"spending/projects/{row}/category"
    clerk.qtbot.keyClicks(clerk.go(place), "y")
    clerk.qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    clerk.qtbot.wait(20)
    view = QApplication.focusWidget()
    assert view.currentIndex().data() == "业务工作经费"
    assert clerk.typed(place) is None
    clerk.qtbot.keyClicks(view, "x")
    assert view.currentIndex().data() == "运行维护经费"
    clerk.qtbot.keyClick(view, Key.Key_Return)
    clerk.qtbot.waitUntil(lambda: clerk.typed(place) == "运行维护经费")


def test_a_closed_list_opens_at_initials_and_numbers(clerk: Clerk) -> None:
    editor = LinkEditor()
    clerk.qtbot.addWidget(editor)
    editor.show_options([("a", "1. 目标不够细化"), ("b", "2. 资金拨付较晚"), ("c", "10. 目录不全")])
    editor.show()
    told: list[str] = []
    editor.edited.connect(told.append)
    clerk.qtbot.keyClicks(editor, "zjbf")
    assert editor.view().currentIndex().data() == "2. 资金拨付较晚"
    assert not told
    clerk.qtbot.keyClick(editor.view(), Key.Key_Return)
    assert told == ["b"]
    clerk.qtbot.waitUntil(lambda: editor.view()._typed == "")
    clerk.qtbot.keyClicks(editor, "10")
    clerk.qtbot.keyClick(editor.view(), Key.Key_Return)
    assert told == ["b", "c"]
