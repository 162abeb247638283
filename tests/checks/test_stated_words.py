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
        "上年等次为“良”，今年有所提高。",
        "森林防火项目自评等次为“良”。",
        "各下属单位等次为良。",
        "等次为良好水平的指标有3个。",
        "自评等次力争达到优，确保等次为“良”。",
    ],
)
def test_other_grades_are_left_alone(findings_of: Findings, text: str) -> None:
    assert findings_of("demo-2024", {"others/text": text}) == ()
