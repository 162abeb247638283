"""The manual: complete, in Chinese, and opened at the relevant page."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from perfdesk.ui.commands.registry import COMMANDS
from perfdesk.ui.help.manual import FOLDER, ManualWindow, pages
from perfdesk.ui.table.view import GridView
from perfdesk.ui.window.main_window import MainWindow
from support.user import User

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
NAMES = [page.name for page in pages()]
_ENGLISH = re.compile(r"[A-Za-z]{2,}[ ,.]+[A-Za-z]{2,}")
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)]*)\)")
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]*)\)")
_MAX_BYTES = 1_500_000


def _manual(user: User) -> ManualWindow:
    """Return the manual as F1 opens it."""
    user.press(Qt.Key.Key_F1)
    manual = user.window.help.manual
    assert manual is not None and manual.isVisible()
    return manual


@pytest.mark.parametrize("page", pages(), ids=NAMES)
def test_every_link_and_picture_of_a_page_exists(page: object) -> None:
    links, pictures = _LINK.findall(page.text), _PICTURE.findall(page.text)
    assert [link for link in links if link not in NAMES] == []
    assert [name for _, name in pictures if not (FOLDER / name).is_file()] == []
    assert all(words for words, _ in pictures), "a picture without words for those who do not see it"


def test_every_picture_is_used_and_all_are_small() -> None:
    named = {name for page in pages() for _, name in _PICTURE.findall(page.text)}
    drawn = sorted((FOLDER / "pictures").iterdir())
    assert {f"pictures/{path.name}" for path in drawn} == named
    assert sum(path.stat().st_size for path in drawn) < _MAX_BYTES


@pytest.mark.parametrize("page", pages(), ids=NAMES)
def test_a_page_is_titled_and_in_chinese(page: object) -> None:
    assert page.text.startswith(f"# {page.title}\n")
    assert not _ENGLISH.search(re.sub(r"\([^)]*\)|Word|PDF|Excel|WPS", "", page.text))
    assert "http" not in page.text


def test_every_page_is_in_the_contents(user: User) -> None:
    manual = _manual(user)
    listed = [manual.contents.item(row).text() for row in range(manual.contents.count())]
    assert listed == [page.title for page in pages()]


def test_the_page_of_shortcuts_lists_all_menu_entries(user: User) -> None:
    manual = _manual(user)
    manual.turn_to_page(next(name for name in NAMES if name.endswith("keys.md")))
    text = manual.page_view.toPlainText()
    missing = [command.text for command in COMMANDS.values() if command.text.removesuffix("…") not in text]
    keys = {QKeySequence(key).toString() for command in COMMANDS.values() for key in command.shortcuts}
    assert missing == []
    assert {key for key in keys if key not in text} == set()


def test_f1_on_the_start_page_opens_the_first_page(qtbot: object) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    window.begin(None)
    window.help.open_manual()
    assert window.help.manual.current_page == "01_start.md"
    window.close()


def test_f1_opens_the_page_about_the_focused_part(user: User) -> None:
    user.go_to("cover/unit_name")
    assert _manual(user).current_page == "03_chapter.md"
    assert isinstance(user.go_to("spending/goods/e30201/actual"), GridView)
    assert _manual(user).current_page == "04_tables.md"
    user.type("1")
    assert _manual(user).current_page == "04_tables.md", "while typing in a cell too"
    user.workspace.checks.finding_list.setFocus()
    assert _manual(user).current_page == "05_checks.md"
    user.window.actions_.by_id["overview"].trigger()
    assert _manual(user).current_page == "02_window.md"


def test_a_link_opens_its_page_and_back_returns(user: User) -> None:
    manual = _manual(user)
    manual.turn_to_page("01_start.md")
    assert "由上年结转" in manual.page_view.toPlainText()
    manual.page_view.setSource(manual.page_view.source().resolved("11_roll.md"))
    assert manual.contents.currentItem().text() == "由上年结转"
    user.qtbot.mouseClick(manual.back, Qt.MouseButton.LeftButton)
    assert manual.current_page == "01_start.md"
    assert manual.contents.currentItem().text() == "打开与新建"


def test_searching_lists_the_pages_and_highlights_the_text(user: User) -> None:
    manual = _manual(user)
    user.qtbot.keyClicks(manual.search, "F8")
    listed = [manual.contents.item(row).text() for row in range(manual.contents.count())]
    assert "检查与修复" in listed and len(listed) < len(NAMES)
    assert next(mark.cursor.selectedText() for mark in manual.page_view.extraSelections()) == "F8"
    manual.search.setText("没有这个词")
    assert manual.contents.count() == 0
    assert "没有找到" in manual.summary_label.text()


def test_pictures_are_never_wider_than_the_page(user: User) -> None:
    manual = _manual(user)
    manual.turn_to_page("02_window.md")
    for width in (900, 640):
        manual.resize(width, 600)
        user.qtbot.wait(30)
        assert manual.page_view.horizontalScrollBar().maximum() == 0, width


def test_escape_closes_it_and_the_report_has_the_focus_again(user: User) -> None:
    field = user.go_to("cover/unit_name")
    manual = _manual(user)
    user.qtbot.keyClick(manual, Qt.Key.Key_Escape)
    assert not manual.isVisible()
    user.window.activateWindow()
    assert QApplication.focusWidget() is field
