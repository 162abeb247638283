"""All texts on the screen are Chinese, and every widget that takes the focus has an accessible name."""

from __future__ import annotations

import getpass
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QTreeView,
    QTreeWidget,
    QWidget,
)

from perfdesk.application.samples import make_sample
from perfdesk.errors import PerfDeskError
from perfdesk.storage import backup
from perfdesk.ui.commands.file_info_dialog import FileInfoDialog
from perfdesk.ui.commands.registry import COMMANDS
from perfdesk.ui.commands.rollover_commands import rolled_session
from perfdesk.ui.pages.page import Page
from perfdesk.ui.panels.find_dialog import FIND, GO_TO
from perfdesk.ui.panels.section_list import OVERVIEW
from perfdesk.ui.widgets import message_boxes
from support.user import User

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
_ENGLISH = re.compile(r"[A-Za-z]{2,}[ ,]+[A-Za-z]{2,}")
_KNOWN = re.compile(
    rf"{re.escape(getpass.getuser())}|qt_[a-z_]+|PerfDesk|Word|PDF|Excel|PNG|Ctrl|Shift|Alt|Esc|PgUp|PgDown|Enter|Tab|F\d+|\(\*\.\w+\)|\.db"
)
_WORD = re.compile(r"[A-Za-z]{3,}")


def _texts(top: QWidget) -> Iterator[str]:
    """Yield all texts of a window, tool tips and placeholders included."""
    for widget in [top, *top.findChildren(QWidget)]:
        yield widget.windowTitle()
        yield widget.toolTip()
        yield widget.accessibleName()
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
    return {text for text in words if _WORD.search(text) and not _is_source(text) and "/" not in text}


def _is_source(text: str) -> bool:
    """Whether a text is a formula, shown in the syntax of the form file after a Chinese introduction."""
    return "公式" in text


def _while_open(action: Callable[[], object]) -> tuple[int, set[str]]:
    """Return how many dialogs an action opens, and their texts that are not Chinese."""
    found: set[str] = set()
    seen: list[str] = []

    def look() -> None:
        for top in QApplication.topLevelWidgets():
            if isinstance(top, QDialog) and top.isVisible() and not _is_still_working(top):
                seen.append(type(top).__name__)
                found.update(_in_english(top) if isinstance(top, QFileDialog) else _foreign(top))
                if not isinstance(top, QFileDialog):
                    found.update(f"{type(widget).__name__} without a name" for widget in _nameless(top))
                top.done(0) if isinstance(top, QMessageBox) else top.reject()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(80)
    action()
    while any(_is_still_working(top) for top in QApplication.topLevelWidgets()):
        QTest.qWait(50)
    QTest.qWait(200)
    timer.stop()
    return len(seen), found


def _is_still_working(top: QWidget) -> bool:
    """Whether a window is the dialog that fills itself in the background, and has not done so yet."""
    return isinstance(top, FileInfoDialog) and top.isVisible() and top.summary_label.text().startswith("正在检查")


def _in_english(files: QFileDialog) -> set[str]:
    """Return the English texts of Qt's file dialog, except file names."""
    shown = {text for text in _texts(files) if _ENGLISH.search(_KNOWN.sub("", text)) and "/" not in text}
    for view in files.findChildren(QTreeView):
        model = view.model()
        shown |= {str(model.headerData(column, Qt.Orientation.Horizontal)) for column in range(model.columnCount())}
        root = view.rootIndex()
        kinds = {str(model.index(row, 2, root).data()) for row in range(model.rowCount(root))}
        shown |= {kind for kind in kinds if kind == "Folder" or _ENGLISH.search(kind)}
    return {text for text in shown if _ENGLISH.search(_KNOWN.sub("", text)) or text == "Folder"}


def test_window_and_menus_are_in_chinese(user: User) -> None:
    for entry in user.workspace.navigation.section_entries():
        user.workspace.navigation.choose(entry.instance)
        user.qtbot.wait(1)
    assert _foreign(user.window) == set()


def test_message_boxes_are_in_chinese(user: User) -> None:
    window = user.window
    error = PerfDeskError("打不开。", "文件坏了。", "请用备份。")
    for box in (
        lambda: message_boxes.show_error(window, error),
        lambda: message_boxes.ask_leave_unsaved(window, 2),
        lambda: message_boxes.show_crash(ValueError()),
        window.actions_.by_id["about"].trigger,
    ):
        assert _while_open(box) == (1, set())


def test_every_dialog_of_the_menus_is_in_chinese(user: User, tmp_path: Path) -> None:
    """Every menu entry that ends in dots opens a dialog: one of the program or a file dialog."""
    (tmp_path / "文件夹").mkdir()
    make_sample("demo-2024", tmp_path / "去年.db")
    user.window.show_new_session(lambda: rolled_session(tmp_path / "去年.db", tmp_path / "今年.db", 2025))
    backup.back_up(user.session.file)
    silent = set()
    for command in COMMANDS.values():
        if command.text.endswith("…"):
            count, foreign = _while_open(user.window.actions_.by_id[command.id].trigger)
            assert foreign == set(), command.text
            silent |= set() if count else {command.id}
    needs_cursor = {"link_number", "stated"}  # in a number of a text, in a computed cell
    assert silent <= {"remarks", *needs_cursor}, "nothing to ask while no warning is kept, or with the cursor elsewhere"


@pytest.mark.parametrize("search", [GO_TO, FIND])
def test_the_find_dialog_is_in_chinese(user: User, search: object) -> None:
    user.workspace.open_find_dialog(search)
    user.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    finder = QApplication.activeModalWidget()
    assert _foreign(finder) == set()
    finder.reject()


def test_the_paste_preview_is_in_chinese(user: User) -> None:
    user.go_to("spending/goods/e30201/actual")
    QGuiApplication.clipboard().setText("1\n2")
    user.panel("spending/goods/e30201/actual").clipboard.paste()
    assert _foreign(user.paste_dialog()) == set()
    user.paste_dialog().reject()


def test_every_widget_that_takes_the_focus_has_a_name(user: User) -> None:
    nameless = set()
    for instance in (*(entry.instance for entry in user.workspace.navigation.section_entries()), OVERVIEW):
        user.workspace.navigation.choose(instance)
        user.qtbot.wait(1)
        nameless |= {f"{instance}: {type(widget).__name__} {widget.objectName()}" for widget in _nameless(user.window)}
    assert nameless == set()


def test_the_tab_key_follows_reading_order(user: User) -> None:
    user.session.enter(user.at("cover/with_scoring"), "附")
    for entry in user.workspace.navigation.section_entries():
        user.workspace.navigation.choose(entry.instance)
        user.qtbot.wait(30)
        user.workspace.page.refresh_pending()
        assert list(_out_of_order(user.workspace.page)) == [], entry.instance


def _nameless(top: QWidget) -> Iterator[QWidget]:
    for widget in top.findChildren(QWidget):
        takes = widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if not takes or isinstance(widget.parentWidget(), QAbstractSpinBox):
            continue
        words = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
        if not widget.accessibleName() and not words:
            yield widget


def _out_of_order(page: Page) -> Iterator[str]:
    """Yield widgets that Tab reaches after a widget below them, or to the right of them in the same row."""
    inside = page.widget()
    widget, walked = inside.nextInFocusChain(), []
    while widget is not inside:
        if inside.isAncestorOf(widget) and widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            walked.append((QRect(widget.mapTo(inside, QPoint(0, 0)), widget.size()), _description(widget)))
        widget = widget.nextInFocusChain()
    assert walked
    for (one, first), (other, second) in pairwise(walked):
        same_line = other.top() < one.bottom() and other.bottom() > one.top()
        if other.left() < one.left() if same_line else other.top() < one.top():
            yield f"{first} → {second}"


def _description(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.accessibleName() or getattr(widget, 'text', str)()}"
