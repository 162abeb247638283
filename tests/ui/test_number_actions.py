"""The link of a number in a text, set, cut and restored with the keyboard, in the context menu and in 来历."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit, QPushButton, QWidget

from perfdesk.application.session import Session
from perfdesk.checks.proofreading.number_links import links_in
from perfdesk.definition.address import Address
from perfdesk.ui.panels.find_dialog import FindDialog
from perfdesk.ui.window.main_window import MainWindow
from perfdesk.ui.workspace.number_actions import CUT, LINK, RESTORE
from support.user import User

Key = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]

TEXT = "others/text"
TOTAL = "spending/controls/total/actual"  # 1297.99 万元
WORDS = "🌲全年基本支出89.01万元，全部用于保障运转。\n年初定下的一揽子安排为1200.00万元，年底全部完成。"


@pytest.fixture
def session(demo_file: Path) -> Session:
    """The faultless sample with a text of two figures: one contradicts its answer, one is linked to none."""
    session = Session.open(demo_file)
    session.enter(Address.parse(TEXT), WORDS)
    return session


def to_number(user: User, words: str) -> QPlainTextEdit:
    """Move the cursor into a number of the text, from its beginning."""
    editor = user.go_to(TEXT)
    assert isinstance(editor, QPlainTextEdit)
    user.press(Key.Key_Home, CONTROL)
    for _ in range(WORDS.index(words) + 1):
        user.press(Key.Key_Right)
    return editor


def linked(user: User) -> list[tuple[str, Address]]:
    """The linked numbers of the text as written, with their answers."""
    text = user.stored_text(TEXT) or ""
    return [(text[one.start : one.end], one.answer) for one in links_in(user.session.answers, user.at(TEXT))]


def menu_of(editor: QPlainTextEdit) -> list[str]:
    """The texts of the context menu opened at the cursor."""
    at = editor.cursorRect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, editor.viewport().mapToGlobal(at))
    QApplication.sendEvent(editor.viewport(), event)
    menu = editor.findChildren(QMenu)[-1]
    texts = [action.text() for action in menu.actions()]
    menu.close()
    return texts


def buttons(user: User, text: str) -> list[QPushButton]:
    """The buttons of 来历 with this text."""
    found = user.workspace.inspector.origin.findChildren(QPushButton)
    return [button for button in found if button.text() == text]


def test_a_number_is_linked_by_keyboard_and_corrected_with_one_click(user: User) -> None:
    to_number(user, "1200")
    assert user.codes() == ["P03"]
    user.press(Key.Key_L, CONTROL)
    user.qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), FindDialog))
    user.type("ztzc bnjs")
    user.press(Key.Key_Return)
    assert (("1200.00万元", user.at(TOTAL))) in linked(user)
    assert user.session.undo_label.startswith("连到表格：年初定下的一揽子安排1200.00万元 → ")
    fix = next(one.fix for one in user.session.findings if user.at(TOTAL) in one.addresses)
    assert fix is not None
    assert fix.label == "改为 1297.99"
    user.qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), MainWindow))
    user.press(Key.Key_Z, CONTROL)
    assert [written for written, _ in linked(user)] == ["89.01万元"]


def test_without_words_the_dialog_lists_the_figures_of_the_same_value(user: User) -> None:
    user.session.enter(user.at(TEXT), WORDS.replace("1200.00", "1297.99"))
    to_number(user, "1200")
    user.press(Key.Key_L, CONTROL)
    user.qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), FindDialog))
    user.press(Key.Key_Return)
    ((_, answer),) = [one for one in linked(user) if one[0] == "1297.99万元"]
    assert user.session.answers.text(answer) == "1297.99"


def test_a_link_is_cut_and_restored_by_keyboard(user: User) -> None:
    to_number(user, "89.01")
    user.press(Key.Key_L, CONTROL | SHIFT)
    assert linked(user) == []
    assert user.codes() == []
    assert user.session.undo_label == "断开与表格的连接：基本支出89.01万元"
    user.press(Key.Key_L, CONTROL | SHIFT)
    assert [written for written, _ in linked(user)] == ["89.01万元"]
    assert user.codes() == ["P03"]


def test_what_was_just_typed_is_entered_before_its_number_is_cut(user: User) -> None:
    to_number(user, "89.01")
    user.type("7")
    user.press(Key.Key_L, CONTROL | SHIFT)
    assert "879.01万元" in (user.stored_text(TEXT) or "")
    assert linked(user) == []


def test_outside_a_number_the_command_explains_itself(user: User) -> None:
    to_number(user, "全部用于")
    for modifier in (CONTROL, CONTROL | SHIFT):
        user.press(Key.Key_L, modifier)
        assert user.workspace.messages.isVisible()
        user.workspace.messages.clear()
    to_number(user, "1200")
    user.press(Key.Key_L, CONTROL | SHIFT)
    assert user.workspace.messages.isVisible(), "nothing to cut"
    assert user.session.undo_label.startswith("其他需要说明的情况")


def test_the_context_menu_offers_what_can_be_done_with_the_number_under_it(user: User) -> None:
    assert {LINK, CUT} <= set(menu_of(to_number(user, "89.01")))
    assert CUT not in menu_of(to_number(user, "1200"))
    assert {LINK, CUT, RESTORE}.isdisjoint(menu_of(to_number(user, "全部用于")))


def test_the_origin_cuts_and_restores_a_link_and_keeps_the_keyboard_there(user: User) -> None:
    user.go_to(TEXT)
    user.press(Key.Key_I, CONTROL)
    (button,) = buttons(user, "断开")
    button.setFocus(Qt.FocusReason.TabFocusReason)
    user.press(Key.Key_Space)
    assert linked(user) == []
    assert "断开了的数（不与表格核对）" in user.workspace.inspector.origin.shown_texts()
    focused = QApplication.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.text() == "恢复自动连接"
    user.press(Key.Key_Space)
    assert [written for written, _ in linked(user)] == ["89.01万元"]


def test_a_cell_shows_the_text_only_while_the_link_is_there(user: User) -> None:
    (_, cell), *_ = linked(user)
    user.workspace.go_to(cell)
    user.press(Key.Key_I, CONTROL)
    origin = user.workspace.inspector.origin
    assert "哪些文字说到这个数" in origin.shown_texts()
    next(button for button in buttons(user, "断开") if "89.01" in button.accessibleName()).click()
    assert not any("89.01" in button.accessibleName() for button in origin.findChildren(QPushButton))


def test_a_finding_that_is_about_something_else_is_cut_beside_it(user: User) -> None:
    user.go_to(TEXT)
    page: QWidget | None = user.workspace.page
    assert page is not None
    action = next(one for one in page.findChildren(QPushButton) if one.text() == "说的不是这个数：断开连接")
    action.click()
    assert user.codes() == []


@pytest.mark.parametrize("address", ["problems/items/q1/text", "basics/goals/g1/done"])
def test_a_number_in_a_list_or_a_table_is_linked_as_well(user: User, address: str) -> None:
    user.session.enter(user.at(address), "年初定下的一揽子安排为1297.99万元。")
    user.go_to(address)
    if not isinstance(QApplication.focusWidget(), QPlainTextEdit):
        user.press(Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QPlainTextEdit)
    cursor = editor.textCursor()
    cursor.setPosition(13)
    editor.setTextCursor(cursor)
    user.press(Key.Key_L, CONTROL)
    user.qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), FindDialog))
    user.press(Key.Key_Return)
    ((start, by_hand),) = [(one.start, one.by_hand) for one in links_in(user.session.answers, user.at(address))]
    assert (start, by_hand) == (11, True)


def test_a_read_only_report_offers_nothing(user: User, demo_file: Path) -> None:
    user.session.close()
    user.window.show_report(Session.open(demo_file, read_only=True))
    editor = to_number(user, "89.01")
    assert {LINK, CUT}.isdisjoint(menu_of(editor))
    user.press(Key.Key_I, CONTROL)
    assert buttons(user, "断开") == []
    before = user.session.findings
    user.workspace.number_actions.cut_or_restore()
    user.workspace.number_actions.link()
    assert user.session.findings == before
    assert not isinstance(QApplication.activeWindow(), FindDialog)


def test_undo_on_another_page_goes_to_the_text(user: User) -> None:
    to_number(user, "89.01")
    user.press(Key.Key_L, CONTROL | SHIFT)
    user.go_to("cover/unit_name")
    user.press(Key.Key_Z, CONTROL)
    assert user.workspace.navigation.current_section() == "others"
