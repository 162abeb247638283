"""A check or formula that fails because of a fault of the program costs its own result only, never the report."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from perfdesk.__main__ import main
from perfdesk.application.answers_json import dump_values
from perfdesk.application.export import write_files
from perfdesk.application.session import Session
from perfdesk.checks.run import run
from perfdesk.definition.address import Address
from perfdesk.definition.model import Form
from perfdesk.document.blocks import Heading, Paragraph
from perfdesk.document.build import build
from perfdesk.entries.entries import Entries
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.explain import explain
from perfdesk.storage.backup import back_up

#: Two columns of different tables have no common rows, so the evaluator fails.
_FAILS = "sumif(sums.budget, people.name, '甲')"
_RULES = f"""
[[rule]]
code = "R2"
title = "坏规则"
found = "{_FAILS}"
expected = "sums.two.budget"

[[rule]]
code = "R3"
title = "乙"
found = "sums.two.actual"
expected = "sums.two.budget"
"""
DOUBLE = Address("money", "double")


@pytest.fixture
def failing(small_form: Callable[..., Form], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A report of a form of the user, with a formula and a rule that fail once people are named."""
    small_form(('formula = "sums.all.actual * 2"', f'formula = "{_FAILS}"'), add=_RULES)
    monkeypatch.setenv("PERFDESK_FORMS", str(tmp_path))
    assert main(["new", str(tmp_path / "r.db"), "--form", "small"]) == 0
    session = Session.open(tmp_path / "r.db")
    session.fill({Address("money", "people", "r1", "name"): "甲"}, "人员")
    yield session
    session.close()


def enter_all(session: Session) -> None:
    for name, text in (("one/budget", "1"), ("one/actual", "2"), ("two/budget", "3"), ("two/actual", "4")):
        session.enter(Address.parse(f"money/sums/{name}"), text)


def test_the_rest_is_checked_and_the_failure_is_a_warning(failing: Session) -> None:
    enter_all(failing)
    codes = [finding.code for finding in failing.findings]
    assert {"R1", "R3", "INTERNAL"} <= set(codes) and "R2" not in codes
    warnings = [finding for finding in failing.findings if finding.code == "INTERNAL"]
    assert {finding.severity for finding in warnings} == {"warning"}
    assert any(
        finding.addresses == (DOUBLE,) and finding.message.startswith("两倍：这一项没有检查成") for finding in warnings
    )


def test_the_warning_goes_when_the_cause_goes_and_comes_back_by_undo(failing: Session) -> None:
    enter_all(failing)
    before = failing.findings
    failing.fill({Address("money", "people", "r1", "name"): "", **_rows("r2", "r3", "r4")}, "清")
    while len(failing.answers.rows("money", "people")) > 2:
        failing.delete_row("money", "people", failing.answers.rows("money", "people")[-1])
    assert not [finding for finding in failing.findings if finding.code == "INTERNAL"]
    while failing.undo_label != "人员" and failing.findings != before:
        failing.undo()
    assert failing.findings == before


def test_such_a_report_opens_checks_explains_exports_and_is_copied(failing: Session, tmp_path: Path) -> None:
    enter_all(failing)
    assert explain(failing.answers, DOUBLE).kind == "computed"
    report = build(failing.answers, failing.findings, draft=True)
    files = [tmp_path / f"r.{suffix}" for suffix in ("docx", "pdf")]
    write_files(report, files, lambda _: None)
    assert all(path.stat().st_size > 1000 for path in files)
    assert dump_values(failing.answers)["money/sums/one/budget"] == 1
    assert back_up(failing.file) is not None
    again = Session.open(failing.path, read_only=True)
    assert again.findings == failing.findings
    again.close()


def test_the_commands_never_report_an_internal_error(failing: Session, capsys: pytest.CaptureFixture[str]) -> None:
    enter_all(failing)
    failing.close()
    for command in ("check", "dump", "log", "doctor"):
        assert main([command, str(failing.path)]) in (0, 1)
    output = capsys.readouterr()
    assert "程序内部出错" not in output.out + output.err and "Traceback" not in output.out + output.err
    assert "警告　INTERNAL" in output.out


def test_a_failure_is_logged_without_the_text_of_an_answer(failing: Session, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="perfdesk"):
        failing.fill({Address("money", "people", "r1", "name"): "机密姓名"}, "人员")
    assert "ValueError" in caplog.text and "evaluator.py" in caplog.text
    assert "机密姓名" not in caplog.text


class Faulty(Answers):
    """Answers with an injected fault: the rows of one table cannot be read."""

    def rows(self, section: str, table: str) -> tuple[str, ...]:
        """Fail for one table."""
        if table == "duties":
            raise KeyError(table)
        return super().rows(section, table)


def test_a_part_that_cannot_be_laid_out_is_replaced_by_a_notice_and_the_rest_is_printed(
    form: Form, sample_entries: dict[str, Entries]
) -> None:
    report = build(Faulty(form, sample_entries["demo-2024"]), (), draft=True)
    whole = build(Answers(form, sample_entries["demo-2024"]), (), draft=True)
    texts = [block.text for block in report.body if isinstance(block, Paragraph)]
    assert sum("这一部分没有排出来" in text for text in texts) == 1
    assert [block for block in whole.body if isinstance(block, Heading)] == [
        block for block in report.body if isinstance(block, Heading)
    ]
    assert len(report.attachments) == len(whole.attachments)


def test_checks_that_fail_on_one_table_do_not_affect_others(form: Form, sample_entries: dict[str, Entries]) -> None:
    findings = run(Faulty(form, sample_entries["daoxian-2023"]))
    whole = run(Answers(form, sample_entries["daoxian-2023"]))
    assert any(finding.code == "INTERNAL" for finding in findings)
    rules = {rule.code for rule in form.rules}
    assert len([one for one in findings if one.code in rules]) > len([one for one in whole if one.code in rules]) // 2


def _rows(*names: str) -> dict[Address, str]:
    return {Address("money", "people", name, "name"): "乙" for name in names}
