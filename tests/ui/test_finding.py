"""Stories of looking for an answer by its name, its code or what stands in it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from perfdesk.ui.models.search import by_name, by_text
from perfdesk.ui.panels.find_dialog import Finder
from support.user import Clerk

Key = Qt.Key
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
CONTROL = Qt.KeyboardModifier.ControlModifier


def _opened(clerk: Clerk, key: Key) -> Finder:
    clerk.press(key, CONTROL)
    clerk.qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), Finder))
    found = QApplication.activeWindow()
    assert isinstance(found, Finder)
    return found


def _typed(clerk: Clerk, finder: Finder, text: str) -> None:
    clerk.qtbot.waitUntil(lambda: QApplication.focusWidget() is finder.line)
    clerk.type(text)
    finder.look()


@pytest.mark.parametrize("wanted", ["30239", "其他交通", "３０２３９", "其他交通 本年"])
def test_a_code_or_part_of_a_name_leads_to_the_answer(clerk: Clerk, wanted: str) -> None:
    sections = [entry.instance for entry in clerk.desk.navigation.entries()]
    first = by_name(clerk.session.answers, sections, wanted)[0]
    assert (first.address.field, first.address.row) == ("goods", "e30239")
    assert "其他交通费用" in first.label
    assert first.section == "二、一般公共预算支出"


def test_ctrl_g_goes_to_a_cell_on_another_page(clerk: Clerk) -> None:
    finder = _opened(clerk, Key.Key_G)
    _typed(clerk, finder, "30239")
    clerk.press(Key.Key_Down)
    clerk.press(Key.Key_Return)
    assert clerk.desk.page.instance == "spending"
    columns = [column.id for column in clerk.session.form.tables[("spending", "goods")].columns]
    view = clerk.panel("spending/goods/e30239/actual").view
    assert view.current_cell().address == clerk.at(f"spending/goods/e30239/{columns[1]}")
    clerk.qtbot.waitUntil(view.hasFocus)
    assert view.findChild(QWidget, "flash") is not None


def test_ctrl_f_finds_typed_text_with_its_surroundings(clerk: Clerk) -> None:
    clerk.session.enter(clerk.at("performance/text"), "一、总体情况。本年完成防汛值守任务三十余次。")
    clerk.session.enter(clerk.at("spending/goods/e30239/actual"), "1234.5")
    finder = _opened(clerk, Key.Key_F)
    _typed(clerk, finder, "防汛值守")
    assert finder.list.topLevelItemCount() == 1
    assert "防汛值守" in finder.list.topLevelItem(0).text(2)
    clerk.press(Key.Key_Return)
    assert clerk.desk.page.instance == "performance"


def test_generated_sentences_and_figures_are_found(clerk: Clerk) -> None:
    sections = [entry.instance for entry in clerk.desk.navigation.entries()]
    clerk.session.enter(clerk.at("cover/unit_name"), "道县应急管理局")
    clerk.session.enter(clerk.at("spending/goods/e30239/actual"), "1234.5")
    kinds = {
        clerk.session.form.question(found.address).kind
        for found in by_text(clerk.session.answers, sections, "应急管理局")
    }
    assert "text" in kinds
    generated = next(
        text for field in clerk.session.form.sections for text in _sentences(clerk, field.id) if len(text) > 8
    )
    found = by_text(clerk.session.answers, sections, generated[:8])
    assert any(clerk.session.form.question(one.address).kind == "sentence" for one in found)
    assert any(one.address.row == "e30239" for one in by_text(clerk.session.answers, sections, "1234.50"))


def test_what_is_not_there_is_said_calmly(clerk: Clerk) -> None:
    finder = _opened(clerk, Key.Key_F)
    _typed(clerk, finder, "zzzz")
    assert finder.told.text().startswith("没有找到")
    clerk.press(Key.Key_Return)
    assert finder.isVisible()
    clerk.press(Key.Key_Escape)
    assert not finder.isVisible()


def _sentences(clerk: Clerk, section: str) -> list[str]:
    model = clerk.desk.model
    blocks = clerk.session.form.section(section).blocks
    fields = [block for block in blocks if getattr(block, "template", None) is not None]
    return [model.generated(clerk.at(f"{section}/{field.question.id}")) for field in fields]
