"""A rule with `by` is checked once for each group of rows with the same value in a column."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from perfdesk.checks.finding import Finding
from perfdesk.checks.rule_status import rules_about
from perfdesk.checks.run import run
from perfdesk.definition.address import Address
from perfdesk.definition.form_check import check_folder
from perfdesk.definition.model import Form
from perfdesk.definition.severity import Severity
from perfdesk.entries.edits import typed_edits
from perfdesk.entries.entries import Entries
from perfdesk.evaluation.answers import Answers
from support.small_form import SMALL_FORM, SMALL_LIST

COLUMNS = """columns = [
    { id = "name", label = "姓名" },
    { id = "sort", label = "类别" },
    { id = "paid", label = "金额", kind = "number" },
]"""
TABLE = ('columns = [{ id = "name", label = "姓名" }]', COLUMNS)
LIMIT = """
[[rule]]
code = "G1"
title = "类别“{sort}”"
each = "people"
by = "sort"
holds = "sum(people.paid) <= 10"
message = "{count(people.name)} 人共 {sum(people.paid)} 万元，超过 10 万元"
"""
EQUAL = """
[[rule]]
code = "G2"
title = "类别“{sort}”"
each = "people"
by = "sort"
found = "sum(people.paid)"
expected = "if(sort == '甲', sums.one.actual, sums.two.actual)"
"""
ROWS = (("a", "甲", "6"), ("b", "乙", "9"), ("c", "甲 ", "5"), ("d", "", "100"))


def answers_of(form: Form, rows: tuple[tuple[str, str, str], ...] = ROWS, **typed: str) -> Answers:
    texts = {f"money/{place.replace('__', '/')}": text for place, text in typed.items()}
    for row, sort, paid in rows:
        texts |= {f"money/people/{row}/{name}": text for name, text in (("name", row), ("sort", sort), ("paid", paid))}
    edits = typed_edits(form, Entries(), {Address.parse(at): text for at, text in texts.items()})
    return Answers(form, Entries().after(edits))


def found(answers: Answers, code: str) -> list[Finding]:
    return [one for one in run(answers) if one.code == code]


def test_each_group_is_checked_once_and_blank_ones_are_not(small_form: Callable[..., Form]) -> None:
    (told,) = found(answers_of(small_form(TABLE, add=LIMIT)), "G1")
    assert told.message == "类别“甲”：2 人共 11 万元，超过 10 万元"
    cells = {address.row for address in told.addresses if address.column == "paid"}
    assert cells == {"a", "c"}


def test_two_sides_are_compared_for_each_group(small_form: Callable[..., Form]) -> None:
    answers = answers_of(small_form(TABLE, add=EQUAL), sums__one__actual="10", sums__two__actual="9")
    (told,) = found(answers, "G2")
    assert told.message.startswith("类别“甲”：应为 10.00")
    assert (told.expected, told.found) == (10, 11)
    states = [status.state for status in rules_about(answers, Address("money", "people", "b", "paid"))]
    assert states == ["holds"]


def test_a_change_of_the_group_is_seen(small_form: Callable[..., Form]) -> None:
    form = small_form(TABLE, add=LIMIT)
    answers = answers_of(form)
    assert len(found(answers, "G1")) == 1
    moved = typed_edits(form, answers.entries, {Address("money", "people", "c", "sort"): "乙"})
    assert [one.message[:6] for one in found(answers.after(moved), "G1")] == ["类别“乙”："]


def test_a_group_that_may_still_get_rows_is_not_short(small_form: Callable[..., Form]) -> None:
    required = (
        '{ id = "paid", label = "金额", kind = "number" }',
        '{ id = "paid", label = "金额", kind = "number", required = true }',
    )
    form = small_form((TABLE[0], COLUMNS.replace(*required)), add=EQUAL)
    answers = answers_of(form, (("a", "甲", "6"), ("b", "甲", "")), sums__one__actual="12")
    assert [one.severity for one in found(answers, "G2")] == [Severity.MISSING]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('by = "sort"', 'by = "sorts"', "by 指的列“sorts”不存在，是不是“sort”？"),
        ('each = "people"', "", "by 要和 each 一起写"),
        ("sum(people.paid) <= 10", "paid <= 10", "按“sort”分组查，“paid”各行不同，要写成一栏，如 sum(people.paid)"),
        ("sum(people.paid) <= 10", "n <= 10", "没有“n”"),
    ],
)
def test_what_is_no_group_is_told(tmp_path: Path, old: str, new: str, says: str) -> None:
    (tmp_path / "form.toml").write_text(SMALL_LIST, encoding="utf-8")
    text = SMALL_FORM.replace(*TABLE) + LIMIT.replace(old, new)
    (tmp_path / "money.toml").write_text(text, encoding="utf-8")
    told = check_folder(tmp_path).diagnostics
    assert [one.message for one in told if says in one.message] != [], told
    assert all(one.line for one in told)


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (2, 1, 0, 3)])
def test_the_order_of_the_rows_makes_no_difference(small_form: Callable[..., Form], order: tuple[int, ...]) -> None:
    """A blank behind a text makes no other group, whichever row is the first."""
    form = small_form(TABLE, add=EQUAL)
    rows = tuple(ROWS[at] for at in order)
    assert found(answers_of(form, rows, sums__one__actual="11", sums__two__actual="9"), "G2") == []
    (wrong,) = found(answers_of(form, rows, sums__one__actual="12", sums__two__actual="9"), "G2")
    assert "“甲”" in wrong.message
