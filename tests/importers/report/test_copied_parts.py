"""Parts of another report: which there are, and what they propose for a report of the same or of another form."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest

from perfdesk.application.example_answers import blank_answers, example_answers
from perfdesk.definition.address import Address
from perfdesk.definition.loader import form_ids, shipped_form
from perfdesk.definition.model import Form
from perfdesk.entries.change import Edit
from perfdesk.entries.edits import typed_edits
from perfdesk.entries.proposal import Proposal
from perfdesk.evaluation.active_questions import asked_addresses
from perfdesk.evaluation.answers import Answers
from perfdesk.importers.report.copied import propose_parts
from perfdesk.importers.report.parts import ReportPart, report_parts
from perfdesk.importers.source import SourceParagraph

FILE = "去年.db"
AnswersWith = Callable[..., Answers]
PROJECTS = "spending/projects"


def new_ids() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"n{next(numbers)}"


def copied(answers: Answers, other: Answers, *parts: ReportPart) -> tuple[Answers, Proposal]:
    """The answers after everything proposed was taken, and the proposal."""
    proposal, _ = propose_parts(answers, other, parts, FILE, new_ids())
    return answers.after(proposal.edits(answers.form, answers.entries)), proposal


def part(answers: Answers, name: str) -> ReportPart:
    return next(one for one in report_parts(answers) if name in (one.id, one.label))


def typed(answers: Answers, section: str) -> list[tuple[str, int, str, str]]:
    """What was typed in the pages of a section, rows by their numbers and links by their words."""
    found: list[tuple[str, int, str, str]] = []
    known = answers.form.section(section)
    for number, instance in enumerate(answers.instances(known)):
        for at in asked_addresses(answers, known, instance):
            text = answers.typed(at)
            if text:
                row = answers.rows(instance, at.field).index(at.row) if at.row else -1
                found.append((f"{number}/{at.field}", row, at.column, answers.in_words(at, text)))
    return found


def with_texts(answers: Answers, **texts: str) -> Answers:
    given = {Address.parse(name): text for name, text in texts.items()}
    return answers.after(tuple(typed_edits(answers.form, answers.entries, given)))


def linked_sections(form: Form, section: str) -> set[str]:
    return {
        question.link[0] for (place, _, _), question in form.questions.items() if place == section and question.link
    }


@pytest.mark.slow
def test_every_chapter_of_every_form_is_copied_into_a_blank_report_as_it_was() -> None:
    tried = 0
    for form_id in form_ids():
        form = shipped_form(form_id)
        other, blank = example_answers(form), blank_answers(form)
        parts = {one.id: one for one in report_parts(other) if one.kind == "chapter"}
        for section, chapter in parts.items():
            with_linked = [chapter, *(parts[one] for one in linked_sections(form, section) - {section})]
            after, proposal = copied(blank, other, *with_linked)
            assert typed(after, section) == typed(other, section), (form_id, section)
            assert proposal.unplaced == ()
            assert {one.confidence for one in proposal.answers} == {"sure"}
            tried += 1
    assert tried > 30


@pytest.mark.slow
def test_all_parts_of_the_samples_together_give_the_whole_report(answers_of: AnswersWith, form: Form) -> None:
    for sample in ("demo-2024", "daoxian-2023"):
        other = answers_of(sample)
        after, proposal = copied(blank_answers(form), other, *report_parts(other))
        assert [typed(after, one.id) for one in form.sections] == [typed(other, one.id) for one in form.sections]
        assert proposal.unplaced == ()


def test_a_project_comes_with_its_pages_beside_those_that_are_there(answers_of: AnswersWith) -> None:
    here, other = answers_of("demo-2024"), answers_of("demo-2024", {f"{PROJECTS}/p1/name": "另一个项目"})
    project = part(other, "另一个项目")
    after, _ = copied(here, other, project)
    rows = after.rows("spending", "projects")
    assert rows[:-1] == here.rows("spending", "projects")
    assert rows[-1] == "n1"
    assert after.typed(Address("spending", "projects", "n1", "name")) == project.label
    there = project.id.rpartition("/")[2]
    pages = [[text[1:] for text in typed_page(answers, row)] for answers, row in ((after, "n1"), (other, there))]
    assert pages[0] == pages[1]
    assert len(pages[0]) > 10
    assert [typed_page(after, row) for row in rows[:-1]] == [typed_page(here, row) for row in rows[:-1]]


def typed_page(answers: Answers, row: str) -> list[tuple[str, int, str, str]]:
    section = answers.form.section("project_evaluation")
    number = list(answers.rows("spending", "projects")).index(row)
    return [one for one in typed(answers, section.id) if one[0].startswith(f"{number}/")]


def test_a_project_of_the_same_name_is_compared_and_not_doubled(answers_of: AnswersWith) -> None:
    here = answers_of("demo-2024", {"spending/projects/p1/actual": "1.23", "spending/projects/p2/content": None})
    other = answers_of("demo-2024")
    after, proposal = copied(here, other, part(other, f"{PROJECTS}/p1"))
    assert after.rows("spending", "projects") == here.rows("spending", "projects")
    (changed,) = proposal.without_unchanged().answers
    assert (str(changed.address), changed.before, changed.confidence) == (f"{PROJECTS}/p1/actual", "1.23", "doubtful")
    assert changed.conflict == "现在填的是“1.23”"
    assert (changed.source.file, changed.source.place) == (FILE, "二、一般公共预算支出·森林防火能力建设·全年执行数")


def test_the_indicators_of_a_project_go_to_the_project_of_that_name_whatever_its_id(answers_of: AnswersWith) -> None:
    other = answers_of("demo-2024")
    form = other.form
    here = with_texts(blank_answers(form), **{f"{PROJECTS}/mine/name": "1、森林防火能力建设"})
    after, proposal = copied(here, other, part(other, "森林防火能力建设·指标"))
    assert after.rows("spending", "projects") == ("mine",)
    assert typed(after, "project_evaluation") == [
        one for one in typed(other, "project_evaluation") if one[0] in ("0/outputs", "0/benefits", "0/satisfaction")
    ]
    assert {one.address.section for one in proposal.answers} == {"spending", "project_evaluation@mine"}


def test_two_rows_of_one_name_stay_two(answers_of: AnswersWith) -> None:
    twice = {f"{PROJECTS}/p2/name": "森林防火能力建设"}
    other = answers_of("demo-2024", twice)
    blank = blank_answers(other.form)
    chapter = part(other, "spending")
    once, _ = copied(blank, other, chapter)
    assert typed(once, "spending") == typed(other, "spending")
    again, proposal = copied(once, other, chapter)
    assert proposal.without_unchanged().answers == ()
    assert again.rows("spending", "projects") == once.rows("spending", "projects")


def test_a_link_follows_its_row_or_is_listed(answers_of: AnswersWith) -> None:
    other = answers_of("demo-2024")
    blank = blank_answers(other.form)
    _, alone = copied(blank, other, part(other, "measures"))
    assert {text.reason for text in alone.unplaced} == {"它指的那一行没有一起取用，这份报告里也没有"}
    with_problems, _ = copied(blank, other, part(other, "problems"))
    after, then = copied(with_problems, other, part(other, "measures"))
    assert then.unplaced == ()
    assert typed(after, "measures") == typed(other, "measures")


def test_nothing_computed_is_taken_but_own_words_are(answers_of: AnswersWith) -> None:
    own = "本段自己写。"
    other = answers_of("demo-2024", {"spending/overall_sentence": own})
    blank = blank_answers(other.form)
    after, proposal = copied(blank, other, part(other, "spending"))
    assert after.typed(Address.parse("spending/overall_sentence")) == own
    entered = [one.address for one in proposal.answers]
    assert all(other.entries.text(Address.parse(f"spending/{name}")) is None for name in ("basic_sentence",))
    assert Address.parse("spending/basic_sentence") not in entered
    formulas = [blank.form.formula(address) for address in entered]
    assert all(formula is None or formula.overridable for formula in formulas)


def test_of_another_form_what_has_a_place_is_offered_and_the_rest_is_listed() -> None:
    here, there = blank_answers(shipped_form("hunan_overall_2023")), example_answers(shipped_form("hunan_overall_2019"))
    parts = [one for one in report_parts(there) if one.kind == "chapter"]
    after, proposal = copied(here, there, *parts)
    assert {one.confidence for one in proposal.answers} <= {"likely", "doubtful"}
    unit = Address.parse("cover/unit_name")
    assert after.typed(unit) == there.typed(unit)
    typed_there = [at for at, _ in there.entries if at.column != "#"]
    assert len(proposal.answers) + len(proposal.unplaced) == len(typed_there)
    assert proposal.unplaced
    for one in proposal.answers:
        assert here.form.question(one.address) is not None


def test_a_renamed_question_is_found_at_its_new_place(small_form: Callable[..., Form]) -> None:
    there = with_texts(blank_answers(small_form()), **{"money/unit": "农机站"})
    new = small_form(
        ('id = "unit"', 'id = "bureau"'), ("money.unit", "money.bureau"),
        ("[report]", '[renamed]\n"money.unit" = "money.bureau"\n\n[report]'), ("version = 1", "version = 2"),
    )  # fmt: skip
    after, proposal = copied(blank_answers(new), there, part(there, "money"))
    assert [(str(one.address), one.after) for one in proposal.answers] == [("money/bureau", "农机站")]
    assert after.typed(Address.parse("money/bureau")) == "农机站"


def test_an_answer_of_another_unit_or_kind_has_no_place(small_form: Callable[..., Form]) -> None:
    texts = {"money/unit": "农机站", "money/year": "2024", "money/sums/one/budget": "3", "money/sums/one/actual": "2"}
    there = with_texts(blank_answers(small_form()), **texts)
    other_form = small_form(
        ('id = "small"', 'id = "larger"'), ('id = "budget", label = "预算", kind = "number", unit = "万元"',
        'id = "budget", label = "预算", kind = "number", unit = "元"'),
    )  # fmt: skip
    _, proposal = copied(blank_answers(other_form), there, part(there, "money"))
    assert [(one.text, one.reason) for one in proposal.unplaced] == [("3", "两份表单问的不是一种内容，或者单位不同")]
    assert {str(one.address) for one in proposal.answers} == texts.keys() - {"money/sums/one/budget"}


def test_what_is_not_revised_there_says_so(answers_of: AnswersWith) -> None:
    other = answers_of("demo-2024")
    address = Address.parse("cover/unit_name")
    text = other.typed(address)
    marked = Answers(other.form, other.entries.carrying_over((Edit(address, None, text),)))
    _, proposal = copied(blank_answers(other.form), marked, part(marked, "cover"))
    found = {one.address: one for one in proposal.answers}
    assert found[address].confidence == "likely"
    assert "未改动" in found[address].note
    assert found[Address.parse("cover/year")].confidence == "sure"


def test_a_blank_report_has_no_parts_whatever_its_tables_begin_with() -> None:
    for form_id in form_ids():
        blank = blank_answers(shipped_form(form_id))
        assert report_parts(blank) == ()
        titled = with_texts(blank, **{str(blank.form.report_fields.unit): "农机站"})
        assert [(one.kind, len(one.addresses)) for one in report_parts(titled)] == [("chapter", 1)]


def test_each_answer_names_its_place_in_the_document(answers_of: AnswersWith) -> None:
    other = answers_of("demo-2024")
    proposal, reading = propose_parts(
        blank_answers(other.form),
        other,
        [part(other, name) for name in ("cover", "spending", "project_evaluation")],
        FILE,
        new_ids(),
    )
    assert reading.year == 2024
    shown = [one for one in proposal.answers if one.source.block >= 0]
    assert len(shown) == len(proposal.answers)
    for one in shown:
        block = reading.document.blocks[one.source.block]
        if isinstance(block, SourceParagraph):
            assert block.text.endswith(f"：{one.after}")
            assert one.source.quote in (one.after, "")
            assert one.source.quote == "" or block.text.index(one.source.quote) > block.text.index("：")
        else:
            cells = {(cell.row, cell.column): cell.text for cell in block.cells}
            assert cells[one.source.cell] == one.source.quote
