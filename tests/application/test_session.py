"""An open report: changes are saved at once, undone and redone; rows are edited with their attachments."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdesk.application.session import Session
from perfdesk.definition.address import ROW_POSITION, Address
from perfdesk.definition.model import Form
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.errors import PerfDeskError
from perfdesk.storage.report_handle import ReportHandle

pytestmark = pytest.mark.slow

UNIT = Address("cover", "unit_name")
PROJECTS = ("spending", "projects")


def reopened(session: Session) -> Session:
    """The same file, opened again."""
    session.close()
    return Session(session.form, ReportHandle(ReportFile.open(session.file.path)))


def test_a_new_report_has_the_starting_rows_of_the_form(blank: Session) -> None:
    level = [blank.answers.text(Address("self_evaluation", "outputs", f"s{n}", "level2")) for n in range(1, 5)]
    assert level == ["数量指标", "质量指标", "时效指标", "成本指标"]
    assert blank.entries.rows(*PROJECTS) == ()
    assert not any(address.instance for address, _ in blank.entries)


def test_an_answer_is_saved_before_listeners_are_called(blank: Session) -> None:
    calls: list[tuple[frozenset[Address], str]] = []

    def listener(moved: frozenset[Address]) -> None:
        with sqlite3.connect(blank.file.path) as connection:
            calls.append((moved, connection.execute("SELECT text FROM entry WHERE field='unit_name'").fetchone()[0]))
        connection.close()

    blank.listen(listener)
    assert blank.enter(UNIT, "青石县林业局")
    assert calls == [(frozenset({UNIT}), "青石县林业局")]


def test_entering_the_same_text_changes_nothing_and_calls_no_listener(demo: Session) -> None:
    calls: list[object] = []
    demo.listen(calls.append)
    assert not demo.enter(UNIT, "青石县林业局")
    assert not demo.enter(Address("cover", "genre"), "自评报告\x0b")
    assert (calls, demo.undo_label) == ([], "样例 demo-2024")


@pytest.mark.parametrize("text", ["", "   ", "\u3000", "\x0b"])
def test_blank_text_clears_an_answer(demo: Session, text: str) -> None:
    assert demo.enter(UNIT, text)
    assert demo.entries.text(UNIT) is None
    assert reopened(demo).entries.text(UNIT) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("甲\x0b乙\x00\ud800", "甲乙"),
        ('=HYPERLINK("http://x","y")', '=HYPERLINK("http://x","y")'),
        ('<img src="file:///etc/passwd"><b>&amp;', '<img src="file:///etc/passwd"><b>&amp;'),
        ("字" * 100_000, "字" * 100_000),
        ("第一行\r\n第二行\r第三行", "第一行\n第二行\n第三行"),
        ("𠮷𡈽 \U0010fffd", "𠮷𡈽 \U0010fffd"),
        ("'; DROP TABLE entry; --", "'; DROP TABLE entry; --"),
        ("  两边有空格  ", "  两边有空格  "),
    ],
)
def test_hostile_text_is_kept_without_the_characters_a_file_cannot_contain(
    blank: Session, typed: str, kept: str
) -> None:
    address = Address("performance", "text")
    blank.enter(address, typed)
    again = reopened(blank)
    assert (again.entries.text(address), again.answers.value(address)) == (kept, kept)
    again.undo()
    assert again.entries.text(address) is None
    again.close()


def test_a_step_is_undone_and_redone_also_after_reopening(demo: Session) -> None:
    before = dict(demo.entries)
    demo.enter(UNIT, "青石县水利局")
    after = dict(demo.entries)
    assert demo.undo_label == "单位全称 青石县林业局 → 青石县水利局"
    again = reopened(demo)
    again.undo()
    assert (dict(again.entries), again.redo_label) == (before, "单位全称 青石县林业局 → 青石县水利局")
    third = reopened(again)
    third.redo()
    assert (dict(third.entries), third.redo_label) == (after, "")
    third.close()


def test_a_new_step_clears_redo(demo: Session) -> None:
    demo.enter(UNIT, "青石县水利局")
    demo.undo()
    demo.enter(UNIT, "青石县农业局")
    assert demo.redo_label == ""
    demo.redo()
    assert demo.entries.text(UNIT) == "青石县农业局"


def test_undo_stops_at_the_new_report(blank: Session) -> None:
    begun = dict(blank.entries)
    blank.enter(UNIT, "青石县林业局")
    blank.undo()
    blank.undo()
    assert (dict(blank.entries), blank.undo_label) == (begun, "")
    assert reopened(blank).undo_label == ""


def test_continued_typing_in_one_cell_is_undone_in_one_step(demo: Session) -> None:
    demo.enter(Address("cover", "short_name"), "另一步")
    for typed in ("青", "青石", "青石县水利局"):
        demo.enter(UNIT, typed, continues=typed != "青")
    again = reopened(demo)
    again.undo()
    assert again.entries.text(UNIT) == "青石县林业局"
    assert again.entries.text(Address("cover", "short_name")) == "另一步"
    again.redo()
    assert again.entries.text(UNIT) == "青石县水利局"
    again.close()


def test_continued_typing_after_an_undo_is_a_new_step(demo: Session) -> None:
    demo.enter(Address("cover", "short_name"), "另一步")
    demo.enter(UNIT, "青")
    demo.undo()
    demo.enter(UNIT, "青石", continues=True)
    demo.undo()
    assert demo.entries.text(UNIT) == "青石县林业局"
    assert demo.entries.text(Address("cover", "short_name")) == "另一步"


def test_typing_that_ends_with_the_old_text_is_a_step_without_effect(demo: Session) -> None:
    before = dict(demo.entries)
    demo.enter(UNIT, "青石县林业局甲")
    demo.enter(UNIT, "青石县林业局", continues=True)
    demo.undo()
    assert dict(demo.entries) == before
    again = reopened(demo)
    again.redo()
    assert dict(again.entries) == before
    again.close()


def test_a_failed_save_leaves_answers_and_history_as_they_were(demo: Session) -> None:
    demo.enter(UNIT, "青石县水利局")
    before, labels, findings = dict(demo.entries), (demo.undo_label, demo.redo_label), demo.findings
    with sqlite3.connect(demo.file.path) as connection:
        connection.execute("CREATE TRIGGER full BEFORE INSERT ON edit BEGIN SELECT RAISE(ABORT, 'full'); END")
    calls: list[object] = []
    demo.listen(calls.append)
    for attempt in (lambda: demo.enter(UNIT, "别的"), demo.undo, lambda: demo.add_row(*PROJECTS)):
        with pytest.raises(PerfDeskError, match="这次修改没有存进文件"):
            attempt()
    assert (dict(demo.entries), (demo.undo_label, demo.redo_label), demo.findings) == (before, labels, findings)
    assert calls == []
    with sqlite3.connect(demo.file.path) as connection:
        connection.execute("DROP TRIGGER full")
    connection.close()
    demo.undo()
    assert demo.entries.text(UNIT) == "青石县林业局"


def test_rows_are_added_below_another_and_moved_within_the_table(blank: Session) -> None:
    first = blank.add_row(*PROJECTS, texts={"name": "甲"})
    last = blank.add_row(*PROJECTS)
    middle = blank.add_row(*PROJECTS, after=first)
    assert blank.entries.rows(*PROJECTS) == (first, middle, last)
    blank.move_row(*PROJECTS, last, -1)
    assert blank.entries.rows(*PROJECTS) == (first, last, middle)
    blank.move_row(*PROJECTS, first, 99)
    assert blank.entries.rows(*PROJECTS) == (last, middle, first)
    blank.delete_row(*PROJECTS, middle)
    again = reopened(blank)
    assert again.entries.rows(*PROJECTS) == (last, first)
    assert again.answers.text(Address(*PROJECTS, first, "name")) == "甲"
    again.close()


def test_a_new_project_adds_the_starting_rows_of_its_attachment(blank: Session) -> None:
    row = blank.add_row(*PROJECTS, texts={"name": "防火\x0b", "use": "  "})
    assert (
        blank.entries.text(Address(*PROJECTS, row, "name")),
        blank.entries.text(Address(*PROJECTS, row, "use")),
    ) == (
        "防火",
        None,
    )
    outputs = [
        blank.answers.text(Address(f"project_evaluation@{row}", "outputs", f"s{n}", "level2")) for n in range(1, 5)
    ]
    assert outputs == ["数量指标", "质量指标", "时效指标", "成本指标"]
    blank.undo()
    assert not any(address.instance for address, _ in blank.entries)


def test_deleting_a_project_deletes_its_attachment_and_undo_restores_both(demo: Session) -> None:
    before, findings = dict(demo.entries), demo.findings
    demo.delete_row(*PROJECTS, "p2")
    assert demo.entries.rows(*PROJECTS) == ("p1", "p3", "p4")
    assert not any(address.instance == "p2" or address.row == "p2" for address, _ in demo.entries)
    assert demo.findings != findings
    again = reopened(demo)
    again.undo()
    assert (dict(again.entries), again.findings) == (before, findings)
    again.close()


def test_filling_missing_rows_adds_them_in_the_given_order(blank: Session) -> None:
    texts = {Address("basics", "duties", f"d{n}", "text"): f"职能{n}" for n in (3, 1, 2)}
    blank.fill(texts, "三条职能")
    assert blank.entries.rows("basics", "duties") == ("d3", "d1", "d2")
    blank.undo()
    assert blank.entries.rows("basics", "duties") == ()


def test_a_preview_computes_the_result_and_changes_nothing(demo: Session) -> None:
    before = dict(demo.entries)
    outcome = demo.preview({Address("spending", "wages", "e30101", "actual"): "205.62"})
    assert outcome.text(Address("spending", "wages", "wages_sum", "actual")) == "749.28"
    assert (dict(demo.entries), demo.undo_label) == (before, "样例 demo-2024")


def test_row_positions_are_numbers(demo: Session) -> None:
    assert all(text.isdigit() for address, text in demo.entries if address.column == ROW_POSITION)


Action = tuple[str, int, str]
ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["enter", "add", "delete", "move", "undo", "redo"]), st.integers(0, 5), st.sampled_from("甲乙")
    ),
    max_size=10,
)


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory, form: Form) -> Callable[[], Session]:
    """Create new reports quickly, as copies of one."""
    folder = tmp_path_factory.mktemp("started")
    Session.create(folder / "first.db", form).close()

    def start() -> Session:
        return Session(form, ReportHandle(ReportFile.open(Path(shutil.copy(folder / "first.db", folder / "next.db")))))

    return start


def act(session: Session, action: str, number: int, text: str) -> None:
    rows = session.entries.rows(*PROJECTS)
    row = rows[number % len(rows)] if rows else ""
    if action == "enter":
        session.enter(UNIT if number < 3 or not row else Address(*PROJECTS, row, "name"), text, continues=number == 1)
    elif action == "add":
        session.add_row(*PROJECTS, after=row or None)
    elif action == "delete" and row:
        session.delete_row(*PROJECTS, row)
    elif action == "move" and row:
        session.move_row(*PROJECTS, row, number - 3)
    elif action == "undo":
        session.undo()
    elif action == "redo":
        session.redo()


@settings(max_examples=15)
@given(ACTIONS)
def test_undoing_and_redoing_everything_restores_the_answers(
    started: Callable[[], Session], actions: list[Action]
) -> None:
    session = started()
    begun = dict(session.entries)
    for action in actions:
        act(session, *action)
    last, steps = dict(session.entries), 0
    session = reopened(session)
    assert dict(session.entries) == last
    while session.undo_label:
        session.undo()
        steps += 1
    assert dict(session.entries) == begun
    for _ in range(steps):
        session.redo()
    assert dict(session.entries) == last
    session.close()
