"""The cache of computed values: after any edits, answers and findings equal those computed from scratch."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from perfdesk.checks.accepted import acceptance_edit, split_accepted
from perfdesk.checks.rule_status import rules_about
from perfdesk.checks.run import run
from perfdesk.definition.address import ROW_POSITION, Address
from perfdesk.definition.kinds import KINDS, Kind
from perfdesk.definition.model import Form, Question
from perfdesk.entries.change import Edit
from perfdesk.entries.edits import add_row_edits, delete_row_edits, initial_edits, move_row_edits, typed_edits
from perfdesk.entries.entries import Entries
from perfdesk.evaluation.active_questions import active_questions
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.cache import DependencyCache, record_dependency

pytestmark = pytest.mark.slow

STEPS = 36
YEAR = Address("cover", "year")
FIGURES = ["0", "12.34", "803.51", "3500000元", "0.0034", "十二", "1,2", "-5", "241+76.73", " "]
WORDS = [
    "县财政局",
    "基本支出775.51万元，比上年少。",
    "2022年完成任务，，待填",
    "三公经费（共12人。",
    "同一句话写在两个地方是不行的呀。",
]
TYPED: dict[Kind, list[str]] = {
    "number": FIGURES,
    "year": ["2023", "2024", "2022", "去年"],
    "date": ["2024年3月5日", "20250310", "某日"],
    "measure": ["≥12次", "100%", "明显提高", "≤3"],
}
Edits = tuple[Edit, ...]


class RandomUser:
    """A user who edits a report at random, reproducibly for each seed."""

    def __init__(self, form: Form, seed: int) -> None:
        self.form = form
        self.chance = random.Random(seed)
        self.done: list[Edits] = []

    def next_edits(self, answers: Answers) -> Edits:
        """Return the next edits."""
        act = self.chance.choice(
            [*[self._type] * 5, self._type_many, *[self._change_rows] * 3, self._undo, self._add_foreign_entry]
        )
        edits = act(answers)
        self.done.append(edits)
        return edits

    def _type(self, answers: Answers) -> Edits:
        kind = self.chance.choice(KINDS)
        questions = [(address, question) for address, question, _ in active_questions(answers, (kind,))]
        if not questions:
            return ()
        address, question = self.chance.choice(questions)
        return typed_edits(self.form, answers.entries, {address: self._text(answers, question)})

    def _text(self, answers: Answers, question: Question) -> str:
        offered = [*TYPED.get(question.kind, WORDS), "", *question.options, *question.options]
        offered += answers.rows(*question.link) if question.link else ()
        return self.chance.choice(offered)

    def _type_many(self, answers: Answers) -> Edits:
        edits = {edit.address: edit for _ in range(20) for edit in self._type(answers)}
        return tuple(edits.values())

    def _change_rows(self, answers: Answers) -> Edits:
        entries, key = (
            answers.entries,
            self.chance.choice([key for key, table in self.form.tables.items() if table.open]),
        )
        section, table = self.chance.choice(answers.instances(self.form.section(key[0])) or (key[0],)), key[1]
        rows = entries.rows(section, table)
        match self.chance.randrange(4) if rows else 3:
            case 0:
                return tuple(delete_row_edits(self.form, entries, section, table, self.chance.choice(rows)))
            case 1 | 2:
                return tuple(
                    move_row_edits(entries, section, table, self.chance.choice(rows), self.chance.choice([-1, 1]))
                )
            case _:
                texts = {self.form.tables[key].columns[0].id: self.chance.choice(WORDS)}
                row = f"n{len(self.done)}"
                return tuple(add_row_edits(self.form, entries, section, table, row, None, texts))

    def _undo(self, answers: Answers) -> Edits:
        if not self.done:
            return ()
        edits = [edit.inverted() for edit in reversed(self.done.pop())]
        return tuple(Edit(edit.address, answers.entries.text(edit.address), edit.after) for edit in edits)

    def _add_foreign_entry(self, answers: Answers) -> Edits:
        """Make an edit as in foreign files: an unknown address, a row without a position; or accept a warning."""
        texts = dict(answers.entries)
        positions = [address for address in texts if address.column == ROW_POSITION]
        warnings = [finding for finding in run(answers) if finding.severity == "warning"]
        offered = [Edit(Address("nowhere", f"f{len(self.done) % 3}"), None, "7")]
        offered += [
            Edit(address, texts[address], None) for address in self.chance.sample(positions, min(1, len(positions)))
        ]
        offered += [acceptance_edit(answers, finding, "理由") for finding in warnings[:1]]
        return (self.chance.choice(offered),)


def every_answer(answers: Answers) -> Iterator[object]:
    """Yield each answer of the report with everything that is computed for it."""
    for address, _, _ in active_questions(answers, KINDS):
        yield (
            address,
            answers.value(address),
            answers.text(address),
            answers.parsed(address),
            answers.is_computed(address),
        )
    for section in answers.form.sections:
        yield answers.instances(section)


def state_of(answers: Answers) -> tuple[object, ...]:
    """Return all findings and answers of a report."""
    return split_accepted(answers, run(answers)), list(every_answer(answers))


@pytest.mark.parametrize(("sample", "seed"), [("demo-2024", 1), ("daoxian-2023", 2), (None, 3)])
def test_after_any_edits_a_report_equals_one_computed_from_scratch(
    answers_of: Callable[..., Answers], form: Form, sample: str | None, seed: int
) -> None:
    answers = answers_of(sample)
    answers = answers if sample else answers.after(tuple(initial_edits(form)))
    user = RandomUser(form, seed)
    for step in range(STEPS):
        edits = user.next_edits(answers)
        answers = answers.after(edits)
        assert state_of(answers) == state_of(Answers(form, answers.entries)), (step, edits)


def test_values_read_in_passing_are_cached_no_longer_than_they_are_valid(
    answers_of: Callable[..., Answers], form: Form
) -> None:
    """The window reads some answers before the checks do, and previews edits that are never entered."""
    answers, user = answers_of("demo-2024"), RandomUser(form, 4)
    for _ in range(STEPS // 2):
        questions = [address for address, _, _ in active_questions(answers, KINDS)]
        for address in user.chance.sample(questions, 5):
            answers.text(address)
            rules_about(answers, address)
            list(every_answer(answers.after((Edit(address, answers.entries.text(address), "1"),))))
        edits = user.next_edits(answers)
        answers = answers.after(edits)
    assert state_of(answers) == state_of(Answers(form, answers.entries))


def test_a_report_is_read_in_another_thread_during_edits(answers_of: Callable[..., Answers], form: Form) -> None:
    answers, user = answers_of("demo-2024"), RandomUser(form, 5)
    with ThreadPoolExecutor(2) as readers:
        read = []
        for _ in range(12):
            read.append((answers, readers.submit(state_of, answers), readers.submit(state_of, answers)))
            answers = answers.after(user.next_edits(answers))
            run(answers)
    for moment, *results in read:
        expected = state_of(Answers(form, moment.entries))
        assert [one.result() for one in results] == [expected, expected]
    assert state_of(answers) == state_of(Answers(form, answers.entries))


def test_a_text_carried_over_is_reported_until_it_is_revised(answers_of: Callable[..., Answers], form: Form) -> None:
    texts = dict(answers_of("demo-2024").entries)
    answers = Answers(form, Entries(texts, carried_over=texts))
    words = [address for address, _, _ in active_questions(answers, ("prose", "sentence", "text")) if address in texts]
    for address in [*words[:10], YEAR, *words[10:20]]:
        answers = answers.after((Edit(address, texts[address], None), Edit(address, None, "2021")))
        assert state_of(answers) == state_of(
            Answers(form, Entries(texts, carried_over=texts).after(_changes(answers, texts)))
        )


def _changes(answers: Answers, texts: dict[Address, str]) -> Edits:
    return tuple(Edit(address, texts[address], text) for address, text in answers.entries if texts[address] != text)


def test_only_values_that_depend_on_an_edited_answer_are_computed_again() -> None:
    memory, worked = DependencyCache(), list[str]()
    here, there = Address("a", "here"), Address("a", "there")

    def outer() -> str:
        worked.append("outer")
        return memory.get("inner", inner)

    def inner() -> str:
        worked.append("inner")
        record_dependency(here)
        return "value"

    assert memory.get("outer", outer) == memory.get("outer", outer) == "value"
    memory = memory.after((Edit(there, None, "1"),))
    assert (memory.get("outer", outer), worked) == ("value", ["outer", "inner"])
    memory = memory.after((Edit(here, None, "1"),))
    assert (memory.get("outer", outer), worked) == ("value", ["outer", "inner"] * 2)


def test_values_that_depend_on_all_entries_are_computed_again_after_any_edit(
    answers_of: Callable[..., Answers],
) -> None:
    """Using `entries` instead of `typed` and `typed_in` is slower, but correct."""
    answers = answers_of("demo-2024")

    def count(seen: Answers) -> Iterator[int]:
        yield len(seen.entries)

    (before,) = answers.cached(("count",), count)
    (after,) = answers.after((Edit(Address("nowhere", "f"), None, "7"),)).cached(("count",), count)
    assert after == before + 1


def test_the_reads_of_one_thread_are_no_dependencies_of_another() -> None:
    memory, other = DependencyCache(), DependencyCache()
    here, there = Address("a", "here"), Address("a", "there")
    reached, read = threading.Event(), threading.Event()

    def slow() -> str:
        reached.set()
        assert read.wait(10)
        record_dependency(here)
        return "slow"

    def quick() -> str:
        assert reached.wait(10)
        record_dependency(there)
        return "quick"

    with ThreadPoolExecutor(2) as readers:
        result = readers.submit(memory.get, "slow", slow)
        readers.submit(other.get, "quick", quick).result()
        read.set()
        assert result.result() == "slow"
    assert memory.after((Edit(there, None, "1"),)).get("slow", lambda: "again") == "slow"
    assert memory.after((Edit(here, None, "1"),)).get("slow", lambda: "again") == "again"


def test_a_failed_computation_is_not_cached() -> None:
    memory, here = DependencyCache(), Address("a", "here")

    def failing() -> str:
        record_dependency(here)
        raise RecursionError

    with pytest.raises(RecursionError):
        memory.get("outer", lambda: memory.get("inner", failing))
    memory.get("outer", lambda: "well")
    assert memory.after((Edit(here, None, "1"),)).get("outer", lambda: "again") == "well"
