"""Stories of a clerk filling tables and fields."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from perfdesk.ui.editors.choice import ChoiceEditor
from perfdesk.ui.editors.line import LineEditor
from perfdesk.ui.pages.sentence_row import SentenceRow
from support.user import Clerk

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


def test_a_total_follows_while_typing(clerk: Clerk) -> None:
    clerk.go("basics/staffing/administrative/authorised")
    clerk.type("10")
    clerk.rest()
    assert clerk.typed("basics/staffing/administrative/authorised") == "10"
    assert clerk.shown("basics/staffing/all/authorised") == "10"
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    clerk.type("5")
    clerk.rest()
    assert clerk.shown("basics/staffing/all/authorised") == "105"


def test_enter_goes_down_and_tab_along(clerk: Clerk) -> None:
    clerk.go("basics/staffing/administrative/authorised")
    clerk.type("10")
    clerk.press(Key.Key_Return)
    clerk.type("9")
    clerk.press(Key.Key_Tab)
    clerk.type("8")
    clerk.press(Key.Key_Return)
    assert clerk.typed("basics/staffing/civil_service/authorised") == "9"
    assert clerk.typed("basics/staffing/civil_service/actual") == "8"
    view = clerk.panel("basics/staffing/all/authorised").view
    assert view.current_cell().address == clerk.at("basics/staffing/support/actual")


def test_escape_leaves_a_cell_as_it_was(clerk: Clerk) -> None:
    clerk.go("basics/staffing/administrative/authorised")
    clerk.type("10")
    clerk.press(Key.Key_Return)
    clerk.go("basics/staffing/administrative/authorised")
    clerk.type("77")
    clerk.rest()
    clerk.press(Key.Key_Escape)
    assert clerk.typed("basics/staffing/administrative/authorised") == "10"
    assert clerk.shown("basics/staffing/administrative/authorised") == "10"


def test_a_computed_cell_takes_no_typing_but_explains_itself(clerk: Clerk) -> None:
    clerk.go("basics/staffing/all/authorised")
    clerk.type("5")
    assert clerk.typed("basics/staffing/all/authorised") is None
    grid = clerk.panel("basics/staffing/all/authorised").grid
    hint = grid.index(*grid.spot(clerk.at("basics/staffing/all/authorised"))).data(Qt.ItemDataRole.ToolTipRole)
    assert hint.startswith("由公式算出：“编制与实有人数”各行的编制数之和")


def test_findings_stand_at_the_table_on_the_tab_and_in_the_list(clerk: Clerk) -> None:
    clerk.go("basics/staffing/administrative/authorised")
    clerk.type("10")
    clerk.press(Key.Key_Tab)
    clerk.type("12")
    clerk.press(Key.Key_Tab)
    panel = clerk.panel("basics/staffing/all/authorised")
    told = [finding.code for finding in panel._findings.shown_findings]
    assert told.count("C16") >= 1
    assert "C16" in clerk.codes()
    entry = next(entry for entry in clerk.desk.navigation.entries() if entry.instance == "basics")
    assert entry.progress.warnings >= 1


def test_a_click_on_a_finding_goes_to_its_cell(clerk: Clerk) -> None:
    clerk.session.fill(
        {
            clerk.at("basics/staffing/administrative/authorised"): "10",
            clerk.at("basics/staffing/administrative/actual"): "12",
        },
        "两格",
    )
    rows = clerk.desk.checks.finding_list
    at = clerk.codes().index("C16")
    item = rows.item(at)
    rows.scrollToItem(item)
    clerk.qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualItemRect(item).center())
    assert clerk.desk.navigation.current() == "basics"
    finding = clerk.desk.checks.findings()[at]
    view = clerk.panel("basics/staffing/all/authorised").view
    assert view.hasFocus()
    assert view.current_cell().address == finding.addresses[0]


def test_undo_takes_typing_back_in_one_step(clerk: Clerk) -> None:
    clerk.go("basics/staffing/administrative/authorised")
    clerk.type("1")
    clerk.rest()
    clerk.type("2")
    clerk.rest()
    clerk.type("3")
    clerk.press(Key.Key_Return)
    assert clerk.typed("basics/staffing/administrative/authorised") == "123"
    clerk.press(Key.Key_Z, CONTROL)
    assert clerk.typed("basics/staffing/administrative/authorised") is None
    clerk.press(Key.Key_Y, CONTROL)
    assert clerk.typed("basics/staffing/administrative/authorised") == "123"
    assert clerk.window.actions_.by_id["undo"].text().startswith("撤销：")


def test_a_field_is_typed_and_undone_while_the_focus_stays(clerk: Clerk) -> None:
    editor = clerk.go("cover/unit_name")
    assert isinstance(editor, LineEditor)
    clerk.type("A局")
    clerk.rest()
    clerk.type("B")
    clerk.rest()
    assert clerk.typed("cover/unit_name") == "A局B"
    clerk.press(Key.Key_Z, CONTROL)
    assert clerk.typed("cover/unit_name") is None
    assert editor.text() == ""


def test_enter_in_a_field_goes_to_the_next(clerk: Clerk) -> None:
    clerk.go("cover/unit_name")
    clerk.type("甲局")
    clerk.press(Key.Key_Return)
    clerk.type("乙局")
    clerk.press(Key.Key_Return)
    assert clerk.typed("cover/unit_name") == "甲局"
    assert clerk.typed("cover/short_name") == "乙局"


def test_a_choice_by_arrows_by_click_and_cleared(clerk: Clerk) -> None:
    editor = clerk.go("cover/genre")
    assert isinstance(editor, ChoiceEditor)
    clerk.press(Key.Key_Right)
    assert clerk.typed("cover/genre") == "自评报告"
    clerk.press(Key.Key_Right)
    assert clerk.typed("cover/genre") == "评价报告"
    clerk.press(Key.Key_Delete)
    assert clerk.typed("cover/genre") is None
    button = editor.layout().itemAt(0).widget()
    clerk.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert clerk.typed("cover/genre") == "自评报告"
    clerk.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert clerk.typed("cover/genre") is None


def test_a_field_comes_and_goes_with_its_condition(clerk: Clerk) -> None:
    clerk.go("basics/reorganised")
    part = clerk.desk.page.part_at(clerk.at("basics/reorganised_text"))
    assert not part.isVisible()
    clerk.press(Key.Key_Right)
    clerk.press(Key.Key_Right)
    assert clerk.typed("basics/reorganised") == "有"
    assert part.isVisible()


def test_a_sentence_is_rewritten_and_restored(clerk: Clerk) -> None:
    clerk.session.fill({clerk.at("cover/year"): "2023", clerk.at("cover/unit_name"): "甲局"}, "两项")
    clerk.desk.navigation.choose("cover")
    row = clerk.desk.page.part_at(clerk.at("cover/title"))
    assert isinstance(row, SentenceRow)
    assert row.editor.text.startswith("2023年度甲局")
    clerk.qtbot.mouseClick(row.editor.switch, Qt.MouseButton.LeftButton)
    assert row.editor.writer.hasFocus()
    clerk.press(Key.Key_End, CONTROL)
    clerk.type("X")
    clerk.rest()
    assert clerk.typed("cover/title").endswith("X")
    assert row.editor.switch.text() == "恢复自动"
    clerk.qtbot.mouseClick(row.editor.switch, Qt.MouseButton.LeftButton)
    assert clerk.typed("cover/title") is None
    assert row.editor.text.startswith("2023年度甲局")
    assert row.editor.switch.text() == "改写…"


def test_looking_at_a_sentence_without_changing_it_keeps_it_automatic(clerk: Clerk) -> None:
    clerk.desk.navigation.choose("cover")
    row = clerk.desk.page.part_at(clerk.at("cover/title"))
    clerk.qtbot.mouseClick(row.editor.switch, Qt.MouseButton.LeftButton)
    clerk.go("cover/unit_name")
    assert clerk.typed("cover/title") is None
    assert row.editor.switch.text() == "改写…"
