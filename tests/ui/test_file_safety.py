"""A file that is in use, lost or changed elsewhere: the window reports it, and nothing typed is lost."""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from perfdesk.definition.address import Address
from perfdesk.storage import recovery
from perfdesk.storage.lock import acquire
from perfdesk.ui.window.main_window import MainWindow
from perfdesk.ui.window.start_page import StartPage
from support.dialogs import UNIT, DialogAnswers, replace_from_elsewhere, unit_in
from support.user import User

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
SIX_MINUTES = 360


@pytest.fixture
def held(user: User) -> Path:
    """The report, open on another machine; the window shows the start page."""
    path = user.session.path
    user.window.actions_.by_id["close"].trigger()
    assert acquire(path) is not None
    lock = next(one for one in path.parent.iterdir() if one.name.endswith(".lock"))
    holder = json.loads(lock.read_text(encoding="utf-8"))
    other = {**holder, "who": "李四", "machine": "PC-2020", "machine_id": "other", "mark": "other"}
    lock.write_text(json.dumps(other), encoding="utf-8")
    return path


def lose(user: User) -> Path:
    """Delete the file while the user types; return a copy of it in the same folder."""
    path = user.session.path
    shutil.copy(path, path.with_name("原样"))
    user.go_to("cover/unit_name")
    user.type("甲局")
    path.unlink()
    user.press(Qt.Key.Key_Return)
    return path


def started(qtbot: QtBot) -> tuple[MainWindow, StartPage]:
    """The program, started again."""
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    window.begin(None)
    page = window.centralWidget().currentWidget()
    assert isinstance(page, StartPage)
    return window, page


def test_a_report_in_use_is_opened_read_only_and_names_its_user(user: User, held: Path) -> None:
    boxes = DialogAnswers("只读打开")
    assert user.window.open_path(held)
    assert "李四" in boxes.messages[0]
    assert "PC-2020" in boxes.messages[0]
    assert user.session.read_only
    assert user.workspace.file_bar.message.startswith("只读：“李四”")
    assert user.window.windowTitle() == "填报.db（只读） — PerfDesk"
    assert user.window.status.saved.text() == "只读"


def test_typing_in_a_read_only_report_is_reported(user: User, held: Path) -> None:
    _boxes = DialogAnswers("只读打开")
    user.window.open_path(held)
    user.window.activateWindow()
    user.qtbot.waitUntil(user.window.isActiveWindow)
    editor = user.go_to("cover/unit_name")
    user.press(Qt.Key.Key_A)
    assert user.workspace.file_bar.message.startswith("刚才的输入没有记下。只读")
    assert editor.property("text") == ""
    user.go_to("cover/title")
    user.press(Qt.Key.Key_F2)
    assert not user.workspace.page.part_at(user.at("cover/title")).editor.toggle_button.isEnabled()
    assert user.workspace.page.part_at(user.at("cover/title")).editor.editor.isHidden()
    user.go_to("basics/staffing/administrative/authorised")
    user.press(Qt.Key.Key_5)
    assert not user.panel("basics/staffing/administrative/authorised").view.is_typing()
    user.workspace.model.fill({UNIT: "乙局"}, "粘贴")
    assert user.stored_text("cover/unit_name") is None
    assert not user.workspace.model.unsaved


def test_an_active_lock_cannot_be_taken_over(user: User, held: Path) -> None:
    boxes = DialogAnswers("接手填报", "知道了", "取消")
    assert not user.window.open_path(held)
    assert boxes.messages[1].startswith("没有接手。“李四”还在填报。")
    assert boxes.unused_answers == []


def test_a_stale_lock_is_taken_over(user: User, held: Path) -> None:
    lock = next(one for one in held.parent.iterdir() if one.name.endswith(".lock"))
    ago = time.time() - SIX_MINUTES
    os.utime(lock, (ago, ago))
    _boxes = DialogAnswers("接手填报")
    assert user.window.open_path(held)
    assert not user.session.read_only
    assert user.workspace.file_bar.message == ""


def test_a_report_that_cannot_be_written_is_read_only(user: User) -> None:
    path = user.session.path
    user.window.actions_.by_id["close"].trigger()
    path.chmod(0o444)
    assert user.window.open_path(path)
    assert user.workspace.file_bar.message.startswith("只读：这个文件或它所在的文件夹不能写入。")
    path.chmod(0o644)
    user.workspace.file_bar.click("再试填报")
    assert not user.session.read_only


def test_typing_continues_when_the_file_disappears(user: User) -> None:
    path = lose(user)
    assert user.stored_text("cover/unit_name") == "甲局"
    assert not user.workspace.model.unsaved
    assert not user.workspace.save_error_bar.isVisible()
    assert "填报没有中断" in user.workspace.file_bar.message
    assert user.window.windowTitle() == f"{path.name}（暂存在本机） — PerfDesk"
    user.workspace.model.undo()
    assert user.stored_text("cover/unit_name") is None


def test_rows_and_undo_continue_when_the_file_disappears(user: User) -> None:
    user.session.enter(UNIT, "甲局")
    user.session.path.unlink()
    row = user.workspace.model.add_row("spending", "projects")
    assert user.session.entries.rows("spending", "projects") == (row,)
    user.workspace.model.undo()
    user.workspace.model.undo()
    assert user.stored_text("cover/unit_name") is None
    assert not user.workspace.save_error_bar.isVisible()


def test_a_missing_file_is_reported_when_the_window_is_activated(user: User) -> None:
    user.session.path.unlink()
    user.workspace.file_monitor.check_for_changes()
    assert "填报没有中断" in user.workspace.file_bar.message


def test_a_recovery_copy_is_restored_without_closing(user: User) -> None:
    path = lose(user)
    user.workspace.file_bar.click("放回原处")
    assert user.session.path == path
    assert user.stored_text("cover/unit_name") == "甲局"
    assert recovery.pending_copies() == []
    assert user.window.windowTitle() == f"{path.name} — PerfDesk"


def test_a_recovery_copy_stays_open_when_it_cannot_be_restored(user: User) -> None:
    path = lose(user)
    path.mkdir()
    boxes = DialogAnswers("知道了")
    user.workspace.file_bar.click("放回原处")
    assert boxes.messages
    assert user.stored_text("cover/unit_name") == "甲局"
    assert "放回原处" in user.workspace.file_bar.action_labels
    assert user.window.windowTitle() == f"{path.name}（暂存在本机） — PerfDesk"


def test_a_recovery_copy_is_offered_when_the_report_is_opened_again(user: User) -> None:
    path = lose(user)
    user.window.actions_.by_id["close"].trigger()
    path.with_name("原样").rename(path)
    boxes = DialogAnswers("丢弃…", "不丢弃", "放回原处")
    assert user.window.open_path(path)
    assert boxes.unused_answers == []
    assert user.stored_text("cover/unit_name") == "甲局"
    assert recovery.pending_copies() == []


def test_a_recovery_copy_is_offered_at_the_next_start(user: User, qtbot: QtBot) -> None:
    path = lose(user)
    user.window.close()
    window, page = started(qtbot)
    qtbot.waitUntil(lambda: bool(page.message_bars), timeout=20_000)
    assert "没有写回原处" in page.message_bars[0].message
    _boxes = DialogAnswers("放回原处")
    page.message_bars[0].click("处理…")
    assert window.session is not None
    assert window.session.path == path
    assert window.session.entries.text(UNIT) == "甲局"
    window.close()


def test_a_recovery_copy_is_saved_elsewhere_or_discarded(
    user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = lose(user)
    user.window.actions_.by_id["close"].trigger()
    path.with_name("原样").rename(path)
    monkeypatch.setattr("perfdesk.ui.widgets.message_boxes.ask_new_path", lambda *_: tmp_path / "找回.db")
    _boxes = DialogAnswers("另存…")
    assert user.window.open_path(path)
    assert user.session.path == tmp_path / "找回.db"
    assert user.stored_text("cover/unit_name") == "甲局"
    assert unit_in(path) is None


def test_a_discarded_recovery_copy_is_deleted(user: User) -> None:
    path = lose(user)
    user.window.actions_.by_id["close"].trigger()
    path.with_name("原样").rename(path)
    _boxes = DialogAnswers("丢弃…", "丢弃")
    assert user.window.open_path(path)
    assert recovery.pending_copies() == []
    assert user.stored_text("cover/unit_name") is None


def test_a_change_elsewhere_is_reported_and_read_again(user: User) -> None:
    replace_from_elsewhere(user.session.path, "cover/unit_name", "别处的局")
    user.workspace.file_monitor.check_for_changes()
    assert "在别处被改过" in user.workspace.file_bar.message
    user.workspace.file_bar.click("重新打开")
    assert user.stored_text("cover/unit_name") == "别处的局"
    assert user.workspace.file_bar.message == ""


def test_a_change_elsewhere_is_never_overwritten(user: User) -> None:
    replace_from_elsewhere(user.session.path, "cover/unit_name", "别处的局")
    user.go_to("cover/unit_name")
    user.type("甲局")
    user.press(Qt.Key.Key_Return)
    assert "重新打开" in user.workspace.file_bar.action_labels
    assert "刚输入的 1 处还在页面上" in user.workspace.save_error_bar.message
    assert unit_in(user.session.path) == "别处的局"
    _boxes = DialogAnswers("仍要关闭")
    user.workspace.file_bar.click("重新打开")
    assert user.stored_text("cover/unit_name") == "别处的局"


def test_after_a_change_elsewhere_the_screen_can_be_saved_as_another_file(
    user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, own = user.session.path, tmp_path / "我的.db"
    user.session.enter(Address("cover", "head"), "周明远")
    replace_from_elsewhere(path, "cover/unit_name", "别处的局")
    shutil.copy(path, path.with_name("别处的"))
    user.go_to("cover/unit_name")
    user.type("甲局")
    user.press(Qt.Key.Key_Return)
    monkeypatch.setattr("perfdesk.ui.widgets.message_boxes.ask_new_path", lambda *_: own)
    user.workspace.file_bar.click("另存副本…")
    assert user.session.path == own
    assert (user.stored_text("cover/unit_name"), user.stored_text("cover/head")) == ("甲局", "周明远")
    assert path.read_bytes() == path.with_name("别处的").read_bytes()
    assert recovery.pending_copies() == []


def test_exports_go_next_to_the_report_while_a_copy_is_edited(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    path = lose(user)
    asked: list[Path] = []
    monkeypatch.setattr(
        "perfdesk.ui.widgets.message_boxes.ask_target", lambda _window, _suffix, suggested: asked.append(suggested)
    )
    user.window.actions_.by_id["word"].trigger()
    assert asked[0].parent == path.parent
