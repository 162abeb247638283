"""Amounts in 元: shown, typed and pasted in 元, stored and printed in 万元."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from perfdesk.application.session import Session
from perfdesk.definition.library import default_form
from perfdesk.definition.loader import load_form
from perfdesk.document.build import build
from perfdesk.importers.matching.figures import from_yuan
from perfdesk.paths import FORMS
from perfdesk.ui.editors.line import LineEditor
from perfdesk.ui.models.money import unit_text_in_yuan, yuan_text
from perfdesk.ui.pages.field_row import FieldRow
from support.user import User

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
PLACE = "spending/goods/e30201/actual"
FIELD = "basics/retired"
pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]


def _switch(user: User) -> None:
    user.window.actions_.by_id["yuan"].trigger()


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A new report of a form in which a single field asks for an amount."""
    folder = shutil.copytree(FORMS / default_form(), tmp_path / "form")
    page = folder / "sections" / "01_basics.toml"
    text = page.read_text(encoding="utf-8")
    before, field, after = text.partition('id = "retired"')
    asked = 'unit = "人"\ndecimals = 0'
    assert field
    assert asked in after
    page.write_text(before + field + after.replace(asked, 'unit = "万元"', 1), encoding="utf-8")
    return Session.create(tmp_path / "填报.db", load_form(folder))


def test_all_amounts_are_shown_in_yuan_and_stored_answers_do_not_change(user: User) -> None:
    user.session.fill({user.at(PLACE): "803.51", user.at("spending/goods/e30239/actual"): "0.123456"}, "两格")
    user.workspace.navigation.choose("spending")
    printed = build(user.session.answers, user.session.findings, draft=False)
    kept = dict(user.session.entries)
    panel = user.panel(PLACE)
    assert panel._unit.text() == "单位：万元"
    _switch(user)
    assert user.shown_text(PLACE) == "8,035,100.00"
    assert user.shown_text("spending/goods/e30239/actual") == "1,234.56"
    assert panel._unit.text() == "单位：元"
    assert panel.view.columnWidth(4) >= panel.view.fontMetrics().horizontalAdvance("8,035,100.00")
    assert dict(user.session.entries) == kept
    assert build(user.session.answers, user.session.findings, draft=False) == printed
    assert user.window.status.yuan.isVisible()
    _switch(user)
    assert user.shown_text(PLACE) == "803.51"
    assert not user.window.status.yuan.isVisible()


def test_totals_and_attachments_follow(user: User) -> None:
    user.session.enter(user.at("spending/three_public/reception/actual"), "1.5")
    _switch(user)
    user.workspace.navigation.choose("spending")
    assert user.shown_text("spending/three_public/three_sum/actual") == "15,000.00"
    user.workspace.navigation.choose("base_data")
    grid = next(iter(user.workspace.page.parts())).grid
    texts = [grid.shown_text(cell) for cell in grid.grid.cells]
    assert "经费控制情况（元）" in texts
    assert "15,000.00" in texts


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("8035100", "803.51"),
        ("1,234,567.89", "123.456789"),
        ("2,410,000+767300", "317.73"),
        ("35万元", "35万元"),
        ("20元", "20元"),
        ("12o", "12o"),
        ("0", "0"),
        ("-0.01", "-0.000001"),
    ],
)
def test_typed_amounts_are_read_as_yuan(user: User, typed: str, kept: str) -> None:
    user.go_to(PLACE)
    _switch(user)
    user.go_to(PLACE)
    user.type(typed)
    user.wait_idle()
    assert QApplication.focusWidget().text() == typed
    user.press(Key.Key_Return)
    assert user.stored_text(PLACE) == kept


def test_undo_names_the_stored_amount(user: User) -> None:
    user.go_to(PLACE)
    _switch(user)
    user.go_to(PLACE)
    user.type("350000")
    user.press(Key.Key_Return)
    assert user.session.undo_label == "办公费·本年决算数 空 → 35"


def test_opening_a_cell_changes_nothing(user: User) -> None:
    user.session.enter(user.at(PLACE), "241+76.73")
    steps = user.session.file.last_change()
    _switch(user)
    user.go_to(PLACE)
    user.press(Key.Key_F2)
    assert QApplication.focusWidget().text() == "3177300"
    user.press(Key.Key_Return)
    assert user.stored_text(PLACE) == "241+76.73"
    assert user.session.file.last_change() == steps


def test_an_amount_with_too_many_decimals_is_stored_and_reported_once(user: User) -> None:
    user.go_to(PLACE)
    _switch(user)
    user.go_to(PLACE)
    user.type("350000")
    user.press(Key.Key_Return)
    assert user.workspace.messages.message == ""
    user.type("12345.67")
    user.press(Key.Key_Return)
    assert "12345.67 元照实存为 1.234567 万元" in user.workspace.messages.message
    user.workspace.messages.clear()
    user.type("12345.68")
    user.press(Key.Key_Return)
    assert user.workspace.messages.message == ""


def test_a_field_is_typed_in_yuan_character_by_character(user: User) -> None:
    user.go_to(FIELD)
    row = user.workspace.page.part_at(user.at(FIELD))
    assert isinstance(row, FieldRow)
    _switch(user)
    assert row._unit.text() == "元"
    row.editor.setFocus()
    for sign in "1234.50":
        user.type(sign)
        user.wait_idle() if sign in ".0" else None
    assert isinstance(row.editor, LineEditor)
    assert row.editor.text() == "1234.50"
    user.press(Key.Key_Return)
    assert user.session.entries.text(row.address) == "0.12345"
    assert row.editor.text() == "1,234.50"
    _switch(user)
    assert row.editor.text() == "0.12345"


def test_pasted_amounts_are_yuan_unless_their_heading_says_otherwise(user: User) -> None:
    user.go_to(PLACE)
    _switch(user)
    user.go_to(PLACE)
    user.paste("12,000")
    assert user.stored_text(PLACE) == "1.2"
    QGuiApplication.clipboard().setText("30201\t350000\n30239\t5")
    user.press(Key.Key_V, CONTROL)
    preview = user.paste_dialog()
    texts = [preview.list.topLevelItem(0).text(column) for column in range(3)]
    assert texts == ["办公费·本年决算数", "12000", "350000"]
    user.qtbot.mouseClick(preview.paste_button, Qt.MouseButton.LeftButton)
    assert user.stored_text(PLACE) == "35"
    QGuiApplication.clipboard().setText("科目编码\t金额（万元）\n30201\t5\n30239\t6")
    user.press(Key.Key_V, CONTROL)
    assert not user.paste_dialog().from_yuan.isChecked()
    user.paste_dialog().reject()


def test_another_report_is_shown_in_wan_yuan(user: User) -> None:
    _switch(user)
    user.window.actions_.by_id["close"].trigger()
    assert not user.window.actions_.by_id["yuan"].isChecked()
    assert not user.window.status.yuan.isVisible()


def test_conversion_to_yuan_and_back_keeps_every_digit() -> None:
    for text in ("0.00001", "803.51", "123456789012345678901234567890.123456789", "-3.5", "0", "1000"):
        assert from_yuan(yuan_text(text)) == text
    assert yuan_text("不是数") == "不是数"
    assert unit_text_in_yuan("单位：万元") == "单位：元"
    assert unit_text_in_yuan("支出12万元") == "支出12万元"
