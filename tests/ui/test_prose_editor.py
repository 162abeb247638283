"""The editor for prose: headings are highlighted, text and input methods are not affected."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QFont, QGuiApplication, QImage, QInputMethodEvent
from PySide6.QtWidgets import QApplication

from perfdesk.definition.address import Address
from perfdesk.document.blocks import Heading
from perfdesk.document.prose import paragraphs
from perfdesk.ui.editors.line import LineEditor
from perfdesk.ui.editors.prose import ProseEditor
from perfdesk.ui.editors.typing import TypingTimer
from support.user import User

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
PLACE = "performance/text"
pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
TEXT = """一、总体情况
本年完成巡护1200次。
（一）预算执行
1. 基本支出
基本支出按预算执行。
　　2.项目支出
2024年完成三项任务
一、这一行有句号，是正文。
"""


def _editor(user: User) -> ProseEditor:
    editor = user.go_to(PLACE)
    assert isinstance(editor, ProseEditor)
    return editor


def _fonts(editor: ProseEditor) -> dict[str, QFont]:
    """Return the font of each line that is highlighted."""
    found: dict[str, QFont] = {}
    block = editor.document().firstBlock()
    while block.isValid():
        for part in block.layout().formats():
            found[block.text().strip().strip("\u3000")] = part.format.font()
        block = block.next()
    return found


def test_exactly_the_lines_printed_as_headings_are_highlighted(user: User) -> None:
    user.session.enter(user.at(PLACE), TEXT)
    editor = _editor(user)
    printed = paragraphs(TEXT, Address.parse(PLACE))
    assert set(_fonts(editor)) == {block.text for block in printed if isinstance(block, Heading)}
    first, second, third = (_fonts(editor)[line] for line in ("一、总体情况", "（一）预算执行", "1. 基本支出"))
    assert first.bold()
    assert third.bold()
    assert first.pixelSize() > third.pixelSize()
    assert not second.bold()
    assert second.families() != first.families()


def test_a_line_becomes_a_heading_when_something_is_written_below_it(user: User) -> None:
    editor = _editor(user)
    user.type("1. 队伍建设")
    assert not _fonts(editor)
    user.press(Key.Key_Return)
    user.type("队伍稳定。")
    assert list(_fonts(editor)) == ["1. 队伍建设"]


def test_a_heading_is_highlighted_while_typed_and_the_text_remains_plain(user: User) -> None:
    editor = _editor(user)
    user.type("一、总体")
    assert "一、总体" in _fonts(editor)
    user.type("。")
    assert not _fonts(editor)
    user.wait_idle()
    assert user.stored_text(PLACE) == "一、总体。"
    user.press(Key.Key_Z, CONTROL)
    assert user.stored_text(PLACE) is None


def test_a_composition_in_a_heading_is_not_interrupted(user: User) -> None:
    user.session.enter(user.at(PLACE), "一、总体\n正文。")
    editor = _editor(user)
    user.press(Key.Key_Home, CONTROL)
    user.press(Key.Key_End)
    QApplication.sendEvent(editor, QInputMethodEvent("qingkuang", []))
    assert editor.textCursor().block().layout().preeditAreaText() == "qingkuang"
    user.wait_idle()
    assert editor.textCursor().block().layout().preeditAreaText() == "qingkuang"
    done = QInputMethodEvent("", [])
    done.setCommitString("情况")
    QApplication.sendEvent(editor, done)
    user.wait_idle()
    assert user.stored_text(PLACE) == "一、总体情况\n正文。"
    assert list(_fonts(editor)) == ["一、总体情况"]


def test_headings_are_not_cut_off(user: User) -> None:
    user.session.enter(user.at(PLACE), "一、总体情况\n" * 30)
    editor = _editor(user)
    assert editor.verticalScrollBar().maximum() == 0
    last = editor.document().lastBlock()
    bottom = editor.blockBoundingGeometry(last).translated(editor.contentOffset()).bottom()
    assert bottom <= editor.viewport().height()


def test_an_image_or_a_megabyte_is_not_pasted_into_a_text(user: User) -> None:
    editor = _editor(user)
    image = QMimeData()
    image.setImageData(QImage(10, 10, QImage.Format.Format_RGB32))
    QGuiApplication.clipboard().setMimeData(image)
    user.press(Key.Key_V, CONTROL)
    assert editor.toPlainText() == ""
    QGuiApplication.clipboard().setText("一、总体情况\n本年完成巡护。\n" * 70_000)
    user.press(Key.Key_V, CONTROL)
    user.wait_idle()
    assert editor.toPlainText() == ""
    assert user.stored_text(PLACE) is None
    assert "1,050,000 字" in user.workspace.messages.message


@pytest.mark.parametrize("place", [PLACE, "cover/unit_name", "spending/controls/total/actual"])
def test_typing_without_a_pause_is_saved_too(user: User, place: str) -> None:
    user.go_to(place)
    if user.workspace.page is not None and place.startswith("spending"):
        user.press(Key.Key_F2)
    saved: set[str | None] = set()
    for _ in range(60):
        user.type("1")
        user.qtbot.wait(50)
        saved.add(user.stored_text(place))
    assert len(saved - {None}) >= 1
    editor = QApplication.focusWidget()
    assert isinstance(editor, ProseEditor | LineEditor)
    assert (editor.toPlainText() if isinstance(editor, ProseEditor) else editor.text()) == "1" * 60
    user.wait_idle()
    assert user.stored_text(place) == "1" * 60
    changes = [change for change in user.session.file.changes() if change.edits[-1].address == user.at(place)]
    assert len(changes) == 1


def test_the_typing_timer_ends_although_it_is_restarted(user: User) -> None:
    over: list[int] = []
    pause = TypingTimer(user.window)
    pause.timeout.connect(lambda: over.append(1))
    for _ in range(50):
        pause.wait_again()
        user.qtbot.wait(50)
    assert over
    assert pause.stop_waiting() or len(over) > 1


def test_only_the_words_of_a_finding_are_underlined_and_the_box_stays_calm(user: User) -> None:
    text = "𠮷山村的工作继续推进。\n下一步建立建全各项制度。"
    user.session.enter(user.at(PLACE), text)
    editor = _editor(user)
    assert [mark.cursor.selectedText() for mark in editor.extraSelections()] == ["建立建全"]
    assert not editor.property("level")
    user.session.enter(user.at(PLACE), text.replace("建立建全", "建立健全"))
    assert editor.extraSelections() == []
