"""A report on unreliable storage: a warning once, editing in a working copy, publishing; nothing typed is lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from perfdesk.application.session import Session
from perfdesk.definition.library import default_form
from perfdesk.definition.loader import shipped_form
from perfdesk.storage import recovery
from support.dialogs import UNIT, DialogAnswers, replace_from_elsewhere, unit_in
from support.user import User

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]


@pytest.fixture
def cloud(tmp_path: Path) -> Path:
    """A report in the folder of a cloud service."""
    folder = tmp_path / "坚果云"
    folder.mkdir()
    Session.create(folder / "云上.db", shipped_form(default_form())).close()
    return folder / "云上.db"


def repeat_until(user: User, action: Callable[[], object], condition: Callable[[], bool]) -> None:
    """Repeat an action until the condition is met: unreliable storage is accessed in another thread."""

    def tried() -> bool:
        action()
        return condition()

    user.qtbot.waitUntil(tried, timeout=20_000)


def test_unreliable_storage_is_reported_once_and_the_working_copy_published(user: User, cloud: Path) -> None:
    user.window.open_path(cloud)
    assert "坚果云" in user.workspace.file_bar.message
    user.session.enter(UNIT, "甲局")
    user.workspace.model.saved.emit()
    assert "待写回" in user.window.status.saved.text()
    repeat_until(user, user.workspace.file_monitor.publish, lambda: "已保存并写回" in user.window.status.saved.text())
    assert unit_in(cloud) == "甲局"
    user.window.actions_.by_id["close"].trigger()
    user.window.open_path(cloud)
    assert user.workspace.file_bar.message == ""


def away(cloud: Path) -> Callable[[], object]:
    """Make the storage unreachable; return a function that makes it reachable again."""
    gone = cloud.parent.with_name("拔出")
    cloud.parent.rename(gone)
    return lambda: gone.rename(cloud.parent)


def test_editing_continues_while_storage_is_unreachable(user: User, cloud: Path) -> None:
    user.window.open_path(cloud)
    come_back = away(cloud)
    user.session.enter(UNIT, "甲局")
    repeat_until(user, user.workspace.file_monitor.publish, lambda: "照常填就行" in user.workspace.file_bar.message)
    come_back()
    # as when the window is activated, or a minute later; ignored while the storage is still being waited for
    repeat_until(user, user.workspace.file_monitor.check_for_changes, lambda: user.workspace.file_bar.message == "")
    assert unit_in(cloud) == "甲局"


def test_checks_in_quick_succession_do_not_put_off_the_publishing(user: User, cloud: Path) -> None:
    """The user goes back and forth between two windows: each time the file is checked."""
    user.window.open_path(cloud)
    user.session.enter(UNIT, "甲局")
    monitor, published = user.workspace.file_monitor, list[bool]()
    monitor.published.connect(lambda: published.append(True))
    repeat_until(user, monitor.check_for_changes, lambda: bool(published))
    assert unit_in(cloud) == "甲局"


def test_unreachable_storage_is_reported_until_it_is_reachable_again(user: User, cloud: Path) -> None:
    user.window.open_path(cloud)
    come_back = away(cloud)
    repeat_until(
        user,
        user.workspace.file_monitor.check_for_changes,
        lambda: "内容已保存在本机" in user.workspace.file_bar.message,
    )
    assert user.window.windowTitle() == "云上.db — PerfDesk"
    come_back()
    repeat_until(user, user.workspace.file_monitor.check_for_changes, lambda: user.workspace.file_bar.message == "")


def test_changes_that_conflict_with_a_change_elsewhere_stay_separate(
    user: User, cloud: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user.window.open_path(cloud)
    user.session.enter(UNIT, "甲局")
    replace_from_elsewhere(cloud, "cover/unit_name", "别处的局")
    repeat_until(user, user.workspace.file_monitor.publish, lambda: "在别处被改过" in user.workspace.file_bar.message)
    boxes = DialogAnswers("关闭")
    user.workspace.file_bar.click("重新打开")
    assert "没有写回" in boxes.messages[0]
    assert user.stored_text("cover/unit_name") == "别处的局"
    assert "另有一份没有写回的填报内容" in user.workspace.file_bar.message
    boxes = DialogAnswers("放回原处", "知道了", "以后再说")
    user.workspace.file_bar.click("处理…")
    assert "放回去会盖掉那些内容" in boxes.messages[1]
    assert user.stored_text("cover/unit_name") == "别处的局"
    monkeypatch.setattr("perfdesk.ui.widgets.message_boxes.ask_new_path", lambda *_: tmp_path / "我的.db")
    _boxes = DialogAnswers("另存…")
    user.workspace.file_bar.click("处理…")
    assert user.session.path == tmp_path / "我的.db"
    assert user.stored_text("cover/unit_name") == "甲局"
    assert unit_in(cloud) == "别处的局"
    assert recovery.pending_copies() == []


def test_unpublished_changes_are_resumed_when_storage_is_reachable_again(user: User, cloud: Path) -> None:
    user.window.open_path(cloud)
    come_back = away(cloud)
    user.session.enter(UNIT, "甲局")
    boxes = DialogAnswers("再试一次", "关闭")
    user.window.actions_.by_id["close"].trigger()
    assert boxes.unused_answers == []
    come_back()
    user.window.open_path(cloud)
    assert user.stored_text("cover/unit_name") == "甲局"
    assert "已经接上" in user.workspace.file_bar.message
    repeat_until(user, user.workspace.file_monitor.publish, lambda: unit_in(cloud) == "甲局")


def conflict_copy(cloud: Path, unit: str) -> Path:
    """A conflict copy as a sync service creates it."""
    copy = cloud.with_name(f"云上 ({unit}的冲突副本 2025-03-05).db")
    shutil.copy(cloud, copy)
    session = Session.open(copy)
    session.enter(UNIT, unit)
    session.close()
    return copy


def test_a_conflict_copy_is_reported_until_dismissed(user: User, cloud: Path) -> None:
    copy = conflict_copy(cloud, "乙局")
    user.window.open_path(cloud)
    assert copy.name in user.workspace.file_bar.message
    assert "坚果云" in user.workspace.file_bar.message  # the storage warning is shown, too
    user.session.enter(UNIT, "甲局")
    user.workspace.model.saved.emit()
    repeat_until(user, user.workspace.file_monitor.publish, lambda: "已保存并写回" in user.window.status.saved.text())
    assert copy.name in user.workspace.file_bar.message
    user.workspace.file_bar.click("知道了")
    user.workspace.file_monitor.run_due_tasks()
    assert user.workspace.file_bar.message == ""


def test_a_conflict_copy_that_appears_later_is_reported(user: User, cloud: Path) -> None:
    user.window.open_path(cloud)
    user.workspace.file_bar.click("知道了")
    copy = conflict_copy(cloud, "乙局")
    user.workspace.file_monitor.run_due_tasks()
    assert copy.name in user.workspace.file_bar.message
