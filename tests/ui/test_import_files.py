"""Files that reach the window: by the menu, by drag and drop, and from the start page."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from perfdesk.ui.commands.file_import import FileImport
from perfdesk.ui.commands.new_report_dialog import NewReportDialog
from perfdesk.ui.panels.importing.page import ImportPage
from support.dialogs import DialogAnswers, press, shown_dialog
from support.user import User

CORPUS = Path(__file__).parents[1] / "corpus" / "a_reports"
WATER = CORPUS / "a01_tenfold_water_2023.docx"
pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]


def _drop(user: User, paths: Sequence[Path]) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copied, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(user.window, QDragEnterEvent(QPoint(5, 5), copied, mime, left, none))
    QApplication.sendEvent(user.window, QDropEvent(QPointF(5, 5), copied, mime, left, none))


def _page(user: User) -> ImportPage:
    """The page of the import, once the files are read."""
    user.qtbot.waitUntil(lambda: bool(user.window.findChildren(ImportPage)), timeout=60_000)
    return user.window.findChildren(ImportPage)[0]


def test_a_word_report_is_imported_by_dropping_it(user: User) -> None:
    report = user.session
    _drop(user, [WATER])
    page = _page(user)
    assert page.isVisible()
    assert user.session is report
    assert page.title_label.text() == f"导入“{WATER.name}”"
    assert [document.file for document in page.reading.documents] == [WATER.name]


def test_a_cancelled_reading_for_another_year_leaves_the_year_that_is_shown(user: User) -> None:
    _drop(user, [WATER])
    page = _page(user)
    (importer,) = user.window.findChildren(FileImport)
    was_last_year, shown = page.reading.is_last_year, page.reading
    other = page.year_choice.this_year if was_last_year else page.year_choice.last_year
    other.click()
    assert other.isChecked()
    importer.cancel()
    assert page.year_choice.last_year.isChecked() == was_last_year
    other.click()
    user.qtbot.waitUntil(lambda: page.reading is not shown, timeout=60_000)
    assert other.isChecked()


def test_of_several_files_the_unreadable_ones_are_named(user: User, tmp_path: Path) -> None:
    empty = tmp_path / "空的.xlsx"
    empty.touch()
    _drop(user, [empty, WATER])
    assert [document.file for document in _page(user).reading.documents] == [WATER.name]
    assert user.workspace.messages.message.startswith("没有读入“空的.xlsx”。文件是空的。")


def test_a_damaged_file_is_reported_in_a_sentence(user: User, tmp_path: Path) -> None:
    path = tmp_path / "表格.xlsx"
    path.write_bytes(b"PK\x03\x04" + bytes(2000))
    boxes = DialogAnswers("知道了")
    _drop(user, [path])
    user.qtbot.waitUntil(lambda: bool(boxes.messages), timeout=60_000)
    assert boxes.messages[0].startswith("没有读入“表格.xlsx”。")
    assert user.window.findChildren(ImportPage) == []


def test_a_report_among_the_files_is_opened(user: User, demo_file: Path) -> None:
    _drop(user, [WATER, demo_file])
    assert user.session.path == demo_file
    assert user.window.findChildren(FileImport) == []


def test_files_dropped_on_the_start_page_begin_a_report(user: User, tmp_path: Path) -> None:
    source = shutil.copy(WATER, tmp_path / "报告.docx")
    user.window.actions_.by_id["close"].trigger()
    _drop(user, [Path(source)])
    dialog = shown_dialog(NewReportDialog)
    assert dialog.target.path.parent == tmp_path
    press(dialog, "新建")
    assert _page(user).isVisible()
    assert user.session.path.parent == tmp_path
    assert user.session.answers.value(user.session.form.report_fields.year) is not None


def test_a_read_only_report_takes_no_import(user: User, demo_file: Path) -> None:
    user.session.file.read_only = True
    _drop(user, [WATER])
    assert user.window.findChildren(FileImport) == []
    assert "不能导入" in user.workspace.messages.message
