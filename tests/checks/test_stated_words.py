"""A text that states another grade than the score gives is found and corrected; other years and projects are not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from perfdesk.checks.finding import Finding
from perfdesk.definition.address import Address

Findings = Callable[..., tuple[Finding, ...]]

SENTENCE = "results/sentence"


@pytest.mark.parametrize("written", ["等次为“{}”。", "评定等次为{}。", "自评等次：{}，已公开。", "等次评定为“{}”级。"])
@pytest.mark.parametrize("address", [SENTENCE, "others/text"])
def test_another_grade_is_found_and_corrected(findings_of: Findings, address: str, written: str) -> None:
    text = f"青石县林业局2024年度部门整体支出绩效自评得分为98.8分，{written}"
    (finding,) = findings_of("demo-2024", {address: text.format("良")})
    assert (finding.code, finding.severity) == ("P03", "error" if address == SENTENCE else "warning")
    assert "“优”" in finding.message
    assert finding.fix is not None
    assert finding.fix.texts == {Address.parse(address): text.format("优")}
    assert findings_of("demo-2024", {address: text.format("优")}) == ()


@pytest.mark.parametrize(
    "text",
    [
        "2025年3月，我局开展自评，自评得分98.8分，等次为“良”。",
        "对照评分标准逐项打分，自评得分98.8分（其中产出指标49分），等次为“良”。",
        "2023年的自评已经公开。2024年度自评得分98.8分，等次为“良”。",
        "县林业局部门整体支出绩效等次为“良”，报县财政局备案。",
        "2024年度我局部门整体支出绩效自评得分98.8分，等次为“良”，主要扣分原因是执行率偏低。",
        "根据青石县财政局要求，我局开展绩效自评，自评得分98.8分，等次为“良”，无扣分项。",
    ],
)
def test_a_grade_of_the_report_is_compared(findings_of: Findings, text: str) -> None:
    (finding,) = (one for one in findings_of("demo-2024", {"others/text": text}) if one.code == "P03")
    assert "写着“等次为‘良’”" in finding.message
    assert finding.fix is not None
    assert finding.fix.texts == {Address.parse("others/text"): text.replace("“良”", "“优”")}


@pytest.mark.parametrize(
    "text",
    [
        "上年等次为“良”，今年有所提高。",
        "森林防火项目自评等次为“良”。",
        "各下属单位等次为良。",
        "等次为良好水平的指标有3个。",
        "自评等次力争达到优，确保等次为“良”。",
        "2023年度自评等次为“良”，2024年有所提高。",
        "2023年我局开展自评。自评得分88分，等次为良。",
        "自评等次为“良”（2023年度）。",
        "对评价等次为“差”的部门，压减下年度预算。",
        "对等次为“良”、“中”的单位，加强辅导。",
        "县财政局复核等次为“良”。",
        "县财政局对我局自评复核，等次为良。",
        "按照县财政局复核结果，我局等次为良。",
        "根据第三方机构打分，我局等次为良。",
        "县河道管理站开展自评，得分85分，等次为良。",
        "经第三方打分，我局等次为良。",
        "省林业局自评得分88分，等次为良。",
        "如等次为差，扣减公用经费。",
        "如我局等次为差，扣减公用经费。",
        "自评等次为差，则扣减公用经费。",
        "得分80分至90分，等次为良。",
        "自评得分80分以上，等次为良。",
        "自评等次为优、良、中、差。",
    ],
)
def test_other_grades_are_left_alone(findings_of: Findings, text: str) -> None:
    found = findings_of("demo-2024", {"others/text": text})
    assert [one.message for one in found if one.code == "P03"] == []
