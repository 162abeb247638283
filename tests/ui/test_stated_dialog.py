"""检查 → 原件上的数…: the clerk notes what the source states for a computed cell, and is told of the difference."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from perfdesk.checks.finding import FindingCode
from perfdesk.entries.stated import stated_address
from perfdesk.ui.commands.stated_dialog import StatedDialog
from support.layout_faults import cut_off
from support.user import User

Key = Qt.Key
pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
RATE = "self_evaluation/budget_execution/total/rate"


@pytest.fixture
def report(user: User, demo_file: Path) -> User:
    user.window.open_path(demo_file)
    return user


def _asked(user: User) -> StatedDialog:
    user.window.actions_.by_id["stated"].trigger()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, StatedDialog)
    user.qtbot.waitUntil(dialog.stated_edit.hasFocus)
    return dialog


def _messages(user: User) -> list[str]:
    return [one.message for one in user.session.findings if one.code == FindingCode.STATED]


def test_a_figure_of_the_source_is_noted_compared_and_cleared(report: User) -> None:
    report.go_to(RATE)
    dialog = _asked(report)
    assert list(cut_off(dialog, "stated")) == []
    report.type("89.81%")
    report.press(Key.Key_Return)
    assert QApplication.activeModalWidget() is None
    (message,) = _messages(report)
    assert "原件上写 89.81%，按填报的数算出是 98.81%" in message
    view = report.panel(RATE).view
    report.qtbot.waitUntil(view.hasFocus)
    assert view.current_cell().address == report.at(RATE)
    report.press(Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert "原件上写 89.81%" in report.workspace.inspector.origin.shown_texts()
    assert _asked(report).stated_edit.text() == "89.81%"
    report.press(Key.Key_Delete)
    report.press(Key.Key_Return)
    assert _messages(report) == []
    report.session.undo()
    assert len(_messages(report)) == 1


def test_a_cell_that_is_typed_is_not_asked_about(report: User) -> None:
    report.go_to("cover/unit_name")
    report.window.actions_.by_id["stated"].trigger()
    assert QApplication.activeModalWidget() is None
    assert "算出的" in report.workspace.messages.message


def test_giving_up_changes_nothing(report: User) -> None:
    report.go_to(RATE)
    _asked(report)
    report.type("1")
    report.press(Key.Key_Escape)
    assert QApplication.activeModalWidget() is None
    assert report.session.entries.text(stated_address(report.at(RATE))) is None
