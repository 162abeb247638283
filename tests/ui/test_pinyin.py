"""Names found by their pinyin initials."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from perfdesk.ui.editors.choice import LinkEditor
from perfdesk.ui.models.pinyin import match_rank
from perfdesk.ui.models.search import by_name
from support.user import User

Key = Qt.Key
pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]


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
def test_rank_of_initials_in_a_name(name: str, typed: str, place: int | None) -> None:
    assert match_rank(name, typed) == place


@pytest.mark.parametrize(
    ("wanted", "row"),
    [("bgf", "e30201"), ("QTJT", "e30239"), ("qtjtfy 本年", "e30239"), ("sxf", "e30204")],
)
def test_initials_lead_to_the_row(user: User, wanted: str, row: str) -> None:
    sections = [entry.instance for entry in user.workspace.navigation.section_entries()]
    first = by_name(user.session.answers, sections, wanted)[0]
    assert (first.address.field, first.address.row) == ("goods", row)


def test_a_single_letter_does_not_match_by_pinyin(user: User) -> None:
    sections = [entry.instance for entry in user.workspace.navigation.section_entries()]
    assert not any("办公费" in found.label for found in by_name(user.session.answers, sections, "b"))


def test_an_option_in_a_cell_is_selected_by_initials(user: User) -> None:
    row = user.workspace.model.add_row("spending", "projects")
    user.go_to(f"spending/projects/{row}/category")
    user.press(Key.Key_F2)
    user.qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    view = QApplication.focusWidget()
    user.qtbot.keyClicks(view, "szx")
    assert view.currentIndex().data() == "省级专项资金"
    user.qtbot.keyClick(view, Key.Key_Return)
    user.qtbot.waitUntil(lambda: user.stored_text(f"spending/projects/{row}/category") == "省级专项资金")


def test_the_first_letter_typed_in_a_cell_opens_its_list_and_selects_nothing(user: User) -> None:
    row = user.workspace.model.add_row("spending", "projects")
    place = f"spending/projects/{row}/category"
    user.qtbot.keyClicks(user.go_to(place), "y")
    user.qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    user.qtbot.wait(20)
    view = QApplication.focusWidget()
    assert view.currentIndex().data() == "业务工作经费"
    assert user.stored_text(place) is None
    user.qtbot.keyClicks(view, "x")
    assert view.currentIndex().data() == "运行维护经费"
    user.qtbot.keyClick(view, Key.Key_Return)
    user.qtbot.waitUntil(lambda: user.stored_text(place) == "运行维护经费")


def test_a_closed_list_opens_at_typed_initials_and_numbers(user: User) -> None:
    editor = LinkEditor()
    user.qtbot.addWidget(editor)
    editor.show_options([("a", "1. 目标不够细化"), ("b", "2. 资金拨付较晚"), ("c", "10. 目录不全")])
    editor.show()
    typed_texts: list[str] = []
    editor.edited.connect(typed_texts.append)
    user.qtbot.keyClicks(editor, "zjbf")
    assert editor.view().currentIndex().data() == "2. 资金拨付较晚"
    assert not typed_texts
    user.qtbot.keyClick(editor.view(), Key.Key_Return)
    assert typed_texts == ["b"]
    user.qtbot.waitUntil(lambda: editor.view()._typed == "")
    user.qtbot.keyClicks(editor, "10")
    user.qtbot.keyClick(editor.view(), Key.Key_Return)
    assert typed_texts == ["b", "c"]
