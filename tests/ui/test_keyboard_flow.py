"""The window flows under the fingers: the caret is always visible, no key is dead, and no place holds the focus."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QWidget

from perfdesk.application.answers_json import fill_values, read_values
from perfdesk.application.session import Session
from perfdesk.definition.library import default_form, find_form
from perfdesk.ui.commands.begin_report import begin_report
from perfdesk.ui.editors.choice import LinkEditor
from perfdesk.ui.findings.finding_actions import FindingRow, finding_actions
from perfdesk.ui.pages.focus import focused_address
from perfdesk.ui.pages.list_panel import ListPanel
from support.user import User

Key = Qt.Key
CONTROL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
_MOST_TABS = 400
_MOST_TABS_OF_A_FULL_PAGE = 900
YUEYANG = Path(__file__).parents[1] / "forms" / "yueyang_sample.json"


def _caret_is_visible(user: User) -> bool:
    editor, page = QApplication.focusWidget(), user.workspace.page
    assert isinstance(editor, QPlainTextEdit)
    assert page is not None
    caret = editor.cursorRect()
    top = editor.viewport().mapTo(page.viewport(), caret.topLeft())
    bottom = editor.viewport().mapTo(page.viewport(), caret.bottomLeft())
    return page.viewport().rect().contains(QPoint(5, top.y())) and page.viewport().rect().contains(
        QPoint(5, bottom.y())
    )


def _list(user: User) -> ListPanel:
    page = user.workspace.page
    assert page is not None
    return next(part for part in page.parts() if isinstance(part, ListPanel))


@pytest.mark.parametrize("height", [520, 768, 1000])
def test_the_caret_stays_visible_while_typing(user: User, height: int) -> None:
    user.window.resize(1100, height)
    editor = user.go_to("basics/over_staffed_note")
    QApplication.processEvents()
    assert isinstance(editor, QPlainTextEdit)
    for word in ["typing "] * 60 + ["\n"] * 30:
        if word == "\n":
            user.press(Key.Key_Return)
        else:
            user.type(word)
        QApplication.processEvents()
        assert _caret_is_visible(user)


def test_a_box_below_the_fold_does_not_scroll_when_typed_into(user: User) -> None:
    user.go_to("basics/over_staffed_note")
    page = user.workspace.page
    assert page is not None
    user.wait_idle()
    before = page.verticalScrollBar().value()
    for _ in range(10):
        user.type("a")
        QApplication.processEvents()
        assert _caret_is_visible(user)
    assert abs(page.verticalScrollBar().value() - before) < page.viewport().height() // 2


@pytest.mark.parametrize(("key", "modifier"), [(Key.Key_Return, None), (Key.Key_Plus, CONTROL), (Key.Key_Space, None)])
def test_every_key_that_adds_an_item_works_on_the_button(
    user: User, key: Qt.Key, modifier: Qt.KeyboardModifier | None
) -> None:
    user.workspace.navigation.choose("problems")
    _list(user).add_button.setFocus()
    user.press(key, modifier or Qt.KeyboardModifier.NoModifier)
    assert len(user.session.answers.rows("problems", "items")) == 1
    assert focused_address(user.workspace.page) is not None


def test_pasted_lines_become_items(user: User) -> None:
    user.workspace.navigation.choose("problems")
    QGuiApplication.clipboard().setText("1. 预算执行偏慢。\n2. 制度不健全。\n\n（3）资料不齐。\n4、绩效目标不细。\n")
    _list(user).add_button.setFocus()
    user.press(Key.Key_V, CONTROL)
    rows = user.session.answers.rows("problems", "items")
    texts = [user.stored_text(f"problems/items/{row}/text") for row in rows]
    assert texts == ["预算执行偏慢。", "制度不健全。", "资料不齐。", "绩效目标不细。"]
    user.press(Key.Key_Z, CONTROL)
    assert user.session.answers.rows("problems", "items") == ()


def test_lines_pasted_into_an_empty_item_become_items(user: User) -> None:
    row = user.session.add_row("problems", "items")
    user.go_to(f"problems/items/{row}/text")
    QGuiApplication.clipboard().setText("甲。\n乙。\n丙。")
    user.press(Key.Key_V, CONTROL)
    rows = user.session.answers.rows("problems", "items")
    assert [user.stored_text(f"problems/items/{one}/text") for one in rows] == ["甲。", "乙。", "丙。"]


@pytest.mark.parametrize("section", ["cover", "problems", "measures", "funds", "results"])
@pytest.mark.parametrize("back", [False, True])
def test_tab_leaves_every_place_of_a_page_and_comes_round(user: User, section: str, back: bool) -> None:
    for table in ("problems", "measures"):
        user.session.add_row(table, "items")
    user.workspace.navigation.choose(section)
    user.workspace.focus_first_editor()
    first = QApplication.focusWidget()
    seen: list[QWidget | None] = []
    for _ in range(_MOST_TABS):
        user.press(Key.Key_Backtab if back else Key.Key_Tab, SHIFT if back else Qt.KeyboardModifier.NoModifier)
        seen.append(QApplication.focusWidget())
        if seen[-1] is first:
            break
    assert seen[-1] is first, [type(one).__name__ for one in seen[-8:]]
    tools = [one.text() for one in seen if isinstance(one, QPushButton) and one.property("role") == "quiet"]
    assert not {"上移", "下移", "复制", "删除"}.intersection(tools)


def test_a_page_opens_on_its_first_white_cell_and_takes_a_figure(user: User) -> None:
    user.press(Key.Key_2, ALT)
    address = focused_address(user.workspace.page)
    assert address is not None
    assert user.session.form.formula(address) is None
    user.type("46")
    user.press(Key.Key_Return)
    assert user.session.entries.text(address) == "46"
    assert user.workspace.messages.message == ""


def test_enter_on_the_last_answer_of_a_page_goes_to_the_next_chapter(user: User) -> None:
    user.go_to("cover/unit_name")
    for _ in range(_MOST_TABS):
        user.press(Key.Key_Return)
        QApplication.processEvents()
        if user.workspace.navigation.current_section() != "cover":
            break
    assert user.workspace.navigation.current_section() == "basics"
    address = focused_address(user.workspace.page)
    assert address is not None
    assert address.section == "basics"


def test_a_letter_typed_where_nothing_is_entered_is_answered(user: User) -> None:
    user.go_to("basics/staffing/all/authorised")
    user.type("4")
    assert user.session.answers.typed(user.at("basics/staffing/all/authorised")) is None
    assert "不用填" in user.workspace.messages.message


def test_the_cursor_is_in_the_corrected_answer_after_a_repair(user: User) -> None:
    user.session.fill(
        {
            user.at("spending/goods/e30201/actual"): "20",
            user.at("spending/goods/e30239/actual"): "20元",
            user.at("spending/controls/e302/actual"): "40",
        },
        "",
    )
    finding = next(one for one in user.session.findings if one.fix is not None)
    next(one for one in finding_actions(FindingRow(finding), user.workspace.model, user.window)).run()
    assert focused_address(user.workspace.page) == user.at("spending/goods/e30239/actual")


def test_ctrl_s_answers_that_all_is_saved(user: User) -> None:
    user.press(Key.Key_S, CONTROL)
    assert "已保存" in user.workspace.messages.message


def test_alt_and_a_number_open_the_chapter_with_that_number(user: User) -> None:
    user.press(Key.Key_6, ALT)
    assert user.workspace.navigation.current_section() == "performance"


@pytest.mark.parametrize("table", ["projects", "items"])
def test_alt_shift_and_arrows_move_a_row(user: User, table: str) -> None:
    section, column = ("spending", "name") if table == "projects" else ("problems", "text")
    for row in user.session.answers.rows(section, table):
        user.session.delete_row(section, table, row)
    rows = [user.session.add_row(section, table, None, {column: name}) for name in ("甲", "乙")]
    user.go_to(f"{section}/{table}/{rows[1]}/{column}")
    user.press(Key.Key_Up, ALT | SHIFT)
    assert list(user.session.answers.rows(section, table)) == rows[::-1]
    user.press(Key.Key_Down, ALT | SHIFT)
    assert list(user.session.answers.rows(section, table)) == rows


def test_alt_down_opens_the_list_of_a_cell(user: User, demo_file: Path) -> None:
    user.window.open_path(demo_file)
    user.go_to("spending/projects/p2/category")
    user.press(Key.Key_Down, ALT)
    (editor,) = user.panel("spending/projects/p2/category").findChildren(LinkEditor)
    user.qtbot.waitUntil(editor.view().isVisible)
    editor.hidePopup()


def test_a_letter_typed_at_a_sentence_or_a_choice_is_answered(user: User, demo_file: Path) -> None:
    user.window.open_path(demo_file)
    for place in ("spending/overall_sentence", "funds/any"):
        user.workspace.messages.clear()
        user.go_to(place)
        before = user.stored_text(place)
        user.type("x")
        assert "这里不能直接打字" in user.workspace.messages.message, place
        assert user.stored_text(place) == before


def test_a_report_opens_where_one_left_off(user: User, demo_file: Path) -> None:
    user.window.open_path(demo_file)
    for place in ("spending/goods/e30239/actual", "problems/items/q2/text"):
        user.go_to(place)
        user.window.actions_.by_id["close"].trigger()
        user.window.open_path(demo_file)
        assert focused_address(user.workspace.page) == user.at(place)


def test_a_new_report_has_its_year(user: User, tmp_path: Path) -> None:
    begin_report(user.window, tmp_path / "新.db", default_form())
    year = user.session.entries.text(user.session.form.report_fields.year)
    assert year == str(datetime.datetime.now().astimezone().year - 1)


def _opened(user: User, name: str, demo_file: Path, tmp_path: Path) -> None:
    """Open a report: the shipped form or that of Yueyang, empty or full."""
    form, _, state = name.partition(" ")
    if form == "hunan" and state == "full":
        user.window.open_path(demo_file)
    elif form == "yueyang":
        session = Session.create(tmp_path / "岳阳.db", find_form("yueyang_overall_2023"))
        if state == "full":
            fill_values(session, read_values(YUEYANG), "样例")
        user.window.show_report(session)


def _come_round(user: User, back: bool) -> list[QWidget | None]:
    """Press Tab until the focus is where it began; return where it has been."""
    start = (QApplication.focusWidget(), focused_address(user.workspace.page))
    seen: list[QWidget | None] = []
    for _ in range(_MOST_TABS_OF_A_FULL_PAGE):
        user.press(Key.Key_Backtab if back else Key.Key_Tab, SHIFT if back else Qt.KeyboardModifier.NoModifier)
        seen.append(QApplication.focusWidget())
        if (seen[-1], focused_address(user.workspace.page)) == start:
            return seen
    raise AssertionError([type(one).__name__ for one in seen[-8:]])


@pytest.mark.parametrize("name", ["hunan empty", "hunan full", "yueyang empty", "yueyang full"])
def test_tab_comes_round_on_every_page(user: User, name: str, demo_file: Path, tmp_path: Path) -> None:
    _opened(user, name, demo_file, tmp_path)
    for entry in user.workspace.navigation.section_entries():
        user.workspace.navigation.choose(entry.instance)
        user.workspace.focus_first_editor()
        address = focused_address(user.workspace.page)
        _come_round(user, back=False)
        assert focused_address(user.workspace.page) == address
        _come_round(user, back=True)


@pytest.mark.parametrize("back", [False, True])
def test_tab_comes_round_after_rows_were_added(user: User, back: bool) -> None:
    user.workspace.navigation.choose("measures")
    _list(user).add_button.setFocus()
    user.press(Key.Key_Space)
    QApplication.processEvents()  # what is new is shown
    user.type("甲。")
    user.press(Key.Key_Plus, CONTROL)
    QApplication.processEvents()
    user.type("乙。")
    seen = _come_round(user, back)
    assert _list(user).add_button in seen
    assert {id(editor) for item in _list(user).items.values() for editor in item.tab_chain()} <= {
        id(one) for one in seen
    }
    assert any(one is not None and not _list(user).isAncestorOf(one) for one in seen)
