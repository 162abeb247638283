"""Continued typing is one rewritten change: the file stays small, and what others may have read is never rewritten."""

from __future__ import annotations

import datetime
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from perfdesk.__main__ import main
from perfdesk.application.send_copy import send_copy
from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.entries.burst import LONGEST_PAUSE, joined
from perfdesk.entries.change import Change, ChangeKind, Edit
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.entries.timeline import history_steps
from perfdesk.errors import ChangedElsewhereError, PerfDeskError
from perfdesk.storage.backup import back_up

PROSE = Address("performance", "text")
UNIT = Address("cover", "unit_name")
NOON = datetime.datetime(2024, 3, 5, 12, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFDESK_DATA", str(tmp_path / "own"))


def type_repeatedly(session: Session, *texts: str, address: Address = UNIT) -> None:
    """Type these texts into one answer, with a pause after each."""
    for text in texts:
        session.enter(address, text, continues=True)


def whole_journal(path: Path) -> list[Change]:
    with ReportFile.open(path, read_only=True) as file:
        return file.changes()


@pytest.mark.slow
def test_many_saves_of_one_burst_leave_one_change_and_a_small_file(blank: Session) -> None:
    path, text = blank.file.path, "为" * 20_000
    blank.enter(PROSE, text)
    sizes, changes = [], len(blank.file.changes())
    for number in range(120):
        blank.enter(PROSE, f"{text}{number}", continues=True)
        sizes.append(path.stat().st_size)
    assert len(blank.file.changes()) == changes
    assert sizes[-1] <= sizes[10]
    assert sizes[-1] < 1 << 20
    assert len(blank._history.changes_done()) == changes
    assert blank.file.changes()[-1].edits == (Edit(PROSE, None, f"{text}119"),)
    blank.close()
    with closing(Session.open(path)) as again:
        assert again.entries.text(PROSE) == f"{text}119"
        again.undo()
        assert again.entries.text(PROSE) is None


@pytest.mark.slow
def test_rewriting_the_last_change_does_not_grow_the_file(tmp_path: Path) -> None:
    text, at = "为" * 20_000, NOON
    with ReportFile.create(tmp_path / "r.db", "f", 1) as file:
        change = Change(1, at, "李", "写", (Edit(PROSE, None, text),))
        file.save(change)
        with closing(sqlite3.connect(tmp_path / "r.db")) as raw:
            pages = raw.execute("PRAGMA page_count").fetchone()[0]
        for number in range(500):
            step = Edit(PROSE, change.edits[0].after, f"{text}{number}")
            typed = Change(2, change.at + SECOND, "李", "写", (step,), continues=1)
            whole = joined(change, typed)
            assert whole is not None and file.may_rewrite(change)
            file.rewrite_last(whole, (step,))
            change = whole
        assert file.changes() == [change]
        assert dict(file.entries()) == {PROSE: f"{text}499"}
        with closing(sqlite3.connect(tmp_path / "r.db")) as raw:
            assert raw.execute("PRAGMA page_count").fetchone()[0] <= 2 * pages


def test_history_log_and_undo_show_a_burst_as_one_step(blank: Session) -> None:
    type_repeatedly(blank, "青", "青石", "青石县")
    assert [(one.edits[0].before, one.edits[0].after) for one in history_steps(blank.file.changes(), UNIT)] == [
        (None, "青石县")
    ]
    assert blank.undo_label == "单位全称 空 → 青石县"
    assert blank.file.changes()[-1].label == "单位全称 空 → 青石县"
    blank.undo()
    assert blank.entries.text(UNIT) is None
    blank.redo()
    assert blank.entries.text(UNIT) == "青石县"


def test_typing_that_restores_the_old_text_is_labelled_so(blank: Session, capsys: pytest.CaptureFixture[str]) -> None:
    blank.enter(UNIT, "青石县")
    blank.enter(UNIT, "青石县林业局")
    type_repeatedly(blank, "青石县")
    blank.close()
    assert main(["log", str(blank.file.path)]) == 0
    printed = capsys.readouterr().out
    assert "单位全称 改回 青石县" in printed
    assert "青石县 → 青石县" not in printed


def copied(session: Session, target: Path) -> None:
    session.file.copy_to(target)


def backed_up(session: Session, target: Path) -> None:
    made = back_up(session.file)
    assert made is not None
    shutil.copy(made.path, target)


def sent(session: Session, target: Path) -> None:
    send_copy(session.file.path, target, history=True)


def sent_by_another_process(session: Session, target: Path) -> None:
    command = [sys.executable, "-m", "perfdesk", "send", str(session.file.path), str(target)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)


def read_and_copied_by_another_process(session: Session, target: Path) -> None:
    script = "import sys; from pathlib import Path; from perfdesk.application.session import Session;" + (
        "Session.open(Path(sys.argv[1]), read_only=True).file.copy_to(Path(sys.argv[2]))"
    )
    command = [sys.executable, "-c", script, str(session.file.path), str(target)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)


@pytest.mark.slow
@pytest.mark.parametrize(
    "leave", [copied, backed_up, sent, sent_by_another_process, read_and_copied_by_another_process]
)
def test_a_change_that_was_copied_is_never_rewritten(
    blank: Session, tmp_path: Path, leave: Callable[[Session, Path], None]
) -> None:
    type_repeatedly(blank, "青", "青石")
    left = tmp_path / "left.db"
    leave(blank, left)
    type_repeatedly(blank, "青石县", "青石县林业局")
    then, now = whole_journal(left), blank.file.changes()
    assert now[: len(then)] == then
    assert len(now) == len(then) + 1  # and typing on is one change again
    assert blank.entries.text(UNIT) == "青石县林业局"
    blank.undo()
    assert blank.entries.text(UNIT) is None  # still one step


def test_a_change_that_was_published_is_never_rewritten(blank: Session, tmp_path: Path) -> None:
    blank.close()
    (tmp_path / "坚果云").mkdir()
    place = blank.file.path.rename(tmp_path / "坚果云" / "报告.db")
    session = Session.open(place)
    type_repeatedly(session, "青", "青石")
    session.publish()
    then = whole_journal(place)
    type_repeatedly(session, "青石县", "青石县林")
    session.publish()
    assert whole_journal(place)[: len(then)] == then
    session.close()


def test_a_burst_ends_when_the_report_is_closed_or_anything_else_is_edited(blank: Session) -> None:
    type_repeatedly(blank, "青", "青石")
    type_repeatedly(blank, "2024", address=Address("cover", "year"))
    type_repeatedly(blank, "青石县")
    blank.undo()
    type_repeatedly(blank, "青石乡")
    blank.redo()  # nothing to repeat
    number = blank.file.last_change()[0]
    path = blank.file.path
    blank.close()
    then = whole_journal(path)
    session = Session.open(path)
    type_repeatedly(session, "青石镇")
    session.close()
    assert whole_journal(path)[:number] == then
    assert [change.edits[0].after for change in then[1:]] == ["青石", "2024", "青石县", None, "青石乡"]


@pytest.mark.parametrize(
    ("later", "who", "address", "kind", "is_one"),
    [
        (SECOND, "李", UNIT, "do", True),
        (0 * SECOND, "李", UNIT, "do", True),
        (LONGEST_PAUSE + SECOND, "李", UNIT, "do", False),
        (-SECOND, "李", UNIT, "do", False),  # the clock was set back
        (SECOND, "王", UNIT, "do", False),
        (SECOND, "李", PROSE, "do", False),
        (SECOND, "李", UNIT, "undo", False),
    ],
)
def test_two_changes_are_joined_only_if_typing_continues(
    later: datetime.timedelta, who: str, address: Address, kind: ChangeKind, is_one: bool
) -> None:
    last = Change(4, NOON, "李", "写", (Edit(UNIT, "甲", "乙"),))
    change = Change(5, NOON + later, who, "接着写", (Edit(address, "乙", "丙"),), kind, continues=4)
    whole = joined(last, change)
    assert (whole is not None) == is_one
    if whole is not None:
        assert (whole.id, whole.edits, whole.label) == (4, (Edit(UNIT, "甲", "丙"),), "接着写")
        assert whole.at > last.at  # by number and time others see that it moved


def test_another_writer_detects_a_rewritten_change(blank: Session) -> None:
    type_repeatedly(blank, "青")
    with ReportFile.open(blank.file.path) as other:
        type_repeatedly(blank, "青石")
        assert other.changed_elsewhere()
        late = Change(other.last_change()[0] + 1, NOON, "王", "写", (Edit(PROSE, None, "乙"),))
        with pytest.raises(ChangedElsewhereError):
            other.save(late)
        other.close()
    with ReportFile.open(blank.file.path) as other:
        other.save(Change(other.last_change()[0] + 1, NOON, "王", "写", (Edit(PROSE, None, "乙"),)))
    with pytest.raises(ChangedElsewhereError):
        type_repeatedly(blank, "青石县")
    with ReportFile.open(blank.file.path, read_only=True) as file:
        assert file.entries().text(PROSE) == "乙"


def test_a_half_copied_rewritten_change_is_detected(blank: Session, tmp_path: Path) -> None:
    """A file manager may copy some pages before and some after the change: new answers, old journal."""
    type_repeatedly(blank, "青", "青石")
    before = tmp_path / "before.db"
    shutil.copy(blank.file.path, before)
    type_repeatedly(blank, "青石县")
    blank.close()
    for table, rows in (("edit", "change"), ("change", "id")):
        torn = Path(shutil.copy(blank.file.path, tmp_path / f"{table}.db"))
        with closing(sqlite3.connect(torn)) as raw:
            raw.execute("ATTACH ? AS old", (str(before),))
            raw.execute(
                f"REPLACE INTO main.{table} SELECT * FROM old.{table} WHERE {rows} = (SELECT max(id) FROM change)"
            )
            raw.commit()
        with pytest.raises(PerfDeskError, match="前后矛盾"):
            ReportFile.open(torn)


def test_a_file_written_by_an_earlier_version_in_between_is_valid(blank: Session) -> None:
    """It saves the checksum of the answers, but not that of the last change."""
    path = blank.file.path
    with closing(sqlite3.connect(path)) as raw:
        sealed = raw.execute("SELECT value FROM property WHERE name = 'last_change'").fetchone()
    type_repeatedly(blank, "青石")
    blank.close()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE property SET value = ? WHERE name = 'last_change'", sealed)
        raw.commit()
    session = Session.open(path)
    assert session.entries.text(UNIT) == "青石"
    session.close()


def test_reading_leaves_a_note_only_if_someone_is_writing(blank: Session, tmp_path: Path) -> None:
    path = blank.file.path
    blank.close()
    Session.open(path, read_only=True).close()
    assert not list((tmp_path / "own").glob("readers/*"))
    session = Session.open(path)
    Session.open(path, read_only=True).close()
    assert len(list((tmp_path / "own").glob("readers/*"))) == 1
    session.close()
    assert not list((tmp_path / "own").glob("readers/*"))
    assert {found.name for found in path.parent.iterdir()} == {path.name, "own"}
