"""The third form, Hunan's outline of 2019 and before, written from forms/README.md alone. Each of its rules speaks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from perfdesk.application.answers_json import fill_values, read_values
from perfdesk.application.session import Session
from perfdesk.checks.rules import rule_findings
from perfdesk.checks.run import run
from perfdesk.definition.address import Address
from perfdesk.definition.library import find_form
from perfdesk.definition.model import Form
from perfdesk.document.blocks import Heading
from perfdesk.document.build import build
from perfdesk.entries.change import Edit
from perfdesk.evaluation.answers import Answers

SAMPLE = Path(__file__).with_name("hunan_2019_sample.json")
CHAPTERS = [
    "一、部门概况",
    "二、部门整体支出管理及使用情况",
    "三、部门专项组织实施情况",
    "四、资产管理情况",
    "五、部门整体支出绩效情况",
    "六、存在的主要问题",
    "七、改进措施和有关建议",
]
KINDS = {
    "costs": "经济成本指标",
    "outputs": "数量指标",
    "benefits": "社会效益指标",
    "satisfaction": "社会公众或服务对象满意度指标",
}
Changes = dict[str, str | None]
Look = Callable[[Changes], Answers]


def _published(**amounts: str) -> Changes:
    return {f"spending/published/{row}/amount": amount for row, amount in amounts.items()}


#: For each rule (by its code): a change of the sample that breaks it.
BREAKS: list[tuple[str, Changes]] = [
    ("C1", {"cover/issue_date": "2019年12月1日"}),
    ("C2", {"cover/year": "2020"}),
    ("E16", {"overview/staff/all/quota": "63"}),
    ("E16", {"overview/staff/all/actual": "61"}),
    ("E16a", {"overview/staff/civil/actual": "15"}),
    ("E16b", {"overview/staff/civil/actual": "20"}),
    ("E29", {"overview/office_count": "8"}),
    ("E02b", {"overview/income/all/budget": "1"}),
    ("E02b", {"overview/income/all/actual": "1"}),
    ("E18", {"overview/income/general/actual": "1041"}),
    ("E18a", {"overview/income/general/budget": "1081"}),
    ("E09a", {"overview/uses/u0/actual": "906"}),
    ("E27", {"overview/uses/u0/share": "90"}),
    ("T34", {"overview/goals/g0/goal": "已完成河道管护120公里。"}),
    ("E01", _published(income_total="1100", spent_total="1099")),
    ("E02", _published(income_year="1000", income_used="0", income_carried="15", income_total="1070")),
    ("E02a", _published(spent_year="1000", spent_shared="0", spent_left="15", spent_total="1070")),
    ("E03", _published(income_year="1000", income_table="1001")),
    ("E03a", _published(spent_year="1000", spent_table="1001")),
    ("E04", _published(spent_basic="695", spent_special="360", spent_table="1056")),
    ("E05", _published(general_04="1040", general_05="1041")),
    ("E05a", _published(basic_05="695", staff_06="575.8", office_06="119")),
    ("E06", _published(staff_06="575")),
    ("E06a", _published(office_06="119")),
    *(
        ("E07", {f"spending/three_public/all/{column}": "99"})
        for column in ("last_budget", "last_actual", "budget", "actual")
    ),
    *(
        ("E07a", {f"spending/three_public/car/{column}": "99"})
        for column in ("last_budget", "last_actual", "budget", "actual")
    ),
    ("E08", {"spending/goods/c30212/actual": "1"}),
    ("E08a", {"spending/goods/c30217/actual": "5"}),
    ("E08b", {"spending/goods/c30231/actual": "8"}),
    ("E08c", {"spending/capital/c31013/actual": "18"}),
    ("E09", _published(spent_table="1056")),
    ("E10", _published(spent_basic="700")),
    ("E12", _published(spent_special="361")),
    ("E17", {"spending/budget/basic/start": "600"}),
    ("E17a", {"spending/budget/basic/cut": "46"}),
    ("E17b", {"spending/specials/p1/actual": "131"}),
    ("R80", {"spending/budget/basic/start": "1500"}),
    ("E23", _published(running_cost="119", office_06="119.2")),
    ("T9", {"spending/three_public/reception/actual": "12"}),
    ("T45", {"spending/three_public_text": "县水利局2019年度无“三公”经费支出。"}),
    (
        "T45a",
        {
            "spending/three_public/running/actual": "0",
            "spending/three_public/reception/actual": "0",
            "spending/three_public_text": "“三公”经费从严控制。",
        },
    ),
    (
        "T13",
        {
            f"spending/goods/c{code}/actual": str(number)
            for number, code in enumerate(
                [30201, 30202, 30205, 30206, 30207, 30211, 30213, 30215, 30216, 30217, 30228, 30231, 30239, 30299], 1
            )
        },
    ),
    ("T7", {"spending/wages/c30107/actual": "0"}),
    ("E24a", {"assets/purchases/all/last_actual": "1"}),
    ("E24a", {"assets/purchases/all/budget": "1"}),
    ("E24a", {"assets/purchases/all/actual": "1"}),
    ("E24", {"assets/published_purchases": "201"}),
    ("B1", {"assets/buildings/b0/area_built": "801"}),
    ("B2", {"assets/buildings/b0/cost_spent": "241"}),
    ("T14", {"performance/efficiency": "投入资金2000万元建设堤防。"}),
    ("T14a", {"performance/effect": "投入资金2000万元建设堤防。"}),
    ("M1", {"problems/list/c/#": "9", "problems/list/c/name": "绩效目标不够细"}),
    ("E12c", {"base_data/kinds/all/actual": "361"}),
    ("E14", {"base_data/office/all/actual": "116"}),
    ("E15", {"base_data/office/office/actual": "100"}),
    ("E15a", {"base_data/office/office/budget": "100"}),
    ("E15b", {"base_data/office/office/actual": "24"}),
    (
        "S32",
        {
            "problems/list/c/#": "9",
            "problems/list/c/name": "绩效目标不够细",
            "self_evaluation/benefits/s1/score": "10",
            "self_evaluation/benefits/b/score": "10",
        },
    ),
    ("E12", {"project_evaluation@p1/funds/fiscal/start": "121"}),
    ("E12", {"project_evaluation@p1/funds/fiscal/budget": "131"}),
    ("E12", {"project_evaluation@p1/funds/fiscal/actual": "126"}),
    *(("E12", {f"project_evaluation@p1/funds/fiscal/{column}": "-1"}) for column in ("start", "budget", "actual")),
    ("J07", {"project_evaluation@p1/funds/all/start": "121"}),
    ("J07", {"project_evaluation@p1/funds/all/budget": "131"}),
    ("J07", {"project_evaluation@p1/funds/all/actual": "126"}),
    ("J17", {"project_evaluation@p1/funds/fiscal/actual": "131"}),
    ("J34", {"project_evaluation@p1/expected": "已完成河道管护。"}),
    ("J33", {"project_evaluation@p1/funds/fiscal/actual": "100"}),
    ("S33", {"spending/specials/p3/start": "600"}),
    ("K24", {"scoring/table/staff/weight": "6"}),
    ("K23", {"scoring/table/benefit/score": "11"}),
    ("K27", {"scoring/table/system/score": "7"}),
    ("K20", {"scoring/table/system/score": "7"}),
]
for letter, section in (("S", "self_evaluation"), ("J", "project_evaluation@p1")):
    BREAKS += [(f"{letter}24", {f"{section}/outputs/s1/weight": "1"})]
    BREAKS += [(f"{letter}24x", {f"{section}/outputs/s1/kind": "成本指标"})]
    for group, table in zip("abcd", ("costs", "outputs", "benefits", "satisfaction"), strict=True):
        at = f"{section}/{table}/s1"
        figures = {f"{at}/target": "≤100个" if table == "costs" else "≥100个"}
        short = {**figures, f"{at}/actual": "120个" if table == "costs" else "80个"}
        far = {**figures, f"{at}/actual": "200个"}
        full = {f"{at}/weight": "20", f"{at}/score": "20"}
        rows = {"s1": "1", "s2": "2", "b" if table == "benefits" else "s3": "3"}
        copied = {f"{section}/{table}/{row}/#": place for row, place in rows.items()}
        texts = {
            "name": "名称",
            "target": "3个",
            "actual": "3个",
            "weight": "20",
        }  # enough for a table without more rows
        texts["kind"] = KINDS[table]
        copied |= {f"{section}/{table}/{row}/{name}": text for row in rows for name, text in texts.items()}
        BREAKS += [
            (f"{letter}24{group}", {f"{at}/weight": "1"}),
            (f"{letter}23{group}", {f"{at}/score": "99"}),
            (f"{letter}25{group}", {**short, f"{at}/weight": "20", f"{at}/score": "1", f"{at}/share": None}),
            (f"{letter}26{group}", {**short, **full}),
            (f"{letter}27{group}", {f"{at}/weight": "20", f"{at}/score": "1", f"{at}/reason": None}),
            (f"{letter}29{group}", {f"{at}/target": "显著提高"}),
            (f"{letter}30{group}", {**figures, f"{at}/actual": "90公里"}),
            (f"{letter}31{group}", copied),
            (f"{letter}28{group}", {f"{at}/name": "……"}),
            (f"{letter}Q{group}80", {f"{at}/degree": "达成预期指标", f"{at}/share": "70"}),
            (f"{letter}Q{group}60", {f"{at}/degree": "部分达成并具有一定效果", f"{at}/share": "80"}),
            *([] if table == "costs" else [(f"{letter}27{group}x", {**far, f"{at}/reason": None})]),
            (f"{letter}Q{group}0", {f"{at}/degree": "未达成且效果较差", f"{at}/share": "60"}),
        ]


@pytest.fixture(scope="module")
def form() -> Form:
    return find_form("hunan_overall_2019")


@pytest.fixture(scope="module")
def answers(form: Form, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """A report of 2019 with all attachments, the cost scored by itself; made up."""
    session = Session.create(tmp_path_factory.mktemp("hunan_2019") / "sample.db", form)
    fill_values(session, read_values(SAMPLE), "样例")
    session.close()
    return session.answers


@pytest.fixture(scope="module")
def changed(form: Form, answers: Answers) -> Look:
    def look(changes: Changes) -> Answers:
        addresses = {Address(*name.split("/")): text for name, text in changes.items()}
        edits = tuple(Edit(address, answers.entries.text(address), text) for address, text in addresses.items())
        return Answers(form, answers.entries.after(edits))

    return look


def _places(section: str) -> list[str]:
    return [f"{section}@p{number}" for number in (1, 2, 3)] if section == "project_evaluation" else [section]


def test_nothing_is_found_in_the_sample(answers: Answers) -> None:
    assert run(answers) == ()


def test_each_rule_speaks_when_it_is_broken(form: Form, changed: Look) -> None:
    spoke, silent = set(), []
    for code, changes in BREAKS:
        broken = changed(changes)
        found = {
            number
            for number, rule in enumerate(form.rules)
            if rule.code == code
            if any(list(rule_findings(broken, rule, place)) for place in _places(rule.section))
        }
        spoke |= found
        if not found:
            silent.append((code, changes))
    assert " ".join(code for code, _ in silent) == ""
    assert [rule.code for number, rule in enumerate(form.rules) if number not in spoke] == []


def test_the_grade_in_a_text_of_a_project_is_that_of_the_project(changed: Look) -> None:
    """What the second project has is no measure for the first, nor for the whole report."""
    low = {
        "project_evaluation@p2/outputs/s1/actual": "1处",
        "project_evaluation@p2/outputs/s2/actual": "1%",
        "project_evaluation@p2/benefits/s1/actual": "0.1万人",
    }
    text = "完成年度任务，自评等次为{}。"
    own = {f"project_evaluation@p{number}/achieved": text.format(grade) for number, grade in ((1, "优"), (2, "差"))}
    right = changed({**low, **own, "performance/effect": "我局自评等次为优。"})
    assert [right.text(Address(f"project_evaluation@p{number}", "grade")) for number in (1, 2)] == ["优", "差"]
    assert [one.message for one in run(right) if one.code == "P03"] == []
    wrong = changed({**low, "project_evaluation@p2/achieved": text.format("良")})
    (finding,) = (one for one in run(wrong) if one.code == "P03")
    assert finding.fix is not None
    assert finding.fix.texts == {Address("project_evaluation@p2", "achieved"): text.format("差")}


def _headings(answers: Answers, level: int) -> list[str]:
    body = build(answers, (), draft=False).body
    return [block.text for block in body if isinstance(block, Heading) and block.level == level]


def test_the_seven_parts_are_printed_once_with_and_without_projects(answers: Answers, changed: Look) -> None:
    without = changed({"spending/has_special": "无"})
    assert _headings(answers, 1) == _headings(without, 1) == CHAPTERS
    assert "（一）专项组织情况" in _headings(answers, 2)
    assert "（一）专项组织情况" not in _headings(without, 2)


def test_the_scoring_table_and_the_projects_are_attached_when_there_are_any(answers: Answers, changed: Look) -> None:
    fewer = changed({"spending/has_special": "无", "cover/with_scoring": "不附"})
    assert len(build(answers, (), draft=False).attachments) == 6
    assert len(build(fewer, (), draft=False).attachments) == 2
