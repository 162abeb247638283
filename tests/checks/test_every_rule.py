"""Every rule of the shipped form: no finding on the faultless sample, and one after a change that breaks it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from perfdesk.checks.finding import Finding
from perfdesk.definition.address import Address
from perfdesk.definition.model import Form
from perfdesk.definition.severity import Severity
from perfdesk.evaluation.answers import Answers
from support.rule_case import Case
from support.rule_cases import cases, rule_findings_of, rule_names

CASES = cases()
Look = Callable[..., Answers]


def test_every_rule_of_the_form_has_a_case_that_fails(form: Form) -> None:
    assert set(rule_names(form)) - {case.rule for case in CASES} == set()


def test_every_case_is_about_a_rule_of_the_form(form: Form) -> None:
    assert {case.rule for case in CASES} - set(rule_names(form)) == set()


def test_no_rule_reports_a_finding_on_the_faultless_sample(form: Form, answers_of: Look) -> None:
    assert [finding for rule in form.rules for finding in rule_findings_of(answers_of("demo-2024"), rule)] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_broken_rule_reports_its_severity_and_the_answer(form: Form, answers_of: Look, case: Case) -> None:
    rule = rule_names(form)[case.rule]
    findings = rule_findings_of(answers_of("demo-2024", case.changes), rule)
    # What is wrong until an answer is filled in, or until a sum is complete, is missing.
    severities = {rule.level, Severity.MISSING} if rule.level == Severity.ERROR else {rule.level}
    assert {finding.code for finding in findings} == {rule.code}
    assert {finding.severity for finding in findings} <= severities
    assert Address.parse(case.named) in {address for finding in findings for address in finding.addresses}
    for finding in findings:
        assert "{" not in finding.message
        assert "＿＿" not in finding.message
        assert finding.message.endswith("。") or rule.message is not None


def test_a_rule_with_two_sides_reports_the_expected_and_found_figures_and_the_gap(form: Form, answers_of: Look) -> None:
    rule = rule_names(form)["E07 spending “三公”经费各项之和（本年决算数） #1"]
    (finding,) = rule_findings_of(answers_of("demo-2024", {"spending/three_public/stated/actual": "11.59"}), rule)
    assert finding.message.startswith(
        "“三公”经费各项之和（本年决算数）：应为 11.59万元，现为 10.59万元，相差 1.00万元。涉及："
    )
    assert "二、一般公共预算支出·“三公”经费合计（决算公开表）·本年决算数" in finding.message
    assert (str(finding.expected), str(finding.found)) == ("11.59", "10.59")
    assert finding.section_label == "二、一般公共预算支出"


def test_a_rule_about_rows_reports_each_row_that_breaks_it_once(form: Form, answers_of: Look) -> None:
    rule = rule_names(form)["E17 spending 项目“{if(blank(name), '未命名', name)}” #1"]
    changes = {f"spending/projects/{row}/actual": "999" for row in ("p1", "p3")}
    found = rule_findings_of(answers_of("demo-2024", {**changes, "spending/projects/p3/name": None}), rule)
    assert [finding.message for finding in found] == [
        "项目“森林防火能力建设”：全年执行 999.00 万元超过全年预算 108.00 万元，请核对",
        "项目“未命名”：全年执行 999.00 万元超过全年预算 196.00 万元，请核对",
    ]


def test_a_rule_of_a_repeated_section_reports_the_project_that_breaks_it(form: Form, answers_of: Look) -> None:
    rule = rule_names(form)["E20 project_evaluation 产出指标（含成本指标）分值之和 #1"]
    (finding,) = rule_findings_of(answers_of("demo-2024", {"project_evaluation@p4/outputs/s1/weight": "16"}), rule)
    assert (finding.section, finding.section_label) == ("project_evaluation@p4", "3 项目支出自评表·古树名木保护")


@pytest.mark.parametrize("note", ["spending/adjustment_note", "spending/three_public_note", "basics/over_staffed_note"])
def test_an_explanation_settles_what_only_needed_explaining(
    findings_of: Callable[..., tuple[Finding, ...]], note: str
) -> None:
    broken_by = {
        "spending/adjustment_note": ({"spending/controls/e301/actual": "999"}, {"C08"}),
        "spending/three_public_note": ({"spending/three_public/running/actual": "9"}, {"C09"}),
        "basics/over_staffed_note": ({"basics/staffing/administrative/actual": "19"}, {"C16"}),
    }
    changes, codes = broken_by[note]
    without = {finding.code for finding in findings_of("demo-2024", {**changes, note: None})}
    explained = {finding.code for finding in findings_of("demo-2024", {**changes, note: "原因如下。"})}
    assert codes <= without
    assert without - explained == codes


def test_a_section_that_is_not_asked_for_is_not_checked(findings_of: Callable[..., tuple[Finding, ...]]) -> None:
    wrong = {"scoring/items/rules/score": "7.99"}
    assert [finding.code for finding in findings_of("demo-2024", wrong)] == ["E20", "C27"]
    assert findings_of("demo-2024", {**wrong, "cover/with_scoring": "不附"}) == ()
