"""Recovery copies: editing continues in the data folder when a stick is pulled out, and can be restored."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.entries.edits import initial_edits
from perfdesk.entries.entries import Entries
from perfdesk.errors import ChangedElsewhereError, FileLostError, PerfDeskError
from perfdesk.storage.recovery import discard, pending_copies, restore_original

UNIT, SHORT = Address("cover", "unit_name"), Address("cover", "short_name")


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFDESK_DATA", str(tmp_path / "own"))


@pytest.fixture
def stick(demo_file: Path, tmp_path: Path) -> Path:
    """A report on a stick, simulated by a folder that can be moved away."""
    (tmp_path / "stick").mkdir()
    return demo_file.rename(tmp_path / "stick" / "报告 2024😀.db")


def pulled(stick: Path) -> Path:
    return stick.parent.rename(stick.parent.with_name("drawer"))


def test_editing_continues_in_a_recovery_copy_and_can_be_undone(stick: Path) -> None:
    session = Session.open(stick)
    session.enter(UNIT, "第一")
    session.enter(SHORT, "简称")
    session.undo()
    pulled(stick)
    with pytest.raises(FileLostError):
        session.enter(UNIT, "第二")
    before = dict(session.entries)
    session.continue_in_recovery_copy()
    assert dict(session.entries) == before
    assert session.enter(UNIT, "第二")
    session.undo()
    session.undo()
    assert session.entries.text(UNIT) == "青石县林业局"
    session.redo()
    assert session.entries.text(UNIT) == "第一"
    session.close()


def test_a_recovery_copy_is_a_complete_report_and_can_be_restored(stick: Path) -> None:
    session = Session.open(stick)
    session.enter(UNIT, "第一")
    session.undo()
    drawer = pulled(stick)
    place = session.continue_in_recovery_copy()
    session.enter(SHORT, "抢救时填的")
    after = dict(session.entries)
    session.close()
    (waiting,) = pending_copies()
    assert (waiting.path, waiting.original) == (place, stick)
    with ReportFile.open(place) as file:
        replayed = Entries()
        for change in file.changes():
            replayed = replayed.after(change.edits)
        assert dict(replayed) == dict(file.entries()) == after
    with pytest.raises(PerfDeskError, match="没有存为"):
        restore_original(waiting)  # the stick is still away
    drawer.rename(stick.parent)
    restore_original(waiting)
    assert pending_copies() == []
    again = Session.open(stick)
    assert dict(again.entries) == after
    again.close()


def test_restoring_does_not_overwrite_changes_of_others(stick: Path) -> None:
    session = Session.open(stick)
    session.enter(UNIT, "第一")
    drawer = pulled(stick)
    session.continue_in_recovery_copy()
    session.enter(UNIT, "抢救时填的")
    session.close()
    drawer.rename(stick.parent)
    other = Session.open(stick)
    other.enter(SHORT, "别人填的")
    other.close()
    (waiting,) = pending_copies()
    with pytest.raises(ChangedElsewhereError, match="后来又有人填过"):
        restore_original(waiting)
    assert [rescued.path for rescued in pending_copies()] == [waiting.path]
    discard(waiting)
    assert pending_copies() == []


def test_a_new_report_can_be_recovered_from_its_first_answer_on(blank: Session) -> None:
    first = {**dict(blank.entries), UNIT: "第一"}
    blank.file.path.unlink()
    blank.continue_in_recovery_copy()
    blank.enter(UNIT, "第一")
    assert dict(blank.entries) == first
    assert dict(blank.file.entries()) == first


@pytest.mark.slow
def test_a_recovery_copy_keeps_the_steps_that_can_be_undone(stick: Path) -> None:
    session = Session.open(stick)
    for number in range(30):
        session.enter(UNIT, f"第{number}局", continues=number % 3 == 2)
    shutil.rmtree(stick.parent)
    labels = session.undo_label
    session.continue_in_recovery_copy()
    assert session.undo_label == labels
    while session.undo_label:
        session.undo()
    assert dict(session.entries) == {edit.address: edit.after for edit in initial_edits(session.form)}
    session.close()


def test_a_failed_recovery_copy_is_reported(stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session.open(stick)
    (tmp_path / "letter.txt").write_text("x", encoding="utf-8")
    monkeypatch.setenv("PERFDESK_DATA", str(tmp_path / "letter.txt"))
    with pytest.raises(PerfDeskError, match="不能建立文件夹"):
        session.continue_in_recovery_copy()
    assert session.enter(UNIT, "还在原处")
    session.close()
