"""Typing numbers: sums, separators, the mouse wheel, last year's numbers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from perfdesk.application.answers_json import dump_values
from perfdesk.ui.editors.choice import ChoiceEditor, LinkEditor
from perfdesk.ui.editors.line import LineEditor
from perfdesk.ui.models.money import grouped, grouped_in
from perfdesk.ui.pages.field_row import FieldRow
from perfdesk.ui.table.view import GridView
from support.user import User

pytestmark = pytest.mark.slow

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


def _number_field(user: User) -> FieldRow:
    for entry in user.workspace.navigation.section_entries():
        user.workspace.navigation.choose(entry.instance)
        for part in user.workspace.page.parts():
            is_number = isinstance(part, FieldRow) and part._field.question.kind == "number"
            if is_number and part.isVisible() and not part.editor.isReadOnly():
                return part
    raise AssertionError("the form has no field that asks for a number")


def test_a_sum_typed_in_a_cell_is_computed_and_stored_as_typed(user: User) -> None:
    user.go_to("spending/goods/e30201/actual")
    user.type("1241+76.73")
    user.press(Key.Key_Return)
    assert user.stored_text("spending/goods/e30201/actual") == "1241+76.73"
    assert user.shown_text("spending/goods/e30201/actual") == "1,317.73"


def test_a_field_shows_separators_while_it_is_not_edited(user: User) -> None:
    row = _number_field(user)
    row.editor.setFocus()
    user.type("1234567.5")
    assert row.editor.text() == "1234567.5"
    user.press(Key.Key_Return)
    user.wait_idle()
    assert row.editor.text().startswith("1,234,567.5")
    assert user.session.entries.text(row.address) == "1234567.5"
    row.editor.setFocus()
    assert row.editor.text() == "1234567.5"
    user.press(Key.Key_Return)
    assert user.session.entries.text(row.address) == "1234567.5"


def test_the_wheel_changes_no_answer(user: User) -> None:
    user.workspace.model.add_row("spending", "projects")
    before = dump_values(user.session.answers)
    turned = 0
    for instance in ("cover", "spending", "problems"):
        user.workspace.navigation.choose(instance)
        for kind in (LineEditor, ChoiceEditor, LinkEditor, GridView):
            for editor in user.workspace.page.findChildren(kind):
                editor.setFocus()
                _turn(editor)
                turned += 1
    assert turned > 10
    assert dump_values(user.session.answers) == before


def _turn(widget: QWidget) -> None:
    at = QPointF(5, 5)
    none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    for step in (120, -120, -120):
        event = QWheelEvent(at, widget.mapToGlobal(at), QPoint(0, 0), QPoint(0, step), *none, False)
        QApplication.sendEvent(widget, event)


def test_ctrl_d_enters_last_years_number(user: User) -> None:
    user.session.enter(user.at("spending/goods/e30201/last_actual"), "12.5")
    user.go_to("spending/goods/e30201/actual")
    user.press(Key.Key_D, CONTROL)
    assert user.stored_text("spending/goods/e30201/actual") == "12.5"
    user.press(Key.Key_Z, CONTROL)
    assert user.stored_text("spending/goods/e30201/actual") is None


def test_ctrl_d_without_a_number_of_last_year_shows_a_message(user: User) -> None:
    user.go_to("basics/staffing/administrative/authorised")
    user.press(Key.Key_D, CONTROL)
    assert user.stored_text("basics/staffing/administrative/authorised") is None
    assert "没有可取的上年数" in user.panel("basics/staffing/administrative/authorised").messages.message


def test_decimals_are_never_grouped() -> None:
    assert grouped("1234567.123456") == "1,234,567.123456"
    assert grouped("0.001193") == "0.001193"
    assert grouped("-12345") == "-12,345"


def test_only_amounts_in_a_text_are_grouped() -> None:
    assert grouped_in("比上年 12345.60 少，截至 2024.12.31。") == "比上年 12,345.60 少，截至 2024.12.31。"
    assert grouped_in("共 1234.5。") == "共 1,234.5。"
