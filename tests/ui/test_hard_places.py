"""A report on a share, in a cloud folder or on a stick: told once, worked on here, written back; no word is lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from perfdesk.application.session import Session
from perfdesk.definition.library import default_form
from perfdesk.definition.loader import shipped_form
from perfdesk.storage import recovery
from support.dialogs import UNIT, Boxes, change_elsewhere, unit_in
from support.user import Clerk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def cloud(tmp_path: Path) -> Path:
    """A report in a folder that a cloud service copies."""
    folder = tmp_path / "坚果云"
    folder.mkdir()
    Session.create(folder / "云上.db", shipped_form(default_form())).close()
    return folder / "云上.db"


def again_until(clerk: Clerk, deed: Callable[[], object], holds: Callable[[], bool]) -> None:
    """Do something again and again until it has taken effect: a place that is far is asked in another thread."""

    def tried() -> bool:
        deed()
        return holds()

    clerk.qtbot.waitUntil(tried, timeout=20_000)


def test_a_hard_place_is_told_once_and_written_back(clerk: Clerk, cloud: Path) -> None:
    clerk.window.open_path(cloud)
    assert "坚果云" in clerk.desk.place.message
    clerk.session.enter(UNIT, "甲局")
    clerk.desk.model.saved.emit()
    assert "待写回" in clerk.window.status.saved.text()
    again_until(clerk, clerk.desk.keeper.publish, lambda: "已保存并写回" in clerk.window.status.saved.text())
    assert unit_in(cloud) == "甲局"
    clerk.window.actions_.by_id["close"].trigger()
    clerk.window.open_path(cloud)
    assert clerk.desk.place.message == ""


def away(cloud: Path) -> Callable[[], object]:
    """The hard place cannot be reached; gives what brings it back."""
    gone = cloud.parent.with_name("拔出")
    cloud.parent.rename(gone)
    return lambda: gone.rename(cloud.parent)


def test_work_goes_on_while_a_hard_place_is_away(clerk: Clerk, cloud: Path) -> None:
    clerk.window.open_path(cloud)
    come_back = away(cloud)
    clerk.session.enter(UNIT, "甲局")
    again_until(clerk, clerk.desk.keeper.publish, lambda: "照常填就行" in clerk.desk.place.message)
    come_back()
    clerk.desk.keeper.look_again()  # as when she comes back to the window
    clerk.qtbot.waitUntil(lambda: clerk.desk.place.message == "", timeout=20_000)
    assert unit_in(cloud) == "甲局"


def test_a_place_that_is_away_while_nothing_is_typed_is_told_and_forgotten_when_it_is_back(
    clerk: Clerk, cloud: Path
) -> None:
    clerk.window.open_path(cloud)
    come_back = away(cloud)
    again_until(clerk, clerk.desk.keeper.look_again, lambda: "内容已保存在本机" in clerk.desk.place.message)
    assert clerk.window.windowTitle() == "云上.db — PerfDesk"
    come_back()
    again_until(clerk, clerk.desk.keeper.look_again, lambda: clerk.desk.place.message == "")


def test_work_that_someone_elses_came_before_is_kept_apart(
    clerk: Clerk, cloud: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk.window.open_path(cloud)
    clerk.session.enter(UNIT, "甲局")
    change_elsewhere(cloud, "cover/unit_name", "别处的局")
    again_until(clerk, clerk.desk.keeper.publish, lambda: "在别处被改过" in clerk.desk.place.message)
    boxes = Boxes("关闭")
    clerk.desk.place.click("重新打开")
    assert "没有写回" in boxes.said[0]
    assert clerk.typed("cover/unit_name") == "别处的局"
    assert "另有一份没有写回的填报内容" in clerk.desk.place.message
    boxes = Boxes("放回原处", "知道了", "以后再说")
    clerk.desk.place.click("处理…")
    assert "放回去会盖掉那些内容" in boxes.said[1]
    assert clerk.typed("cover/unit_name") == "别处的局"
    monkeypatch.setattr("perfdesk.ui.widgets.message_boxes.ask_new_path", lambda *_: tmp_path / "我的.db")
    _boxes = Boxes("另存…")
    clerk.desk.place.click("处理…")
    assert clerk.session.path == tmp_path / "我的.db"
    assert clerk.typed("cover/unit_name") == "甲局"
    assert unit_in(cloud) == "别处的局"
    assert recovery.pending_copies() == []


def test_work_left_on_this_machine_goes_on_when_the_place_is_back(clerk: Clerk, cloud: Path) -> None:
    clerk.window.open_path(cloud)
    come_back = away(cloud)
    clerk.session.enter(UNIT, "甲局")
    boxes = Boxes("再试一次", "关闭")
    clerk.window.actions_.by_id["close"].trigger()
    assert boxes.left == []
    come_back()
    clerk.window.open_path(cloud)
    assert clerk.typed("cover/unit_name") == "甲局"
    assert "已经接上" in clerk.desk.place.message
    again_until(clerk, clerk.desk.keeper.publish, lambda: unit_in(cloud) == "甲局")


def conflict_copy(cloud: Path, unit: str) -> Path:
    """What the sync service left, since someone else went on elsewhere."""
    copy = cloud.with_name(f"云上 ({unit}的冲突副本 2025-03-05).db")
    shutil.copy(cloud, copy)
    session = Session.open(copy)
    session.enter(UNIT, unit)
    session.close()
    return copy


def test_a_conflict_copy_is_told_and_stays_told(clerk: Clerk, cloud: Path) -> None:
    copy = conflict_copy(cloud, "乙局")
    clerk.window.open_path(cloud)
    assert copy.name in clerk.desk.place.message
    assert "坚果云" in clerk.desk.place.message  # what is told once is told, too
    clerk.session.enter(UNIT, "甲局")
    clerk.desk.model.saved.emit()
    again_until(clerk, clerk.desk.keeper.publish, lambda: "已保存并写回" in clerk.window.status.saved.text())
    assert copy.name in clerk.desk.place.message
    clerk.desk.place.click("知道了")
    clerk.desk.keeper.look_after()
    assert clerk.desk.place.message == ""


def test_a_conflict_copy_that_comes_later_is_told(clerk: Clerk, cloud: Path) -> None:
    clerk.window.open_path(cloud)
    clerk.desk.place.click("知道了")
    copy = conflict_copy(cloud, "乙局")
    clerk.desk.keeper.look_after()
    assert copy.name in clerk.desk.place.message
