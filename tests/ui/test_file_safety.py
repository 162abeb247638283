"""A file held by someone, lost, changed elsewhere or lying in a hard place: the window says so, and no word is lost."""

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
from support.dialogs import UNIT, Boxes, change_elsewhere, unit_in
from support.user import Clerk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
SIX_MINUTES = 360


@pytest.fixture
def held(clerk: Clerk) -> Path:
    """The report, held by a colleague on another machine; the window shows the start page."""
    path = clerk.session.path
    clerk.window.actions_.by_id["close"].trigger()
    assert acquire(path) is not None
    lock = next(one for one in path.parent.iterdir() if one.name.endswith(".lock"))
    holder = json.loads(lock.read_text(encoding="utf-8"))
    other = {**holder, "who": "李四", "machine": "PC-2020", "machine_id": "other", "mark": "other"}
    lock.write_text(json.dumps(other), encoding="utf-8")
    return path


def lose(clerk: Clerk) -> Path:
    """The file vanishes while the clerk types; the file as it was stands beside it."""
    path = clerk.session.path
    shutil.copy(path, path.with_name("原样"))
    clerk.go("cover/unit_name")
    clerk.type("甲局")
    path.unlink()
    clerk.press(Qt.Key.Key_Return)
    return path


def started(qtbot: QtBot) -> tuple[MainWindow, StartPage]:
    """The program, started anew."""
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    window.begin(None)
    page = window.centralWidget().currentWidget()
    assert isinstance(page, StartPage)
    return window, page


def test_a_held_report_is_opened_to_be_read_and_says_who_writes_it(clerk: Clerk, held: Path) -> None:
    boxes = Boxes("只读打开")
    assert clerk.window.open_path(held)
    assert "李四" in boxes.said[0]
    assert "PC-2020" in boxes.said[0]
    assert clerk.session.read_only
    assert clerk.desk.place.message.startswith("只读：“李四”")
    assert clerk.window.windowTitle() == "填报.db（只读） — PerfDesk"
    assert clerk.window.status.saved.text() == "只读"


def test_what_can_only_be_read_does_not_swallow_typing(clerk: Clerk, held: Path) -> None:
    _boxes = Boxes("只读打开")
    clerk.window.open_path(held)
    clerk.window.activateWindow()
    clerk.qtbot.waitUntil(clerk.window.isActiveWindow)
    editor = clerk.go("cover/unit_name")
    clerk.press(Qt.Key.Key_A)
    assert clerk.desk.place.message.startswith("刚才的输入没有记下。只读")
    assert editor.property("text") == ""
    clerk.go("cover/title")
    clerk.press(Qt.Key.Key_F2)
    assert not clerk.desk.page.part_at(clerk.at("cover/title")).editor.switch.isEnabled()
    assert clerk.desk.page.part_at(clerk.at("cover/title")).editor.writer.isHidden()
    clerk.go("basics/staffing/administrative/authorised")
    clerk.press(Qt.Key.Key_5)
    assert not clerk.panel("basics/staffing/administrative/authorised").view.is_typing()
    clerk.desk.model.fill({UNIT: "乙局"}, "粘贴")
    assert clerk.typed("cover/unit_name") is None
    assert not clerk.desk.model.unsaved


def test_a_live_holder_cannot_be_taken_over(clerk: Clerk, held: Path) -> None:
    boxes = Boxes("接手填报", "知道了", "取消")
    assert not clerk.window.open_path(held)
    assert boxes.said[1].startswith("没有接手。“李四”还在填报。")
    assert boxes.left == []


def test_a_silent_holder_is_taken_over(clerk: Clerk, held: Path) -> None:
    lock = next(one for one in held.parent.iterdir() if one.name.endswith(".lock"))
    ago = time.time() - SIX_MINUTES
    os.utime(lock, (ago, ago))
    _boxes = Boxes("接手填报")
    assert clerk.window.open_path(held)
    assert not clerk.session.read_only
    assert clerk.desk.place.message == ""


def test_a_report_that_cannot_be_written_is_shown_to_be_read(clerk: Clerk) -> None:
    path = clerk.session.path
    clerk.window.actions_.by_id["close"].trigger()
    path.chmod(0o444)
    assert clerk.window.open_path(path)
    assert clerk.desk.place.message.startswith("只读：这个文件或它所在的文件夹不能写入。")
    path.chmod(0o644)
    clerk.desk.place.click("再试填报")
    assert not clerk.session.read_only


def test_typing_goes_on_when_the_file_vanishes(clerk: Clerk) -> None:
    path = lose(clerk)
    assert clerk.typed("cover/unit_name") == "甲局"
    assert not clerk.desk.model.unsaved
    assert not clerk.desk.trouble.isVisible()
    assert "填报没有中断" in clerk.desk.place.message
    assert clerk.window.windowTitle() == f"{path.name}（暂存在本机） — PerfDesk"
    clerk.desk.model.undo()
    assert clerk.typed("cover/unit_name") is None


def test_rows_and_undo_go_on_when_the_file_vanishes(clerk: Clerk) -> None:
    clerk.session.enter(UNIT, "甲局")
    clerk.session.path.unlink()
    row = clerk.desk.model.add_row("spending", "projects")
    assert clerk.session.entries.rows("spending", "projects") == (row,)
    clerk.desk.model.undo()
    clerk.desk.model.undo()
    assert clerk.typed("cover/unit_name") is None
    assert not clerk.desk.trouble.isVisible()


def test_a_vanished_file_is_told_when_she_comes_back_to_the_window(clerk: Clerk) -> None:
    clerk.session.path.unlink()
    clerk.desk.keeper.look_again()
    assert "填报没有中断" in clerk.desk.place.message


def test_lost_work_is_put_back_without_closing(clerk: Clerk) -> None:
    path = lose(clerk)
    clerk.desk.place.click("放回原处")
    assert clerk.session.path == path
    assert clerk.typed("cover/unit_name") == "甲局"
    assert recovery.pending_copies() == []
    assert clerk.window.windowTitle() == f"{path.name} — PerfDesk"


def test_lost_work_stays_open_when_it_cannot_be_put_back(clerk: Clerk) -> None:
    path = lose(clerk)
    path.mkdir()
    boxes = Boxes("知道了")
    clerk.desk.place.click("放回原处")
    assert boxes.said
    assert clerk.typed("cover/unit_name") == "甲局"
    assert "放回原处" in clerk.desk.place.action_labels
    assert clerk.window.windowTitle() == f"{path.name}（暂存在本机） — PerfDesk"


def test_lost_work_is_offered_when_the_report_is_opened_again(clerk: Clerk) -> None:
    path = lose(clerk)
    clerk.window.actions_.by_id["close"].trigger()
    path.with_name("原样").rename(path)
    boxes = Boxes("丢弃…", "不丢弃", "放回原处")
    assert clerk.window.open_path(path)
    assert boxes.left == []
    assert clerk.typed("cover/unit_name") == "甲局"
    assert recovery.pending_copies() == []


def test_lost_work_is_offered_at_the_next_start(clerk: Clerk, qtbot: QtBot) -> None:
    path = lose(clerk)
    clerk.window.close()
    window, page = started(qtbot)
    qtbot.waitUntil(lambda: bool(page.strips), timeout=20_000)
    assert "没有写回原处" in page.strips[0].message
    _boxes = Boxes("放回原处")
    page.strips[0].click("处理…")
    assert window.session is not None
    assert window.session.path == path
    assert window.session.entries.text(UNIT) == "甲局"
    window.close()


def test_lost_work_is_saved_elsewhere_or_thrown_away(
    clerk: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = lose(clerk)
    clerk.window.actions_.by_id["close"].trigger()
    path.with_name("原样").rename(path)
    monkeypatch.setattr("perfdesk.ui.widgets.message_boxes.ask_new_path", lambda *_: tmp_path / "找回.db")
    _boxes = Boxes("另存…")
    assert clerk.window.open_path(path)
    assert clerk.session.path == tmp_path / "找回.db"
    assert clerk.typed("cover/unit_name") == "甲局"
    assert unit_in(path) is None


def test_thrown_away_is_thrown_away(clerk: Clerk) -> None:
    path = lose(clerk)
    clerk.window.actions_.by_id["close"].trigger()
    path.with_name("原样").rename(path)
    _boxes = Boxes("丢弃…", "丢弃")
    assert clerk.window.open_path(path)
    assert recovery.pending_copies() == []
    assert clerk.typed("cover/unit_name") is None


def test_a_change_elsewhere_is_told_and_read_anew(clerk: Clerk) -> None:
    change_elsewhere(clerk.session.path, "cover/unit_name", "别处的局")
    clerk.desk.keeper.look_again()
    assert "在别处被改过" in clerk.desk.place.message
    clerk.desk.place.click("重新打开")
    assert clerk.typed("cover/unit_name") == "别处的局"
    assert clerk.desk.place.message == ""


def test_a_change_elsewhere_is_never_overwritten(clerk: Clerk) -> None:
    change_elsewhere(clerk.session.path, "cover/unit_name", "别处的局")
    clerk.go("cover/unit_name")
    clerk.type("甲局")
    clerk.press(Qt.Key.Key_Return)
    assert "重新打开" in clerk.desk.place.action_labels
    assert "刚输入的 1 处还在页面上" in clerk.desk.trouble.message
    assert unit_in(clerk.session.path) == "别处的局"
    _boxes = Boxes("仍要关闭")
    clerk.desk.place.click("重新打开")
    assert clerk.typed("cover/unit_name") == "别处的局"


def test_what_is_on_the_screen_can_be_saved_beside_what_was_changed_elsewhere(
    clerk: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, own = clerk.session.path, tmp_path / "我的.db"
    clerk.session.enter(Address("cover", "head"), "周明远")
    change_elsewhere(path, "cover/unit_name", "别处的局")
    shutil.copy(path, path.with_name("别处的"))
    clerk.go("cover/unit_name")
    clerk.type("甲局")
    clerk.press(Qt.Key.Key_Return)
    monkeypatch.setattr("perfdesk.ui.widgets.message_boxes.ask_new_path", lambda *_: own)
    clerk.desk.place.click("另存副本…")
    assert clerk.session.path == own
    assert (clerk.typed("cover/unit_name"), clerk.typed("cover/head")) == ("甲局", "周明远")
    assert path.read_bytes() == path.with_name("别处的").read_bytes()
    assert recovery.pending_copies() == []


def test_files_go_beside_the_report_even_while_it_is_worked_on_elsewhere(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = lose(clerk)
    asked: list[Path] = []
    monkeypatch.setattr(
        "perfdesk.ui.widgets.message_boxes.ask_target", lambda _window, _suffix, suggested: asked.append(suggested)
    )
    clerk.window.actions_.by_id["word"].trigger()
    assert asked[0].parent == path.parent
