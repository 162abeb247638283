"""What stands in a sentence beside a placed answer and has no place itself is listed, not lost."""

from __future__ import annotations

import pytest

from perfdesk.definition.loader import shipped_form
from support.read_lines import proposed_lines
from support.steps import Steps

HUNAN = shipped_form("hunan_overall_2023")
SPENDING, BASICS = "二、一般公共预算支出情况", "一、基本情况"


@pytest.mark.parametrize(
    ("chapter", "text", "figure"),
    [
        (SPENDING, "一般公共预算财政拨款收入56.00万元，省级财政拨款190.40万元。", "190.40万元"),
        (SPENDING, "其他支出12.00万元，其他收入8万元。", "12.00万元"),
        (BASICS, "全局现有干部职工74人，其中退休21人。", "74人"),
        (BASICS, "设职能科室16个、临床医技科室31个。", "31个"),
    ],
)
def test_a_figure_without_a_place_is_listed_with_its_sentence(chapter: str, text: str, figure: str) -> None:
    (left,) = proposed_lines(HUNAN, chapter, text).unplaced
    assert left.text == left.source.quote == text
    assert f"“{figure}”" in left.reason
    assert left.source.place == "第 2 段"


@pytest.mark.parametrize(
    "text",
    [
        "整体支出1297.99万元，比上年1253.56万元增加44.43万元，增长3.54%。",
        "整体支出18721.03万元（约1.9亿元）。",
        "项目支出150.63万元，其中：森林防火106.35万元，主要用于购置3台车；林区道路44.28万元，主要用于维护。",
    ],
)
def test_what_follows_from_placed_figures_or_is_part_of_an_answer_is_not_listed(text: str) -> None:
    assert proposed_lines(HUNAN, SPENDING, text).unplaced == ()


@pytest.mark.parametrize(
    ("chapter", "text", "figure", "other"),
    [
        (SPENDING, "其他支出12.00万元，其他收入8万元。", "12.00万元", "全年投入森林防火经费112.00万元，成效明显。"),
        (BASICS, "全局现有干部职工74人，其中退休21人。", "74人", "全县护林员174人、21人。"),
    ],
)
def test_a_figure_is_not_kept_by_a_text_with_a_longer_one(chapter: str, text: str, figure: str, other: str) -> None:
    proposal = proposed_lines(HUNAN, chapter, text, "五、主要绩效", other)
    (left,) = [one for one in proposal.unplaced if one.text == text]
    assert f"“{figure}”" in left.reason


@pytest.mark.parametrize("text", ["年末借用人员56人，实有人数56人。", "年末借用人员约60人，实有人数56人。"])
def test_an_equal_figure_of_another_meaning_in_the_same_sentence_is_listed(text: str) -> None:
    assert len(proposed_lines(HUNAN, BASICS, "实有人数56人。", text).unplaced) == 1


def test_a_count_in_running_words_is_no_figure() -> None:
    assert proposed_lines(HUNAN, BASICS, "核定编制56人，分为两个方面。").unplaced == ()


def test_an_answer_that_ends_before_its_sentence_is_likely_and_the_rest_is_listed() -> None:
    offices, rest = "办公室、人事股、财务股", "下设执法大队和两个管护站。"
    proposal = proposed_lines(HUNAN, BASICS, f"青石县林业局内设机构9个：{offices}；{rest}")
    (answer,) = [one for one in proposal.answers if one.after == offices]
    assert answer.confidence == "likely"
    assert [one.text for one in proposal.unplaced] == [rest]


@pytest.mark.parametrize(
    ("behind", "listed"),
    [
        ("下设执法大队和管护站，核定编制56人。", ["下设执法大队和管护站"]),
        ("核定编制56人，下设执法大队和管护站，各有其责。", ["下设执法大队和管护站，各有其责。"]),
        ("下设执法大队，核定编制56人；下设管护站。", ["下设执法大队", "下设管护站。"]),
        ("核定编制56人。", []),
    ],
)
def test_words_behind_an_answer_are_listed_also_where_another_answer_follows(behind: str, listed: list[str]) -> None:
    proposal = proposed_lines(HUNAN, BASICS, f"青石县林业局内设机构9个：办公室、人事股、财务股；{behind}")
    assert [one.text for one in proposal.unplaced] == listed
    assert "56" in [one.after for one in proposal.answers]


@pytest.mark.slow
def test_the_leftovers_of_twice_the_lines_take_twice_the_steps() -> None:
    counts: list[int] = []
    for number in (200, 400):
        lines = [f"其他支出{at}.01万元，一般公共预算财政拨款收入{at}.02万元。" for at in range(1, number)]
        steps = Steps("leftovers.py")
        with steps:
            proposed_lines(HUNAN, SPENDING, *lines)
        counts.append(steps.count)
    assert counts[0] > 1000
    assert counts[1] < counts[0] * 2.2
