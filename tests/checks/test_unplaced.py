"""Answers without a place in the form: found at any address, moved only to where the form has a question."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from perfdesk.checks.unplaced import unplaced, unplaced_answers
from perfdesk.definition.address import Address
from perfdesk.definition.model import Form
from perfdesk.entries.entries import Entries
from perfdesk.entries.form_migration import migration_edits
from perfdesk.evaluation.answers import Answers


@pytest.mark.parametrize(
    "address",
    [
        Address("gone", "text"),
        Address("cover", "gone"),
        Address("cover", "year@p1"),
        Address("cover@p1", "unit_name"),
        Address("spending", "goods", "e39999", "actual"),
        Address("spending", "controls", "e301", "initial_budget"),  # the row skips this column
        Address("spending", "goods", "goods_sum", "actual"),  # computed by the form
        Address("spending", "projects", "p9", "name"),  # no such row
        Address("spending", "goods", "e30201", "#"),  # the form's own rows have no position
        Address("project_evaluation", "expected_goal"),
        Address("project_evaluation@p9", "expected_goal"),
    ],
)
def test_an_answer_that_nothing_shows_is_found(
    form: Form, sample_entries: dict[str, Entries], address: Address
) -> None:
    sample = dict(sample_entries["demo-2024"])
    assert unplaced_answers(Answers(form, Entries(sample))) == ()
    answers = Answers(form, Entries({**sample, address: "7"}))
    assert unplaced_answers(answers) == ((address, "7"),)
    (finding,) = unplaced(answers)
    assert (finding.severity, finding.addresses) == ("notice", ())
    assert f"“7”（{address}）" in finding.message


def test_many_are_reported_in_one_notice(form: Form) -> None:
    texts = {Address("gone", f"f{number}"): "长" * 50 for number in range(9)}
    (finding,) = unplaced(Answers(form, Entries(texts)))
    assert "等 9 个：" in finding.message
    assert len(finding.message) < 300


def test_an_answer_moves_only_to_where_the_form_asks_for_it(small_form: Callable[..., Form], tmp_path: Path) -> None:
    form = small_form(("[report]", '[renamed]\n"money.staff" = "money.people"\n"money.old" = "money.sums"\n\n[report]'))
    texts = {
        Address("money", "staff", "r1", "#"): "1",
        Address("money", "staff", "r1", "name"): "甲",
        Address("money", "staff", "r1", "age"): "40",
        Address("money", "old", "one", "actual"): "1",
        Address("money", "old", "one", "#"): "1",
        Address("money", "old", "four", "actual"): "4",
    }
    entries = Entries(texts)
    after = dict(entries.after(migration_edits(form, entries)))
    assert after == {
        Address("money", "people", "r1", "#"): "1",
        Address("money", "people", "r1", "name"): "甲",
        Address("money", "staff", "r1", "age"): "40",
        Address("money", "sums", "one", "actual"): "1",
        Address("money", "old", "one", "#"): "1",
        Address("money", "old", "four", "actual"): "4",
    }
