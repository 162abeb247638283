"""Every saved report can be opened again: common limits, and files of earlier versions with other limits."""

from __future__ import annotations

import dataclasses
import datetime
import json
from pathlib import Path

import pytest

from perfdesk.__main__ import main
from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.definition.model import Form
from perfdesk.entries.change import Change, Edit
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.entries.limits import OPENED, SAVED, refuse_unreadable
from perfdesk.errors import PerfDeskError
from perfdesk.storage.recovery import pending_copies

pytestmark = pytest.mark.slow

TITLE = Address("cover", "unit_name")


def prose_of(form: Form) -> Address:
    """Return the first long text of a form."""
    return next(
        Address(section, field)
        for (section, field, column), question in form.questions.items()
        if question.kind == "prose" and not column and form.section(section).repeats_over is None
    )


def test_the_limits_for_opening_are_not_smaller_than_those_for_saving() -> None:
    assert all(saved <= opened for saved, opened in zip(*map(dataclasses.astuple, (SAVED, OPENED)), strict=True))


def test_a_text_of_maximum_length_opens_again_and_a_longer_one_is_refused(blank: Session) -> None:
    address, path = prose_of(blank.form), blank.path
    assert blank.enter(address, "。" * SAVED.answer)
    with pytest.raises(PerfDeskError, match=f"有 {SAVED.answer + 1} 个字，一处最多 {SAVED.answer} 个字"):
        blank.enter(address, "。" * (SAVED.answer + 1))
    blank.undo()
    blank.redo()
    blank.close()
    again = Session.open(path)
    assert again.entries.text(address) == "。" * SAVED.answer
    again.close()


def test_twelve_pastes_of_a_hundred_thousand_characters_leave_a_report_that_opens(blank: Session) -> None:
    address, path, text = prose_of(blank.form), blank.path, ""
    for _ in range(12):
        text += "字" * 100_000
        try:
            blank.enter(address, text, continues=True)
        except PerfDeskError:
            continue
    blank.close()
    assert main(["check", str(path)]) == 1


def test_a_longer_text_of_an_earlier_version_can_be_opened_shortened_and_restored_by_undo(blank: Session) -> None:
    address, path = prose_of(blank.form), blank.path
    old = "字" * (SAVED.answer + 200_000)
    blank.file.save(_change(blank, [Edit(address, None, old)]))  # as a version without the limit saved it
    blank.close()
    again = Session.open(path)
    assert again.enter(address, old[:-1])
    with pytest.raises(PerfDeskError, match="一处最多"):
        again.enter(address, f"{old}多")
    again.undo()
    again.close()
    with ReportFile.open(path, read_only=True) as file:
        assert file.entries().text(address) == old


def test_a_change_of_the_year_3000_opens_again(blank: Session) -> None:
    path = blank.path
    future = datetime.datetime(3000, 2, 3, 4, 5, tzinfo=datetime.UTC)
    blank.file.save(dataclasses.replace(_change(blank, [Edit(TITLE, None, "某局")]), at=future))
    blank.close()
    for command in ("check", "log", "doctor", "dump"):
        assert main([command, str(path)]) in (0, 1)
    again = Session.open(path)
    assert again.enter(TITLE, "道县某局")
    again.close()
    Session.open(path).close()


@pytest.mark.parametrize("name", ["甲" * 6000, "李\udcff四", "a\nb\x1b[31m", "\x00"])
def test_no_user_name_prevents_saving_or_opening(name: str, blank: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    path = blank.path
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(variable, raising=False)
    if "\x00" not in name:
        monkeypatch.setenv("LOGNAME", name)
    assert blank.enter(TITLE, "某局")
    blank.close()
    with ReportFile.open(path, read_only=True) as file:
        who = file.changes()[-1].who
    assert len(who) <= 100 and who.isprintable()


def test_too_many_answers_are_refused_completely(form: Form, tmp_path: Path) -> None:
    session = Session.create(tmp_path / "full.db", form)
    edits = [Edit(Address("cover", f"f{number}"), None, "x") for number in range(SAVED.entries - len(session.entries))]
    session.file.save(_change(session, edits))
    session.close()
    again = Session.open(tmp_path / "full.db")
    assert len(again.entries) == SAVED.entries
    with pytest.raises(PerfDeskError, match=f"最多存 {SAVED.entries} 个答案"):
        again.enter(TITLE, "某局")
    again.close()
    Session.open(tmp_path / "full.db").close()


def test_a_file_of_maximum_size_accepts_no_more_changes(blank: Session) -> None:
    change = _change(blank, [Edit(TITLE, None, "某局")])
    refuse_unreadable(change, SAVED.file // 2)
    with pytest.raises(PerfDeskError, match=r"修改记录已经太多.*发送副本"):
        refuse_unreadable(change, SAVED.file)


def test_an_id_in_a_values_file_is_refused_before_it_is_saved(blank: Session, tmp_path: Path) -> None:
    path, values = blank.path, tmp_path / "values.json"
    blank.close()
    values.write_text(json.dumps({f"spending/projects/{'r' * 2000}/name": "甲"}), encoding="utf-8")
    assert main(["fill", str(path), str(values)]) == 2
    assert main(["check", str(path)]) == 1


@pytest.mark.parametrize("name", ["报告" + "长" * 60, "\udcff\udcfe"])
def test_a_report_of_any_name_can_be_recovered(
    name: str, form: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PERFDESK_DATA", str(tmp_path / "own"))
    path = tmp_path / f"{name}.db"
    session = Session.create(path, form)
    session.enter(TITLE, "某局")
    path.unlink()
    rescued = session.continue_in_recovery_copy()
    session.close()
    Session.open(rescued).close()
    assert [one.original for one in pending_copies()] == [path]


def _change(session: Session, edits: list[Edit]) -> Change:
    at = datetime.datetime.now(datetime.UTC)
    return Change(session.file.last_change()[0] + 1, at, "李四", "填", tuple(edits))
