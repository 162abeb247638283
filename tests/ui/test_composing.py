"""Chinese input methods: real input-method events in every kind of editor."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from support.user import User

pytestmark = pytest.mark.slow

Key = Qt.Key
KINDS = ["line", "prose", "item", "cell", "figure"]


def _place(user: User, kind: str) -> str:
    if kind == "line":
        return "cover/unit_name"
    if kind == "prose":
        return "performance/text"
    if kind == "figure":
        return "spending/goods/e30201/actual"
    table = "basics/duties" if kind == "item" else "spending/projects"
    row = user.workspace.model.add_row(*table.split("/"))
    return f"{table}/{row}/{'text' if kind == 'item' else 'use'}"


def _send(preedit: str, commit: str = "") -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(widget, event)


def _composed(widget: QWidget) -> str:
    """Return the text being composed, as far as the position of the cursor shows it."""
    if isinstance(widget, QPlainTextEdit):
        return widget.textCursor().block().layout().preeditAreaText()
    return str(widget.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle).x())


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_key_is_not_lost(user: User, kind: str) -> None:
    place = _place(user, kind)
    user.go_to(place)
    word = "12" if kind == "figure" else "防汛"
    _send("fang")
    _send("", word)
    user.press(Key.Key_Tab)
    assert user.stored_text(place) == word


@pytest.mark.parametrize("kind", KINDS)
def test_saving_does_not_interrupt_a_composition(user: User, kind: str) -> None:
    place = _place(user, kind)
    user.go_to(place)
    user.type("1")
    editor = QApplication.focusWidget()
    user.qtbot.wait(20)
    alone = _composed(editor)
    _send("fangxun")
    assert _composed(editor) != alone or kind == "figure"
    user.qtbot.wait(20)
    before = _composed(editor)
    user.wait_idle()
    assert user.stored_text(place) == "1"
    assert QApplication.focusWidget() is editor
    assert _composed(editor) == before
    user.session.enter(user.at(place), "别处改的")
    user.qtbot.wait(50)
    assert _composed(editor) == before
    _send("", "2")
    user.wait_idle()
    assert user.stored_text(place) == "12"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Tab, Key.Key_Escape])
def test_keys_inside_a_composition_belong_to_the_input_method(user: User, kind: str, key: Key) -> None:
    place = _place(user, kind)
    user.go_to(place)
    user.type("1")
    editor = QApplication.focusWidget()
    _send("er")
    user.press(key)
    assert QApplication.focusWidget() is editor
    _send("", "2")
    user.wait_idle()
    assert user.stored_text(place) == "12"
