"""What a digit makes the checks do again: its row and the sums over it, not the other rows; counted, not timed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from perfdesk.checks.run import run
from perfdesk.definition.address import Address
from perfdesk.entries.change import Edit
from perfdesk.entries.edits import add_row_edits
from perfdesk.evaluation.answers import Answers
from support.calls import Calls

TABLE = "self_evaluation", "outputs"
#: What is looked at row by row.
BY_ROW = (
    "_uncomputed_in_row",
    "_blank_in_row",
    "_unreadable_in_row",
    "_places_in_row",
    "_findings_in",
    "_openness",
    "_of_one_text",
)


def with_rows(answers: Answers, count: int) -> Answers:
    """The report with a table of so many rows; the added ones lack their target."""
    last = answers.rows(*TABLE)[-1]
    for number in range(count - len(answers.rows(*TABLE))):
        texts = {"name": f"指标{number}", "actual": "5次", "weight": "0"}
        answers = answers.after(tuple(add_row_edits(answers.form, answers.entries, *TABLE, f"n{number}", last, texts)))
    return answers


def calls_of_a_digit(answers: Answers, address: Address) -> Calls:
    """Count what the checks call after one more digit."""
    run(answers)
    text = answers.entries.text(address)
    changed = answers.after((Edit(address, text, f"{text}7"),))
    calls = Calls()
    with calls:
        run(changed)
    return calls


def test_a_digit_in_a_long_table_leaves_its_other_rows_alone(answers_of: Callable[..., Answers]) -> None:
    short, long = (with_rows(answers_of("demo-2024"), rows) for rows in (20, 60))
    counted = [calls_of_a_digit(one, Address(*TABLE, one.rows(*TABLE)[0], "weight")) for one in (short, long)]
    few, many = ({name: calls[name] for name in BY_ROW} for calls in counted)
    assert few == many
    assert 0 < few["_uncomputed_in_row"] < 12
    assert 0 < few["_unreadable_in_row"] < 12


def test_a_digit_in_a_table_checks_no_wording_again(answers_of: Callable[..., Answers]) -> None:
    calls = calls_of_a_digit(answers_of("demo-2024"), Address("spending", "goods", "e30239", "actual"))
    assert [calls[name] for name in ("_of_every_text", "_of_one_text", "_mixed_wording", "_repetitions")] == [0] * 4


def test_a_sentence_is_proofread_alone(answers_of: Callable[..., Answers]) -> None:
    answers = answers_of("demo-2024", {"others/text": "一切正常。"})
    assert calls_of_a_digit(answers, Address("others", "text"))["_of_one_text"] == 1


def test_a_very_large_report_keeps_no_results_about_single_rows_and_has_the_same_findings(
    answers_of: Callable[..., Answers], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = with_rows(answers_of("demo-2024"), 40)
    row = answers.rows(*TABLE)[0]
    usual = run(answers)
    monkeypatch.setattr("perfdesk.evaluation.answers._MOST_ENTRIES_BY_ROW", 100)
    large = Answers(answers.form, answers.entries)
    assert run(large) == usual
    calls = calls_of_a_digit(large, Address(*TABLE, row, "weight"))
    assert calls["_unreadable_in_row"] > 40
