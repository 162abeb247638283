"""The start page: summaries of recent reports, and what to do next."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from perfdesk.ui.settings import recent_files, remember_file
from perfdesk.ui.window.main_window import MainWindow
from perfdesk.ui.window.start_page import StartPage
from support.dialogs import replace_from_elsewhere
from support.user import User


def page_of(window: MainWindow) -> StartPage:
    """The current start page."""
    page = window.centralWidget().currentWidget()
    assert isinstance(page, StartPage)
    return page


@pytest.fixture
def started(qtbot: QtBot) -> MainWindow:
    """The program as it starts without a file."""
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    return window


def test_a_new_user_sees_the_steps(started: MainWindow) -> None:
    started.begin(None)
    texts = " ".join(label.text() for label in page_of(started).findChildren(QLabel))
    assert "三步写完一份自评报告" in texts
    assert page_of(started).recent_items == []
    started.close()


def test_a_closed_report_is_listed_with_its_findings(user: User, daoxian_file: Path) -> None:
    user.window.open_path(daoxian_file)
    user.window.actions_.by_id["close"].trigger()
    name, state = page_of(user.window).recent_items[0].texts
    assert name == "道县应急管理局 2023 年度"
    assert state == "● 错误 2　○ 未填 25"


@pytest.mark.slow
def test_a_changed_report_is_summarized_again(user: User, demo_file: Path) -> None:
    user.window.open_path(demo_file)
    user.window.actions_.by_id["close"].trigger()
    assert page_of(user.window).recent_items[0].texts == ("青石县林业局 2024 年度", "✓ 没有错误")
    replace_from_elsewhere(demo_file, "cover/unit_name", "乙局")
    user.window.show_start_page()
    line = page_of(user.window).recent_items[0]
    user.qtbot.waitUntil(lambda: line.texts[0] == "乙局 2024 年度", timeout=20_000)


@pytest.mark.slow
def test_a_report_without_a_cached_summary_is_read_in_the_background(
    started: MainWindow, qtbot: QtBot, demo_file: Path
) -> None:
    remember_file(demo_file)
    started.begin(None)
    line = page_of(started).recent_items[0]
    assert line.texts == ("demo", "")
    qtbot.waitUntil(lambda: line.texts == ("青石县林业局 2024 年度", "✓ 没有错误"), timeout=20_000)
    started.close()


def test_a_missing_or_damaged_report_is_marked_and_can_be_removed(
    started: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    damaged = tmp_path / "坏的.db"
    damaged.write_bytes(b"SQLite format 3\0" + bytes(500))
    for path in (damaged, tmp_path / "不见了.db"):
        remember_file(path)
    started.begin(None)
    page = page_of(started)
    missing, broken = page.recent_items
    qtbot.waitUntil(lambda: (missing.texts[1], broken.texts[1]) == ("打不开", "打不开"), timeout=20_000)
    assert "文件不在原处" in missing.open_button.accessibleName()
    assert "坏的" in broken.open_button.accessibleName()
    missing.remove_button.click()
    assert [line.path for line in page.recent_items] == recent_files() == [damaged]
    started.close()


@pytest.mark.slow
def test_a_recent_report_is_opened_by_a_click(user: User) -> None:
    path = user.session.path
    user.window.actions_.by_id["close"].trigger()
    user.qtbot.mouseClick(page_of(user.window).recent_items[0].open_button, Qt.MouseButton.LeftButton)
    assert user.session.path == path
