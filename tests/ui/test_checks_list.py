"""Stories of the checks list: what is involved, what can be done at once, and warnings that stand with a reason."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit, QPushButton, QWidget

from perfdesk.ui.findings.finding_list import FindingList
from perfdesk.ui.findings.reason_dialog import ReasonDialog
from perfdesk.ui.widgets import message_boxes
from support.user import Clerk

Key = Qt.Key
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
CONTROL = Qt.KeyboardModifier.ControlModifier
AUTHORISED = "basics/staffing/administrative/authorised"
ACTUAL = "basics/staffing/administrative/actual"
REASON = "两名军转干部按政策先入编，已报编办。"


def _chosen(clerk: Clerk, code: str) -> FindingList:
    """The list with the focus on the first finding of a rule."""
    checks = clerk.desk.checks
    rows = checks.finding_list
    rows.setFocus(Qt.FocusReason.OtherFocusReason)
    rows.setCurrentRow(next(at for at, line in enumerate(rows.finding_rows()) if line.finding.code == code))
    return rows


def _links(rows: FindingList) -> dict[str, QPushButton]:
    assert rows.action_bar is not None
    return {link.text(): link for link in rows.action_bar.links}


def _overstaffed(clerk: Clerk) -> FindingList:
    clerk.session.fill({clerk.at(AUTHORISED): "10", clerk.at(ACTUAL): "12"}, "填")
    return _chosen(clerk, "C16")


def _keep(clerk: Clerk, rows: FindingList) -> None:
    _links(rows)["保留并说明…"].click()
    dialog = clerk.window.findChild(ReasonDialog)
    assert not dialog.accept_button.isEnabled(), "without a reason nothing is kept"
    dialog.reason_edit.setPlainText(REASON)
    clerk.qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)


def test_every_answer_involved_is_reached_by_keys(clerk: Clerk) -> None:
    rows = _overstaffed(clerk)
    clerk.qtbot.waitUntil(rows.hasFocus)
    clerk.press(Key.Key_Right)
    seen = []
    for _ in _links(rows):
        focused = QApplication.focusWidget()
        assert isinstance(focused, QPushButton)
        seen.append(focused.text())
        clerk.press(Key.Key_Right)
    assert any(words.endswith(" 12") for words in seen)
    assert any(words.endswith(" 10") for words in seen)
    clerk.press(Key.Key_Escape)
    assert rows.hasFocus()
    finding = rows.selected_row().finding
    places = [words for words in seen if not words.endswith("…") and words != "这个数怎么来的"]
    _links(rows)[places[1]].click()
    view = clerk.panel(ACTUAL).view
    assert view.hasFocus()
    assert view.current_cell().address == finding.addresses[1]
    assert view.findChild(QWidget, "flash") is not None


def test_the_menu_of_a_line_holds_them_all(clerk: Clerk) -> None:
    rows = _overstaffed(clerk)
    item = rows.currentItem()
    clerk.qtbot.waitUntil(lambda: rows.visualItemRect(item).height() > 0)
    rows.customContextMenuRequested.emit(rows.visualItemRect(item).topLeft() + QPoint(30, 5))
    menu = rows.findChild(QMenu)
    words = [action.text() for action in menu.actions()]
    assert {"去这一处", "保留并说明…", "涉及各处", "复制这一条"} <= set(words)
    inner = next(action.menu() for action in menu.actions() if action.text() == "涉及各处")
    assert len(inner.actions()) == len(rows.selected_row().finding.addresses)
    menu.close()


def test_a_line_is_copied_in_words(clerk: Clerk) -> None:
    rows = _overstaffed(clerk)
    clerk.qtbot.waitUntil(rows.hasFocus)
    clerk.press(Key.Key_C, CONTROL)
    finding = rows.selected_row().finding
    assert QGuiApplication.clipboard().text() == f"警告：{finding.section_label}：{finding.message}"


def test_the_list_can_keep_to_the_page_one_is_on(clerk: Clerk) -> None:
    _overstaffed(clerk)
    checks = clerk.desk.checks
    everything = len(checks.findings())
    clerk.desk.navigation.choose("basics")
    checks.current_page_only.click()
    here = checks.findings()
    assert here
    assert len(here) < everything
    assert {finding.section for finding in here} == {"basics"}
    assert checks.level_buttons["error"].text().endswith(str(sum(finding.severity == "error" for finding in here)))
    clerk.desk.navigation.choose("spending")
    assert {finding.section for finding in checks.findings()} == {"spending"}
    checks.current_page_only.click()
    assert len(checks.findings()) == everything


def test_a_unit_slip_is_repaired_in_the_list(clerk: Clerk) -> None:
    address = "spending/three_public/reception/actual"
    texts = {address: "26400", address.replace("reception", "running"): "7.95"}
    texts[address.replace("reception", "stated")] = "10.59"
    clerk.session.fill({clerk.at(place): text for place, text in texts.items()}, "填")
    before = clerk.codes().count("E07")
    rows = _chosen(clerk, "E07")
    repair = next(link for words, link in _links(rows).items() if words.startswith("一键修复："))
    repair.click()
    assert clerk.typed(address) == "2.64"
    assert clerk.codes().count("E07") == before - 1
    clerk.press(Key.Key_Z, CONTROL)
    assert clerk.typed(address) == "26400"


def test_a_finding_about_words_selects_them(clerk: Clerk) -> None:
    text = "一、总体情况。\n𠮷山村的工作继续推进。\n下一步建立建全各项制度。"
    clerk.session.enter(clerk.at("performance/text"), text)
    rows = _chosen(clerk, "P37")
    clerk.press(Key.Key_Return)
    assert clerk.desk.navigation.current() == "performance"
    editor = QApplication.focusWidget()
    assert isinstance(editor, QPlainTextEdit)
    assert editor.textCursor().selectedText() == "建立建全"
    assert editor.viewport().findChild(QWidget, "flash") is not None
    assert rows.selected_row().finding.span == (text.index("建立建全"), text.index("建立建全") + 4)


def test_a_warning_that_stands_is_quiet_and_can_be_taken_back(clerk: Clerk) -> None:
    rows = _overstaffed(clerk)
    kept = rows.selected_row().finding
    checks, warnings = clerk.desk.checks, sum(finding.severity == "warning" for finding in clerk.session.findings)
    entry = next(entry for entry in clerk.desk.navigation.entries() if entry.instance == kept.section)
    _keep(clerk, rows)
    assert kept not in checks.findings()
    assert checks.level_buttons["kept"].text() == "✓ 已说明 1"
    assert checks.level_buttons["warning"].text().endswith(f"警告 {warnings - 1}")
    after = next(entry for entry in clerk.desk.navigation.entries() if entry.instance == kept.section)
    assert after.progress.warnings == entry.progress.warnings - 1
    clerk.desk.navigation.choose(kept.section)
    assert kept not in clerk.panel(ACTUAL)._findings.shown_findings
    checks.level_buttons["kept"].click()
    (line,) = rows.finding_rows()
    assert line.text.endswith(f"说明：{REASON}")
    rows.setCurrentRow(0)
    _links(rows)["撤回说明"].click()
    assert kept in checks.findings()
    clerk.press(Key.Key_Z, CONTROL)
    assert kept not in checks.findings()


def test_it_returns_when_its_figures_change_and_offers_the_reason_again(clerk: Clerk) -> None:
    rows = _overstaffed(clerk)
    _keep(clerk, rows)
    assert len(clerk.session.accepted) == 1
    clerk.session.enter(clerk.at(ACTUAL), "13")
    assert clerk.session.accepted == ()
    rows = _chosen(clerk, "C16")
    _links(rows)["保留并说明…"].click()
    dialog = clerk.window.findChildren(ReasonDialog)[-1]
    assert dialog.reason_edit.toPlainText() == REASON
    assert dialog.accept_button.isEnabled()
    dialog.reject()
    assert "C16" in clerk.codes()


def test_the_next_problem_is_never_one_that_stands(clerk: Clerk) -> None:
    rows = _overstaffed(clerk)
    _keep(clerk, rows)
    lines = rows.finding_rows()
    assert lines[-1].accepted is not None
    rows.setCurrentRow(len(lines) - 2)
    clerk.press(Key.Key_F8)
    assert rows.currentRow() == 0
    clerk.press(Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert rows.currentRow() == len(lines) - 2


def test_beside_the_answer_the_same_can_be_done(clerk: Clerk) -> None:
    _overstaffed(clerk)
    panel = clerk.panel(ACTUAL) if clerk.go(ACTUAL) else None
    links = {button.text(): button for button in panel._findings.findChildren(QPushButton)}
    links["这个数怎么来的"].click()
    assert clerk.desk.side.isVisible()
    assert "由公式算出：" in clerk.desk.side.origin.words()
    links["保留并说明…"].click()
    dialog = clerk.window.findChild(ReasonDialog)
    dialog.reason_edit.setPlainText(REASON)
    dialog.accept_button.click()
    assert [kept.reason for kept in clerk.session.accepted] == [REASON]


def test_what_stands_is_exported_as_a_paper(clerk: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    action = clerk.window.actions_.by_id["remarks"]
    action.trigger()
    assert clerk.desk.news.message.startswith("没有保留并说明的警告")
    _keep(clerk, _overstaffed(clerk))
    target = tmp_path / "核对说明.docx"
    monkeypatch.setattr(message_boxes, "ask_target", lambda *_: target)
    with clerk.qtbot.waitSignal(clerk.window.exporter.finished, timeout=20_000):
        action.trigger()
    (table,) = docx.Document(str(target)).tables
    assert REASON in [cell.text for cell in table.rows[1].cells]
    assert "草稿" not in clerk.desk.news.message


def test_words_in_a_rewritten_sentence_and_in_a_list_are_selected_too(clerk: Clerk) -> None:
    sentence = clerk.at("spending/overall_sentence")
    row = clerk.session.add_row("basics", "duties", texts={"text": "建立建全森林防火责任制。"})
    texts = {clerk.at("spending/controls/total/actual"): "9", sentence: "本年建立建全了制度。"}
    clerk.session.fill(texts, "填")
    found = [at for at, line in enumerate(clerk.desk.checks.finding_list.finding_rows()) if line.finding.code == "P37"]
    places = {}
    for at in found:
        clerk.desk.checks.finding_list.setCurrentRow(at)
        finding = clerk.desk.checks.finding_list.selected_row().finding
        clerk.desk.go_to_finding(finding)
        editor = clerk.desk.page.focusWidget()
        places[finding.addresses[0]] = editor.textCursor().selectedText() if isinstance(editor, QPlainTextEdit) else ""
    assert places == dict.fromkeys((sentence, clerk.at(f"basics/duties/{row}/text")), "建立建全")


def test_the_figures_involved_follow_the_unit_one_looks_in(clerk: Clerk) -> None:
    reception = "spending/three_public/reception"
    clerk.session.fill({clerk.at(f"{reception}/budget"): "3", clerk.at(f"{reception}/actual"): "4"}, "填")
    rows = _chosen(clerk, "C09")
    assert any(words.endswith(" 4.00") for words in _links(rows))
    clerk.window.actions_.by_id["yuan"].trigger()
    assert any(words.endswith(" 40,000.00") for words in _links(rows))
