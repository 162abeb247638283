"""保留并说明: a warning is accepted with a reason until its figures change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from perfdesk.__main__ import main
from perfdesk.application.backup_diff import differences
from perfdesk.application.change_report import change_records
from perfdesk.application.rollover import rollover_edits
from perfdesk.application.send_copy import send_copy
from perfdesk.application.session import Session
from perfdesk.checks.accepted import acceptance_edit, earlier_reason, split_accepted
from perfdesk.checks.finding import Finding, FindingCode
from perfdesk.checks.unplaced import unplaced_answers
from perfdesk.definition.address import Address
from perfdesk.definition.severity import Severity
from perfdesk.document.accepted_warnings import accepted_warnings_report
from perfdesk.document.blocks import Grid, Paragraph
from perfdesk.entries.entries import ACCEPTED_SECTION
from perfdesk.evaluation.answers import Answers
from perfdesk.storage.backup import back_up

pytestmark = pytest.mark.slow

SPENT = Address.parse("spending/three_public/reception/actual")
STATED = Address.parse("spending/three_public/stated/actual")
NOTE = Address.parse("spending/three_public_note")
REASON = "防汛值守增加接待，已报财政同意。"


def _warning(session: Session) -> Finding:
    """Overspend in the sample and return the only warning about it."""
    session.fill({SPENT: "3.6", STATED: "11.55", NOTE: ""}, "改")
    (found,) = [finding for finding in session.findings if finding.code == "C09" and SPENT in finding.addresses]
    assert found.severity == "warning"
    return found


def _codes(session: Session) -> list[str]:
    return [finding.code for finding in session.findings]


def test_an_accepted_warning_stays_accepted_after_reopening(demo: Session, demo_file: Path) -> None:
    warning = _warning(demo)
    assert demo.accept_warning(warning, f" {REASON}\n")
    assert warning not in demo.findings
    assert [(one.finding, one.reason) for one in demo.accepted] == [(warning, REASON)]
    demo.close()
    again = Session.open(demo_file)
    assert [one.reason for one in again.accepted] == [REASON]
    assert "C09" not in _codes(again)
    again.close()


def test_an_acceptance_is_valid_only_for_the_same_figures(demo: Session) -> None:
    warning = _warning(demo)
    demo.accept_warning(warning, REASON)
    demo.enter(SPENT, "３.60")
    assert "C09" not in _codes(demo), "the same figure in other signs is the same figure"
    demo.fill({SPENT: "3.61", STATED: "11.56"}, "改")
    assert "C09" in _codes(demo)
    assert demo.accepted == ()
    (back,) = [finding for finding in demo.findings if finding.code == "C09"]
    assert earlier_reason(demo.answers, back) == REASON
    demo.undo()
    assert [one.reason for one in demo.accepted] == [REASON]


def test_accepting_and_withdrawing_are_named_steps(demo: Session) -> None:
    warning = _warning(demo)
    demo.accept_warning(warning, REASON)
    assert demo.undo_label.startswith("保留并说明：")
    demo.undo()
    assert warning in demo.findings
    demo.redo()
    (kept,) = demo.accepted
    demo.withdraw_acceptance(kept)
    assert demo.undo_label.startswith("撤回")
    assert warning in demo.findings
    assert earlier_reason(demo.answers, warning) == ""


@pytest.mark.parametrize("reason", ["", " \n "])
def test_nothing_is_accepted_without_a_reason(demo: Session, reason: str) -> None:
    with pytest.raises(ValueError, match="C09"):
        demo.accept_warning(_warning(demo), reason)


def test_an_error_cannot_be_accepted(demo: Session) -> None:
    demo.enter(SPENT, "9.9")
    error = next(finding for finding in demo.findings if finding.severity == "error")
    with pytest.raises(ValueError, match=error.code):
        demo.accept_warning(error, REASON)


def test_the_address_of_a_reason_contains_plain_text(demo: Session) -> None:
    finding = Finding(FindingCode.CONTRADICTING_FIGURE, Severity.WARNING, "不一致。", "spending", "二", (NOTE,))
    assert type(acceptance_edit(demo.answers, finding, REASON).address.field) is str


def test_in_prose_only_the_highlighted_words_count(demo: Session) -> None:
    demo.enter(NOTE, "上年为2021年。另有说明。")
    finding = Finding("P1", Severity.WARNING, "写着2021年。", "spending", "二", (NOTE,), span=(3, 8))
    reason = acceptance_edit(demo.answers, finding, REASON)
    for text, span, kept in (("新加一句。上年为2021年。", (8, 13), 1), ("上年为2020年。", (3, 8), 0)):
        demo.enter(NOTE, text)
        moved = Finding("P1", Severity.WARNING, "写着。", "spending", "二", (NOTE,), span=span)
        answers = Answers(demo.form, demo.entries.after((reason,)))
        assert len(split_accepted(answers, (moved,))[1]) == kept


def test_the_other_features_treat_a_reason_as_an_ordinary_entry(demo: Session, demo_file: Path, tmp_path: Path) -> None:
    warning = _warning(demo)
    backup = back_up(demo.file)
    demo.accept_warning(warning, REASON)
    assert unplaced_answers(demo.answers) == ()
    assert not any(edit.address.section == ACCEPTED_SECTION for edit in rollover_edits(demo.answers, 2025))
    assert backup is not None
    assert differences(backup, demo.answers).labels == ("对警告的说明",)
    last = change_records(demo.form, demo.entries, demo.file.changes())[-1]
    assert [line.text for line in last.lines] == [f"对警告的说明：空 → {REASON}"]
    send_copy(demo_file, tmp_path / "copy.db", history=False)
    copy = Session.open(tmp_path / "copy.db", read_only=True)
    assert [one.reason for one in copy.accepted] == [REASON]
    copy.close()


def test_the_check_command_lists_accepted_warnings_separately(
    demo: Session, demo_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    warning = _warning(demo)
    main(["check", str(demo_file)])
    before = capsys.readouterr().out.splitlines()[-1]
    demo.accept_warning(warning, REASON)
    demo.close()
    main(["check", str(demo_file)])
    lines = capsys.readouterr().out.splitlines()
    warnings = sum(finding.severity == "warning" for finding in demo.findings)
    assert f"警告 {warnings + 1}，" in before
    assert f"警告 {warnings}，" in lines[-1]
    assert lines[-1].endswith("已说明 1。")
    assert f"　　说明：{REASON}" in lines
    main(["check", "--json", str(demo_file)])
    kept = [row for row in json.loads(capsys.readouterr().out) if row["severity"] == "kept"]
    assert [row["reason"] for row in kept] == [REASON]
    main(["dump", str(demo_file)])
    assert ACCEPTED_SECTION not in capsys.readouterr().out


def test_the_document_lists_warnings_with_reasons_and_authors(demo: Session) -> None:
    warning = _warning(demo)
    demo.accept_warning(warning, "先前的理由")
    demo.accept_warning(warning, REASON)
    report = accepted_warnings_report(demo.answers, demo.accepted, demo.file.changes())
    intro, grid, _ = report.body
    assert isinstance(intro, Paragraph)
    assert isinstance(grid, Grid)
    assert "1 处警告" in intro.text
    row = [cell.text for cell in grid.cells if cell.row == 1]
    assert row[1:4] == [warning.section_label, warning.message, REASON]
    change = demo.file.changes()[-1]
    assert row[4] == f"{change.who}\n{change.at:%Y-%m-%d}"
