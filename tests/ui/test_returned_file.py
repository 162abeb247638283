"""An edited Word export comes back in the window: its changes are reviewed and entered as one change."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog

from perfdesk.application.export import export_report
from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.ui.panels.importing.page import ImportPage
from perfdesk.ui.panels.importing.word_view import WordView
from support.corpus import CORPUS
from support.dialogs import DialogAnswers
from support.returned_word import edit_word_file
from support.user import User

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
RETIRED = Address.parse("basics/retired")


@pytest.fixture
def exported(demo_file: Path, user: User) -> Path:
    """The Word export of the report that is open in the window."""
    user.window.open_path(demo_file)
    session = user.session
    (path,) = export_report(
        session.answers, (), [demo_file.with_name("报告.docx")], False, lambda _: None, state=session.file.state()
    )
    return path


def take_back(user: User, path: Path) -> None:
    """Choose the command and the file in its dialog."""

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog):
            QTimer.singleShot(20, choose)
            return
        dialog.selectFile(str(path))
        dialog.accept()

    QTimer.singleShot(20, choose)
    user.window.actions_.by_id["take_back"].trigger()


def page_of(user: User) -> ImportPage:
    user.qtbot.waitUntil(lambda: bool(user.window.findChildren(ImportPage)), timeout=60_000)
    return user.window.findChildren(ImportPage)[0]


def retired(session: Session) -> str:
    return session.entries.text(RETIRED) or ""


def test_a_changed_figure_is_taken_at_once_and_undone_at_once(user: User, exported: Path) -> None:
    before = retired(user.session)
    take_back(user, edit_word_file(exported, lambda line: line.replace(f"退休人员{before}人", "退休人员97人")))
    page = page_of(user)
    assert page.title_label.text() == "取回改稿“改稿 报告.docx”"
    assert not page.year_choice.isVisible()
    assert page.summary_label.text().startswith("与导出时相比，1 处将取用")
    page.accept_button.click()
    assert retired(user.session) == "97"
    assert user.workspace.messages.message == "已取回 1 处，取回前已自动备份。"
    user.window.actions_.by_id["undo"].trigger()
    assert retired(user.session) == before


def test_a_figure_typed_meanwhile_is_looked_at_first(user: User, exported: Path) -> None:
    before = retired(user.session)
    user.session.enter(RETIRED, "95")
    take_back(user, edit_word_file(exported, lambda line: line.replace(f"退休人员{before}人", "退休人员97人")))
    page = page_of(user)
    (item,) = page.review.listed("open")
    assert (item.address, item.is_doubtful) == (RETIRED, True)
    assert not page.accept_button.isEnabled()
    assert any("改了数" in text for text in page.card.shown_texts())


def test_the_words_changed_are_in_sight_when_the_page_opens(user: User, exported: Path) -> None:
    take_back(user, edit_word_file(exported, lambda line: line.replace("公务接待费2.64万元", "公务接待费2.84万元")))
    (view,) = page_of(user).findChildren(WordView)
    user.qtbot.waitUntil(lambda: view.cursorRect().intersects(view.viewport().rect()), timeout=5000)
    assert "公务接待费2.84万元" in view.textCursor().block().text()


def test_an_unchanged_file_says_so(user: User, exported: Path) -> None:
    words = "“报告.docx”没有改动，与报告里的一样。"
    take_back(user, exported)
    user.qtbot.waitUntil(lambda: user.workspace.messages.message == words, timeout=60_000)
    assert user.window.findChildren(ImportPage) == []


def test_another_report_is_refused_in_a_sentence(user: User, demo_file: Path) -> None:
    user.window.open_path(demo_file)
    boxes = DialogAnswers("知道了")
    take_back(user, CORPUS / "a_reports" / "a01_tenfold_water_2023.docx")
    user.qtbot.waitUntil(lambda: bool(boxes.messages), timeout=60_000)
    assert boxes.messages[0].startswith("没有取回“a01_tenfold_water_2023.docx”里的改动。")
