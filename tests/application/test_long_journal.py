"""A long journal is read in parts, with the same undo and redo as the whole."""

from __future__ import annotations

import contextlib
import datetime
import random
import sqlite3
from pathlib import Path

import pytest

from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.entries.change import Change, Edit
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.entries.undo import History
from perfdesk.errors import PerfDeskError

pytestmark = pytest.mark.slow

UNIT = Address("cover", "unit_name")
NOON = datetime.datetime(2024, 3, 5, 12, tzinfo=datetime.UTC)


def some_journal(dice: random.Random, length: int) -> list[Change]:
    """Random typing, continued typing, undo and redo."""
    history, changes = History(), []
    for number in range(1, length + 1):
        kind, reverts, continues = dice.choice(["do", "do", "join", "undo", "undo", "redo"]), 0, 0
        if kind == "undo" and history.done:
            reverts = history.done[-1][-1].id
        elif kind == "redo" and history.undone:
            reverts = history.undone[-1][-1].id
        else:
            continues = history.done[-1][0].id if kind == "join" and history.done else 0
            kind = "do"
        change = Change(number, NOON, "李", f"第{number}步", (Edit(UNIT, None, f"{number}"),), kind, reverts, continues)
        history.remember(change)
        changes.append(change)
    return changes


@pytest.mark.parametrize("seed", range(12))
def test_the_last_steps_agree_with_the_whole_journal(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    changes = some_journal(dice, 200)
    with ReportFile.create(tmp_path / "r.db", "f", 1):
        pass
    with contextlib.closing(sqlite3.connect(tmp_path / "r.db")) as raw:
        for change in changes:
            head = (
                change.id,
                change.at.isoformat(),
                change.who,
                change.label,
                change.kind,
                change.reverts,
                change.continues,
            )
            raw.execute("INSERT INTO change VALUES (?,?,?,?,?,?,?)", head)
            raw.execute("INSERT INTO edit VALUES (?,0,'cover','unit_name','','',NULL,?)", (change.id, str(change.id)))
        raw.commit()
    whole = History.from_changes(changes)
    with ReportFile.open(tmp_path / "r.db") as file:
        for wanted in (1, 2, 5, 20, 80, 200):
            some = History.from_changes(file.last_steps(wanted))
            assert some.undone == whole.undone
            assert some.done == whole.done[len(whole.done) - len(some.done) :]
        assert History.from_changes(file.last_steps(500)).done == whole.done


def grown(path: Path, edits: int) -> None:
    """Write a long history of typing in one field directly into the file."""
    with contextlib.closing(sqlite3.connect(path)) as raw:
        raw.execute("DELETE FROM property WHERE name = 'seal'")
        first = raw.execute("SELECT max(id) + 1 FROM change").fetchone()[0]
        before = "青石县林业局"
        for number in range(first, first + edits):
            raw.execute("INSERT INTO change VALUES (?,?,'李','改','do',0,0)", (number, NOON.isoformat()))
            edit = (number, before, f"第{number}局")
            raw.execute("INSERT INTO edit VALUES (?,0,'cover','unit_name','','',?,?)", edit)
            before = f"第{number}局"
        raw.execute("UPDATE entry SET text = ? WHERE field = 'unit_name'", (before,))
        raw.commit()


def test_undo_reads_earlier_changes_when_needed(demo_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perfdesk.application.recorded_history._LOADED_CHANGES", 4)
    grown(demo_file, 40)
    session = Session.open(demo_file)
    for _ in range(40):
        assert session.undo_label == "改"
        session.undo()
    assert session.entries.text(UNIT) == "青石县林业局"
    assert session.undo_label == "样例 demo-2024"
    session.redo()
    assert session.entries.text(UNIT) != "青石县林业局"
    session.close()


def test_an_inconsistency_far_back_is_reported_only_when_it_is_read(demo_file: Path) -> None:
    grown(demo_file, 3000)
    with contextlib.closing(sqlite3.connect(demo_file)) as raw:
        raw.execute("UPDATE change SET at = '2024-99-99T99:99' WHERE id = 20")
        raw.commit()
    session = Session.open(demo_file)
    session.undo()
    with pytest.raises(PerfDeskError, match="文件里的记录前后矛盾"):
        session.file.changes()
    session.close()
