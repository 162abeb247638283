"""Message boxes about files: in Chinese, nothing cut off, and Esc chooses the harmless answer."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton

from screenshots.files import file_dialogs
from support.user import User

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
_FOREIGN = re.compile(r"[A-Za-z]{3,}")
_KNOWN = re.compile(r"PerfDesk|cover/budget_code|\\.db")
_HARMLESS = {
    "held": "leave",
    "rescued": "later",
    "discard": False,
    "damaged": False,
    "unpublished": "close",
    "form_news": None,
}


@pytest.mark.parametrize("name", list(_HARMLESS))
def test_a_message_box_about_a_file_fits_and_can_be_dismissed(user: User, name: str) -> None:
    texts: list[str] = []

    def look() -> None:
        box = next(one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible())
        for label in box.findChildren(QLabel):
            texts.append(label.text())
            assert label.height() >= label.heightForWidth(label.width()), label.text()
        for button in box.findChildren(QPushButton):
            texts.append(button.text())
            assert button.width() >= button.sizeHint().width(), button.text()
        user.qtbot.keyClick(box, Qt.Key.Key_Escape)

    QTimer.singleShot(50, look)
    answer = file_dialogs(user.window)[name]()
    user.qtbot.waitUntil(lambda: bool(texts), timeout=20_000)
    assert answer == _HARMLESS[name]
    assert [words for words in texts if _FOREIGN.search(_KNOWN.sub("", words))] == []
