"""Periodic tasks while a report is open."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from perfdesk.storage.backup import list_backups
from support.user import User

pytestmark = pytest.mark.slow


@pytest.mark.slow
def test_a_backup_is_created_at_first_and_after_changes(user: User) -> None:
    report = user.session.file.report_id()
    user.workspace.file_monitor.run_due_tasks()
    assert len(list_backups(report)) == 1
    user.workspace.file_monitor.run_due_tasks()
    assert len(list_backups(report)) == 1


def test_the_lock_is_refreshed_while_the_report_is_open(user: User) -> None:
    path = user.session.path
    lock = next(found for found in path.parent.iterdir() if found.name.endswith(".lock"))
    before = json.loads(lock.read_text(encoding="utf-8"))
    user.workspace.file_monitor.run_due_tasks()
    after = json.loads(lock.read_text(encoding="utf-8"))
    assert {**after, "heartbeat": ""} == {**before, "heartbeat": ""}
    assert after["heartbeat"] != ""


def test_a_report_taken_over_elsewhere_becomes_read_only(user: User) -> None:
    path = user.session.path
    lock = next(found for found in path.parent.iterdir() if found.name.endswith(".lock"))
    holder = json.loads(lock.read_text(encoding="utf-8"))
    lock.write_text(json.dumps({**holder, "who": "李四", "machine": "别的电脑", "mark": "other"}), encoding="utf-8")
    user.workspace.file_monitor.run_due_tasks()
    assert "李四" in user.workspace.file_bar.message
    assert user.session.read_only
    assert user.go_to("cover/unit_name").property("readOnly")


def test_a_failed_backup_is_reported_in_the_message_bar(
    user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "文件").write_text("不是文件夹", encoding="utf-8")
    monkeypatch.setenv("PERFDESK_DATA", str(tmp_path / "文件" / "data"))
    user.workspace.file_monitor.run_due_tasks()
    assert user.workspace.file_bar.message.startswith("没有做成备份。")
