"""原件上的数 are entries like any other: filled, dumped, undone, moved with their answer, deleted with their row."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from decimal import Decimal

import pytest

from perfdesk.application.answers_json import dump_values, fill_values
from perfdesk.application.rollover import rollover_edits
from perfdesk.application.session import Session
from perfdesk.checks.finding import FindingCode
from perfdesk.checks.unplaced import unplaced_answers
from perfdesk.definition.address import Address
from perfdesk.definition.model import Form
from perfdesk.entries.entries import Entries
from perfdesk.entries.form_migration import migration_edits
from perfdesk.entries.link_entries import links_section
from perfdesk.entries.stated import STATED_SECTION, stated_address
from perfdesk.errors import PerfDeskError
from perfdesk.evaluation.labels import label_or_address

pytestmark = pytest.mark.slow
SCORE = Address.parse("self_evaluation/total_score")
OF_PROJECT = Address.parse("project_evaluation@p1/money/total/score")


def _messages(session: Session) -> list[str]:
    return [one.message for one in session.findings if one.code == FindingCode.STATED]


def test_fill_takes_them_there_and_dump_gives_them_back(demo: Session) -> None:
    given: dict[str, object] = {f"#stated/{SCORE}": Decimal("96.65"), f"#stated/{OF_PROJECT}": "9.85分"}
    fill_values(demo, given, "填入")
    assert [("96.65" in message, "98.80" in message) for message in _messages(demo)] == [(True, True)]
    dumped = dump_values(demo.answers)
    assert {name: dumped[name] for name in given} == {f"#stated/{SCORE}": "96.65", f"#stated/{OF_PROJECT}": "9.85分"}
    fill_values(demo, dict(dumped), "再填入")
    assert dump_values(demo.answers) == dumped
    assert unplaced_answers(demo.answers) == ()
    label = label_or_address(demo.answers, stated_address(SCORE))
    assert label.endswith("总分（得分）（原件上的数）")
    demo.undo()
    assert _messages(demo) == []


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("#stated/cover/unit_name", "甲", "不是程序算出的数"),
        ("#stated/self_evaluation/nowhere", "1", "没有“#stated/self_evaluation/nowhere”这个地址"),
        ("#stated/", "1", "没有“#stated/”这个地址"),
        ("#stated/#stated/#", "1", "这个地址"),
        (f"#stated/{SCORE}", "约", "的值应为数"),
        ("#stated/project_evaluation@p9/money/total/score", "1", "这一行不存在"),
        ("#stated/self_evaluation/outputs/r99/score", "1", "不存在"),
        (str(SCORE), Decimal("96.65"), "由公式算出"),
        ("#stated/cover/#", "一", "没有序号"),
        ("#stated/spending/#", "没有", "章节的序号"),
        ("#stated/spending/#", {"a": 1}, "章节的序号"),
        ("#stated/spending/#", "三" * 99, "章节的序号"),
    ],
)
def test_what_cannot_be_stated_is_refused_whole(demo: Session, name: str, value: object, sentence: str) -> None:
    before = dict(demo.entries)
    with pytest.raises(PerfDeskError, match=sentence):
        fill_values(demo, {"cover/unit_name": "乙", name: value}, "填入")
    assert dict(demo.entries) == before


def test_they_go_with_their_row_and_come_back_with_it(demo: Session) -> None:
    demo.fill({stated_address(OF_PROJECT): "9.58"}, "原件")
    demo.delete_row("spending", "projects", "p1")
    assert demo.entries.in_section(STATED_SECTION) == ()
    demo.undo()
    assert demo.entries.in_section(STATED_SECTION) == [(stated_address(OF_PROJECT), "9.58")]


def test_the_links_of_a_text_go_with_its_row(demo: Session) -> None:
    link = Address(links_section(Address.parse("project_evaluation@p1/expected_goal")), "k1")
    demo.fill({link: "x"}, "连接")
    demo.delete_row("spending", "projects", "p1")
    assert demo.entries.text(link) is None
    demo.undo()
    assert demo.entries.text(link) == "x"


def test_next_years_report_has_none_of_them(demo: Session) -> None:
    demo.fill({stated_address(SCORE): "96.65"}, "原件")
    assert not any(edit.address.section == STATED_SECTION for edit in rollover_edits(demo.answers, 2025))


def test_they_move_with_their_answer(small_form: Callable[..., Form]) -> None:
    form = small_form(("[report]", '[renamed]\n"money.staff" = "money.people"\n\n[report]'))
    old, new = Address("money", "staff", "r1", "name"), Address("money", "people", "r1", "name")
    entries = Entries({stated_address(old): "40"})
    assert dict(entries.after(migration_edits(form, entries))) == {stated_address(new): "40"}


def test_the_number_of_a_chapter_moves_with_the_chapter(small_form: Callable[..., Form]) -> None:
    form = small_form(("[report]", '[renamed]\n"gold" = "money"\n\n[report]'))
    entries = Entries({Address(STATED_SECTION, "gold/#"): "三"})
    assert dict(entries.after(migration_edits(form, entries))) == {Address(STATED_SECTION, "money/#"): "三"}


def test_what_has_no_answer_any_more_is_not_dumped(demo: Session) -> None:
    for about in (Address("cover", "gone"), Address("project_evaluation@p9", "total_score"), Address("gone", "#")):
        demo.fill({stated_address(about): "1"}, "旧的")
    fill_values(demo, dict(dump_values(demo.answers)), "再填入")
    assert not any(name.startswith(STATED_SECTION) for name in dump_values(demo.answers))


def test_a_report_with_them_opens_again(demo: Session) -> None:
    demo.fill({stated_address(SCORE): "96.65"}, "原件")
    path = demo.path
    demo.close()
    with contextlib.closing(Session.open(path)) as again:
        assert len(_messages(again)) == 1
