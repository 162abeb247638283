"""The file is damaged while it is open: nothing is reported as saved that is not, and nothing typed is lost."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from perfdesk.storage import recovery
from support.dialogs import UNIT, DialogAnswers, unit_in
from support.user import User

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]

HEAD = "cover/head"
DAMAGES: dict[str, Callable[[Path], None]] = {
    "deleted": lambda path: path.unlink(),
    "cut": lambda path: os.truncate(path, 7000),
    "overwritten": lambda path: path.write_bytes(b"another file" * 9000) and None,
}
damages = pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())


def typed_in(user: User, address: str, text: str) -> None:
    user.go_to(address)
    user.type(text)
    user.press(Qt.Key.Key_Return)


@damages
def test_typing_continues_in_a_recovery_copy_and_the_window_says_so(user: User, damage: Callable[[Path], None]) -> None:
    typed_in(user, "cover/unit_name", "甲局")
    path = user.session.path
    damage(path)
    typed_in(user, HEAD, "周明远")
    assert "内容已暂存在本机" in user.workspace.file_bar.message
    assert user.window.status.saved.text().startswith("已保存在本机")
    assert user.window.windowTitle() == f"{path.name}（暂存在本机） — PerfDesk"
    assert user.session.file.path.parent.name == "rescued"
    assert unit_in(user.session.file.path) == "甲局"
    assert not user.workspace.model.unsaved


@damages
def test_damage_is_reported_when_the_window_is_activated(user: User, damage: Callable[[Path], None]) -> None:
    typed_in(user, "cover/unit_name", "甲局")
    damage(user.session.path)
    user.workspace.file_monitor.check_for_changes()
    assert "内容已暂存在本机" in user.workspace.file_bar.message
    assert unit_in(user.session.file.path) == "甲局"


@damages
def test_a_copy_saved_by_the_user_is_written_from_memory(
    user: User, damage: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed_in(user, "cover/unit_name", "甲局")
    damage(user.session.path)
    monkeypatch.setattr("perfdesk.ui.widgets.message_boxes.ask_new_path", lambda *_: tmp_path / "副本.db")
    user.window.actions_.by_id["copy"].trigger()
    assert unit_in(tmp_path / "副本.db") == "甲局"
    assert "已另存副本" in user.workspace.messages.message


@damages
def test_closing_saves_a_recovery_copy_and_offers_it_again(user: User, damage: Callable[[Path], None]) -> None:
    typed_in(user, "cover/unit_name", "甲局")
    path = user.session.path
    damage(path)
    user.window.actions_.by_id["close"].trigger()
    (waiting,) = [one for one in recovery.pending_copies() if one.original == path]
    assert unit_in(waiting.path) == "甲局"
    boxes = DialogAnswers("以后再说")
    user.window.open_path(path)
    assert boxes.messages


def test_without_a_recovery_copy_nothing_is_reported_as_saved(
    user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed_in(user, "cover/unit_name", "甲局")
    (tmp_path / "letter.txt").write_text("x", encoding="utf-8")
    monkeypatch.setenv("PERFDESK_DATA", str(tmp_path / "letter.txt"))
    user.session.path.write_bytes(b"another file" * 9000)
    typed_in(user, HEAD, "周明远")
    assert user.window.status.saved.text() == "● 有内容没有存进文件"
    assert user.workspace.save_error_bar.message.startswith("这次修改没有存进文件。")
    assert not user.workspace.model.save_again()
    assert user.window.status.saved.text() == "● 有内容没有存进文件"
    assert user.session.entries.text(UNIT) == "甲局"
    monkeypatch.setattr("perfdesk.ui.widgets.message_boxes.ask_new_path", lambda *_: tmp_path / "副本.db")
    user.window.actions_.by_id["copy"].trigger()
    assert unit_in(tmp_path / "副本.db") == "甲局"
