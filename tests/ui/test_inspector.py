"""The inspector: the origin of an answer, its uses, and its history."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit, QWidget

from perfdesk.ui.panels.section_list import OVERVIEW
from support.user import User

Key = Qt.Key
pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
CONTROL = Qt.KeyboardModifier.ControlModifier
SUM = "spending/income/income_sum/actual"
GENERAL = "spending/income/general/actual"


def test_f2_on_a_computed_cell_shows_its_formula_and_its_sources(user: User) -> None:
    user.session.fill({user.at(GENERAL): "803.51"}, "填")
    user.go_to(SUM)
    user.press(Key.Key_F2)
    inspector = user.workspace.inspector
    assert inspector.isVisible()
    assert "“收入”各行的全年执行数之和" in inspector.origin.shown_texts()
    part = next(link for link in inspector.origin.links() if "803.51" in link.accessibleName())
    part.click()
    assert user.panel(GENERAL).view.current_cell().address == user.at(GENERAL)
    assert inspector.address == user.at(GENERAL)


def test_the_inspector_follows_the_cursor_and_every_change(user: User) -> None:
    user.go_to(GENERAL)
    user.press(Key.Key_I, CONTROL)
    assert "这一格还没有填。" in user.workspace.inspector.origin.shown_texts()
    user.session.fill({user.at(GENERAL): "7"}, "填")
    assert "这一格是填的，不是算的。" in user.workspace.inspector.origin.shown_texts()
    user.go_to("cover/unit_name")
    assert user.workspace.inspector.address == user.at("cover/unit_name")


def test_a_figure_links_to_the_sentence_it_is_printed_in(user: User) -> None:
    user.session.fill({user.at("spending/controls/total/actual"): "9", user.at("cover/year"): "2024"}, "填")
    user.go_to("cover/year")
    user.press(Key.Key_I, CONTROL)
    use = next(link for link in user.workspace.inspector.origin.links() if "整体支出（正文）" in link.accessibleName())
    use.click()
    assert user.workspace.navigation.current_section() == "spending"
    assert user.workspace.inspector.address == user.at("spending/overall_sentence")


def test_a_figure_of_a_text_links_to_its_cell_and_the_cell_to_the_text(user: User) -> None:
    cell, text = "spending/controls/total/actual", "others/text"
    user.session.fill({user.at(cell): "9", user.at(text): "全年整体支出8万元。"}, "填")
    user.go_to(text)
    user.press(Key.Key_I, CONTROL)
    origin = user.workspace.inspector.origin
    there = next(link for link in origin.links() if link.accessibleName().endswith("● 不符 8万元"))
    there.click()
    assert user.workspace.inspector.address == user.at(cell)
    back = next(link for link in origin.links() if link.accessibleName().endswith("● 不符 8万元"))
    back.click()
    assert user.workspace.inspector.address == user.at(text)


def test_an_earlier_value_is_restored_as_a_new_change(user: User) -> None:
    for text in ("35", "40"):
        user.session.enter(user.at(GENERAL), text)
    user.go_to(GENERAL)
    user.press(Key.Key_H, CONTROL)
    history = user.workspace.inspector.history
    assert [words for words in history.shown_texts() if "→" in words] == ["35 → 40", "空 → 35"]
    (back,) = history.restore_buttons()
    back.click()
    assert user.stored_text(GENERAL) == "35"
    assert next(words for words in history.shown_texts() if "→" in words) == "40 → 35"
    user.press(Key.Key_Z, CONTROL)
    assert user.stored_text(GENERAL) == "40"


def test_the_history_of_the_whole_report_is_one_click_away(user: User) -> None:
    user.session.enter(user.at(GENERAL), "35")
    user.press(Key.Key_H, CONTROL)
    user.workspace.inspector.history.only_this_answer.click()
    assert any("35" in words for words in user.workspace.inspector.history.shown_texts())
    assert any("新建" in words for words in user.workspace.inspector.history.shown_texts())


def test_the_preview_is_hidden_while_the_inspector_is_open(user: User) -> None:
    user.go_to(GENERAL)
    assert user.workspace.preview.isVisible()
    user.press(Key.Key_I, CONTROL)
    assert not user.workspace.preview.isVisible()
    user.workspace.navigation.choose(OVERVIEW)
    user.workspace.navigation.choose("basics")
    assert not user.workspace.preview.isVisible()
    user.workspace.close_inspector()
    assert user.workspace.preview.isVisible()
    assert not user.workspace.inspector.isVisible()


def test_the_rules_about_an_answer_are_shown_with_their_state(user: User) -> None:
    texts = {"three_public/reception": "3", "three_public/stated": "2"}
    user.session.fill({user.at(f"spending/{row}/actual"): text for row, text in texts.items()}, "填")
    user.go_to("spending/three_public/stated/actual")
    user.press(Key.Key_I, CONTROL)
    origin = user.workspace.inspector.origin
    assert "检查它的规则" in origin.shown_texts()
    broken = next(link for link in origin.links() if link.accessibleName().endswith("● 不符"))
    broken.click()
    assert user.workspace.inspector.address == user.at("spending/three_public/three_sum/actual")


@pytest.mark.parametrize("address", ["cover/unit_name", "performance/text"])
def test_the_context_menu_of_a_field_opens_the_origin(user: User, address: str) -> None:
    editor = user.go_to(address)
    _right_click(editor.viewport() if isinstance(editor, QPlainTextEdit) else editor)
    menu = editor.findChild(QMenu)
    actions = {action.text(): action for action in menu.actions()}
    assert {"这个数怎么来的", "这一格的历史"} <= set(actions)
    assert len(actions) > 4, "the editor's own menu stays"
    menu.close()
    actions["这个数怎么来的"].trigger()
    assert user.workspace.inspector.isVisible()
    assert user.workspace.inspector.address == user.at(address)


def test_a_generated_sentence_has_the_same_context_menu(user: User) -> None:
    user.session.fill({user.at("spending/controls/total/actual"): "9", user.at("cover/year"): "2024"}, "填")
    words = user.go_to("spending/overall_sentence")
    user.wait_idle()
    user.workspace.navigation.setFocus(Qt.FocusReason.OtherFocusReason)
    _right_click(words)
    menu = user.workspace.page.findChild(QMenu)
    assert "这个数怎么来的" in [action.text() for action in menu.actions()]
    menu.close()
    assert words.hasFocus(), "the menu is about the answer under the pointer"


def _right_click(widget: QWidget) -> None:
    at = widget.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, widget.mapToGlobal(at))
    QApplication.sendEvent(widget, event)
