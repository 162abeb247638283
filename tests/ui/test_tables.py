"""Work in tables: rows, attachments, pasting, fixes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton

from perfdesk.ui.editors.prose import ProseEditor
from perfdesk.ui.pages.field_row import FieldRow
from perfdesk.ui.pages.list_panel import ListPanel
from support.user import User

pytestmark = pytest.mark.slow

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


def test_items_are_added_moved_and_deleted(user: User) -> None:
    user.workspace.navigation.choose("problems")
    panel = next(part for part in user.workspace.page.parts() if isinstance(part, ListPanel))
    for text in ("甲", "乙", "丙"):
        user.qtbot.mouseClick(panel.add_button, Qt.MouseButton.LeftButton)
        assert isinstance(QApplication.focusWidget(), ProseEditor)
        user.type(text)
    user.wait_idle()
    assert _texts(user, panel) == ["甲", "乙", "丙"]
    last = list(panel.items.values())[-1]
    user.qtbot.mouseClick(last.up_button, Qt.MouseButton.LeftButton)
    assert _texts(user, panel) == ["甲", "丙", "乙"]
    user.qtbot.mouseClick(next(iter(panel.items.values())).delete_button, Qt.MouseButton.LeftButton)
    assert _texts(user, panel) == ["丙", "乙"]
    user.window.actions_.by_id["undo"].trigger()
    assert _texts(user, panel) == ["甲", "丙", "乙"]


def _texts(user: User, panel: ListPanel) -> list[str]:
    shown = [item.editors["text"].toPlainText() for item in panel.items.values()]
    stored = [user.stored_text(f"problems/items/{row}/text") for row in user.session.answers.rows("problems", "items")]
    assert shown == stored
    return shown


def test_an_indicator_is_added_in_an_attachment(user: User) -> None:
    rows = user.session.answers.rows("self_evaluation", "outputs")
    user.go_to(f"self_evaluation/outputs/{rows[0]}/name")
    user.press(Key.Key_Plus, CONTROL)
    now = user.session.answers.rows("self_evaluation", "outputs")
    assert len(now) == len(rows) + 1
    new = now[1]
    assert user.stored_text(f"self_evaluation/outputs/{new}/level2") == "数量指标"
    user.type("演练")
    user.press(Key.Key_Tab)
    assert user.stored_text(f"self_evaluation/outputs/{new}/name") == "演练"
    user.press(Key.Key_Minus, CONTROL)
    assert user.session.answers.rows("self_evaluation", "outputs") == rows


def test_a_typed_score_overrides_the_computed_one(user: User) -> None:
    row = user.session.answers.rows("self_evaluation", "outputs")[0]
    cell = f"self_evaluation/outputs/{row}"
    texts = {"name": "检查", "target": "≥100次", "actual": "50次", "weight": "10"}
    user.session.fill({user.at(f"{cell}/{column}"): text for column, text in texts.items()}, "一行")
    user.go_to(f"{cell}/score")
    assert user.shown_text(f"{cell}/score") == "5.00"
    user.type("4")
    user.press(Key.Key_Return)
    assert user.shown_text(f"{cell}/score") == "4.00"
    user.go_to(f"{cell}/score")
    user.press(Key.Key_Delete)
    assert user.shown_text(f"{cell}/score") == "5.00"


def test_a_new_project_has_its_own_attachment(user: User) -> None:
    user.workspace.navigation.choose("spending")
    row = user.workspace.model.add_row("spending", "projects")
    user.go_to(f"spending/projects/{row}/name")
    user.type("值班补助")
    user.press(Key.Key_Tab)
    labels = [entry.label for entry in user.workspace.navigation.section_entries()]
    assert "3 项目支出自评表·值班补助" in labels
    user.workspace.navigation.choose(f"project_evaluation@{row}")
    assert user.workspace.page.instance == f"project_evaluation@{row}"
    user.workspace.model.delete_row("spending", "projects", row)
    assert user.workspace.page.instance != f"project_evaluation@{row}"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_block_is_pasted_as_one_step(user: User) -> None:
    QGuiApplication.clipboard().setText("10\t9\t90%\n\t8\n24\t22\n\n")
    user.go_to("basics/staffing/administrative/authorised")
    user.paste()
    assert user.stored_text("basics/staffing/administrative/actual") == "9"
    assert user.stored_text("basics/staffing/civil_service/actual") == "8"
    assert user.shown_text("basics/staffing/all/actual") == "39"
    assert "1 格是灰底算出的" in user.panel("basics/staffing/all/actual").messages.message
    user.press(Key.Key_Z, CONTROL)
    assert user.stored_text("basics/staffing/administrative/actual") is None
    assert user.stored_text("basics/staffing/civil_service/actual") is None


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_cells_that_do_not_fit_are_reported(user: User) -> None:
    QGuiApplication.clipboard().setText("\n".join("1" for _ in range(9)))
    user.go_to("basics/staffing/administrative/authorised")
    user.paste()
    assert "2 格超出本表" in user.panel("basics/staffing/all/actual").messages.message


def test_a_selection_is_copied_as_a_block(user: User) -> None:
    user.session.fill({user.at("basics/staffing/administrative/authorised"): "10"}, "一格")
    user.go_to("basics/staffing/administrative/authorised")
    user.press(Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    user.press(Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    user.press(Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "10\t\n\t"


def test_a_fix_is_applied_with_one_click(user: User) -> None:
    user.session.fill(
        {
            user.at("spending/controls/e302/actual"): "190",
            user.at("spending/goods/e30201/actual"): "170",
            user.at("spending/goods/e30239/actual"): "20元",
        },
        "三格",
    )
    user.workspace.navigation.choose("spending")
    panel = user.panel("spending/goods/e30239/actual")
    fix = next(finding.fix for finding in panel._findings.shown_findings if finding.fix is not None)
    button = next(button for button in panel.findChildren(QPushButton) if fix.label in button.text())
    user.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert user.shown_text("spending/goods/e30239/actual") == "20.00"


def test_long_tables_can_show_only_filled_rows(user: User) -> None:
    user.session.fill({user.at("spending/goods/e30239/actual"): "20"}, "一格")
    user.workspace.navigation.choose("spending")
    panel = user.panel("spending/goods/e30239/actual")
    before = panel.view.height()
    user.qtbot.mouseClick(panel._filter, Qt.MouseButton.LeftButton)
    assert panel.view.height() < before / 2
    assert panel._filter.text() == "显示全部"
    user.qtbot.mouseClick(panel._filter, Qt.MouseButton.LeftButton)
    assert panel.view.height() == before


def test_unreadable_text_is_kept_and_reported(user: User) -> None:
    user.go_to("basics/staffing/administrative/authorised")
    user.type("12o")
    user.press(Key.Key_Return)
    assert user.shown_text("basics/staffing/administrative/authorised") == "12o"
    panel = user.panel("basics/staffing/all/actual")
    assert any("12o" in finding.message for finding in panel._findings.shown_findings)


def test_a_required_field_is_marked_only_while_blank(user: User) -> None:
    user.go_to("cover/unit_name")
    row = user.workspace.page.part_at(user.at("cover/unit_name"))
    assert isinstance(row, FieldRow)
    assert row._required_mark.isVisible()
    user.type("甲")
    user.wait_idle()
    assert not row._required_mark.isVisible()


def test_a_merged_cell_is_entered_for_all_its_rows(user: User) -> None:
    rows = user.session.answers.rows("self_evaluation", "outputs")
    first = f"self_evaluation/outputs/{rows[0]}/level2"
    user.session.add_row("self_evaluation", "outputs", rows[0], {"level2": "数量指标"})
    second = user.session.answers.rows("self_evaluation", "outputs")[1]
    user.go_to(first)
    panel = user.panel(first)
    grid = panel.grid
    assert grid.cell_at(grid.position_of(user.at(first))).row_span == 2
    grid.setData(grid.index(*grid.position_of(user.at(first))), "成本指标")
    assert user.stored_text(f"self_evaluation/outputs/{second}/level2") == "成本指标"
    user.window.actions_.by_id["undo"].trigger()
    assert user.stored_text(first) == "数量指标"
    assert user.stored_text(f"self_evaluation/outputs/{second}/level2") == "数量指标"


def test_an_indicator_is_added_to_its_group(user: User) -> None:
    user.workspace.navigation.choose("self_evaluation")
    rows = user.session.answers.rows("self_evaluation", "outputs")
    row_actions = user.panel(f"self_evaluation/outputs/{rows[0]}/name").rows
    row_actions.add_row_to_group("outputs", "level2", "质量指标")
    now = user.session.answers.rows("self_evaluation", "outputs")
    assert user.stored_text(f"self_evaluation/outputs/{now[2]}/level2") == "质量指标"
    assert now[1] == rows[1]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_an_option_in_a_cell_is_chosen_with_the_keyboard(user: User) -> None:
    row = user.workspace.model.add_row("spending", "projects")
    cell = f"spending/projects/{row}/category"
    user.go_to(cell)
    user.press(Key.Key_F2)
    user.qtbot.wait(50)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    view = QApplication.focusWidget()
    user.qtbot.keyClick(view, Key.Key_Down)
    user.qtbot.keyClick(view, Key.Key_Return)
    user.qtbot.wait(50)
    assert user.stored_text(cell) == "业务工作经费"


def test_composed_text_is_entered_completely(user: User) -> None:
    user.workspace.navigation.choose("performance")
    user.go_to("performance/text")
    user.type("绩效情况")
    user.wait_idle()
    user.type("良好")
    user.wait_idle()
    assert user.stored_text("performance/text") == "绩效情况良好"
    user.press(Key.Key_Z, CONTROL)
    assert user.stored_text("performance/text") is None


def test_the_first_composed_word_opens_a_cell(user: User) -> None:
    row = user.workspace.model.add_row("spending", "projects")
    user.go_to(f"spending/projects/{row}/name")
    user.type("值班")
    user.press(Key.Key_Return)
    assert user.stored_text(f"spending/projects/{row}/name") == "值班"


def test_undo_while_a_cell_is_open_is_not_overwritten(user: User) -> None:
    user.go_to("basics/staffing/administrative/authorised")
    user.type("10")
    user.wait_idle()
    user.press(Key.Key_Z, CONTROL)
    assert user.stored_text("basics/staffing/administrative/authorised") is None
    user.press(Key.Key_Return)
    user.wait_idle()
    assert user.stored_text("basics/staffing/administrative/authorised") is None


def test_undo_goes_to_the_changed_answer(user: User) -> None:
    user.go_to("basics/staffing/administrative/authorised")
    user.type("10")
    user.press(Key.Key_Return)
    user.workspace.navigation.choose("problems")
    user.window.actions_.by_id["undo"].trigger()
    assert user.workspace.page.instance == "basics"
    assert user.stored_text("basics/staffing/administrative/authorised") is None


def test_a_very_long_text_does_not_block_the_window(user: User) -> None:
    row = user.workspace.model.add_row("spending", "projects")
    QGuiApplication.clipboard().setText("长" * 100_000)
    user.go_to(f"spending/projects/{row}/use")
    user.press(Key.Key_V, CONTROL)
    assert len(user.stored_text(f"spending/projects/{row}/use")) == 100_000
    panel = user.panel(f"spending/projects/{row}/use")
    assert any("100000 个字" in finding.message for finding in panel._findings.shown_findings)
    user.go_to("performance/text")
    user.press(Key.Key_V, CONTROL)
    user.wait_idle()
    assert len(user.stored_text("performance/text")) == 100_000


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_unknown_codes_and_formulas_are_not_pasted(user: User) -> None:
    row = user.workspace.model.add_row("spending", "projects")
    QGuiApplication.clipboard().setText('=HYPERLINK("x")\x0b\t业务工作经费\t<img src=x>')
    user.go_to(f"spending/projects/{row}/name")
    user.paste()
    assert user.stored_text(f"spending/projects/{row}/name") == '=HYPERLINK("x")'
    assert user.stored_text(f"spending/projects/{row}/category") == "业务工作经费"
    assert user.shown_text(f"spending/projects/{row}/last_actual") == "<img src=x>"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_pasting_more_rows_than_there_are_adds_rows(user: User) -> None:
    row = user.workspace.model.add_row("spending", "projects")
    QGuiApplication.clipboard().setText("甲\t业务工作经费\n乙\t其他项目\n丙\t没有这一类")
    user.go_to(f"spending/projects/{row}/name")
    user.paste()
    rows = user.session.answers.rows("spending", "projects")
    assert [user.stored_text(f"spending/projects/{one}/name") for one in rows] == ["甲", "乙", "丙"]
    assert user.stored_text(f"spending/projects/{rows[2]}/category") is None
    assert "1 格不在可选项里" in user.panel(f"spending/projects/{row}/name").messages.message
    user.window.actions_.by_id["undo"].trigger()
    assert user.session.answers.rows("spending", "projects") == (row,)


def test_the_header_of_a_long_table_remains_visible(user: User) -> None:
    user.go_to("spending/goods/e30239/actual")
    user.qtbot.wait(50)
    assert user.workspace.page._sticky_header.isVisible()
    user.workspace.page.verticalScrollBar().setValue(0)
    assert not user.workspace.page._sticky_header.isVisible()
