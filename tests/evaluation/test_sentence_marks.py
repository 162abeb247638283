"""No mark is doubled where the parts of a sentence meet, whatever the user closed an answer with."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from perfdesk.definition.address import Address
from perfdesk.definition.model import Field
from perfdesk.document.blocks import Paragraph
from perfdesk.document.build import build
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.printed_parts import PrintedPart, sentence_parts, with_single_marks
from perfdesk.evaluation.sentence_marks import joined_text

Look = Callable[..., Answers]
DOUBLED = ("！。", "？。", ";。", "。。", "；。", "。；", "，。", "、。", "。，", "；；", "，，")
CLOSED = {
    "basics/offices_text": "办公室、财务股！",
    "spending/projects/p1/use": "防火物资采购；",
    "spending/projects/p2/use": "林区道路养护;",
    "spending/projects/p4/use": "古树挂牌。",
    "spending/three_public_note": "减少的主要原因是严格执行制度。",
    "cover/unit_name": "青石县林业局，",
}


@pytest.mark.parametrize(
    ("parts", "separator", "text"),
    [
        (("内设机构2个：", "办公室、股。", "。"), "", "内设机构2个：办公室、股。"),
        (("甲。", "乙。"), "；", "甲；乙。"),
        (("甲。", "", "。"), "", "甲。"),
        (("甲。。", "，乙"), "", "甲，乙"),
        (("甲。", "乙"), "", "甲。乙"),
        (("甲？", "。"), "", "甲？"),
        (("办公室、财务股！", "。"), "", "办公室、财务股！"),
        (("甲!", "", "。"), "", "甲!"),
        (("甲！。", "！"), "", "甲！"),
        (("甲！", "乙"), "；", "甲！乙"),
        (("甲;", "。"), "", "甲。"),
        (("甲，乙,", "，丙"), "", "甲，乙，丙"),
        (("甲（1.5）", "。"), "", "甲（1.5）。"),
        (("", "。甲"), "", "。甲"),
        ((), "；", ""),
    ],
)
def test_a_mark_gives_way_to_the_one_that_follows(parts: tuple[str, ...], separator: str, text: str) -> None:
    assert joined_text(parts, separator) == text


def test_what_is_left_of_a_part_knows_where_it_begins() -> None:
    answer = PrintedPart("。。甲。", Address("basics", "offices_text"), 4)
    parts = with_single_marks([PrintedPart("乙！"), answer, PrintedPart("。")])
    assert [(part.text, part.start) for part in parts] == [("乙！", 0), ("甲", 6), ("。", 0)]


def test_no_printed_sentence_doubles_a_mark_that_the_user_typed(answers_of: Look) -> None:
    answers = answers_of("demo-2024", CLOSED)
    printed = [block.text for block in build(answers, (), draft=False).body if isinstance(block, Paragraph)]
    assert any("财务股" in text for text in printed)
    assert [text for text in printed if any(mark in text for mark in DOUBLED)] == []


def test_the_parts_of_a_sentence_join_to_the_sentence(answers_of: Look) -> None:
    answers = answers_of("demo-2024", CLOSED)
    sentences = [
        (section.id, block)
        for section in answers.form.sections
        for block in section.blocks
        if isinstance(block, Field) and block.template is not None and section.repeats_over is None
    ]
    assert sentences
    for section, field in sentences:
        parts = sentence_parts(answers, section, field)
        assert "".join(part.text for part in parts) == answers.generated(section, field)


def test_a_date_that_is_not_known_leaves_room_to_write_it(answers_of: Look) -> None:
    answers = answers_of("demo-2024", {"cover/fill_date": None, "cover/issue_date": None})
    report = build(answers, (), draft=False)
    signed = [block.text for block in report.attachments[0].blocks if isinstance(block, Paragraph)]
    assert "填报日期：＿＿年＿月＿日" in signed[-1]
    assert report.body[-1].date == "＿＿年＿月＿日"
    assert answers.text(Address.parse("cover/issue_date")) == ""
