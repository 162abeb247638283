"""A chapter and an attachment of the sample entered without the mouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from perfdesk.application.answers_json import dump_values
from perfdesk.application.samples import make_sample
from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.ui.editors.choice import ChoiceEditor
from perfdesk.ui.pages.list_panel import ListPanel
from perfdesk.ui.panels.find_dialog import FindDialog
from perfdesk.ui.table.view import GridView
from support.user import User

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
_MAX_STEPS = 200


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Session]:
    """The invented sample, which the test enters."""
    make_sample("demo-2024", tmp_path / "样例.db")
    made = Session.open(tmp_path / "样例.db")
    yield made
    made.close()


@pytest.mark.parametrize("section", ["funds", "scoring", "cover"])
def test_a_section_is_entered_with_the_keyboard(user: User, sample: Session, section: str) -> None:
    wanted = {
        Address.parse(place): sample.entries.text(Address.parse(place)) or ""
        for place in dump_values(sample.answers)
        if place.startswith(f"{section}/") and sample.entries.text(Address.parse(place))
    }
    user.session.enter(user.at("cover/with_scoring"), "附")
    user.qtbot.waitUntil(lambda: QApplication.activeWindow() is not None)
    while user.workspace.navigation.current_section() != section:
        user.press(Key.Key_PageDown, CONTROL)
    _go_by_name(user, section, next(iter(wanted)))
    left = dict(wanted)
    for _ in range(_MAX_STEPS):
        here = _address(user)
        if here in left:
            _enter(user, left.pop(here))
        if not left:
            break
        user.press(Key.Key_Tab)
    user.press(Key.Key_Tab)
    user.workspace.flush()
    assert not left
    entered, meant = dump_values(user.session.answers), dump_values(sample.answers)
    assert {str(place): entered.get(str(place)) for place in wanted} == {
        str(place): meant[str(place)] for place in wanted
    }


def _go_by_name(user: User, section: str, first: Address) -> None:
    """Go to the first answer of a section with Ctrl+G and its name."""
    user.press(Key.Key_G, CONTROL)
    user.qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), FindDialog))
    finder = QApplication.activeWindow()
    assert isinstance(finder, FindDialog)
    user.qtbot.waitUntil(lambda: QApplication.focusWidget() is finder.line)
    question = user.session.form.question(first)
    user.type(f"{user.session.form.section(section).tab} {question.label}")
    user.press(Key.Key_Return)
    user.qtbot.waitUntil(lambda: _address(user) is not None)
    assert _address(user).section == section


def _enter(user: User, text: str) -> None:
    editor = QApplication.focusWidget()
    if isinstance(editor, ChoiceEditor):
        while editor._chosen != text:
            user.press(Key.Key_Space)
        return
    user.type(text)


def _address(user: User) -> Address | None:
    """Return the focused answer."""
    focused = QApplication.focusWidget()
    for part in user.workspace.page.parts():
        if focused is None or not (part is focused or part.isAncestorOf(focused)):
            continue
        view = part.findChild(GridView)
        if view is not None:
            cell = view.current_cell()
            return cell.address if cell else None
        return None if isinstance(part, ListPanel) else _field(part, focused)
    return None


def _field(part: QWidget, focused: QWidget) -> Address | None:
    editor = part.editor
    return part.address if editor is focused or editor.isAncestorOf(focused) else None
