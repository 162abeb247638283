"""Minimal cases, each a faultless report with one thing changed: what must be found, and what must not."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.application.answers_json import propose_values
from perfdesk.application.session import Session
from perfdesk.checks.run import run

pytestmark = pytest.mark.slow

CASES = Path(__file__).resolve().parent.parent / "corpus" / "cases"
SILENT = (
    "01-deadline-met-early", "03-limit-within", "07-below-limit", "09-sign-in-words", "12-income-above-spending",
    "22-total-and-parts-counted-twice", "26-no-three-public-at-all",
)  # fmt: skip
FOUND = {
    "05-unit-size-persons": ("C27", "得分 7.80 低于分值 13.00"),
    "11-words-for-a-figure": ("C29", "请写出实际完成的数"),
    "14-slip-against-zero": ("E24", "应为 97.55万元，现为 0.00万元"),
    "16-rate-against-its-figures": ("E25", "减少（15.50%），写成了“增加”"),
    "18-sentence-broken-off": ("P39", "“主要原因是”后面没有写下去"),
    "20-one-name-two-figures": ("P03", "前面写20.88万元，这里写20.15万元"),
    "21-parts-not-the-sum": ("P02", "2 项之和4辆不符"),
    "24-score-left-blank": ("REQUIRED", "得分没有填写"),
}


def findings(demo: Session, name: str) -> list[tuple[str, str]]:
    text = (CASES / f"{name}.json").read_text(encoding="utf-8")
    values = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    edits = propose_values(demo, values).edits(demo.form, demo.entries)
    return [(one.code, one.message) for one in run(demo.answers.after(tuple(edits)))]


@pytest.mark.parametrize("name", SILENT)
def test_what_is_right_has_no_finding(demo: Session, name: str) -> None:
    assert findings(demo, name) == []


@pytest.mark.parametrize("name", FOUND)
def test_what_is_wrong_is_found(demo: Session, name: str) -> None:
    code, words = FOUND[name]
    assert [message for known, message in findings(demo, name) if known == code and words in message]


def test_every_case_is_replayed() -> None:
    assert sorted(path.stem for path in CASES.iterdir()) == sorted((*SILENT, *FOUND))
