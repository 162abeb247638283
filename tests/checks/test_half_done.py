"""Half done is not wrong: filling in a report correctly never raises an error or a warning on the way."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from perfdesk.checks.finding import Finding, FindingCode
from perfdesk.checks.run import run
from perfdesk.definition.address import ROW_POSITION, Address
from perfdesk.definition.severity import Severity
from perfdesk.entries.change import Edit
from perfdesk.evaluation.answers import Answers
from support.calls import Calls

Look = Callable[..., Answers]
Findings = Callable[..., tuple[Finding, ...]]
ORDERS = 30
#: Each order is looked at after every so many answers, beginning with another one.
STEP = 9
GOODS, TOTAL = "spending/goods/e30201/actual", "spending/controls/e302/actual"


def entries_of(answers: Answers) -> tuple[list[Edit], list[Edit]]:
    """Return the edits that add the rows of a report, and those that fill in its answers."""
    all_edits = [
        Edit(address, None, text) for section in answers.entries.sections for address, text in answers.typed_in(section)
    ]
    rows = [edit for edit in all_edits if edit.address.column == ROW_POSITION]
    return rows, [edit for edit in all_edits if edit.address.column != ROW_POSITION]


def wrong(findings: tuple[Finding, ...]) -> set[tuple[str, str]]:
    return {(str(one.code), one.message) for one in findings if one.severity in (Severity.ERROR, Severity.WARNING)}


@pytest.mark.slow
@pytest.mark.parametrize("order", range(ORDERS))
def test_no_order_of_filling_in_raises_what_the_finished_report_does_not_have(answers_of: Look, order: int) -> None:
    finished = answers_of("demo-2024")
    rows, cells = entries_of(finished)
    random.Random(order).shuffle(cells)
    answers, allowed = answers_of(None).after(tuple(rows)), wrong(run(finished))
    for number, edit in enumerate(cells):
        answers = answers.after((edit,))
        if number % STEP == order % STEP:
            assert wrong(run(answers)) <= allowed, (order, number, str(edit.address))
    assert wrong(run(answers)) == allowed


@pytest.mark.slow
def test_each_answer_may_be_the_last(answers_of: Look) -> None:
    finished = answers_of("demo-2024")
    rows, cells = entries_of(finished)
    asked = [edit.address for edit in cells]
    for address in random.Random(1).sample(asked, 60):
        without = finished.after((Edit(address, finished.typed(address), None),))
        assert wrong(run(without)) == set(), str(address)
    for row in rows:
        without = finished.after((Edit(row.address, row.after, None),))
        found = {code for code, _ in wrong(run(without))}
        assert found <= {"C08M"}, str(row.address)  # a measure less than there are problems


def test_a_blank_report_is_not_wrong(answers_of: Look) -> None:
    findings = run(answers_of(None))
    assert {one.severity for one in findings} == {Severity.MISSING}
    assert len(findings) == 13


def test_a_sum_that_falls_short_while_parts_are_blank_lacks_the_rest(findings_of: Findings) -> None:
    (finding,) = findings_of("demo-2024", {GOODS: None})
    assert (finding.code, finding.severity, finding.fix) == ("E06", Severity.MISSING, None)
    assert "还差 " in finding.message
    assert Address.parse(GOODS) in finding.highlighted
    assert Address.parse(TOTAL) not in finding.highlighted


def test_a_sum_that_falls_short_while_rows_may_come_lacks_the_rest(answers_of: Look) -> None:
    finished = answers_of("demo-2024")
    row = Address("spending", "projects", "p4", ROW_POSITION)
    findings = run(finished.after((Edit(row, finished.typed(row), None),)))
    short = [one for one in findings if one.code == "E12" and one.section == "spending"]
    assert short
    assert {one.severity for one in short} == {Severity.MISSING}
    assert {one.addresses[0] for one in short} == {Address("spending", "projects")}


def test_parts_that_exceed_their_total_are_an_error_at_once(findings_of: Findings) -> None:
    findings = findings_of("demo-2024", {GOODS: "300", "spending/goods/e30202/actual": None})
    assert ("E06", Severity.ERROR) in {(one.code, one.severity) for one in findings}


@pytest.mark.parametrize(
    "consequence",
    ["spending/three_public/running/budget", "spending/procurement/works/budget", "basics/staffing/support/authorised"],
)
def test_a_comparison_of_sums_waits_for_their_parts(findings_of: Findings, consequence: str) -> None:
    assert wrong(findings_of("demo-2024", {consequence: None})) == set()


@pytest.mark.parametrize("reason", ["self_evaluation/outputs/o2/reason", "scoring/items/key_work/reason"])
def test_an_explanation_that_a_rule_demands_is_missing_not_wrong(findings_of: Findings, reason: str) -> None:
    (finding,) = findings_of("demo-2024", {reason: None})
    assert (finding.code, finding.severity) == ("C27", Severity.MISSING)


def test_a_warning_that_asks_for_an_explanation_waits_until_its_chapter_is_filled_in(findings_of: Findings) -> None:
    over = {
        "basics/staffing/administrative/actual": "19",
        "basics/actual_stated": "55",
        "basics/over_staffed_note": None,
    }
    finished = {one.code: one.severity for one in findings_of("demo-2024", over)}
    half_done = {one.code: one.severity for one in findings_of("demo-2024", {**over, "basics/offices": None})}
    assert (finished["C16"], half_done["C16"]) == (Severity.WARNING, Severity.NOTICE)


def test_what_the_clerk_must_score_himself_is_an_error_of_its_own(findings_of: Findings) -> None:
    row = "project_evaluation@p1/outputs/s3"
    findings = findings_of("demo-2024", {f"{row}/target": "100%", f"{row}/actual": "全部即时上报"})
    (finding,) = [one for one in findings if one.severity == Severity.ERROR]
    assert finding.code == FindingCode.REQUIRED
    assert "得分没有填写" in finding.message


ROWS = {
    "class": ("213", "1297.99"),
    "division": ("21302", "1297.99"),
    "first": ("2130201", "890.10"),
    "second": ("2130209", "407.89"),
}


@pytest.mark.parametrize("order", [0, 1, 2, 3])
def test_the_table_by_function_may_be_filled_in_any_order(answers_of: Look, order: int) -> None:
    answers, names = answers_of("demo-2024"), list(ROWS)
    random.Random(order).shuffle(names)
    for number, name in enumerate(names):
        code, total = ROWS[name]
        for column, text in ((ROW_POSITION, str(number)), ("subject", code), ("total", total), ("basic", total)):
            answers = answers.after((Edit(Address("spending", "functions", name, column), None, text),))
            assert wrong(run(answers)) == set(), (name, column)
    assert run(answers) == ()


def test_a_long_list_of_lines_that_do_not_add_up_is_checked_in_few_steps(answers_of: Look) -> None:
    edits: list[Edit] = []
    for number in range(150):
        texts = {ROW_POSITION: str(number), "subject": f"{2130001 + number}", "total": "100", "basic": "100"}
        edits += [
            Edit(Address("spending", "functions", f"x{number}", name), None, text) for name, text in texts.items()
        ]
    calls = Calls()
    with calls:
        found = run(answers_of("demo-2024").after(tuple(edits)))
    assert [one.code for one in found if one.severity == Severity.ERROR] == ["E03"]
    assert calls["_another_agrees"] < 500
