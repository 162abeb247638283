"""Fill in tables and fields."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from perfdesk.ui.editors.choice import ChoiceEditor
from perfdesk.ui.editors.line import LineEditor
from perfdesk.ui.pages.sentence_row import SentenceRow
from support.user import User

pytestmark = pytest.mark.slow

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


def test_a_total_follows_while_typing(user: User) -> None:
    user.go_to("basics/staffing/administrative/authorised")
    user.type("10")
    user.wait_idle()
    assert user.stored_text("basics/staffing/administrative/authorised") == "10"
    assert user.shown_text("basics/staffing/all/authorised") == "10"
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    user.type("5")
    user.wait_idle()
    assert user.shown_text("basics/staffing/all/authorised") == "105"


def test_enter_moves_down_and_tab_moves_right(user: User) -> None:
    user.go_to("basics/staffing/administrative/authorised")
    user.type("10")
    user.press(Key.Key_Return)
    user.type("9")
    user.press(Key.Key_Tab)
    user.type("8")
    user.press(Key.Key_Return)
    assert user.stored_text("basics/staffing/civil_service/authorised") == "9"
    assert user.stored_text("basics/staffing/civil_service/actual") == "8"
    view = user.panel("basics/staffing/all/authorised").view
    assert view.current_cell().address == user.at("basics/staffing/support/actual")


def test_escape_restores_a_cell(user: User) -> None:
    user.go_to("basics/staffing/administrative/authorised")
    user.type("10")
    user.press(Key.Key_Return)
    user.go_to("basics/staffing/administrative/authorised")
    user.type("77")
    user.wait_idle()
    user.press(Key.Key_Escape)
    assert user.stored_text("basics/staffing/administrative/authorised") == "10"
    assert user.shown_text("basics/staffing/administrative/authorised") == "10"


def test_a_computed_cell_cannot_be_edited_and_explains_its_formula(user: User) -> None:
    user.go_to("basics/staffing/all/authorised")
    user.type("5")
    assert user.stored_text("basics/staffing/all/authorised") is None
    grid = user.panel("basics/staffing/all/authorised").grid
    hint = grid.index(*grid.position_of(user.at("basics/staffing/all/authorised"))).data(Qt.ItemDataRole.ToolTipRole)
    assert hint.startswith("由公式算出：“编制与实有人数”各行的编制数之和")


def test_findings_are_shown_at_the_table_in_the_section_list_and_in_the_list_of_findings(user: User) -> None:
    user.go_to("basics/staffing/administrative/authorised")
    user.type("10")
    user.press(Key.Key_Tab)
    user.type("12")
    user.press(Key.Key_Tab)
    panel = user.panel("basics/staffing/all/authorised")
    codes = [finding.code for finding in panel._findings.shown_findings]
    assert codes.count("C16") >= 1
    assert "C16" in user.codes()
    entry = next(entry for entry in user.workspace.navigation.section_entries() if entry.instance == "basics")
    assert entry.progress.missing >= 1


def test_a_click_on_a_finding_goes_to_its_cell(user: User) -> None:
    user.session.fill(
        {
            user.at("basics/staffing/administrative/authorised"): "10",
            user.at("basics/staffing/administrative/actual"): "12",
        },
        "两格",
    )
    rows = user.workspace.checks.finding_list
    at = [row.finding.code for row in rows.finding_rows()].index("C16")
    item, finding = rows.item(at), rows.finding_rows()[at].finding  # the page's own findings come first after the click
    rows.scrollToItem(item)
    user.qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualItemRect(item).center())
    assert user.workspace.navigation.current_section() == "basics"
    view = user.panel("basics/staffing/all/authorised").view
    assert view.hasFocus()
    assert view.current_cell().address == finding.addresses[0]


def test_undo_reverts_typing_in_one_step(user: User) -> None:
    user.go_to("basics/staffing/administrative/authorised")
    user.type("1")
    user.wait_idle()
    user.type("2")
    user.wait_idle()
    user.type("3")
    user.press(Key.Key_Return)
    assert user.stored_text("basics/staffing/administrative/authorised") == "123"
    user.press(Key.Key_Z, CONTROL)
    assert user.stored_text("basics/staffing/administrative/authorised") is None
    user.press(Key.Key_Y, CONTROL)
    assert user.stored_text("basics/staffing/administrative/authorised") == "123"
    assert user.window.actions_.by_id["undo"].text().startswith("撤销：")


def test_typing_in_a_field_is_undone_while_it_has_the_focus(user: User) -> None:
    editor = user.go_to("cover/unit_name")
    assert isinstance(editor, LineEditor)
    user.type("A局")
    user.wait_idle()
    user.type("B")
    user.wait_idle()
    assert user.stored_text("cover/unit_name") == "A局B"
    user.press(Key.Key_Z, CONTROL)
    assert user.stored_text("cover/unit_name") is None
    assert editor.text() == ""


def test_enter_in_a_field_goes_to_the_next(user: User) -> None:
    user.go_to("cover/unit_name")
    user.type("甲局")
    user.press(Key.Key_Return)
    user.type("乙局")
    user.press(Key.Key_Return)
    assert user.stored_text("cover/unit_name") == "甲局"
    assert user.stored_text("cover/short_name") == "乙局"


def test_an_option_is_chosen_with_arrows_or_a_click_and_cleared(user: User) -> None:
    editor = user.go_to("cover/genre")
    assert isinstance(editor, ChoiceEditor)
    user.press(Key.Key_Right)
    assert user.stored_text("cover/genre") == "自评报告"
    user.press(Key.Key_Right)
    assert user.stored_text("cover/genre") == "评价报告"
    user.press(Key.Key_Delete)
    assert user.stored_text("cover/genre") is None
    button = editor.layout().itemAt(0).widget()
    user.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert user.stored_text("cover/genre") == "自评报告"
    user.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert user.stored_text("cover/genre") is None


def test_a_field_is_shown_only_while_its_condition_is_met(user: User) -> None:
    user.go_to("basics/reorganised")
    part = user.workspace.page.part_at(user.at("basics/reorganised_text"))
    assert not part.isVisible()
    user.press(Key.Key_Right)
    user.press(Key.Key_Right)
    assert user.stored_text("basics/reorganised") == "有"
    assert part.isVisible()


def test_a_sentence_is_rewritten_and_restored(user: User) -> None:
    user.session.fill({user.at("cover/year"): "2023", user.at("cover/unit_name"): "甲局"}, "两项")
    user.workspace.navigation.choose("cover")
    row = user.workspace.page.part_at(user.at("cover/title"))
    assert isinstance(row, SentenceRow)
    assert row.editor.text.startswith("2023年度甲局")
    user.qtbot.mouseClick(row.editor.toggle_button, Qt.MouseButton.LeftButton)
    assert row.editor.editor.hasFocus()
    user.press(Key.Key_End, CONTROL)
    user.type("X")
    user.wait_idle()
    assert user.stored_text("cover/title").endswith("X")
    assert row.editor.toggle_button.text() == "恢复自动"
    user.qtbot.mouseClick(row.editor.toggle_button, Qt.MouseButton.LeftButton)
    assert user.stored_text("cover/title") is None
    assert row.editor.text.startswith("2023年度甲局")
    assert row.editor.toggle_button.text() == "改写…"


def test_a_sentence_opened_but_not_changed_remains_generated(user: User) -> None:
    user.workspace.navigation.choose("cover")
    row = user.workspace.page.part_at(user.at("cover/title"))
    user.qtbot.mouseClick(row.editor.toggle_button, Qt.MouseButton.LeftButton)
    user.go_to("cover/unit_name")
    assert user.stored_text("cover/title") is None
    assert row.editor.toggle_button.text() == "改写…"
