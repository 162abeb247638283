"""导出全套: one dialog, all files with their list, no file overwritten, and the redactions of the public copy shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton

from perfdesk.ui.commands.doubtful_numbers_dialog import DoubtfulDialog
from perfdesk.ui.commands.export_dialog import ExportSetDialog
from perfdesk.ui.commands.redactions_dialog import RedactionsDialog
from perfdesk.ui.widgets import message_boxes
from support.user import User

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]


def _ask(user: User, command: str) -> ExportSetDialog:
    user.window.actions_.by_id[command].trigger()
    return next(one for one in user.window.findChildren(ExportSetDialog) if one.isVisible())


def _export(user: User, command: str, choose: Callable[[ExportSetDialog], object] = lambda _: None) -> None:
    dialog = _ask(user, command)
    choose(dialog)
    with user.qtbot.waitSignal(user.window.exporter.finished, timeout=60_000) as finished:
        user.qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    assert finished.args == [True]
    user.qtbot.waitUntil(lambda: not [one for one in user.window.findChildren(QDialog) if one.isVisible()])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the user selects."""
    picked = tmp_path / "导出"
    picked.mkdir()
    monkeypatch.setattr(message_boxes, "ask_folder", lambda *_: picked)
    return picked


def _elsewhere(dialog: ExportSetDialog) -> None:
    dialog.target.button.click()


def test_the_set_contains_its_list_and_overwrites_nothing(user: User, folder: Path) -> None:
    _export(user, "all", _elsewhere)
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert sorted(path.suffix for path in folder.iterdir()) == [".docx", ".pdf", ".txt", ".xlsx"]
    _export(user, "all", _elsewhere)
    assert len(list(folder.iterdir())) == 8
    assert {name: (folder / name).read_bytes() for name in first} == first


def test_the_default_choice_writes_the_set_next_to_the_report(user: User, tmp_path: Path) -> None:
    dialog = _ask(user, "all")
    assert (dialog.submission.isChecked(), dialog.plain_folder.isChecked(), dialog.charts.isChecked()) == (
        True,
        True,
        True,
    )
    assert dialog.target.path == tmp_path
    assert dialog.focusWidget() is dialog.export
    with user.qtbot.waitSignal(user.window.exporter.finished, timeout=60_000):
        user.qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert len(list(tmp_path.glob("*自评*.*"))) == 3
    assert (tmp_path / "清单.txt").is_file()


def test_a_dated_folder_and_no_charts_are_saved_for_the_next_export(user: User, folder: Path) -> None:
    def choose(dialog: ExportSetDialog) -> None:
        _elsewhere(dialog)
        dialog.dated_folder.click()
        dialog.charts.click()

    _export(user, "all", choose)
    (dated,) = folder.iterdir()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d{4}", dated.name)
    book = openpyxl.load_workbook(next(dated.glob("*.xlsx")))
    assert "图表" not in book.sheetnames
    again = _ask(user, "public")
    assert (again.dated_folder.isChecked(), again.charts.isChecked()) == (True, False)
    assert (again.public.isChecked(), again.submission.isChecked()) == (True, False)
    again.reject()


def test_the_public_copy_is_named_so_and_lists_its_redactions(user: User, folder: Path) -> None:
    user.session.enter(user.at("cover/phone"), "13812345678")
    user.session.enter(user.at("others/text"), "请致电 13812345678。")
    _export(user, "public", _elsewhere)
    names = sorted(path.name for path in folder.iterdir())
    assert all("公开稿" in name for name in names)
    listed = next(path for path in folder.iterdir() if path.suffix == ".txt").read_text(encoding="utf-8-sig")
    assert "公开稿遮盖了 1 处号码" in listed
    assert "公开稿遮盖了 1 处号码，有 " in user.workspace.messages.message
    user.workspace.messages.click("看有哪些…")
    shown = next(one for one in user.window.findChildren(RedactionsDialog) if one.isVisible())
    cells = [[item.text(number) for number in range(3)] for item in _items(shown)]
    assert cells[0] == ["遮盖手机号", "138****5678", "十、其他需要说明的情况"]
    assert all(how == "没有印" for how, *_ in cells[1:])
    assert len(cells) > 3
    assert {button.text() for button in shown.findChildren(QPushButton)} == {"打开清单", "打开文件夹", "关闭"}
    shown.reject()


@pytest.mark.parametrize("prints", [True, False])
def test_the_user_decides_about_doubtful_numbers_before_the_public_copy_is_written(
    user: User, folder: Path, prints: bool
) -> None:
    user.session.enter(user.at("others/text"), "编目 07465231234 和 07465231235，请致电 13812345678。")
    dialog = _ask(user, "public")
    _elsewhere(dialog)
    user.qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    asking = next(one for one in user.window.findChildren(DoubtfulDialog) if one.isVisible())
    items = [asking.list.topLevelItem(number) for number in range(asking.list.topLevelItemCount())]
    assert [(item.text(0), item.text(1), item.checkState(0)) for item in items] == [
        ("座机号", "***1234", Qt.CheckState.Checked),
        ("座机号", "***1235", Qt.CheckState.Checked),
    ]
    assert list(folder.iterdir()) == []
    if prints:
        items[0].setCheckState(0, Qt.CheckState.Unchecked)
    with user.qtbot.waitSignal(user.window.exporter.finished, timeout=60_000):
        user.qtbot.mouseClick(asking.export, Qt.MouseButton.LeftButton)
    text = "\n".join(part.text for part in docx.Document(str(next(folder.glob("*.docx")))).paragraphs)
    assert ("07465231234" in text) is prints
    assert "0746***1235" in text
    assert "13812345678" not in text
    listed = next(folder.glob("*.txt")).read_text(encoding="utf-8-sig")
    assert f"其中 {1 if prints else 2} 处存疑，请核对" in listed


def _items(dialog: RedactionsDialog) -> list:
    found = (dialog.list.topLevelItem(number) for number in range(dialog.list.topLevelItemCount()))
    return [item for item in found if item is not None]
