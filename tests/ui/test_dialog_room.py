"""Every dialog of the program is high and wide enough for its words, and no part of it covers another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPlainTextEdit, QPushButton, QWidget

from perfdesk.application.import_report import read_other_report
from perfdesk.storage.backup import back_up
from perfdesk.ui.commands.registry import COMMANDS
from perfdesk.ui.commands.report_parts_dialog import ReportPartsDialog
from perfdesk.ui.findings.reason_dialog import ask_reason
from perfdesk.ui.widgets.dialog_parts import open_dialog
from support.layout_faults import cut_off
from support.user import User

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
#: Commands that ask in a dialog of the program, not of the system.
ASKING = ("new", "roll", "send", "all", "public", "info", "find", "go_to", "restore")


def _overlaps(dialog: QDialog) -> Iterator[str]:
    """Each pair of texts, editors and buttons that cover each other."""
    kinds = (QLabel, QPlainTextEdit, QPushButton)
    parts = [one for one in dialog.findChildren(QWidget) if isinstance(one, kinds) and one.isVisible()]
    boxes = [(one, _seen_rect(one, dialog)) for one in parts]
    for number, (one, box) in enumerate(boxes):
        for other, second in boxes[:number]:
            if box.intersects(second) and not other.isAncestorOf(one) and not one.isAncestorOf(other):
                yield f"{type(one).__name__} over {type(other).__name__}: {box} {second}"


def _seen_rect(one: QWidget, dialog: QDialog) -> QRect:
    """Return where a widget of the dialog is seen: the parts scrolled away are not."""
    seen = QRect(one.mapTo(dialog, QPoint()), one.size())
    around = one.parentWidget()
    while around is not None and around is not dialog:
        seen &= QRect(around.mapTo(dialog, QPoint()), around.size())
        around = around.parentWidget()
    return seen


def _shown_dialog(user: User, show: Callable[[], object]) -> QDialog:
    show()
    user.qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget() or _last(), QDialog), timeout=20_000)
    user.qtbot.wait(100)
    found = QApplication.activeModalWidget() or _last()
    assert isinstance(found, QDialog)
    return found


def _last() -> QWidget | None:
    shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
    return shown[-1] if shown else None


@pytest.fixture
def report(user: User, daoxian_file: Path) -> User:
    """The real sample, which has findings and a backup."""
    user.window.open_path(daoxian_file)
    back_up(user.session.file)
    return user


def test_the_reason_of_a_warning_has_room(report: User) -> None:
    for finding in report.workspace.model.findings:
        if finding.severity == "warning":
            dialog = _shown_dialog(
                report, lambda found=finding: ask_reason(report.workspace.model, found, report.window)
            )
            assert [*cut_off(dialog, finding.code), *_overlaps(dialog)] == []
            dialog.reject()
            report.qtbot.wait(1)


@pytest.mark.parametrize("command", ASKING)
def test_a_dialog_has_room_for_its_words(report: User, command: str) -> None:
    dialog = _shown_dialog(report, report.window.actions_.by_id[command].trigger)
    report.window.background.finish()  # what is worked out meanwhile is shown
    report.qtbot.wait(100)
    assert [*cut_off(dialog, command), *_overlaps(dialog)] == []
    dialog.reject()


def test_the_parts_of_another_report_have_room(report: User, demo_file: Path) -> None:
    other = read_other_report(demo_file)
    form = replace(report.session.form, id="another")  # so that the dialog speaks of another form, too
    dialog = _shown_dialog(report, lambda: open_dialog(ReportPartsDialog(other, form, report.window)))
    assert [*cut_off(dialog, "parts"), *_overlaps(dialog)] == []
    dialog.reject()


def test_the_commands_looked_at_are_those_that_ask() -> None:
    assert set(ASKING) <= set(COMMANDS)
