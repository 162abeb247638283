"""How the report keeps the links that the user set or cut: through saving, copies, a new year and a new form."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from perfdesk.application.change_report import change_records
from perfdesk.application.rollover import rollover_edits
from perfdesk.application.send_copy import send_copy
from perfdesk.application.session import Session
from perfdesk.checks.proofreading.link_changes import link_to, linkable_figures
from perfdesk.checks.proofreading.number_links import links_in
from perfdesk.cli.main import main
from perfdesk.definition.address import Address
from perfdesk.definition.model import Form
from perfdesk.entries.change import Edit
from perfdesk.entries.entries import Entries
from perfdesk.entries.form_migration import migration_edits
from perfdesk.entries.link_entries import LINKS_SECTION, links_section, text_with_links
from perfdesk.evaluation.active_questions import active_questions
from perfdesk.evaluation.answers import Answers
from support.number_links import TEXT, TOTAL, UNNAMED, WRONG, cut, figure, linked


def test_settings_survive_saving_and_opening(demo: Session, demo_file: Path, tmp_path: Path) -> None:
    demo.enter(TEXT, WRONG + UNNAMED)
    cut(demo, "基本支出")
    demo.change_link(link_to(demo.answers, figure(demo, "1200"), TOTAL))
    before = demo.findings
    send_copy(demo_file, tmp_path / "copy.db", history=False)
    for path in (demo_file, tmp_path / "copy.db"):
        reopened = Session.open(path, read_only=True)
        assert reopened.findings == before
        assert linked(reopened) == ["63人", "1200.00万元"]
        reopened.close()


def test_the_other_features_treat_a_setting_as_an_entry_without_a_question(
    demo: Session, demo_file: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    demo.enter(TEXT, WRONG)
    cut(demo, "基本支出")
    name = "二、一般公共预算支出·基本支出·本年决算数"
    (line,) = change_records(demo.form, demo.entries, demo.file.changes())[-1].lines
    assert line.text == f"文中的数与表格的连接：按文字自动连接 → “基本支出”不再连到“{name}”"
    main(["dump", str(demo_file)])
    assert LINKS_SECTION not in capsys.readouterr().out
    values = tmp_path / "values.json"
    entry = figure(demo, "基本支出").setting
    assert entry is not None
    values.write_text(f'{{"{entry.entry}": "x"}}', "utf-8")
    assert main(["fill", str(demo_file), str(values)]) != 0


def test_settings_are_carried_over_with_their_text(demo: Session) -> None:
    kept = next(
        address
        for address, question, _ in active_questions(demo.answers, ("prose",))
        if question.rollover.mode in ("keep", "revise")
    )
    dropped = next(
        address
        for address, question, _ in active_questions(demo.answers, ("prose",))
        if question.rollover.mode not in ("keep", "revise")
    )
    for text in (kept, dropped):
        demo.enter(text, UNNAMED)
        demo.change_link(link_to(demo.answers, linkable_figures(demo.answers, text)[0], TOTAL))
    edits = rollover_edits(demo.answers, 2025)
    assert {text_with_links(edit.address.section) for edit in edits} - {None} == {kept}
    rolled = Answers(demo.form, Entries().after(edits))
    (figure_,) = linkable_figures(rolled, kept)
    assert figure_.setting is not None
    assert figure_.link is None, "the new year has no value yet"
    filled = rolled.after((Edit(TOTAL, None, "1300"),))
    assert [(one.answer, one.agrees) for one in links_in(filled, kept)] == [(TOTAL, False)]


def test_settings_move_with_a_text_and_an_answer_that_a_new_form_asks_elsewhere(
    demo: Session, demo_file: Path, form: Form
) -> None:
    old_text, old_answer = Address.parse("old_part/note"), Address.parse("spending/controls/old_total/actual")
    renamed = replace(
        form, renamed={"old_part.note": "others.text", "spending.controls.old_total": "spending.controls.total"}
    )
    demo.enter(TEXT, UNNAMED)
    change = link_to(demo.answers, figure(demo, "1200"), TOTAL)
    written = (change.edit.after or "").replace(str(TOTAL), str(old_answer))
    old = Entries({old_text: UNNAMED, Address(links_section(old_text), change.edit.address.field): written})
    moved = old.after(migration_edits(renamed, old))
    assert moved.text(TEXT) == UNNAMED
    answers = Answers(renamed, moved.after((Edit(TOTAL, None, "1297.99"),)))
    assert [(one.answer, one.agrees) for one in links_in(answers, TEXT)] == [(TOTAL, False)]


@pytest.mark.parametrize(
    "written",
    [
        "",
        "x",
        "[]",
        "{}",
        '["others/text",true,"","",0,1,"",1]',
        '["?",true,"a","b",0,1,"",""]',
        "[" * 1500,
        "1" * 9999,
    ],
)
def test_what_another_program_wrote_into_the_section_is_ignored(demo: Session, written: str) -> None:
    demo.enter(TEXT, WRONG)
    entries = demo.entries.after((Edit(Address(links_section(TEXT), "a"), None, written),))
    assert [one.setting for one in linkable_figures(Answers(demo.form, entries), TEXT)] == [None, None]
