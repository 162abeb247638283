"""Headings and chapters that apply under a condition: what stands under them goes with them, the rest is renumbered."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from perfdesk.checks.required import missing_answers
from perfdesk.definition.address import Address
from perfdesk.definition.model import Form
from perfdesk.document.blocks import Grid, Heading, Paragraph
from perfdesk.document.build import build
from perfdesk.entries.change import Edit
from perfdesk.entries.entries import Entries
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.labels import section_label

LoadForm = Callable[..., Form]

PARTS = """
[[block]]
type = "heading"
text = "（一）收入"

[[block]]
type = "heading"
text = "（二）基金"
when = "year == 2024"

[[block]]
type = "field"
id = "told"
label = "基金说明"
kind = "prose"
required = true

[[block]]
type = "heading"
text = "1. 收"
level = 3

[[block]]
type = "heading"
text = "2. 支"
level = 3
when = "unit == '甲'"

[[block]]
type = "sheet"
title = "基金表"
widths = [10]
[[block.line]]
cells = ["基金"]

[[block]]
type = "heading"
text = "（三）支出"

[[block]]
type = "field"
id = "spent"
label = "支出说明"
kind = "prose"
"""
CHAPTERS = {
    "two.toml": 'id = "two"\ntitle = "二、基金"\ntab = "二、基金"\nwhen = "money.year == 2024"\n',
    "three.toml": 'id = "three"\ntitle = "三、机构"\ntab = "三、机构"\n',
}
LISTED = ('files = ["money.toml"]', 'files = ["money.toml", "two.toml", "three.toml"]')


def answers_with(form: Form, **texts: str) -> Answers:
    edits = tuple(Edit(Address("money", name), None, text) for name, text in texts.items())
    return Answers(form, Entries().after(edits))


def printed(answers: Answers) -> list[str]:
    """What the body says in headings, paragraphs and titles of tables."""
    body = build(answers, (), draft=False).body
    texts = [block.title if isinstance(block, Grid) else block.text for block in body if isinstance(block, _TEXTS)]
    return [text for text in texts if text]


_TEXTS = (Heading, Paragraph, Grid)


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        ({}, ["一、钱", "（一）收入", "（二）支出", "支出。"]),
        ({"year": "2023"}, ["一、钱", "（一）收入", "（二）支出", "支出。"]),
        ({"year": "2024"}, ["一、钱", "（一）收入", "（二）基金", "基金。", "1. 收", "（三）支出", "支出。"]),
        (
            {"year": "2024", "unit": "甲"},
            ["一、钱", "（一）收入", "（二）基金", "基金。", "1. 收", "2. 支", "基金表", "（三）支出", "支出。"],
        ),
    ],
)
def test_a_heading_goes_with_all_that_stands_under_it(
    small_form: LoadForm, texts: dict[str, str], says: list[str]
) -> None:
    form = small_form(add=PARTS)
    assert printed(answers_with(form, told="基金。", spent="支出。", **texts)) == says


def test_what_stands_under_a_heading_is_asked_only_with_it(small_form: LoadForm) -> None:
    form = small_form(add=PARTS)
    told = Address("money", "told")
    for year, is_asked in (("2023", False), ("2024", True)):
        found = missing_answers(answers_with(form, year=year, unit="乙"), form.section("money"), "money")
        assert (told in {address for finding in found for address in finding.addresses}) is is_asked


@pytest.mark.parametrize(
    ("year", "numbers"), [("2023", ["一、钱", "二、机构"]), ("2024", ["一、钱", "二、基金", "三、机构"])]
)
def test_chapters_are_numbered_without_those_that_do_not_apply(
    small_form: LoadForm, year: str, numbers: list[str]
) -> None:
    answers = answers_with(small_form(LISTED, others=CHAPTERS), year=year)
    assert printed(answers) == numbers
    assert section_label(answers, "three") == numbers[-1]


def test_of_two_chapters_with_one_number_one_is_shown(small_form: LoadForm) -> None:
    none = CHAPTERS["two.toml"].replace('id = "two"', 'id = "none"').replace("==", "!=")
    listed = (LISTED[0], LISTED[1].replace('"three.toml"', '"none.toml", "three.toml"'))
    form = small_form(listed, others={**CHAPTERS, "none.toml": none})
    for year in ("2023", "2024"):
        assert printed(answers_with(form, year=year)) == ["一、钱", "二、基金", "三、机构"]


def test_an_answer_above_sets_the_numbers_anew(small_form: LoadForm) -> None:
    answers = answers_with(small_form(LISTED, others=CHAPTERS), year="2023")
    assert section_label(answers, "three") == "二、机构"
    later = answers.after((Edit(Address("money", "year"), "2023", "2024"),))
    assert section_label(later, "three") == "三、机构"


def test_the_condition_of_a_heading_is_read_strictly(refusal: Callable[..., str]) -> None:
    assert "没有“yaer”，是不是“year”？" in refusal(add=PARTS.replace("year ==", "yaer =="))
