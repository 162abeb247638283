"""Stories of an import: the page with the files, the keyboard through the doubtful answers, taking over, undo."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from perfdesk.definition.address import Address
from perfdesk.errors import PerfDeskError
from perfdesk.evaluation.answers import Answers
from perfdesk.storage.backup import list_backups
from perfdesk.ui.commands.file_import import FileImport, ReadFiles
from perfdesk.ui.models.import_review import ImportReading
from perfdesk.ui.panels.importing.page import ImportPage
from perfdesk.ui.panels.importing.sheet_view import SheetView
from perfdesk.ui.panels.importing.word_view import WordView
from support.dialogs import DialogAnswers
from support.import_readings import BOOK, LEADER, OFFICE, PRINT, RETIRED, UNIT, WORDS, answer, in_report, reading
from support.user import User

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
Report = Callable[[str], None]


def _reader(found: ImportReading, problems: Sequence[str] = ()) -> ReadFiles:
    def read(_answers: Answers, is_last_year: bool | None, _report: Report) -> tuple[ImportReading, Sequence[str]]:
        return replace(found, is_last_year=bool(is_last_year)), problems

    return read


def _importer(user: User, read: ReadFiles) -> FileImport:
    importer = FileImport(user.workspace, user.window.background)
    importer.start(read)
    return importer


@pytest.fixture
def importer(user: User) -> FileImport:
    """An import whose page is shown."""
    made = _importer(user, _reader(reading()))
    user.qtbot.waitUntil(lambda: made.page is not None)
    return made


def _page(importer: FileImport) -> ImportPage:
    assert importer.page is not None
    return importer.page


def _key(page: ImportPage) -> str:
    return str(page.list.current_key())


def test_the_page_takes_the_place_of_the_chapters_and_gives_it_back(user: User, importer: FileImport) -> None:
    page = _page(importer)
    assert page.isVisible()
    assert not user.workspace.navigation.isVisible()
    assert not user.workspace.checks.isVisible()
    user.window.resize(1280, 700)
    assert not user.workspace.navigation.isVisible()
    page.close_button.click()
    assert user.workspace.page is not None
    assert user.workspace.navigation.isVisible()
    assert user.workspace.navigation.current_section() == "cover"
    assert importer.page is None
    assert not user.workspace.messages.message


def test_the_keyboard_goes_through_the_doubtful_ones_first(user: User, importer: FileImport) -> None:
    page = _page(importer)
    assert QApplication.focusWidget() is page.list
    assert _key(page) == OFFICE
    user.press(Key.Key_2)
    user.press(Key.Key_Return)
    assert _key(page) == PRINT
    assert any("合计与各项之和不符" in text for text in page.card.shown_texts())
    user.press(Key.Key_Delete)
    assert _key(page) == LEADER
    user.press(Key.Key_Return)
    assert page.list.current_key() is None
    page.accept_button.click()
    texts = [user.stored_text(address) for address in (UNIT, LEADER, RETIRED, OFFICE, PRINT)]
    assert texts == ["枫坪县农业农村局", "李某", "12", "12.50", None]


def test_accepting_all_takes_only_what_is_sure(user: User, importer: FileImport) -> None:
    page = _page(importer)
    assert page.accept_button.text() == "全部接受（2 处）"
    page.accept_button.click()
    texts = [user.stored_text(address) for address in (UNIT, LEADER, RETIRED, OFFICE, PRINT)]
    assert texts == ["枫坪县农业农村局", None, "12", None, None]
    assert "已导入 2 处，导入前已自动备份。还有 3 处没有看" in user.workspace.messages.message
    user.workspace.messages.click("接着看")
    assert page.isVisible()
    assert page.accept_button.text() == "全部接受（0 处）"
    assert _key(page) == OFFICE


def test_what_has_no_place_can_be_read_after_the_import(user: User, importer: FileImport) -> None:
    page = _page(importer)
    for item in page.review.listed("open"):
        page.review.decide(item, "rejected")
    page.accept_button.click()
    assert "还有 1 处没有位置" in user.workspace.messages.message
    user.workspace.messages.click("接着看")
    page.show_group("unplaced")
    assert page.isVisible()


def test_an_import_is_one_change_after_a_backup(user: User, importer: FileImport) -> None:
    before = len(user.session.file.changes())
    backups = len(list_backups(user.session.file.report_id()))
    _page(importer).accept_button.click()
    assert len(user.session.file.changes()) == before + 1
    assert len(list_backups(user.session.file.report_id())) == backups + 1
    assert user.session.undo_label.startswith("导入“上年报告.docx”等 2 个文件")
    user.workspace.messages.click("全部撤销")
    assert user.stored_text(UNIT) is None
    assert user.stored_text(RETIRED) is None


def test_the_likely_ones_of_a_chapter_are_taken_with_one_key(user: User, importer: FileImport) -> None:
    page = _page(importer)
    page.list.choose(Address.parse(LEADER))
    user.press(Key.Key_Return, CONTROL)
    decisions = {str(item.address): page.review.decision(item) for item in page.review.items}
    assert decisions == {UNIT: "taken", LEADER: "taken", RETIRED: "taken", OFFICE: "open", PRINT: "open"}


def test_a_row_shows_its_words_in_the_text_and_in_the_sheet(user: User, importer: FileImport) -> None:
    page = _page(importer)
    view = page.source.view
    assert isinstance(view, SheetView)
    assert (view.currentIndex().row(), view.currentIndex().column()) == (1, 1)
    page.list.choose(Address.parse(LEADER))
    text = page.source.view
    assert isinstance(text, WordView)
    at = text.document().toPlainText().index("李某")
    assert text.textCursor().position() == at


def test_a_click_on_words_goes_to_their_answer(user: User, importer: FileImport) -> None:
    page = _page(importer)
    page.list.choose(Address.parse(LEADER))
    text = page.source.view
    assert isinstance(text, WordView)
    cursor = text.textCursor()
    cursor.setPosition(text.document().toPlainText().index("12人") + 1)
    user.qtbot.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=text.cursorRect(cursor).center())
    assert page.group == "taken"
    assert _key(page) == RETIRED
    cursor.setPosition(text.document().toPlainText().index("印刷费"))
    cell = cursor.currentTable().cellAt(2, 1).firstCursorPosition()
    user.qtbot.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=text.cursorRect(cell).center() + QPoint(2, 0))
    assert page.group == "open"
    assert _key(page) == PRINT


def test_a_click_on_a_cell_goes_to_its_answer(user: User, importer: FileImport) -> None:
    page = _page(importer)
    page.show_group("taken")
    page.source.selector.setCurrentIndex(1)
    view = page.source.view
    assert isinstance(view, SheetView)
    box = view.visualRect(view.model().index(1, 1))
    user.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert (page.group, _key(page)) == ("open", OFFICE)


def test_texts_without_a_place_and_hidden_sheets(user: User, importer: FileImport) -> None:
    page = _page(importer)
    titles = [page.source.selector.itemText(number) for number in range(page.source.selector.count())]
    assert titles == ["上年报告.docx", f"{BOOK}　附件1"]
    page.group_buttons["unplaced"].click()
    assert page.list.current_key() == 0
    assert WORDS[4] in page.card.shown_texts()
    assert isinstance(page.source.view, WordView)


def test_the_other_year_is_read_again(user: User, importer: FileImport) -> None:
    page = _page(importer)
    assert page.year_choice.this_year.isChecked()
    page.year_choice.last_year.click()
    user.qtbot.waitUntil(lambda: page.reading.is_last_year)
    assert importer.page is page


def test_files_are_read_again_for_the_answers_that_the_report_has_by_then(user: User) -> None:
    seen: list[Answers] = []

    def read(answers: Answers, is_last_year: bool | None, _report: Report) -> tuple[ImportReading, Sequence[str]]:
        seen.append(answers)
        return replace(reading(), is_last_year=bool(is_last_year)), ()

    importer = _importer(user, read)
    user.qtbot.waitUntil(lambda: importer.page is not None)
    page = _page(importer)
    page.accept_button.click()
    user.workspace.messages.click("接着看")
    page.year_choice.last_year.click()
    user.qtbot.waitUntil(lambda: len(seen) == 2)
    assert [answers.typed(Address.parse(UNIT)) for answers in seen] == [None, "枫坪县农业农村局"]


def test_a_computed_figure_cannot_be_taken(user: User) -> None:
    total = answer("spending/goods/goods_sum/actual", "750", in_report(3), "doubtful", "这个数是算出来的。")
    importer = _importer(user, _reader(reading(replace(total, change="figure"))))
    user.qtbot.waitUntil(lambda: importer.page is not None)
    page = _page(importer)
    page.go_to(total.address)
    assert page.list.current_key() == total.address
    assert page.card.take_button.isHidden()
    user.press(Key.Key_Return)
    assert total.address in [item.address for item in page.review.listed("open")]
    page.go_to(Address.parse(LEADER))
    assert not page.card.take_button.isHidden()


def test_leaving_for_a_chapter_keeps_the_page(user: User, importer: FileImport) -> None:
    page = _page(importer)
    user.press(Key.Key_Return)
    user.workspace.go_to(Address.parse(UNIT))
    assert not page.isVisible()
    assert user.workspace.messages.message == "导入还没有完成。"
    user.workspace.messages.click("接着看")
    assert page.isVisible()
    assert len(page.review.listed("open")) == 2


def test_an_answer_typed_meanwhile_is_not_replaced_unseen(user: User, importer: FileImport) -> None:
    page = _page(importer)
    user.session.enter(Address.parse(RETIRED), "15")
    page.accept_button.click()
    assert user.stored_text(RETIRED) == "15"
    assert user.stored_text(UNIT) == "枫坪县农业农村局"


def test_a_long_reading_can_be_cancelled(user: User) -> None:
    may_go_on, stopped = threading.Event(), threading.Event()

    def read(_answers: Answers, _year: bool | None, report_progress: Report) -> tuple[ImportReading, Sequence[str]]:
        report_progress("正在读“上年报告.docx”……")
        may_go_on.wait(20)
        stopped.set()
        report_progress("正在读“基础数据表.xlsx”……")
        return reading(), ()

    importer = _importer(user, read)
    messages = user.workspace.messages
    user.qtbot.waitUntil(lambda: messages.message == "正在读“上年报告.docx”……")
    assert messages.is_busy
    messages.click("取消")
    assert not importer.is_reading
    assert not messages.message
    may_go_on.set()
    user.qtbot.waitUntil(stopped.is_set)
    user.window.background.finish()
    QApplication.processEvents()
    assert importer.page is None


def test_an_unreadable_file_is_reported_and_nothing_changes(user: User) -> None:
    def read(_answers: Answers, _year: bool | None, _report: Report) -> tuple[ImportReading, Sequence[str]]:
        raise PerfDeskError("没有读入“坏的.docx”。", "文件已损坏，读不出来。")

    answers = DialogAnswers("知道了")
    importer = _importer(user, read)
    user.qtbot.waitUntil(lambda: bool(answers.messages))
    assert answers.messages == ["没有读入“坏的.docx”。文件已损坏，读不出来。"]
    assert importer.page is None
    assert not importer.is_reading


def test_the_other_files_are_shown_when_one_cannot_be_read(user: User) -> None:
    importer = _importer(user, _reader(reading(), ["没有读入“坏的.docx”。文件已损坏。"]))
    user.qtbot.waitUntil(lambda: importer.page is not None)
    assert user.workspace.messages.message == "没有读入“坏的.docx”。文件已损坏。"
