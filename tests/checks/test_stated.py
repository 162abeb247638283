"""原件上的数: what the source states for a computed answer is compared as soon as that is known, and only then."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest

from perfdesk.checks.accepted import acceptance_edit, split_accepted
from perfdesk.checks.finding import Finding, FindingCode
from perfdesk.checks.run import run
from perfdesk.checks.stated import stated_figures
from perfdesk.definition.address import ROW_POSITION, Address
from perfdesk.definition.severity import Severity
from perfdesk.entries.change import Edit
from perfdesk.entries.stated import CHAPTER_NUMBER, parse_stated, stated_address, subject_of
from perfdesk.evaluation.active_questions import asked_addresses
from perfdesk.evaluation.answers import Answers

Look = Callable[..., Answers]
SCORE, RATE = "self_evaluation/total_score", "self_evaluation/budget_execution/total/rate"
STEP = 40


def _with(answers: Answers, texts: dict[Address, str]) -> Answers:
    return answers.after(tuple(Edit(stated_address(about), None, text) for about, text in texts.items()))


def _stated(answers: Answers, about: str, text: str) -> tuple[Finding, ...]:
    return tuple(stated_figures(_with(answers, {Address.parse(about): text})))


def _computed(answers: Answers) -> Iterator[Address]:
    """Every answer of a report that the program computes now."""
    for section in answers.form.sections:
        for instance in answers.instances(section):
            yield from (one for one in asked_addresses(answers, section, instance) if answers.is_computed(one))


def test_every_computed_answer_can_be_stated_and_only_what_differs_is_told(answers_of: Look) -> None:
    answers = answers_of("demo-2024")
    right = {about: answers.text(about) for about in _computed(answers) if answers.text(about)}
    assert len(right) > 100
    assert list(stated_figures(_with(answers, right))) == []
    figures = {about: text for about, text in right.items() if isinstance(answers.value(about), Decimal)}
    wrong = {about: str(Decimal(text) + 1) for about, text in figures.items()}
    found = list(stated_figures(_with(answers, wrong)))
    assert {one.addresses for one in found} == {(about,) for about in wrong}
    assert len(found) == len(wrong)
    assert {(one.code, one.severity) for one in found} == {(FindingCode.STATED, Severity.WARNING)}


def test_a_figure_rounded_in_the_source_agrees(answers_of: Look) -> None:
    answers = answers_of("demo-2024")
    assert answers.value(Address.parse(RATE)) == Decimal("98.81")
    for text in ("98.81", "98.81%", "98.8", "99", "９８．８１", "98.8123%"):
        assert _stated(answers, RATE, text) == (), text
    for text in ("98.82", "98.9", "98", "98.819"):
        (finding,) = _stated(answers, RATE, text)
        assert "原件上写" in finding.message
        assert "98.81" in finding.message
    (finding,) = _stated(answers, RATE, "九成多")
    assert "没有用来核对" in finding.message


def test_a_figure_in_another_unit_is_compared_to_its_own_last_digit(answers_of: Look) -> None:
    answers, about = answers_of("demo-2024"), "self_evaluation/by_nature/nature_total/amount"
    assert answers.text(Address.parse(about)) == "1297.99"
    for text in ("0.13亿元", "0.1298亿元", "12979900元", "1298万元", "1,297.99"):
        assert _stated(answers, about, text) == (), text
    (finding,) = _stated(answers, about, "0.1297亿元")
    assert "原件上写 0.1297亿元，按填报的数算出是 1297.99万元" in finding.message


def test_an_answer_typed_over_its_formula_is_not_said_to_be_computed(answers_of: Look) -> None:
    score = Address.parse("self_evaluation/outputs/s1/score")
    answers = answers_of("demo-2024")
    (finding,) = _stated(answers.after((Edit(score, answers.typed(score), "1"),)), str(score), "3")
    assert "现在填的是 1.00分" in finding.message


def test_the_number_of_a_chapter_is_compared(answers_of: Look) -> None:
    answers = answers_of("demo-2024")
    number = str(stated_address(Address("spending", CHAPTER_NUMBER)))
    assert number == "#stated/spending/#"
    assert parse_stated(number) == Address("spending", CHAPTER_NUMBER)
    for text, is_right in (
        ("二", True),
        ("二、", True),
        ("第二章", True),
        ("2", True),
        ("三", False),
        ("二、一般公共预算支出", True),
        ("无", True),
    ):
        found = tuple(stated_figures(_with(answers, {Address("spending", CHAPTER_NUMBER): text})))
        assert (found == ()) == is_right, text


def test_the_number_of_an_attachment_is_compared_as_it_is_printed(answers_of: Look) -> None:
    answers = answers_of("demo-2024")
    printed = {"base_data": "附件1", "self_evaluation": "2", "project_evaluation": "附件3", "scoring": "附件4"}
    for section, number in printed.items():
        assert tuple(stated_figures(_with(answers, {Address(section, CHAPTER_NUMBER): number}))) == (), section
        (finding,) = stated_figures(_with(answers, {Address(section, CHAPTER_NUMBER): "附件5"}))
        assert number.removeprefix("附件") in finding.message
    without = _with(
        answers_of("demo-2024", {"cover/with_scoring": "不附"}), {Address("scoring", CHAPTER_NUMBER): "附件9"}
    )
    assert tuple(stated_figures(without)) == ()


@pytest.mark.slow
def test_nothing_is_told_while_what_it_comes_from_is_blank(answers_of: Look) -> None:
    finished = answers_of("demo-2024")
    stated = {about: finished.text(about) for about in _computed(finished) if finished.text(about)}
    cells = [Edit(address, None, text) for address, text in finished.entries]
    rows = [edit for edit in cells if edit.address.column == ROW_POSITION]
    for order in range(4):
        rest = [edit for edit in cells if edit.address.column != ROW_POSITION]
        random.Random(order).shuffle(rest)
        answers = _with(answers_of(None), stated).after(tuple(rows))
        for number, edit in enumerate(rest):
            answers = answers.after((edit,))
            if number % STEP == order:
                assert list(stated_figures(answers)) == [], (order, number, str(edit.address))
        assert list(stated_figures(answers)) == []


@pytest.mark.parametrize(("about", "first", "second"), [(SCORE, "96.65", "12.34"), ("spending/#", "三", "九")])
def test_a_reason_holds_for_one_figure_of_the_source_only(
    answers_of: Look, about: str, first: str, second: str
) -> None:
    entry = Address("#stated", about) if about.endswith("#") else stated_address(Address.parse(about))
    answers = answers_of("demo-2024").after((Edit(entry, None, first),))
    (finding,) = run(answers)
    kept = answers.after((acceptance_edit(answers, finding, "已核对"),))
    assert split_accepted(kept, run(kept))[0] == ()
    changed = kept.after((Edit(entry, first, second),))
    assert [one.code for one in split_accepted(changed, run(changed))[0]] == [FindingCode.STATED]


def test_it_is_among_all_findings(answers_of: Look) -> None:
    answers = _with(answers_of("demo-2024"), {Address.parse(SCORE): "96.65"})
    (finding,) = run(answers)
    assert (finding.code, finding.section) == (FindingCode.STATED, "self_evaluation")
    assert run(answers.after((Edit(stated_address(Address.parse(SCORE)), "96.65", None),))) == ()


@pytest.mark.parametrize("about", [Address("gone", "rate"), Address("cover", "unit_name"), Address("cover", "gone")])
def test_what_has_no_computed_answer_is_not_compared(answers_of: Look, about: Address) -> None:
    assert run(_with(answers_of("demo-2024"), {about: "7"})) == ()


def test_addresses_go_both_ways() -> None:
    for text in (SCORE, RATE, "project_evaluation@p1/money/total/score"):
        about = Address.parse(text)
        assert str(stated_address(about)) == f"#stated/{text}"
        assert parse_stated(f"#stated/{text}") == subject_of(stated_address(about)) == about
    assert parse_stated(SCORE) is None
    for text in ("#stated/", "#stated/a", "#stated/a/b/c", "#stated/a b/c"):
        with pytest.raises(ValueError, match=re.escape(text.removeprefix("#stated/")) or None):
            parse_stated(text)
