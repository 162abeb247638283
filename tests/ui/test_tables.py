"""Stories of a clerk at work in tables: rows, papers, paste, repairs."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton

from perfdesk.ui.editors.prose import ProseEditor
from perfdesk.ui.pages.field_row import FieldRow
from perfdesk.ui.pages.list_panel import ListPanel
from support.user import Clerk

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


def test_items_are_added_moved_and_deleted(clerk: Clerk) -> None:
    clerk.desk.navigation.choose("problems")
    panel = next(part for part in clerk.desk.page.parts() if isinstance(part, ListPanel))
    for text in ("甲", "乙", "丙"):
        clerk.qtbot.mouseClick(panel.add_button, Qt.MouseButton.LeftButton)
        assert isinstance(QApplication.focusWidget(), ProseEditor)
        clerk.type(text)
    clerk.rest()
    assert _texts(clerk, panel) == ["甲", "乙", "丙"]
    last = list(panel.items.values())[-1]
    clerk.qtbot.mouseClick(last.up, Qt.MouseButton.LeftButton)
    assert _texts(clerk, panel) == ["甲", "丙", "乙"]
    clerk.qtbot.mouseClick(next(iter(panel.items.values())).delete, Qt.MouseButton.LeftButton)
    assert _texts(clerk, panel) == ["丙", "乙"]
    clerk.window.actions_.by_id["undo"].trigger()
    assert _texts(clerk, panel) == ["甲", "丙", "乙"]


def _texts(clerk: Clerk, panel: ListPanel) -> list[str]:
    shown = [item.editors["text"].toPlainText() for item in panel.items.values()]
    stored = [clerk.typed(f"problems/items/{row}/text") for row in clerk.session.answers.rows("problems", "items")]
    assert shown == stored
    return shown


def test_an_indicator_is_added_in_a_paper(clerk: Clerk) -> None:
    rows = clerk.session.answers.rows("self_evaluation", "outputs")
    clerk.go(f"self_evaluation/outputs/{rows[0]}/name")
    clerk.press(Key.Key_Plus, CONTROL)
    now = clerk.session.answers.rows("self_evaluation", "outputs")
    assert len(now) == len(rows) + 1
    new = now[1]
    assert clerk.typed(f"self_evaluation/outputs/{new}/level2") == "数量指标"
    clerk.type("演练")
    clerk.press(Key.Key_Tab)
    assert clerk.typed(f"self_evaluation/outputs/{new}/name") == "演练"
    clerk.press(Key.Key_Minus, CONTROL)
    assert clerk.session.answers.rows("self_evaluation", "outputs") == rows


def test_a_score_of_ones_own_goes_before_the_computed_one(clerk: Clerk) -> None:
    row = clerk.session.answers.rows("self_evaluation", "outputs")[0]
    cell = f"self_evaluation/outputs/{row}"
    texts = {"name": "检查", "target": "≥100次", "actual": "50次", "weight": "10"}
    clerk.session.fill({clerk.at(f"{cell}/{column}"): text for column, text in texts.items()}, "一行")
    clerk.go(f"{cell}/score")
    assert clerk.shown(f"{cell}/score") == "5.00"
    clerk.type("4")
    clerk.press(Key.Key_Return)
    assert clerk.shown(f"{cell}/score") == "4.00"
    clerk.go(f"{cell}/score")
    clerk.press(Key.Key_Delete)
    assert clerk.shown(f"{cell}/score") == "5.00"


def test_a_new_project_brings_its_own_paper(clerk: Clerk) -> None:
    clerk.desk.navigation.choose("spending")
    row = clerk.desk.model.add_row("spending", "projects")
    clerk.go(f"spending/projects/{row}/name")
    clerk.type("值班补助")
    clerk.press(Key.Key_Tab)
    labels = [entry.label for entry in clerk.desk.navigation.entries()]
    assert "3 项目支出自评表·值班补助" in labels
    clerk.desk.navigation.choose(f"project_evaluation@{row}")
    assert clerk.desk.page.instance == f"project_evaluation@{row}"
    clerk.desk.model.delete_row("spending", "projects", row)
    assert clerk.desk.page.instance != f"project_evaluation@{row}"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_block_is_pasted_as_one_step(clerk: Clerk) -> None:
    QGuiApplication.clipboard().setText("10\t9\t90%\n\t8\n24\t22\n\n")
    clerk.go("basics/staffing/administrative/authorised")
    clerk.paste()
    assert clerk.typed("basics/staffing/administrative/actual") == "9"
    assert clerk.typed("basics/staffing/civil_service/actual") == "8"
    assert clerk.shown("basics/staffing/all/actual") == "39"
    assert "1 格是灰底算出的" in clerk.panel("basics/staffing/all/actual").news.message
    clerk.press(Key.Key_Z, CONTROL)
    assert clerk.typed("basics/staffing/administrative/actual") is None
    assert clerk.typed("basics/staffing/civil_service/actual") is None


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_what_does_not_fit_is_told(clerk: Clerk) -> None:
    QGuiApplication.clipboard().setText("\n".join("1" for _ in range(9)))
    clerk.go("basics/staffing/administrative/authorised")
    clerk.paste()
    assert "2 格超出本表" in clerk.panel("basics/staffing/all/actual").news.message


def test_a_selection_is_copied_as_a_block(clerk: Clerk) -> None:
    clerk.session.fill({clerk.at("basics/staffing/administrative/authorised"): "10"}, "一格")
    clerk.go("basics/staffing/administrative/authorised")
    clerk.press(Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    clerk.press(Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    clerk.press(Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "10\t\n\t"


def test_a_proven_repair_is_one_click(clerk: Clerk) -> None:
    clerk.session.fill(
        {
            clerk.at("spending/controls/e302/actual"): "190",
            clerk.at("spending/goods/e30201/actual"): "170",
            clerk.at("spending/goods/e30239/actual"): "20元",
        },
        "三格",
    )
    clerk.desk.navigation.choose("spending")
    panel = clerk.panel("spending/goods/e30239/actual")
    fix = next(finding.fix for finding in panel._findings.shown_findings if finding.fix is not None)
    button = next(button for button in panel.findChildren(QPushButton) if fix.label in button.text())
    clerk.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert clerk.shown("spending/goods/e30239/actual") == "20.00"


def test_long_tables_can_show_only_what_is_filled(clerk: Clerk) -> None:
    clerk.session.fill({clerk.at("spending/goods/e30239/actual"): "20"}, "一格")
    clerk.desk.navigation.choose("spending")
    panel = clerk.panel("spending/goods/e30239/actual")
    before = panel.view.height()
    clerk.qtbot.mouseClick(panel._filter, Qt.MouseButton.LeftButton)
    assert panel.view.height() < before / 2
    assert panel._filter.text() == "显示全部"
    clerk.qtbot.mouseClick(panel._filter, Qt.MouseButton.LeftButton)
    assert panel.view.height() == before


def test_unreadable_text_stays_and_is_reported(clerk: Clerk) -> None:
    clerk.go("basics/staffing/administrative/authorised")
    clerk.type("12o")
    clerk.press(Key.Key_Return)
    assert clerk.shown("basics/staffing/administrative/authorised") == "12o"
    panel = clerk.panel("basics/staffing/all/actual")
    assert any("12o" in finding.message for finding in panel._findings.shown_findings)


def test_a_required_field_says_so_only_while_blank(clerk: Clerk) -> None:
    clerk.go("cover/unit_name")
    row = clerk.desk.page.part_at(clerk.at("cover/unit_name"))
    assert isinstance(row, FieldRow)
    assert row._mark.isVisible()
    clerk.type("甲")
    clerk.rest()
    assert not row._mark.isVisible()


def test_a_merged_cell_stands_for_all_its_rows(clerk: Clerk) -> None:
    rows = clerk.session.answers.rows("self_evaluation", "outputs")
    first = f"self_evaluation/outputs/{rows[0]}/level2"
    clerk.session.add_row("self_evaluation", "outputs", rows[0], {"level2": "数量指标"})
    second = clerk.session.answers.rows("self_evaluation", "outputs")[1]
    clerk.go(first)
    panel = clerk.panel(first)
    grid = panel.grid
    assert grid.at(grid.spot(clerk.at(first))).row_span == 2
    grid.setData(grid.index(*grid.spot(clerk.at(first))), "成本指标")
    assert clerk.typed(f"self_evaluation/outputs/{second}/level2") == "成本指标"
    clerk.window.actions_.by_id["undo"].trigger()
    assert clerk.typed(first) == "数量指标"
    assert clerk.typed(f"self_evaluation/outputs/{second}/level2") == "数量指标"


def test_an_indicator_of_a_kind_joins_the_others_of_that_kind(clerk: Clerk) -> None:
    clerk.desk.navigation.choose("self_evaluation")
    rows = clerk.session.answers.rows("self_evaluation", "outputs")
    keeper = clerk.panel(f"self_evaluation/outputs/{rows[0]}/name").rows
    keeper.add_kind("outputs", "level2", "质量指标")
    now = clerk.session.answers.rows("self_evaluation", "outputs")
    assert clerk.typed(f"self_evaluation/outputs/{now[2]}/level2") == "质量指标"
    assert now[1] == rows[1]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_list_in_a_cell_is_chosen_by_keys(clerk: Clerk) -> None:
    row = clerk.desk.model.add_row("spending", "projects")
    cell = f"spending/projects/{row}/category"
    clerk.go(cell)
    clerk.press(Key.Key_F2)
    clerk.qtbot.wait(50)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    view = QApplication.focusWidget()
    clerk.qtbot.keyClick(view, Key.Key_Down)
    clerk.qtbot.keyClick(view, Key.Key_Return)
    clerk.qtbot.wait(50)
    assert clerk.typed(cell) == "业务工作经费"


def test_composed_text_is_kept_whole(clerk: Clerk) -> None:
    clerk.desk.navigation.choose("performance")
    clerk.go("performance/text")
    clerk.type("绩效情况")
    clerk.rest()
    clerk.type("良好")
    clerk.rest()
    assert clerk.typed("performance/text") == "绩效情况良好"
    clerk.press(Key.Key_Z, CONTROL)
    assert clerk.typed("performance/text") is None


def test_the_first_composed_word_opens_a_cell(clerk: Clerk) -> None:
    row = clerk.desk.model.add_row("spending", "projects")
    clerk.go(f"spending/projects/{row}/name")
    clerk.type("值班")
    clerk.press(Key.Key_Return)
    assert clerk.typed(f"spending/projects/{row}/name") == "值班"


def test_undo_while_a_cell_is_open_is_not_typed_again(clerk: Clerk) -> None:
    clerk.go("basics/staffing/administrative/authorised")
    clerk.type("10")
    clerk.rest()
    clerk.press(Key.Key_Z, CONTROL)
    assert clerk.typed("basics/staffing/administrative/authorised") is None
    clerk.press(Key.Key_Return)
    clerk.rest()
    assert clerk.typed("basics/staffing/administrative/authorised") is None


def test_undo_goes_where_it_happened(clerk: Clerk) -> None:
    clerk.go("basics/staffing/administrative/authorised")
    clerk.type("10")
    clerk.press(Key.Key_Return)
    clerk.desk.navigation.choose("problems")
    clerk.window.actions_.by_id["undo"].trigger()
    assert clerk.desk.page.instance == "basics"
    assert clerk.typed("basics/staffing/administrative/authorised") is None


def test_a_whole_book_in_one_cell_or_text_does_not_hang_the_window(clerk: Clerk) -> None:
    row = clerk.desk.model.add_row("spending", "projects")
    QGuiApplication.clipboard().setText("长" * 100_000)
    clerk.go(f"spending/projects/{row}/use")
    clerk.press(Key.Key_V, CONTROL)
    assert len(clerk.typed(f"spending/projects/{row}/use")) == 100_000
    panel = clerk.panel(f"spending/projects/{row}/use")
    assert any("100000 个字" in finding.message for finding in panel._findings.shown_findings)
    clerk.go("performance/text")
    clerk.press(Key.Key_V, CONTROL)
    clerk.rest()
    assert len(clerk.typed("performance/text")) == 100_000


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_pasting_does_not_take_codes_or_formulas_of_strangers(clerk: Clerk) -> None:
    row = clerk.desk.model.add_row("spending", "projects")
    QGuiApplication.clipboard().setText('=HYPERLINK("x")\x0b\t业务工作经费\t<img src=x>')
    clerk.go(f"spending/projects/{row}/name")
    clerk.paste()
    assert clerk.typed(f"spending/projects/{row}/name") == '=HYPERLINK("x")'
    assert clerk.typed(f"spending/projects/{row}/category") == "业务工作经费"
    assert clerk.shown(f"spending/projects/{row}/last_actual") == "<img src=x>"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_pasting_more_rows_than_there_are_adds_projects(clerk: Clerk) -> None:
    row = clerk.desk.model.add_row("spending", "projects")
    QGuiApplication.clipboard().setText("甲\t业务工作经费\n乙\t其他项目\n丙\t没有这一类")
    clerk.go(f"spending/projects/{row}/name")
    clerk.paste()
    rows = clerk.session.answers.rows("spending", "projects")
    assert [clerk.typed(f"spending/projects/{one}/name") for one in rows] == ["甲", "乙", "丙"]
    assert clerk.typed(f"spending/projects/{rows[2]}/category") is None
    assert "1 格不在可选项里" in clerk.panel(f"spending/projects/{row}/name").news.message
    clerk.window.actions_.by_id["undo"].trigger()
    assert clerk.session.answers.rows("spending", "projects") == (row,)


def test_the_heading_of_a_long_table_stays_in_sight(clerk: Clerk) -> None:
    clerk.go("spending/goods/e30239/actual")
    clerk.qtbot.wait(50)
    assert clerk.desk.page._sticky.isVisible()
    clerk.desk.page.verticalScrollBar().setValue(0)
    assert not clerk.desk.page._sticky.isVisible()
