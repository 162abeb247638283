"""The list of findings: answers involved, actions, and warnings accepted with a reason."""

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
from support.user import User

Key = Qt.Key
pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
CONTROL = Qt.KeyboardModifier.ControlModifier
AUTHORISED = "basics/staffing/administrative/authorised"
ACTUAL = "basics/staffing/administrative/actual"
REASON = "两名军转干部按政策先入编，已报编办。"


def _select(user: User, code: str) -> FindingList:
    """Return the list with the first finding of a rule selected and focused."""
    checks = user.workspace.checks
    rows = checks.finding_list
    rows.setFocus(Qt.FocusReason.OtherFocusReason)
    rows.setCurrentRow(next(at for at, line in enumerate(rows.finding_rows()) if line.finding.code == code))
    return rows


def _links(rows: FindingList) -> dict[str, QPushButton]:
    assert rows.action_bar is not None
    return {link.text(): link for link in rows.action_bar.links}


def _overstaffed(user: User) -> FindingList:
    user.session.fill({user.at(AUTHORISED): "10", user.at(ACTUAL): "12"}, "填")
    return _select(user, "C16")


def _overstaffed_otherwise_finished(user: User, demo_file: Path) -> FindingList:
    """Return the list with a warning selected; in an unfinished chapter it would be a notice."""
    user.window.open_path(demo_file)
    user.session.fill({user.at("basics/over_staffed_note"): ""}, "填")
    return _overstaffed(user)


def _accept_selected(user: User, rows: FindingList) -> None:
    _links(rows)["保留并说明…"].click()
    dialog = user.window.findChild(ReasonDialog)
    assert not dialog.accept_button.isEnabled(), "without a reason nothing is kept"
    dialog.reason_edit.setPlainText(REASON)
    user.qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)


def test_every_answer_involved_is_reached_with_the_keyboard(user: User) -> None:
    rows = _overstaffed(user)
    user.qtbot.waitUntil(rows.hasFocus)
    user.press(Key.Key_Right)
    seen = []
    for _ in _links(rows):
        focused = QApplication.focusWidget()
        assert isinstance(focused, QPushButton)
        seen.append(focused.text())
        user.press(Key.Key_Right)
    assert any(words.endswith(" 12") for words in seen)
    assert any(words.endswith(" 10") for words in seen)
    user.press(Key.Key_Escape)
    assert rows.hasFocus()
    finding = rows.selected_row().finding
    places = [words for words in seen if not words.endswith("…") and words != "这个数怎么来的"]
    _links(rows)[places[1]].click()
    view = user.panel(ACTUAL).view
    assert view.hasFocus()
    assert view.current_cell().address == finding.addresses[1]
    assert view.findChild(QWidget, "flash") is not None


def test_the_context_menu_of_a_row_lists_all_answers_involved(user: User) -> None:
    rows = _overstaffed(user)
    item = rows.currentItem()
    user.qtbot.waitUntil(lambda: rows.visualItemRect(item).height() > 0)
    rows.customContextMenuRequested.emit(rows.visualItemRect(item).topLeft() + QPoint(30, 5))
    menu = rows.findChild(QMenu)
    words = [action.text() for action in menu.actions()]
    assert {"去这一处", "保留并说明…", "涉及各处", "复制这一条"} <= set(words)
    inner = next(action.menu() for action in menu.actions() if action.text() == "涉及各处")
    assert len(inner.actions()) == len(rows.selected_row().finding.addresses)
    menu.close()


def test_a_row_is_copied_as_text(user: User, demo_file: Path) -> None:
    rows = _overstaffed_otherwise_finished(user, demo_file)
    user.qtbot.waitUntil(rows.hasFocus)
    user.press(Key.Key_C, CONTROL)
    finding = rows.selected_row().finding
    assert QGuiApplication.clipboard().text() == f"警告：{finding.section_label}：{finding.message}"


def test_the_list_can_be_limited_to_the_current_page(user: User) -> None:
    _overstaffed(user)
    checks = user.workspace.checks
    everything = len(checks.findings())
    user.workspace.navigation.choose("basics")
    checks.current_page_only.click()
    here = checks.findings()
    assert here
    assert len(here) < everything
    assert {finding.section for finding in here} == {"basics"}
    assert checks.level_buttons["error"].text().endswith(str(sum(finding.severity == "error" for finding in here)))
    user.workspace.navigation.choose("spending")
    assert {finding.section for finding in checks.findings()} == {"spending"}
    checks.current_page_only.click()
    assert len(checks.findings()) == everything


def test_a_unit_error_is_fixed_from_the_list(user: User) -> None:
    address = "spending/three_public/reception/actual"
    texts = {address: "26400", address.replace("reception", "running"): "7.95"}
    texts[address.replace("reception", "stated")] = "10.59"
    user.session.fill({user.at(place): text for place, text in texts.items()}, "填")
    before = user.codes().count("E07")
    rows = _select(user, "E07")
    repair = next(link for words, link in _links(rows).items() if words.startswith("一键修复："))
    repair.click()
    assert user.stored_text(address) == "2.64"
    assert user.codes().count("E07") == before - 1
    user.press(Key.Key_Z, CONTROL)
    assert user.stored_text(address) == "26400"


def test_a_finding_about_text_selects_the_text(user: User) -> None:
    text = "一、总体情况。\n𠮷山村的工作继续推进。\n下一步建立建全各项制度。"
    user.session.enter(user.at("performance/text"), text)
    rows = _select(user, "P37")
    user.press(Key.Key_Return)
    assert user.workspace.navigation.current_section() == "performance"
    editor = QApplication.focusWidget()
    assert isinstance(editor, QPlainTextEdit)
    assert editor.textCursor().selectedText() == "建立建全"
    assert editor.viewport().findChild(QWidget, "flash") is not None
    assert rows.selected_row().finding.span == (text.index("建立建全"), text.index("建立建全") + 4)


def test_an_accepted_warning_is_not_shown_at_its_cell_and_can_be_withdrawn(user: User, demo_file: Path) -> None:
    rows = _overstaffed_otherwise_finished(user, demo_file)
    kept = rows.selected_row().finding
    checks, warnings = user.workspace.checks, sum(finding.severity == "warning" for finding in user.session.findings)
    entry = next(entry for entry in user.workspace.navigation.section_entries() if entry.instance == kept.section)
    _accept_selected(user, rows)
    assert kept not in checks.findings()
    assert checks.level_buttons["kept"].text() == "已说明 1"
    assert checks.level_buttons["warning"].text().endswith(f"警告 {warnings - 1}")
    after = next(entry for entry in user.workspace.navigation.section_entries() if entry.instance == kept.section)
    assert after.progress.warnings == entry.progress.warnings - 1
    user.workspace.navigation.choose(kept.section)
    assert kept not in user.panel(ACTUAL)._findings.shown_findings
    checks.level_buttons["kept"].click()
    (line,) = rows.finding_rows()
    assert line.text.endswith(f"说明：{REASON}")
    rows.setCurrentRow(0)
    _links(rows)["撤回说明"].click()
    assert kept in checks.findings()
    user.press(Key.Key_Z, CONTROL)
    assert kept not in checks.findings()


def test_an_accepted_warning_returns_when_its_figures_change_and_offers_the_reason_again(user: User) -> None:
    rows = _overstaffed(user)
    _accept_selected(user, rows)
    assert len(user.session.accepted) == 1
    user.session.enter(user.at(ACTUAL), "13")
    assert user.session.accepted == ()
    rows = _select(user, "C16")
    _links(rows)["保留并说明…"].click()
    dialog = user.window.findChildren(ReasonDialog)[-1]
    assert dialog.reason_edit.toPlainText() == REASON
    assert dialog.accept_button.isEnabled()
    dialog.reject()
    assert "C16" in user.codes()


def test_f8_skips_accepted_warnings(user: User) -> None:
    rows = _overstaffed(user)
    _accept_selected(user, rows)
    assert rows.finding_rows()[-1].accepted is not None
    findings = user.workspace.checks.findings()
    rows.select(findings[-1])
    user.press(Key.Key_F8)
    assert rows.selected_row().finding == findings[0]
    user.press(Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert rows.selected_row().finding == findings[-1]


def test_the_banner_next_to_the_answer_has_the_same_actions(user: User) -> None:
    _overstaffed(user)
    panel = user.panel(ACTUAL) if user.go_to(ACTUAL) else None
    links = {button.text(): button for button in panel._findings.findChildren(QPushButton)}
    links["这个数怎么来的"].click()
    assert user.workspace.inspector.isVisible()
    assert "由公式算出：" in user.workspace.inspector.origin.shown_texts()
    links["保留并说明…"].click()
    dialog = user.window.findChild(ReasonDialog)
    dialog.reason_edit.setPlainText(REASON)
    dialog.accept_button.click()
    assert [kept.reason for kept in user.session.accepted] == [REASON]


def test_accepted_warnings_are_exported_as_an_attachment(
    user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    action = user.window.actions_.by_id["remarks"]
    action.trigger()
    assert user.workspace.messages.message.startswith("没有保留并说明的警告")
    _accept_selected(user, _overstaffed(user))
    target = tmp_path / "核对说明.docx"
    monkeypatch.setattr(message_boxes, "ask_target", lambda *_: target)
    with user.qtbot.waitSignal(user.window.exporter.finished, timeout=20_000):
        action.trigger()
    (table,) = docx.Document(str(target)).tables
    assert REASON in [cell.text for cell in table.rows[1].cells]
    assert "草稿" not in user.workspace.messages.message


def test_text_in_a_rewritten_sentence_and_in_a_list_is_selected_too(user: User) -> None:
    sentence = user.at("spending/overall_sentence")
    row = user.session.add_row("basics", "duties", texts={"text": "建立建全森林防火责任制。"})
    texts = {user.at("spending/controls/total/actual"): "9", sentence: "本年建立建全了制度。"}
    user.session.fill(texts, "填")
    found = [
        at for at, line in enumerate(user.workspace.checks.finding_list.finding_rows()) if line.finding.code == "P37"
    ]
    places = {}
    for at in found:
        user.workspace.checks.finding_list.setCurrentRow(at)
        finding = user.workspace.checks.finding_list.selected_row().finding
        user.workspace.go_to_finding(finding)
        editor = user.workspace.page.focusWidget()
        places[finding.addresses[0]] = editor.textCursor().selectedText() if isinstance(editor, QPlainTextEdit) else ""
    assert places == dict.fromkeys((sentence, user.at(f"basics/duties/{row}/text")), "建立建全")


def test_the_figures_involved_are_shown_in_the_selected_unit(user: User) -> None:
    figures = {f"{row}/{column}": "0" for row in ("abroad", "purchase", "running") for column in ("budget", "actual")}
    figures |= {"reception/budget": "3", "reception/actual": "4"}
    user.session.fill({user.at(f"spending/three_public/{place}"): text for place, text in figures.items()}, "填")
    rows = _select(user, "C09")
    assert any(words.endswith(" 4.00") for words in _links(rows))
    user.window.actions_.by_id["yuan"].trigger()
    assert any(words.endswith(" 40,000.00") for words in _links(rows))


def test_a_change_replaces_only_the_rows_that_differ(user: User) -> None:
    rows = _overstaffed(user)
    bar, before, old = rows.action_bar, [rows.item(at) for at in range(rows.count())], rows.finding_rows()
    user.session.enter(user.at("spending/three_public/reception/actual"), "abc")
    after = [rows.item(at) for at in range(rows.count())]
    new = [item.data(Qt.ItemDataRole.UserRole) for item in after if not any(item is one for one in before)]
    assert new == [row for row in rows.finding_rows() if row not in old] != []
    assert len(new) < len(after)
    assert rows.action_bar is bar, "the selected row stays as it is"
