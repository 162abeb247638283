"""Scores: an indicator is read by sign, unit and kind; the scoring table follows the county's rules."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from perfdesk.application.session import Session
from perfdesk.checks.finding import Finding
from perfdesk.definition.address import Address
from perfdesk.document.excel_formula import excel_formula
from perfdesk.evaluation.explain import unscored_reason

ROW = "project_evaluation@p1/outputs/s3"
COST = "self_evaluation/outputs/s4"
ABOUT_INDICATORS = {"C25", "C26", "C27", "C29", "C30", "REQUIRED", "UNREADABLE"}

#: Target, actual value, score of 13 points, codes of findings.
SCORED = [
    ("10月底前", "9月25日", "13", set()),
    ("15分钟内", "12分钟", "13", set()),
    ("10—20天", "12天", "13", set()),
    ("≤10次", "0次", "13", set()),
    ("不低于90%", "92%", "13", set()),
    ("不超过28件", "35件", "10.4", {"C27"}),
    ("≥1.5万人次", "9000人次", "7.8", {"C27", "C30"}),
    ("0起", "3起", "0", {"C27"}),
    ("≥90%", "0.935", "13", {"C30"}),
    ("≥100次", "131次", "13", {"C27"}),
    ("100%", "全部即时上报", None, {"C29", "REQUIRED"}),
    ("≤30万元", "完成", None, {"C29", "REQUIRED"}),
    ("6月底前", "7月2日", None, {"REQUIRED"}),
]


def enter(session: Session, values: dict[str, str]) -> None:
    session.fill({Address.parse(name): text for name, text in values.items()}, "")


def of_row(session: Session, row: str) -> list[Finding]:
    prefix = row + "/"
    return [
        one
        for one in session.findings
        if one.code in ABOUT_INDICATORS and str(one.highlighted[0] if one.highlighted else "").startswith(prefix)
    ]


@pytest.mark.slow
@pytest.mark.parametrize(("target", "actual", "score", "codes"), SCORED)
def test_an_indicator_gets_the_score_that_its_sign_unit_and_kind_ask_for(
    demo: Session, target: str, actual: str, score: str | None, codes: set[str]
) -> None:
    enter(demo, {f"{ROW}/target": target, f"{ROW}/actual": actual, f"{ROW}/reason": ""})
    found = demo.answers.value(Address.parse(f"{ROW}/score"))
    assert found == (Decimal(score) if score is not None else None)
    assert {one.code for one in of_row(demo, ROW)} == codes


def test_a_score_that_cannot_be_computed_is_reported_with_the_reason(demo: Session) -> None:
    enter(demo, {f"{ROW}/target": "6月底前", f"{ROW}/actual": "7月2日"})
    address = Address.parse(f"{ROW}/score")
    assert "晚于目标" in unscored_reason(demo.answers, address)
    (message,) = [one.message for one in of_row(demo, ROW) if one.code == "REQUIRED"]
    assert "没有填写" in message
    assert "晚于目标" in message
    enter(demo, {f"{ROW}/score": "10", f"{ROW}/reason": "验收推迟两天。"})
    assert of_row(demo, ROW) == []


def test_a_late_indicator_cannot_have_full_marks(demo: Session) -> None:
    enter(demo, {f"{ROW}/target": "6月底前", f"{ROW}/actual": "7月2日", f"{ROW}/score": "13"})
    assert "C26" in {one.code for one in of_row(demo, ROW)}


def test_a_score_follows_from_a_blank_value_that_is_reported_itself(demo: Session) -> None:
    enter(demo, {f"{ROW}/actual": ""})
    messages = [one.message for one in demo.findings if one.code == "REQUIRED"]
    assert len(messages) == 1


@pytest.mark.parametrize(
    ("target", "actual", "score", "is_live"),
    [
        ("367万元", "400万元", "5.51", True),
        ("367万元以内", "400万元", "5.51", False),
        ("≤28万元", "280000元", "6", False),
        ("≤367万元", "358.69万元", "6", True),
    ],
)
def test_a_cost_without_sign_is_a_ceiling_and_excel_computes_plain_figures_only(
    demo: Session, target: str, actual: str, score: str, is_live: bool
) -> None:
    enter(demo, {f"{COST}/target": target, f"{COST}/actual": actual})
    address = Address.parse(f"{COST}/score")
    assert demo.answers.value(address) == Decimal(score)
    assert (excel_formula(demo.answers, address) is not None) is is_live


@pytest.mark.parametrize("score", ["7.7", "7.66", "7.663"])
def test_a_score_may_be_rounded_to_one_two_or_three_decimals(demo: Session, score: str) -> None:
    enter(demo, {"self_evaluation/outputs/s3/score": score})
    assert not [one for one in demo.findings if one.code == "C25"]


THREE = [
    f"spending/three_public/{row}/{column}"
    for row in ("abroad", "purchase", "running", "reception")
    for column in ("last_budget", "last_actual", "budget", "actual")
]
#: Answers, the item of the scoring table, its score.
SCORING = [
    (dict.fromkeys(THREE, "0"), "three_change", "5"),
    (dict.fromkeys(THREE, "0"), "three_control", "7"),
    ({name: "0" for name in THREE if name.endswith("last_budget")}, "three_change", "0"),
    ({f"spending/procurement/{row}/budget": "0" for row in ("supplies", "works", "services")}, "procurement", "0"),
    ({"scoring/items/budget_control/weight": "8"}, "budget_control", "6"),
    ({"scoring/items/budget_control/weight": "8", "scoring/items/budget_control/value": "15"}, "budget_control", "4"),
    ({"scoring/items/budget_control/weight": "8", "scoring/items/budget_control/value": "30"}, "budget_control", "2"),
    ({"scoring/items/budget_control/value": "15"}, "budget_control", "3"),
    ({"scoring/items/budget_control/value": "25"}, "budget_control", "2"),
    ({"scoring/items/staff_rate/weight": "1", "scoring/items/staff_rate/value": "101"}, "staff_rate", "0.9"),
    ({"scoring/items/staff_rate/value": "101"}, "staff_rate", "4.5"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("values", "item", "score"), SCORING)
def test_the_scoring_table_follows_the_rules_it_prints(
    demo: Session, values: dict[str, str], item: str, score: str
) -> None:
    enter(demo, {**values, "cover/with_scoring": "附"})
    assert demo.answers.value(Address("scoring", "items", item, "score")) == Decimal(score)


def test_the_score_of_the_budget_execution_follows_from_the_rounded_rate(demo: Session) -> None:
    enter(demo, {"spending/controls/total/budget": "20000", "spending/controls/total/actual": "19689"})
    assert demo.answers.value(Address.parse("self_evaluation/budget_execution/total/score")) == Decimal("9.85")


def test_income_and_spending_close_through_what_is_carried_over(
    demo: Session, found_codes: Callable[[Session], set[str]]
) -> None:
    assert not {"E01", "E18"} & found_codes(demo)
    enter(demo, {"spending/flow/carried_over/amount": "38", "spending/flow/added/amount": "18"})
    assert "E01" in found_codes(demo)


@pytest.fixture
def found_codes() -> Callable[[Session], set[str]]:
    """The codes of the open findings."""
    return lambda session: {one.code for one in session.findings}


def test_a_part_that_would_nearly_vanish_proves_no_unit_error(demo: Session) -> None:
    enter(demo, {f"spending/procurement/{row}/actual": "0" for row in ("supplies", "works", "services")})
    (finding,) = [one for one in demo.findings if one.code == "E24"]
    assert finding.fix is None
