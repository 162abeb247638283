"""发送副本, 恢复备份, 文件信息 and 由上年结转, as a user runs them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QRadioButton

from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.ui.commands.backup_dialog import BackupDialog
from perfdesk.ui.commands.file_info_dialog import FileInfoDialog
from perfdesk.ui.commands.form_update_dialog import FormUpdateDialog
from perfdesk.ui.commands.rollover_dialog import RolloverDialog
from perfdesk.ui.commands.rollover_review import RolloverReview
from perfdesk.ui.commands.send_copy_dialog import SendCopyDialog
from perfdesk.ui.widgets import message_boxes
from support.dialogs import DialogAnswers, press, shown_dialog
from support.form_versions import NEXT_VERSION, first_version, replace_in_form, report_of_first_version
from support.user import User

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
UNIT = Address("cover", "unit_name")


def do(user: User, name: str) -> None:
    """Run a command from the menus."""
    user.window.actions_.by_id[name].trigger()


def test_a_copy_is_sent_without_its_history(user: User) -> None:
    user.session.fill({UNIT: "道县林业局"}, "甲")
    user.session.enter(Address("cover", "year"), "2024")
    do(user, "send")
    dialog = shown_dialog(SendCopyDialog)
    dialog.findChildren(QRadioButton)[1].click()
    press(dialog, "发送副本")
    copy = user.session.path.with_name("道县林业局2024年度填报.db")
    assert f"已存下副本“{copy.name}”，不带修改记录" in user.workspace.messages.message
    sent = Session.open(copy)
    assert sent.entries.text(UNIT) == "道县林业局"
    assert sent.undo_label == ""
    sent.close()


def test_a_second_copy_gets_another_name(user: User) -> None:
    for _ in range(2):
        do(user, "send")
        press(shown_dialog(SendCopyDialog), "发送副本")
    assert {path.name for path in user.session.path.parent.glob("填报*.db")} == {"填报.db", "填报(2).db", "填报(3).db"}


def test_a_copy_that_cannot_be_written_is_reported_in_a_message_box(user: User, tmp_path: Path) -> None:
    do(user, "send")
    dialog = shown_dialog(SendCopyDialog)
    dialog.target.show_path(tmp_path / "没有的文件夹" / "副本.db")
    boxes = DialogAnswers("知道了")
    press(dialog, "发送副本")
    assert "没有发送副本“副本.db”" in boxes.messages[0]
    assert user.window.session is not None


def test_a_copy_is_sent_from_the_start_page(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    path = user.session.path
    user.window.actions_.by_id["close"].trigger()
    monkeypatch.setattr(message_boxes, "ask_report", lambda *_: path)
    page = user.window.centralWidget().currentWidget()
    page.send_button.click()
    press(shown_dialog(SendCopyDialog), "发送副本")
    assert page.message_bars[0].message.startswith("已存下副本“填报(2).db”")
    assert path.with_name("填报(2).db").is_file()


def test_a_backup_is_opened_as_a_copy_first(user: User) -> None:
    path = user.session.path
    user.session.enter(UNIT, "甲局")
    user.workspace.file_monitor.run_due_tasks()
    user.session.enter(UNIT, "乙局")
    do(user, "restore")
    dialog = shown_dialog(BackupDialog)
    user.qtbot.waitUntil(lambda: dialog.list.topLevelItem(0).text(2).startswith("1 处不同"), timeout=20_000)
    assert "单位全称" in dialog.summary_label.text()
    press(dialog, "恢复并打开")
    assert user.session.path != path
    assert user.session.path.name.startswith("填报（20")
    assert user.stored_text("cover/unit_name") == "甲局"
    assert "原来的文件没有动" in user.workspace.messages.message
    kept = Session.open(path, read_only=True)
    assert kept.entries.text(UNIT) == "乙局"
    kept.close()


def test_without_backups_a_message_says_when_they_are_created(user: User) -> None:
    boxes = DialogAnswers("知道了")
    do(user, "restore")
    assert boxes.messages[0].startswith("还没有备份。")


def test_a_damaged_report_offers_its_backups(user: User) -> None:
    path = user.session.path
    user.session.enter(UNIT, "甲局")
    user.workspace.file_monitor.run_due_tasks()
    user.window.actions_.by_id["close"].trigger()
    path.write_bytes(path.read_bytes()[:5000])
    boxes = DialogAnswers("看备份…")
    assert not user.window.open_path(path)
    assert "可以从备份恢复" in boxes.messages[0]
    press(shown_dialog(BackupDialog), "恢复并打开")
    assert user.stored_text("cover/unit_name") == "甲局"


def test_backups_are_found_from_the_start_page(user: User) -> None:
    user.session.fill({UNIT: "道县林业局", Address("cover", "year"): "2024"}, "甲")
    user.workspace.file_monitor.run_due_tasks()
    user.window.actions_.by_id["close"].trigger()
    user.window.centralWidget().currentWidget().restore_button.click()
    dialog = shown_dialog(BackupDialog)
    assert dialog.report.itemText(0) == "道县林业局 2024 年度"
    press(dialog, "恢复并打开")
    assert user.stored_text("cover/unit_name") == "道县林业局"


def test_file_information_and_health_check_are_shown(user: User) -> None:
    user.session.fill({UNIT: "道县林业局"}, "甲")
    user.workspace.file_monitor.run_due_tasks()
    do(user, "info")
    dialog = shown_dialog(FileInfoDialog)
    user.qtbot.waitUntil(lambda: not dialog.summary_label.text().startswith("正在检查"), timeout=20_000)
    texts = [one.text() for one in dialog.findChildren(QLabel)]
    assert "道县林业局" in texts
    assert str(user.session.path) in texts
    assert any(words.startswith("1 份，最近一份") for words in texts)
    assert any(words.startswith("文件没有损坏") for words in texts)
    dialog.accept()


def test_last_years_report_is_rolled_over_and_reviewed(
    user: User, demo_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user.window.actions_.by_id["close"].trigger()
    user.window.centralWidget().currentWidget().roll_button.click()
    dialog = shown_dialog(RolloverDialog)
    assert not dialog.begin_button.isEnabled()
    monkeypatch.setattr(message_boxes, "ask_report", lambda *_: demo_file)
    dialog.last_path.button.click()
    assert dialog.found_label.text() == "青石县林业局 2024 年度的报告，结转为 2025 年度。"
    press(dialog, "结转")
    assert user.session.path == demo_file.with_name("青石县林业局2025年度填报.db")
    assert user.stored_text("cover/year") == "2025"
    review = user.workspace.findChild(RolloverReview)
    assert review.isVisible()
    assert not user.workspace.preview.isVisible()
    count = review.list.topLevelItemCount()
    assert user.workspace.messages.message.endswith(f"有 {count} 处要核对。")
    assert review.text_label.text().startswith("年份“2024年”")
    review.go_button.click()
    assert user.workspace.navigation.current_section() == "performance"
    finding = review.list.topLevelItem(count - 1).data(0, Qt.ItemDataRole.UserRole)
    user.session.enter(finding.addresses[0], "今年的话")
    assert review.list.topLevelItemCount() == count - 1
    _review_all(user, review)
    press_link = next(button for button in review.findChildren(QPushButton) if button.text() == "收起")
    press_link.click()
    user.qtbot.waitUntil(lambda: user.workspace.findChild(RolloverReview) is None)
    assert user.workspace.preview.isVisible()


def _review_all(user: User, review: RolloverReview) -> None:
    """Find every text of last year in order; a chapter is done when its last one has been looked at."""
    state = {one.instance: one.progress.state for one in user.workspace.navigation.section_entries()}
    assert state["problems"] == "under_way", "its texts are last year's"
    while review.list.topLevelItemCount():
        left = review.list.topLevelItemCount()
        review.review_button.click()
        assert review.list.topLevelItemCount() == left - 1
    state = {one.instance: one.progress.state for one in user.workspace.navigation.section_entries()}
    assert state["problems"] == "done"
    assert not review.review_button.isEnabled()
    user.session.undo()
    assert review.list.topLevelItemCount() == 1, "undo takes it back"


def test_a_file_without_a_year_is_not_rolled_over(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    path = user.session.path
    user.window.actions_.by_id["close"].trigger()
    do(user, "roll")
    dialog = shown_dialog(RolloverDialog)
    monkeypatch.setattr(message_boxes, "ask_report", lambda *_: path)
    dialog.last_path.button.click()
    assert "没有填报告年度" in dialog.error_bar.message
    assert not dialog.begin_button.isEnabled()
    dialog.reject()


def test_a_form_update_is_reported_once_with_a_list(
    user: User, demo: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PERFDESK_FORMS", str(tmp_path / "forms"))
    form = first_version(tmp_path / "forms")
    path = report_of_first_version(tmp_path / "旧版.db", demo.entries)
    replace_in_form(form, NEXT_VERSION)
    user.window.open_path(path)
    assert "13 个答案搬了位置，1 个答案没有位置（已保留）" in user.workspace.file_bar.message
    user.workspace.file_bar.click("看清单")
    dialog = shown_dialog(FormUpdateDialog)
    listed = [dialog.list.topLevelItem(at) for at in range(dialog.list.topLevelItemCount())]
    assert [item.text(0) for item in listed].count("搬了位置") == 13
    assert listed[0].text(1) == "“325001”（cover/budget_code）"
    press(dialog, "知道了")
    user.window.actions_.by_id["close"].trigger()
    user.window.open_path(path)
    assert user.workspace.file_bar.message == ""


def drop(user: User, path: Path) -> None:
    """Drop a file onto the window."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    copied, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPoint(5, 5), copied, mime, left, none)
    QApplication.sendEvent(user.window, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(user.window, QDropEvent(QPointF(5, 5), copied, mime, left, none))


def test_a_report_is_opened_by_dropping_it(user: User, demo_file: Path) -> None:
    assert not any(editor.acceptDrops() for editor in user.workspace.page.findChildren(QLineEdit))
    drop(user, demo_file)
    assert user.session.path == demo_file


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("文件夹.db", "这是一个文件夹"),
        ("半截.db", "文件已损坏"),
        ("没有.db", "没有这个文件"),
    ],
)
def test_dropping_another_file_shows_one_message(
    user: User, tmp_path: Path, demo_file: Path, name: str, message: str
) -> None:
    path = tmp_path / name
    if name.startswith("文件夹"):
        path.mkdir()
    elif name.startswith("半截"):
        shutil.copy(demo_file, path)
        path.write_bytes(path.read_bytes()[:9000])
    boxes = DialogAnswers("知道了")
    before = user.session
    drop(user, path)
    assert message in boxes.messages[0]
    assert user.window.session is before


def test_the_open_report_is_not_opened_again(user: User) -> None:
    before = user.session
    assert user.window.open_path(user.session.path)
    assert user.window.session is before
    assert "就是正在填报的这一份" in user.workspace.messages.message
