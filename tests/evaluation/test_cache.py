"""What is kept from one moment to the next: the same answers and findings as if all had been worked out anew."""

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


class Clerk:
    """Somebody who does one thing after another to a report, at random but always the same."""

    def __init__(self, form: Form, seed: int) -> None:
        self.form = form
        self.chance = random.Random(seed)  # the same walk every time
        self.done: list[Edits] = []

    def acts(self, answers: Answers) -> Edits:
        """What is done next."""
        act = self.chance.choice(
            [*[self._types] * 5, self._types_much, *[self._orders] * 3, self._goes_back, self._strange]
        )
        edits = act(answers)
        self.done.append(edits)
        return edits

    def _types(self, answers: Answers) -> Edits:
        kind = self.chance.choice(KINDS)
        places = [(address, question) for address, question, _ in active_questions(answers, (kind,))]
        if not places:
            return ()
        address, question = self.chance.choice(places)
        return typed_edits(self.form, answers.entries, {address: self._text(answers, question)})

    def _text(self, answers: Answers, question: Question) -> str:
        offered = [*TYPED.get(question.kind, WORDS), "", *question.options, *question.options]
        offered += answers.rows(*question.link) if question.link else ()
        return self.chance.choice(offered)

    def _types_much(self, answers: Answers) -> Edits:
        edits = {edit.address: edit for _ in range(20) for edit in self._types(answers)}
        return tuple(edits.values())

    def _orders(self, answers: Answers) -> Edits:
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

    def _goes_back(self, answers: Answers) -> Edits:
        if not self.done:
            return ()
        edits = [edit.inverted() for edit in reversed(self.done.pop())]
        return tuple(Edit(edit.address, answers.entries.text(edit.address), edit.after) for edit in edits)

    def _strange(self, answers: Answers) -> Edits:
        """What only files from elsewhere hold: no place, a row without position; and a reason for a warning."""
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
    """Each answer of the report, asked for or not, with all that is said of it."""
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


def says(answers: Answers) -> tuple[object, ...]:
    """All that a report says."""
    return split_accepted(answers, run(answers)), list(every_answer(answers))


@pytest.mark.parametrize(("sample", "seed"), [("demo-2024", 1), ("daoxian-2023", 2), (None, 3)])
def test_after_any_edits_a_report_says_what_it_would_say_from_scratch(
    answers_of: Callable[..., Answers], form: Form, sample: str | None, seed: int
) -> None:
    answers = answers_of(sample)
    answers = answers if sample else answers.after(tuple(initial_edits(form)))
    clerk = Clerk(form, seed)
    for step in range(STEPS):
        edits = clerk.acts(answers)
        answers = answers.after(edits)
        assert says(answers) == says(Answers(form, answers.entries)), (step, edits)


def test_answers_looked_at_in_passing_are_kept_no_longer_than_they_stand(
    answers_of: Callable[..., Answers], form: Form
) -> None:
    """The window asks for some answers before the checks do, and previews what is never entered."""
    answers, clerk = answers_of("demo-2024"), Clerk(form, 4)
    for _ in range(STEPS // 2):
        places = [address for address, _, _ in active_questions(answers, KINDS)]
        for address in clerk.chance.sample(places, 5):
            answers.text(address)
            rules_about(answers, address)
            list(every_answer(answers.after((Edit(address, answers.entries.text(address), "1"),))))
        edits = clerk.acts(answers)
        answers = answers.after(edits)
    assert says(answers) == says(Answers(form, answers.entries))


def test_a_report_is_read_in_another_thread_while_work_goes_on(answers_of: Callable[..., Answers], form: Form) -> None:
    answers, clerk = answers_of("demo-2024"), Clerk(form, 5)
    with ThreadPoolExecutor(2) as readers:
        read = []
        for _ in range(12):
            read.append((answers, readers.submit(says, answers), readers.submit(says, answers)))
            answers = answers.after(clerk.acts(answers))
            run(answers)
    for moment, *told in read:
        expected = says(Answers(form, moment.entries))
        assert [one.result() for one in told] == [expected, expected]
    assert says(answers) == says(Answers(form, answers.entries))


def test_what_was_rolled_over_is_told_of_until_it_is_touched(answers_of: Callable[..., Answers], form: Form) -> None:
    texts = dict(answers_of("demo-2024").entries)
    answers = Answers(form, Entries(texts, carried_over=texts))
    words = [address for address, _, _ in active_questions(answers, ("prose", "sentence", "text")) if address in texts]
    for address in [*words[:10], YEAR, *words[10:20]]:
        answers = answers.after((Edit(address, texts[address], None), Edit(address, None, "2021")))
        assert says(answers) == says(Answers(form, Entries(texts, carried_over=texts).after(_changes(answers, texts))))


def _changes(answers: Answers, texts: dict[Address, str]) -> Edits:
    return tuple(Edit(address, texts[address], text) for address, text in answers.entries if texts[address] != text)


def test_only_what_was_read_of_an_edited_answer_is_worked_out_again() -> None:
    memory, worked = DependencyCache(), list[str]()
    here, there = Address("a", "here"), Address("a", "there")

    def outer() -> str:
        worked.append("outer")
        return memory.get("inner", inner)

    def inner() -> str:
        worked.append("inner")
        record_dependency(here)
        return "told"

    assert memory.get("outer", outer) == memory.get("outer", outer) == "told"
    memory = memory.after((Edit(there, None, "1"),))
    assert (memory.get("outer", outer), worked) == ("told", ["outer", "inner"])
    memory = memory.after((Edit(here, None, "1"),))
    assert (memory.get("outer", outer), worked) == ("told", ["outer", "inner"] * 2)


def test_what_reads_all_entries_is_worked_out_again_after_any_edit(answers_of: Callable[..., Answers]) -> None:
    """Nobody need know of `typed` and `typed_in` to be right, only to be fast."""
    answers = answers_of("demo-2024")

    def count(seen: Answers) -> Iterator[int]:
        yield len(seen.entries)

    (before,) = answers.cached(("count",), count)
    (after,) = answers.after((Edit(Address("nowhere", "f"), None, "7"),)).cached(("count",), count)
    assert after == before + 1


def test_what_one_thread_reads_is_no_source_of_what_another_works_out() -> None:
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
        told = readers.submit(memory.get, "slow", slow)
        readers.submit(other.get, "quick", quick).result()
        read.set()
        assert told.result() == "slow"
    assert memory.after((Edit(there, None, "1"),)).get("slow", lambda: "again") == "slow"
    assert memory.after((Edit(here, None, "1"),)).get("slow", lambda: "again") == "again"


def test_work_that_fails_leaves_nothing_behind() -> None:
    memory, here = DependencyCache(), Address("a", "here")

    def failing() -> str:
        record_dependency(here)
        raise RecursionError

    with pytest.raises(RecursionError):
        memory.get("outer", lambda: memory.get("inner", failing))
    memory.get("outer", lambda: "well")
    assert memory.after((Edit(here, None, "1"),)).get("outer", lambda: "again") == "well"
