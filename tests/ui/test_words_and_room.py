"""Every word on the screen is Chinese, and none of it is cut off."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from clerk import Clerk
from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QTreeWidget,
    QWidget,
)

from perfdesk.errors import PerfDeskError
from perfdesk.ui import dialogs
from perfdesk.ui.finder import FIND, GO_TO

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
_ENGLISH = re.compile(r"[A-Za-z]{2,}[ ,]+[A-Za-z]{2,}")
_KNOWN = re.compile(r"PerfDesk|Word|PDF|Excel|PNG|Ctrl|Shift|Alt|Esc|PgUp|PgDown|Enter|Tab|F\d+|\(\*\.\w+\)|\.db")
_WORD = re.compile(r"[A-Za-z]{3,}")


def _texts(top: QWidget) -> Iterator[str]:
    """Everything a window says, in words, hints and placeholders."""
    for widget in [top, *top.findChildren(QWidget)]:
        yield widget.windowTitle()
        yield widget.toolTip()
        if isinstance(widget, QLabel | QAbstractButton):
            yield re.sub(r"<[^>]*>", "", widget.text())
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            yield widget.placeholderText()
        if isinstance(widget, QTreeWidget):
            header = widget.headerItem()
            yield from (header.text(column) for column in range(widget.columnCount()))
    yield from (action.text() for action in top.findChildren(QAction))


def _foreign(top: QWidget) -> set[str]:
    words = {_KNOWN.sub("", text) for text in _texts(top)}
    return {text for text in words if _WORD.search(text) and not _is_source(text)}


def _is_source(text: str) -> bool:
    """Formulas are shown in the words of the form file, after their Chinese introduction."""
    return "公式" in text


def _while_open(act: Callable[[], object]) -> set[str]:
    """What a dialog that waits for an answer says in a foreign language."""
    found: set[str] = set()

    def look() -> None:
        top = QApplication.activeModalWidget()
        if isinstance(top, QMessageBox):
            found.update(_foreign(top))
        if isinstance(top, QDialog):
            top.reject() if not isinstance(top, QMessageBox) else top.done(0)

    QTimer.singleShot(150, look)
    act()
    return found


def test_window_and_menus_speak_chinese(clerk: Clerk) -> None:
    for entry in clerk.desk.navigation.entries():
        clerk.desk.navigation.choose(entry.instance)
        clerk.qtbot.wait(1)
    assert _foreign(clerk.window) == set()


def test_dialogs_speak_chinese(clerk: Clerk) -> None:
    window = clerk.window
    error = PerfDeskError("打不开。", "文件坏了。", "请用备份。")
    assert _while_open(lambda: dialogs.tell_error(window, error)) == set()
    assert _while_open(lambda: dialogs.ask_leave_unsaved(window, 2)) == set()
    assert _while_open(lambda: dialogs.tell_crash("")) == set()
    assert _while_open(window.actions_.by_id["about"].trigger) == set()


@pytest.mark.parametrize("search", [GO_TO, FIND])
def test_looking_for_something_speaks_chinese(clerk: Clerk, search: object) -> None:
    clerk.desk.look_for(search)
    clerk.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    finder = QApplication.activeModalWidget()
    assert _foreign(finder) == set()
    finder.reject()


def test_the_paste_preview_speaks_chinese(clerk: Clerk) -> None:
    clerk.go("spending/goods/e30201/actual")
    QGuiApplication.clipboard().setText("1\n2")
    clerk.panel("spending/goods/e30201/actual").exchange.paste()
    assert _foreign(clerk.preview()) == set()
    clerk.preview().reject()


def test_file_dialogs_speak_chinese(clerk: Clerk, tmp_path: Path) -> None:
    for saving in (True, False):
        made = dialogs._file_dialog(clerk.window, "导出", tmp_path / "报告.pdf", "PDF 文件 (*.pdf)", saving)
        made.setOption(QFileDialog.Option.DontUseNativeDialog)
        shown = {text for text in _texts(made) if _ENGLISH.search(_KNOWN.sub("", text))}
        assert {text for text in shown if str(tmp_path) not in text} == set()
        made.deleteLater()


def test_nothing_is_cut_off_at_1366_by_768(clerk: Clerk) -> None:
    clerk.session.enter(clerk.at("cover/with_scoring"), "附")
    clerk.window.resize(1366, 768)
    for entry in clerk.desk.navigation.entries():
        clerk.desk.navigation.choose(entry.instance)
        clerk.qtbot.wait(30)
        page = clerk.desk.page
        page.settle()
        assert page.widget().width() <= page.viewport().width(), entry.instance
        for widget in page.findChildren(QWidget):
            if not widget.isVisible() or not isinstance(widget, QLabel | QAbstractButton) or not widget.text():
                continue
            told = f"{entry.instance}: {widget.text()[:30]} {widget.size()} {widget.sizeHint()}"
            wraps = isinstance(widget, QLabel) and widget.wordWrap()
            assert wraps or widget.width() >= widget.sizeHint().width(), told
            if wraps:
                assert widget.height() >= widget.heightForWidth(widget.width()), told
            assert widget.mapTo(page.widget(), widget.rect().topRight()).x() <= page.widget().width(), told
