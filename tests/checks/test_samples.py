"""The two samples: the findings of the real report, and no unnoticed wrong figure in the faultless one."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from perfdesk.application.session import Session
from perfdesk.checks.finding import Finding
from perfdesk.definition.address import ROW_POSITION, Address
from perfdesk.definition.model import Form
from perfdesk.entries.change import Edit
from perfdesk.evaluation.answers import Answers
from support.measurements import Record
from support.rule_cases import rule_findings_of

pytestmark = pytest.mark.slow

Findings = Callable[..., tuple[Finding, ...]]
Look = Callable[..., Answers]


def test_the_faultless_sample_has_no_finding_at_all(demo: Session) -> None:
    assert demo.findings == ()


def test_the_faultless_sample_has_an_answer_in_every_tab(demo: Session, form: Form) -> None:
    for section in form.sections:
        for instance in demo.answers.instances(section):
            assert any(address.section == instance for address, _ in demo.entries), instance


def is_noticed(answers: Answers, address: Address) -> bool:
    """Whether some rule reports an error or warning about the answer."""
    found = (finding for rule in answers.form.rules for finding in rule_findings_of(answers, rule))
    return any(address in finding.addresses and finding.severity != "notice" for finding in found)


def test_changing_a_figure_by_one_is_nearly_always_noticed(answers_of: Look, record_measurement: Record) -> None:
    """The funds of a project by source stand nowhere else, so a change that keeps them plausible is not noticed."""
    answers = answers_of("demo-2024")
    typed = {
        address: text
        for address, text in answers.entries
        if address.column != ROW_POSITION and answers.form.question(address).kind == "number"
    }
    missed = []
    for address, text in typed.items():
        for by in (Decimal(1), Decimal(-1)):
            changed = answers.entries.after((Edit(address, text, str(Decimal(text) + by)),))
            if not is_noticed(Answers(answers.form, changed), address):
                missed.append(f"{address} {by:+}")
    share = 1 - len(missed) / (2 * len(typed))
    record_measurement(
        f"{len(typed)} figures of demo-2024 changed by ±1.00: {share:.1%} noticed; not: {', '.join(missed)}"
    )
    assert len(typed) > 200
    assert share >= 0.94


def only(findings: tuple[Finding, ...], code: str) -> Finding:
    (found,) = [finding for finding in findings if finding.code == code]
    return found


def test_302_does_not_reconcile_unless_20_wan_becomes_20_yuan(daoxian: Session) -> None:
    finding = only(daoxian.findings, "E06")
    wrong = Address.parse("spending/goods/e30239/actual")
    assert (finding.severity, finding.expected, finding.found) == ("error", Decimal(190), Decimal("170.002"))
    assert "应为 190.00万元，现为 170.002万元，相差 19.998万元" in finding.message
    assert "“其他交通费用·本年决算数”原文为“20元”，折合 0.002 万元，若应为 20 万元" in finding.message
    assert (finding.addresses[0], finding.fix.texts) == (wrong, {wrong: "20"})
    daoxian.fill(finding.fix.texts, finding.fix.label)
    assert not [finding for finding in daoxian.findings if finding.code == "E06"]


def test_twelve_administrative_staff_exceed_ten_authorised(daoxian: Session) -> None:
    finding = only(daoxian.findings, "C16")
    assert "行政在职 12 人超过行政编制 10 名（控制率 120.00%）" in finding.message
    assert finding.highlighted[0] == Address.parse("basics/staffing/administrative/actual")


def test_the_score_of_98_has_no_attachment_behind_it(daoxian: Session) -> None:
    finding = only(daoxian.findings, "C35")
    assert "填了 98 分，附表2却算不出总分" in finding.message
    assert Address.parse("results/score") in finding.addresses


def test_the_title_that_lacks_two_characters_of_the_name_is_found(daoxian: Session) -> None:
    finding = only(daoxian.findings, "C18")
    assert "“道县应急管理局”不一致，可能漏字" in finding.message
    assert finding.highlighted[0] == Address.parse("cover/title")


def test_the_missing_chapter_and_attachments_are_each_named_once(daoxian: Session) -> None:
    missing = {finding.section for finding in daoxian.findings if finding.code == "MISSING"}
    projects = {f"project_evaluation@{row}" for row in daoxian.entries.rows("spending", "projects")}
    assert missing == {"others", "base_data", "self_evaluation", *projects}
    tenth = next(finding for finding in daoxian.findings if finding.section == "others")
    assert "十、其他说明：还没有填写（其他需要说明的情况）" in tenth.message


def test_the_three_public_expenses_that_the_report_omits_are_required(daoxian: Session) -> None:
    asked = [finding for finding in daoxian.findings if finding.code == "REQUIRED" and "“三公”经费" in finding.message]
    assert len(asked) == 1
    assert "有 16 格没有填写" in asked[0].message
    assert "没有发生的请填 0" in asked[0].message


def test_goals_written_as_already_done_are_found(daoxian: Session) -> None:
    assert {finding.message[:3] for finding in daoxian.findings if finding.code == "C34"} == {
        "目标1",
        "目标2",
        "目标3",
        "目标4",
    }


def test_the_sums_of_the_real_report_that_reconcile_are_not_reported(daoxian: Session) -> None:
    codes = {finding.code for finding in daoxian.findings}
    assert codes.isdisjoint({"E09", "E10", "E12", "E18", "E28", "UNREADABLE"})


def test_errors_come_first_and_every_finding_names_places_that_exist(daoxian: Session, form: Form) -> None:
    order = [finding.severity for finding in daoxian.findings]
    assert order == sorted(order, key=["error", "missing", "warning", "notice"].index)
    for finding in daoxian.findings:
        assert finding.addresses
        assert set(finding.highlighted) <= set(finding.addresses)
        for address in finding.addresses:
            assert form.question(address) or (address.form_section, address.field) in form.tables


def test_a_blank_report_names_each_empty_tab_once(blank: Session, form: Form) -> None:
    assert {finding.code for finding in blank.findings} == {"MISSING"}
    asked = [section.id for section in form.sections if section.id not in ("project_evaluation", "scoring")]
    assert sorted(finding.section for finding in blank.findings) == sorted(asked)


def test_a_started_tab_lists_its_missing_fields_one_by_one(blank: Session) -> None:
    blank.enter(Address.parse("cover/unit_name"), "青石县林业局")
    messages = [finding.message for finding in blank.findings if finding.section == "cover"]
    assert messages == [
        f"{label}：没有填写。"
        for label in ("报告年度", "单位类型", "单位负责人", "填表人", "联系电话", "填报日期", "成文日期")
    ]


def test_a_conditional_question_is_missing_only_under_its_condition(findings_of: Findings) -> None:
    assert findings_of("demo-2024", {"basics/reorganised": "无"}) == ()
    (finding,) = findings_of("demo-2024", {"basics/reorganised": "有"})
    assert (finding.code, finding.message) == ("REQUIRED", "机构变动情况：没有填写。")
    (table,) = [f for f in findings_of("demo-2024", {"spending/building": "有"}) if f.section == "spending"]
    assert "楼堂馆所控制情况：有 4 格没有填写" in table.message


def test_a_required_table_without_rows_is_missing_as_a_whole(findings_of: Findings) -> None:
    gone = {f"basics/duties/d{n}/{column}": None for n in range(1, 9) for column in ("text", "#")}
    (finding,) = findings_of("demo-2024", gone)
    assert (finding.code, finding.addresses) == ("REQUIRED", (Address("basics", "duties"),))
