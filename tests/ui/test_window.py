"""The window as a whole: sections, saving, export, preview and files."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.definition.sample_list import samples
from perfdesk.ui.widgets import message_boxes
from perfdesk.ui.window.main_window import MainWindow
from perfdesk.ui.window.start_page import StartPage
from support.user import User

pytestmark = pytest.mark.slow

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


def test_every_section_can_be_shown(user: User) -> None:
    user.session.fill({user.at("cover/with_scoring"): "附"}, "附表4")
    user.workspace.model.add_row("spending", "projects")
    entries = user.workspace.navigation.section_entries()
    assert len(entries) == 15
    for entry in entries:
        user.workspace.navigation.choose(entry.instance)
        user.qtbot.wait(10)
        assert user.workspace.page.instance == entry.instance
        assert not user.workspace.page.widget().grab().isNull()


def test_every_question_can_be_reached(user: User) -> None:
    form = user.session.form
    for (section, field, column), question in form.questions.items():
        if form.section(section).repeats_over is not None or not user.workspace._is_section(section):
            continue
        rows = user.session.answers.rows(section, field) if (section, field) in form.tables else ("",)
        for row in rows[:1]:
            address = Address(section, field, row, column)
            if form.question(address) is None or question.kind == "sentence" or form.formula(address) is not None:
                continue
            user.workspace.navigation.choose(section)
            assert user.workspace.page.part_at(address) is not None, address


def test_every_editor_has_a_name(user: User) -> None:
    for entry in user.workspace.navigation.section_entries():
        user.workspace.navigation.choose(entry.instance)
        for widget in user.workspace.page.findChildren(QWidget):
            shown = widget.isVisibleTo(user.workspace.page) and not isinstance(widget, QLabel)
            if shown and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                named = widget.accessibleName() or getattr(widget, "text", lambda: "")()
                assert named, widget


def test_shortcuts_change_the_section(user: User) -> None:
    user.press(Key.Key_PageDown, CONTROL)
    assert user.workspace.navigation.current_section() == "basics"
    user.press(Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert user.workspace.navigation.current_section() == "funds"
    user.go_to("spending/controls/total/actual")
    user.press(Key.Key_PageUp, CONTROL)
    assert user.workspace.navigation.current_section() == "basics"


def test_f8_goes_from_finding_to_finding(user: User) -> None:
    user.press(Key.Key_F8)
    checks = user.workspace.checks
    first, second = checks.findings()[:2]
    assert checks.finding_list.selected_row().finding == first
    user.press(Key.Key_F8)
    assert checks.finding_list.selected_row().finding == second
    user.press(Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert checks.finding_list.selected_row().finding == first


def test_a_failed_save_keeps_the_text_and_offers_to_save_again(user: User) -> None:
    user.go_to("cover/unit_name")
    path = user.session.file.path
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    user.type("甲局")
    user.press(Key.Key_Return)
    assert user.stored_text("cover/unit_name") is None
    row = user.workspace.page.part_at(user.at("cover/unit_name"))
    assert row.editor.text() == "甲局"
    assert "没有存进文件" in user.workspace.save_error_bar.message
    assert user.workspace.save_error_bar.isVisible()
    other.execute("ROLLBACK")
    other.close()
    user.workspace.save_error_bar.click("再存一次")
    assert user.stored_text("cover/unit_name") == "甲局"
    assert not user.workspace.save_error_bar.isVisible()


def test_a_row_that_could_not_be_added_is_added_when_it_is_saved_again(user: User) -> None:
    user.workspace.go_to(user.at("basics/duties"))
    before = user.session.answers.rows("basics", "duties")
    other = sqlite3.connect(user.session.file.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    user.workspace.model.add_row("basics", "duties")
    assert "没有存进文件" in user.workspace.save_error_bar.message
    user.workspace.save_error_bar.click("再存一次")  # the file is still locked
    assert user.workspace.save_error_bar.isVisible()
    other.execute("ROLLBACK")
    other.close()
    user.workspace.save_error_bar.click("再存一次")
    assert len(user.session.answers.rows("basics", "duties")) == len(before) + 1
    assert not user.workspace.save_error_bar.isVisible()


def test_a_failed_save_in_a_cell_keeps_the_text(user: User) -> None:
    user.go_to("basics/staffing/administrative/authorised")
    other = sqlite3.connect(user.session.file.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    user.type("10")
    user.press(Key.Key_Return)
    assert user.shown_text("basics/staffing/administrative/authorised") == "10"
    other.execute("ROLLBACK")
    other.close()
    user.workspace.save_error_bar.click("再存一次")
    assert user.stored_text("basics/staffing/administrative/authorised") == "10"


@pytest.mark.parametrize("name", ["word", "pdf", "excel"])
def test_the_export_buttons_write_their_files(
    user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    suffix = {"word": ".docx", "pdf": ".pdf", "excel": ".xlsx"}[name]
    target = tmp_path / f"报告{suffix}"
    monkeypatch.setattr(message_boxes, "ask_target", lambda *_: target)
    with user.qtbot.waitSignal(user.window.exporter.finished, timeout=60_000) as finished:
        user.qtbot.mouseClick(user.window.actions_.buttons[name], Qt.MouseButton.LeftButton)
    assert finished.args == [True]
    assert target.stat().st_size > 1000
    assert user.workspace.messages.message.startswith(f"已导出 {target.name}")
    assert "草稿" in user.workspace.messages.message


def test_a_failed_export_is_reported_in_the_message_bar(
    user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "文件"
    blocked.write_text("这里已经有一个文件", encoding="utf-8")
    monkeypatch.setattr(message_boxes, "ask_target", lambda *_: blocked / "报告.docx")
    with user.qtbot.waitSignal(user.window.exporter.finished, timeout=60_000) as finished:
        user.qtbot.mouseClick(user.window.actions_.buttons["word"], Qt.MouseButton.LeftButton)
    assert finished.args == [False]
    assert "没有导出" in user.workspace.messages.message


def test_the_preview_shows_pages_and_follows(user: User) -> None:
    preview = user.workspace.preview
    user.workspace.set_preview(True)
    user.qtbot.waitUntil(lambda: preview.page_count > 0, timeout=20_000)
    assert preview.message == ""


def test_a_sample_is_opened_from_the_start_page(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    window.begin(None)
    page = window.centralWidget().currentWidget()
    assert isinstance(page, StartPage)
    name = next(iter(samples()))
    monkeypatch.setattr(message_boxes, "ask_new_path", lambda *_: tmp_path / "样例.db")
    page.sample_requested.emit(name)
    assert window.workspace is not None
    assert window.windowTitle() == "样例.db — PerfDesk"
    window.close()


def test_a_file_that_is_no_report_shows_one_message_box(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    errors = []
    monkeypatch.setattr(message_boxes, "show_error", lambda _parent, error: errors.append(error))
    not_a_report = tmp_path / "x.db"
    not_a_report.write_text("不是数据库", encoding="utf-8")
    assert not window.open_path(not_a_report)
    assert len(errors) == 1
    assert errors[0].what


def test_a_copy_is_saved_while_the_report_stays_open(
    user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "副本.db"
    monkeypatch.setattr(message_boxes, "ask_new_path", lambda *_: copy)
    user.go_to("cover/unit_name")
    user.type("甲局")
    user.window.actions_.by_id["copy"].trigger()
    kept = Session.open(copy)
    assert kept.entries.text(user.at("cover/unit_name")) == "甲局"
    kept.close()
    assert user.session.file.path.name == "填报.db"


def test_closing_saves_what_is_being_typed(user: User) -> None:
    path = user.session.file.path
    user.go_to("cover/unit_name")
    user.type("甲局")
    user.window.close()
    again = Session.open(path)
    assert again.entries.text(user.at("cover/unit_name")) == "甲局"
    again.close()


class _Emitter(QObject):
    emitted = Signal(bool)


def test_references_are_not_lost(qtbot: QtBot) -> None:
    """PySide6 6.12.0 loses a reference to True with each emit and one to None with each void call, and aborts."""
    emitter, label = _Emitter(), QLabel()
    qtbot.addWidget(label)
    received = []
    emitter.emitted.connect(received.append)
    true_before, none_before = sys.getrefcount(True), sys.getrefcount(None)
    for number in range(20_000):
        emitter.emitted.emit(True)
        label.setText(str(number % 2))
    received.clear()
    # One lost reference per call would be 20,000; the rest of a long test run changes these counts by some hundreds.
    assert abs(sys.getrefcount(True) - true_before) < 10_000
    assert abs(sys.getrefcount(None) - none_before) < 10_000
