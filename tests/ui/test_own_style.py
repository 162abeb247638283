"""What makes the window the program's own: message boxes, the first size, the version."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from perfdesk.logs import program_version
from perfdesk.ui.widgets import message_boxes
from perfdesk.ui.window import main_window
from perfdesk.ui.window.main_window import MainWindow
from support.dialogs import DialogAnswers
from support.user import User

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]


def test_the_first_window_fits_the_screen(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(main_window, "_SIZE", (3000, 3000))
    window = MainWindow()
    qtbot.addWidget(window)
    screen = window.screen().availableSize()
    assert window.width() <= max(screen.width(), window.minimumWidth())
    assert window.height() < screen.height(), "the title bar fits, too"


def test_the_version_is_named_and_an_update_is_explained(user: User) -> None:
    for command, words in (("about", "PerfDesk "), ("updates", "不连网络")):
        answers = DialogAnswers("知道了")
        user.window.actions_.by_id[command].trigger()
        assert words in answers.messages[0]
        assert program_version() in answers.messages[0]
    file = user.window.status.file
    QApplication.sendEvent(file, QHelpEvent(QEvent.Type.ToolTip, QPoint(2, 2), file.mapToGlobal(QPoint(2, 2))))
    assert file.toolTip() == f"PerfDesk {program_version()}"


def test_a_message_box_has_a_drawn_sign_and_one_strong_button(user: User) -> None:
    box = message_boxes.new_box(user.window, "warning", "打不开。", "文件坏了。")
    box.addButton("关闭", QMessageBox.ButtonRole.RejectRole)
    strong = box.addButton("看备份…", QMessageBox.ButtonRole.AcceptRole)
    answers = DialogAnswers("看备份…")
    message_boxes.ask_in(box, strong)
    assert answers.unused_answers == []
    assert [button.text() for button in box.buttons() if button.property("role") == "strong"] == ["看备份…"]
    assert box.layout().contentsMargins().left() == 24
    assert not box.iconPixmap().isNull()
