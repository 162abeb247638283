"""Find an answer by its name, its code or its content."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from perfdesk.definition.address import Address
from perfdesk.ui.models.search import by_name, by_text
from perfdesk.ui.panels.find_dialog import FindDialog
from support.user import User

Key = Qt.Key
pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
CONTROL = Qt.KeyboardModifier.ControlModifier


def _open_dialog(user: User, key: Key) -> FindDialog:
    user.press(key, CONTROL)
    user.qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), FindDialog))
    found = QApplication.activeWindow()
    assert isinstance(found, FindDialog)
    return found


def _search(user: User, dialog: FindDialog, text: str) -> None:
    user.qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.line)
    user.type(text)
    dialog.search()


@pytest.mark.parametrize("wanted", ["30239", "其他交通", "３０２３９", "其他交通 本年"])
def test_an_answer_is_found_by_code_or_part_of_its_name(user: User, wanted: str) -> None:
    sections = [entry.instance for entry in user.workspace.navigation.section_entries()]
    first = by_name(user.session.answers, sections, wanted)[0]
    assert (first.address.field, first.address.row) == ("goods", "e30239")
    assert "其他交通费用" in first.label
    assert first.section == "二、一般公共预算支出"


def test_a_table_without_rows_is_found_by_its_name_and_its_pinyin(user: User) -> None:
    answers = user.session.answers
    sections = [entry.instance for entry in user.workspace.navigation.section_entries()]
    empty = [name for name, table in answers.form.tables.items() if table.open and not answers.rows(*name)]
    assert ("spending", "functions") in empty
    for section, table in empty:
        if "@" not in section and answers.form.section(section).repeats_over is None:
            label = answers.form.tables[section, table].label
            assert Address(section, table) in [one.address for one in by_name(answers, sections, label)]
    dialog = _open_dialog(user, Key.Key_G)
    _search(user, dialog, "gnfl")
    user.press(Key.Key_Down)
    user.press(Key.Key_Return)
    assert user.workspace.page.instance == "spending"
    view = user.panel("spending/functions").view
    assert view.visibleRegion().boundingRect().height() > 0


def test_ctrl_g_goes_to_a_cell_on_another_page(user: User) -> None:
    dialog = _open_dialog(user, Key.Key_G)
    _search(user, dialog, "30239")
    user.press(Key.Key_Down)
    user.press(Key.Key_Return)
    assert user.workspace.page.instance == "spending"
    columns = [column.id for column in user.session.form.tables[("spending", "goods")].columns]
    view = user.panel("spending/goods/e30239/actual").view
    assert view.current_cell().address == user.at(f"spending/goods/e30239/{columns[1]}")
    user.qtbot.waitUntil(view.hasFocus)
    assert view.findChild(QWidget, "flash") is not None


def test_ctrl_f_finds_typed_text_and_shows_its_context(user: User) -> None:
    user.session.enter(user.at("performance/text"), "一、总体情况。本年完成防汛值守任务三十余次。")
    user.session.enter(user.at("spending/goods/e30239/actual"), "1234.5")
    dialog = _open_dialog(user, Key.Key_F)
    _search(user, dialog, "防汛值守")
    assert dialog.list.topLevelItemCount() == 1
    assert "防汛值守" in dialog.list.topLevelItem(0).text(2)
    user.press(Key.Key_Return)
    assert user.workspace.page.instance == "performance"


def test_generated_sentences_and_figures_are_found(user: User) -> None:
    sections = [entry.instance for entry in user.workspace.navigation.section_entries()]
    user.session.enter(user.at("cover/unit_name"), "道县应急管理局")
    user.session.enter(user.at("spending/goods/e30239/actual"), "1234.5")
    kinds = {
        user.session.form.question(found.address).kind
        for found in by_text(user.session.answers, sections, "应急管理局")
    }
    assert "text" in kinds
    generated = next(
        text for field in user.session.form.sections for text in _sentences(user, field.id) if len(text) > 8
    )
    found = by_text(user.session.answers, sections, generated[:8])
    assert any(user.session.form.question(one.address).kind == "sentence" for one in found)
    assert any(one.address.row == "e30239" for one in by_text(user.session.answers, sections, "1234.50"))


def test_a_search_without_results_shows_a_hint(user: User) -> None:
    dialog = _open_dialog(user, Key.Key_F)
    _search(user, dialog, "zzzz")
    assert dialog.summary_label.text().startswith("没有找到")
    user.press(Key.Key_Return)
    assert dialog.isVisible()
    user.press(Key.Key_Escape)
    assert not dialog.isVisible()


def _sentences(user: User, section: str) -> list[str]:
    model = user.workspace.model
    blocks = user.session.form.section(section).blocks
    fields = [block for block in blocks if getattr(block, "template", None) is not None]
    return [model.generated(user.at(f"{section}/{field.question.id}")) for field in fields]
