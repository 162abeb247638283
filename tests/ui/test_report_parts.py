"""从另一份填报文件取用: parts are ticked by keyboard, looked through, taken as one change, and undone whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from perfdesk.application.session import Session
from perfdesk.definition.loader import shipped_form
from perfdesk.ui.commands.file_import import FileImport
from perfdesk.ui.commands.report_parts_dialog import ReportPartsDialog
from perfdesk.ui.panels.importing.page import ImportPage
from perfdesk.ui.widgets import message_boxes
from support.dialogs import DialogAnswers, press, shown_dialog
from support.user import User

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
Key = Qt.Key
UNIT = "cover/unit_name"


def _ask_for(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """The user chooses this file in the system's dialog, which tests cannot operate."""
    monkeypatch.setattr(message_boxes, "ask_report", lambda *_: path)


def _dialog(user: User) -> ReportPartsDialog:
    user.window.actions_.by_id["take_from_report"].trigger()
    dialog = shown_dialog(ReportPartsDialog)
    dialog.activateWindow()
    user.qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.list)
    return dialog


def _tick(user: User, dialog: ReportPartsDialog, label: str) -> None:
    """Go down to a part with the arrow key and tick it with the space bar."""
    while (item := dialog.list.currentItem()) is not None and item.text(0) != label:
        user.press(Key.Key_Down)
    user.press(Key.Key_Space)


def _page(user: User) -> ImportPage:
    user.qtbot.waitUntil(lambda: bool(user.window.findChildren(ImportPage)), timeout=60_000)
    return user.window.findChildren(ImportPage)[0]


@pytest.fixture
def other(user: User, demo_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another report, which the user chooses when he is asked for one."""
    _ask_for(monkeypatch, demo_file)
    return demo_file


def test_a_chapter_and_a_project_are_taken_by_keyboard_and_undone_whole(user: User, other: Path) -> None:
    user.go_to(UNIT)
    user.type("My unit")
    user.workspace.flush()
    before, listing = dict(user.session.entries), {one.name: one.read_bytes() for one in other.parent.glob("demo*")}
    dialog = _dialog(user)
    assert dialog.chosen_parts() == []
    assert not dialog.next_button.isEnabled()
    _tick(user, dialog, "封面与单位信息")
    _tick(user, dialog, "森林防火能力建设")
    assert dialog.next_button.text() == "下一步（2 个部分）"
    user.press(Key.Key_Return)
    page = _page(user)
    assert page.title_label.text() == "导入“demo.db”"
    (conflict,) = [item for item in page.review.items if str(item.address) == UNIT]
    assert page.review.decision(conflict) == "open"
    assert page.review.chosen(conflict).conflict == "现在填的是“My unit”"
    assert any("森林防火能力建设" in text for text in [page.source.view.toPlainText() if page.source.view else ""])
    page.accept_button.click()
    (row,) = user.session.entries.rows("spending", "projects")
    assert user.stored_text(f"spending/projects/{row}/name") == "森林防火能力建设"
    assert user.stored_text(UNIT) == "My unit"
    user.window.actions_.by_id["undo"].trigger()
    assert dict(user.session.entries) == before
    assert {one.name: one.read_bytes() for one in other.parent.glob("demo*")} == listing


def test_the_origin_of_an_answer_names_the_other_file(user: User, other: Path) -> None:
    dialog = _dialog(user)
    _tick(user, dialog, "封面与单位信息")
    user.press(Key.Key_Return)
    _page(user).accept_button.click()
    text = user.stored_text(UNIT)
    source = user.session.file.source_of(user.at(UNIT), text or "")
    assert source is not None
    assert source.file == other.name


def test_a_heading_ticks_all_of_its_parts(user: User, other: Path) -> None:
    dialog = _dialog(user)
    user.press(Key.Key_Home)
    item = dialog.list.currentItem()
    assert item is not None
    assert item.text(0) == "章节和附件"
    user.press(Key.Key_Space)
    assert {part.kind for part in dialog.chosen_parts()} == {"chapter"}
    user.press(Key.Key_Space)
    assert dialog.chosen_parts() == []
    user.press(Key.Key_Escape)
    assert user.window.findChildren(FileImport) == []


def test_a_report_of_last_year_can_be_read_as_this_years(user: User, other: Path) -> None:
    user.go_to("cover/year")
    user.type("2025")
    user.workspace.flush()
    dialog = _dialog(user)
    _tick(user, dialog, "二、一般公共预算支出")
    press(dialog, "下一步（1 个部分）")
    page = _page(user)
    shown = page.reading
    assert shown.is_last_year
    page.year_choice.this_year.click()
    user.qtbot.waitUntil(lambda: page.reading is not shown, timeout=60_000)
    addresses = [str(item.address) for item in page.review.items]
    assert "spending/controls/basic/actual" in addresses


def test_a_report_of_another_form_is_named(user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "旧表单.db"
    session = Session.create(path, shipped_form("hunan_overall_2019"))
    session.enter(session.form.report_fields.unit, "农机站")
    session.close()
    _ask_for(monkeypatch, path)
    user.window.actions_.by_id["take_from_report"].trigger()
    dialog = shown_dialog(ReportPartsDialog)
    assert any("它用的是另一份表单" in text for text in _texts(dialog))


def test_the_report_itself_and_a_damaged_one_are_refused(
    user: User, demo_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _ask_for(monkeypatch, user.session.path)
    user.window.actions_.by_id["take_from_report"].trigger()
    assert "就是正在填报的这一份" in user.workspace.messages.message
    damaged = demo_file.with_name("坏的.db")
    damaged.write_bytes(demo_file.read_bytes()[:5000])
    before, count = damaged.read_bytes(), len(dict(user.session.entries))
    _ask_for(monkeypatch, damaged)
    boxes = DialogAnswers("知道了")
    user.window.actions_.by_id["take_from_report"].trigger()
    assert boxes.messages[0].startswith("打不开“坏的.db”。")
    assert (damaged.read_bytes(), len(dict(user.session.entries))) == (before, count)


def test_a_blank_report_has_nothing_to_take_and_a_read_only_one_takes_nothing(
    user: User, other: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "空白.db"
    Session.create(path, shipped_form("hunan_overall_2023")).close()
    _ask_for(monkeypatch, path)
    user.window.actions_.by_id["take_from_report"].trigger()
    assert "还没有填内容" in user.workspace.messages.message
    _ask_for(monkeypatch, Path(shutil.copy(other, tmp_path / "b.db")))
    user.session.file.read_only = True
    user.window.actions_.by_id["take_from_report"].trigger()
    assert "不能导入" in user.workspace.messages.message


def _texts(dialog: ReportPartsDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel)]
