"""The user's prose: which lines are headings, and how it is split into paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.definition.address import Address
from perfdesk.document.blocks import Heading, Paragraph
from perfdesk.document.prose import paragraphs
from perfdesk.language.headings import heading_level

HERE = Address("performance", "text")


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("一、重点工作情况及成效", 1),
        ("十二、其他", 1),
        ("（一）产出情况", 2),
        ("(一）半角左括号", 2),
        ("（十）满意度", 2),
        ("1. 数量指标", 3),
        ("1、数量指标", 3),
        ("12．时效指标", 3),
    ],
)
def test_a_short_numbered_line_is_a_heading_of_its_level(line: str, level: int) -> None:
    assert heading_level(line) == level


def test_lines_of_the_lowest_level_with_nothing_below_are_items_of_a_list() -> None:
    blocks = list(paragraphs("一、措施\n1. 加快支付\n2. 加强管理\n（一）其他\n1. 队伍\n队伍稳定。\n2. 车辆", HERE))
    headings = [block.text for block in blocks if isinstance(block, Heading)]
    assert headings == ["一、措施", "（一）其他", "1. 队伍"]
    assert len(blocks) == 7


@pytest.mark.parametrize(
    "line",
    [
        "1. 数量指标。全年实施营造林2.68万亩。",
        "（一）按期完成；",
        "一、" + "长" * 40,
        "1.5万亩",
        "2024年，县林业局较好地履行了职能",
        "一是加强领导",
        "（甲）不是序号",
        "数量指标",
    ],
)
def test_other_lines_are_paragraphs(line: str) -> None:
    assert heading_level(line) == 0


def test_headings_in_prose_are_headings_and_blank_lines_are_skipped() -> None:
    text = "　　开头的话。\n\n（一）产出情况\n   1. 数量指标  \n营造林2.68万亩。\n　\n"
    assert list(paragraphs(text, HERE)) == [
        Paragraph("开头的话。", HERE),
        Heading(2, "（一）产出情况", HERE),
        Heading(3, "1. 数量指标", HERE),
        Paragraph("营造林2.68万亩。", HERE),
    ]


@given(st.text(st.sampled_from("一、（）1. 　\n甲乙。"), max_size=60))
def test_splitting_prose_loses_nothing_but_blanks(text: str) -> None:
    blocks = list(paragraphs(text, HERE))
    assert "".join("".join(block.text for block in blocks).split()) == "".join(text.split())
    assert all(block.text == block.text.strip() and block.text for block in blocks)
