"""Stories of Chinese input methods, with real input-method events in every kind of editor."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from support.user import Clerk

Key = Qt.Key
KINDS = ["line", "prose", "item", "cell", "figure"]


def _place(clerk: Clerk, kind: str) -> str:
    if kind == "line":
        return "cover/unit_name"
    if kind == "prose":
        return "performance/text"
    if kind == "figure":
        return "spending/goods/e30201/actual"
    table = "basics/duties" if kind == "item" else "spending/projects"
    row = clerk.desk.model.add_row(*table.split("/"))
    return f"{table}/{row}/{'text' if kind == 'item' else 'use'}"


def _send(preedit: str, commit: str = "") -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(widget, event)


def _composed(widget: QWidget) -> str:
    """What is being composed, as far as the widget tells: by how far the cursor has moved."""
    if isinstance(widget, QPlainTextEdit):
        return widget.textCursor().block().layout().preeditAreaText()
    return str(widget.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle).x())


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_key_is_not_lost(clerk: Clerk, kind: str) -> None:
    place = _place(clerk, kind)
    clerk.go(place)
    word = "12" if kind == "figure" else "防汛"
    _send("fang")
    _send("", word)
    clerk.press(Key.Key_Tab)
    assert clerk.typed(place) == word


@pytest.mark.parametrize("kind", KINDS)
def test_saving_does_not_cut_what_is_being_composed(clerk: Clerk, kind: str) -> None:
    place = _place(clerk, kind)
    clerk.go(place)
    clerk.type("1")
    editor = QApplication.focusWidget()
    clerk.qtbot.wait(20)
    alone = _composed(editor)
    _send("fangxun")
    assert _composed(editor) != alone or kind == "figure"
    clerk.qtbot.wait(20)
    before = _composed(editor)
    clerk.rest()
    assert clerk.typed(place) == "1"
    assert QApplication.focusWidget() is editor
    assert _composed(editor) == before
    clerk.session.enter(clerk.at(place), "别处改的")
    clerk.qtbot.wait(50)
    assert _composed(editor) == before
    _send("", "2")
    clerk.rest()
    assert clerk.typed(place) == "12"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Tab, Key.Key_Escape])
def test_keys_inside_a_composition_belong_to_the_input_method(clerk: Clerk, kind: str, key: Key) -> None:
    place = _place(clerk, kind)
    clerk.go(place)
    clerk.type("1")
    editor = QApplication.focusWidget()
    _send("er")
    clerk.press(key)
    assert QApplication.focusWidget() is editor
    _send("", "2")
    clerk.rest()
    assert clerk.typed(place) == "12"
