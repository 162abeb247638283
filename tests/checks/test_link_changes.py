"""Links of figures that the user sets or cuts: what they silence and find, and how they outlive edits of the text."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from perfdesk.application.session import Session
from perfdesk.checks.proofreading.link_changes import cut_link, link_to, linkable_figures, restore_link
from perfdesk.checks.proofreading.number_links import LINKED_TEXTS, links_in, mentions_of
from perfdesk.checks.run import run
from perfdesk.checks.unplaced import unplaced_answers
from perfdesk.definition.address import Address
from perfdesk.entries.change import Edit
from perfdesk.entries.link_entries import links_section
from perfdesk.evaluation.active_questions import active_questions
from perfdesk.evaluation.answers import Answers
from support.number_links import BASIC, STAFF, TEXT, TOTAL, UNNAMED, WRONG, contradictions, cut, figure, linked


def test_a_cut_link_silences_its_figure_and_nothing_else(demo: Session) -> None:
    demo.enter(TEXT, WRONG)
    before = demo.findings
    assert [one.addresses[1] for one in contradictions(demo)] == [BASIC, STAFF]
    cut(demo, "基本支出")
    assert [one for one in before if one not in demo.findings] == [
        one for one in before if one.code == "P03" and BASIC in one.addresses
    ]
    assert [one for one in demo.findings if one not in before] == []
    assert linked(demo) == ["63人"]
    assert TEXT not in {one.text for one in mentions_of(demo.answers, BASIC)}
    assert demo.undo_label == "断开与表格的连接：基本支出89.01万元"
    demo.change_link(restore_link(demo.answers, figure(demo, "基本支出")))
    assert demo.findings == before
    assert demo.undo_label == "恢复自动连接：基本支出89.01万元"
    assert demo.entries.in_section(links_section(TEXT)) == ()


def test_a_relation_that_rests_on_a_cut_figure_is_not_worked_out(demo: Session) -> None:
    demo.enter(TEXT, "基本支出890.10万元，较上年增加22.40万元。")
    assert [one.code for one in demo.findings if one.addresses[:1] == (TEXT,)] == ["E25"]
    cut(demo, "890.10")
    assert [one.code for one in demo.findings if one.addresses[:1] == (TEXT,)] == []


def test_a_link_set_by_hand_finds_a_contradiction_and_corrects_it(demo: Session) -> None:
    demo.enter(TEXT, UNNAMED)
    assert linked(demo) == contradictions(demo) == []
    demo.change_link(link_to(demo.answers, figure(demo, "1200"), TOTAL))
    (finding,) = contradictions(demo)
    assert finding.addresses == (TEXT, TOTAL)
    assert finding.fix is not None
    assert finding.fix.label == "改为 1297.99"
    assert demo.undo_label.startswith("连到表格：")
    assert [(one.text, one.by_hand) for one in mentions_of(demo.answers, TOTAL) if one.text == TEXT] == [(TEXT, True)]
    demo.fill(finding.fix.texts, finding.fix.label)
    assert contradictions(demo) == []
    assert linked(demo) == ["1297.99万元"]


def test_a_table_that_changes_later_makes_a_figure_linked_by_hand_stale(demo: Session) -> None:
    retired = Address.parse("basics/retired")  # 21 人
    demo.enter(TEXT, "合影留念的有21人。")
    demo.change_link(link_to(demo.answers, figure(demo, "21"), retired))
    assert contradictions(demo) == []
    demo.enter(retired, "22")
    (finding,) = contradictions(demo)
    assert finding.fix is not None
    assert finding.fix.label == "改为 22"
    demo.enter(retired, "")
    assert contradictions(demo) == linked(demo) == []
    assert figure(demo, "21").setting is not None, "it waits until the answer has a value"


def test_a_wrong_link_is_replaced_by_the_one_set_by_hand(demo: Session) -> None:
    demo.enter(TEXT, WRONG)
    demo.change_link(link_to(demo.answers, figure(demo, "基本支出"), TOTAL))
    assert [one.addresses[1] for one in contradictions(demo)] == [TOTAL, STAFF]
    cut(demo, "基本支出")
    assert [one.addresses[1] for one in contradictions(demo)] == [STAFF]
    assert len(demo.entries.in_section(links_section(TEXT))) == 1


@pytest.mark.parametrize(
    "text",
    [
        f"据统计，2024年{WRONG}",
        f"{WRONG}另购设备3台，共12.00万元。",
        WRONG.replace("89.01", "88.00"),
        WRONG.replace("全年", "本年度").replace("全部用于", "主要用来"),
        WRONG.replace("基本支出", "基本支出为"),
        WRONG.replace("89.01万元", "890000元"),
        f"本段说明。\n年末在职人员63人。\n{WRONG.partition('年末')[0]}",
        f"{WRONG}下属单位基本支出12.00万元。",
    ],
)
def test_a_setting_stays_with_its_figure_while_the_text_is_edited(demo: Session, text: str) -> None:
    demo.enter(TEXT, WRONG)
    cut(demo, "基本支出")
    demo.enter(TEXT, text)
    assert [one.addresses[1] for one in contradictions(demo)] == [STAFF]
    assert [one.placed.quantity.label for one in linkable_figures(demo.answers, TEXT) if one.setting] == ["基本支出"]


def test_a_setting_is_quiet_while_its_sentence_is_gone_and_works_again_after_undo(demo: Session) -> None:
    demo.enter(TEXT, WRONG)
    cut(demo, "基本支出")
    demo.enter(TEXT, "年末在职人员63人。项目支出35.86万元。")
    assert not any(one.setting for one in linkable_figures(demo.answers, TEXT))
    assert unplaced_answers(demo.answers) == ()
    demo.undo()
    assert [one.addresses[1] for one in contradictions(demo)] == [STAFF]
    demo.undo()
    assert [one.addresses[1] for one in contradictions(demo)] == [BASIC, STAFF]
    demo.redo()
    assert [one.addresses[1] for one in contradictions(demo)] == [STAFF]


FIRST, SECOND = "上半年总结认为，全年基本支出88.00万元。", "年底核对后，全年基本支出89.00万元，另有说明。"


def test_a_setting_does_not_pass_to_another_sentence_with_the_same_subject(demo: Session) -> None:
    demo.enter(TEXT, "全年基本支出89.01万元，是下属单位的数，本部分不作分析。")
    cut(demo, "基本支出")
    assert contradictions(demo) == []
    demo.enter(TEXT, "")
    demo.enter(TEXT, "经过努力，基本支出76.00万元。")
    assert [one.addresses[1] for one in contradictions(demo)] == [BASIC]


def test_a_link_to_an_answer_that_is_gone_is_as_if_it_were_not_there(demo: Session) -> None:
    demo.enter(TEXT, "全年基本支出89.01万元。")
    row = demo.add_row("spending", "projects", texts={"name": "临时项目", "actual": "89.01"})
    demo.change_link(link_to(demo.answers, figure(demo, "基本支出"), Address("spending", "projects", row, "actual")))
    assert contradictions(demo) == []
    demo.delete_row("spending", "projects", row)
    assert [one.addresses[1] for one in contradictions(demo)] == [BASIC]


def test_the_same_figure_twice_in_a_text_is_told_apart(demo: Session) -> None:
    def cut_ones() -> list[str]:
        return [one.placed.quantity.text for one in linkable_figures(demo.answers, TEXT) if one.setting]

    demo.enter(TEXT, FIRST + SECOND)
    cut(demo, "基本支出", 1)
    assert cut_ones() == ["89.00万元"]
    for text, expected in (
        (SECOND + FIRST, ["89.00万元"]),
        (f"概述。{FIRST}中间一段。{SECOND}", ["89.00万元"]),
        (SECOND, ["89.00万元"]),
        (f"{FIRST}再次核对，全年基本支出87.00万元，结束。{SECOND}", ["89.00万元"]),
        (FIRST, []),
    ):
        demo.enter(TEXT, text)
        assert cut_ones() == expected, text


def test_equal_sentences_are_told_apart_by_their_order(demo: Session) -> None:
    demo.enter(TEXT, "全年基本支出89.00万元。" * 3)
    cut(demo, "基本支出", 1)
    assert [one.setting is not None for one in linkable_figures(demo.answers, TEXT)] == [False, True, False]


def test_a_change_of_a_link_matches_only_its_own_text_again(demo: Session) -> None:
    other = Address.parse("performance/text")
    demo.enter(TEXT, WRONG)
    run(demo.answers)
    change = cut_link(demo.answers, figure(demo, "基本支出"))
    after = demo.answers.after((change.edit,))
    matched: list[Address] = []

    def matches(address: Address) -> None:
        name = ("figures in", str(address))
        after.cached(name, lambda _: matched.append(address) or ())

    for address in (TEXT, other):
        matches(address)
    assert matched == [TEXT]


@pytest.mark.slow
@pytest.mark.parametrize("sample", ["demo-2024", "daoxian-2023"])
def test_every_link_of_the_samples_can_be_cut_and_restored(answers_of: Callable[..., Answers], sample: str) -> None:
    answers = answers_of(sample)
    generated = {text: answers.value(text) for text, _, _ in active_questions(answers, ("sentence",))}
    own = tuple(Edit(text, None, value) for text, value in generated.items() if isinstance(value, str))
    answers = answers.after(tuple(edit for edit in own if answers.typed(edit.address) is None))
    before, count = run(answers), 0
    for text, _, _ in active_questions(answers, LINKED_TEXTS):
        links = tuple(links_in(answers, text))
        for one in linkable_figures(answers, text):
            if one.link is None:
                continue
            count += 1
            cut_answers = answers.after((cut_link(answers, one).edit,))
            assert tuple(links_in(cut_answers, text)) == tuple(link for link in links if link != one.link)
            assert one.link not in tuple(mentions_of(cut_answers, one.link.answer))
            (now,) = [other for other in linkable_figures(cut_answers, text) if other.setting is not None]
            assert now.placed == one.placed
            restored = cut_answers.after((restore_link(cut_answers, now).edit,))
            assert tuple(links_in(restored, text)) == links
            assert run(restored) == before
    assert count > 20


def test_only_an_answer_in_the_unit_of_the_figure_is_compared(demo: Session) -> None:
    demo.enter(TEXT, UNNAMED)
    demo.change_link(link_to(demo.answers, figure(demo, "1200"), STAFF))
    assert contradictions(demo) == linked(demo) == []
    assert demo.answers.value(STAFF) == Decimal(53)
