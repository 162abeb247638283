"""The report's file: saved answers are read back; answers and journal are saved together or not at all."""

from __future__ import annotations

import datetime
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdesk.definition.address import Address
from perfdesk.definition.kinds import clean_text
from perfdesk.entries.change import Change, Edit
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.entries.database.schema import APPLICATION_ID, SCHEMA_VERSION
from perfdesk.entries.entries import Entries
from perfdesk.entries.undo import History, net_edits
from perfdesk.errors import PerfDeskError

NOON = datetime.datetime(2024, 3, 5, 12, tzinfo=datetime.UTC)
PARTS = st.text("abcXYZ019_-", min_size=1, max_size=8)
ADDRESSES = st.builds(Address, PARTS, PARTS) | st.builds(Address, PARTS, PARTS, PARTS, PARTS)
TEXTS = st.text(max_size=40).map(clean_text).filter(bool)
EDITS = st.dictionaries(ADDRESSES, st.none() | TEXTS, min_size=1, max_size=6)


def change(number: int, edits: dict[Address, str | None], before: Entries) -> Change:
    made = tuple(Edit(address, before.text(address), text) for address, text in edits.items())
    return Change(number, NOON, "李素云", f"第 {number} 次", made)


@pytest.mark.slow
@settings(max_examples=40)
@given(st.lists(EDITS, min_size=1, max_size=5))
def test_what_is_saved_is_what_is_read_after_reopening(
    tmp_path_factory: pytest.TempPathFactory, steps: list[dict[Address, str | None]]
) -> None:
    path = tmp_path_factory.mktemp("law") / "r.db"
    entries, saved = Entries(), []
    with ReportFile.create(path, "f", 1) as file:
        for number, edits in enumerate(steps, 1):
            saved.append(change(number, edits, entries))
            file.save(saved[-1])
            entries = entries.after(saved[-1].edits)
    with ReportFile.open(path) as file:
        assert dict(file.entries()) == dict(entries)
        assert file.changes() == saved


@pytest.mark.slow
@given(st.lists(EDITS, min_size=1, max_size=5))
def test_an_undone_step_restores_the_answers(steps: list[dict[Address, str | None]]) -> None:
    before = after = Entries()
    done = []
    for number, edits in enumerate(steps, 1):
        done.append(change(number, edits, after))
        after = after.after(done[-1].edits)
    net = net_edits(done)
    assert dict(before.after(net)) == dict(after)
    assert dict(after.after(tuple(edit.inverted() for edit in net))) == dict(before)
    assert len({edit.address for edit in net}) == len(net)


def test_a_change_that_continues_an_unknown_one_is_a_separate_step() -> None:
    first, second = change(1, {Address("s", "a"): "甲"}, Entries()), change(2, {Address("s", "b"): "乙"}, Entries())
    assert len(History.from_changes([first, replace(second, continues=1)]).done) == 1
    assert len(History.from_changes([first, replace(second, continues=99)]).done) == 2
    with pytest.raises(ValueError, match="nothing to undo"):
        History.from_changes([replace(first, kind="undo")])


def test_a_new_file_has_the_application_id_and_its_form(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    with ReportFile.create(path, "hunan", 3) as file:
        assert (file.property("form"), file.property("form_version"), file.property("other")) == ("hunan", "3", "")
        assert (len(file.entries()), file.changes()) == (0, [])
    with sqlite3.connect(path) as connection:
        marks = [connection.execute(f"PRAGMA {mark}").fetchone()[0] for mark in ("application_id", "user_version")]
        assert marks == [APPLICATION_ID, SCHEMA_VERSION]
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
    connection.close()


def test_an_existing_file_is_never_overwritten_by_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_bytes(b"dear county")
    with pytest.raises(PerfDeskError, match=r"没有新建“letter\.db”。已经有这个文件。"):
        ReportFile.create(path, "f", 1)
    assert path.read_bytes() == b"dear county"


@pytest.mark.parametrize(
    "name", ["完成率100%.db", "a?b=c.db", "a#b.db", "a%20b.db", "a@b:c.db", "空 格.db", ":memory:", "无后缀"]
)
def test_a_file_may_have_any_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    ReportFile.create(Path(name), "f", 1).close()
    assert [path.name for path in tmp_path.iterdir()] == [name]
    with ReportFile.open(Path(name)) as file:
        assert file.property("form") == "f"


@pytest.mark.parametrize("where", ["missing/r.db", "letter.txt/r.db", f"{'长' * 200}.db"])
def test_a_file_that_cannot_be_created_is_reported(tmp_path: Path, where: str) -> None:
    (tmp_path / "letter.txt").write_text("x", encoding="utf-8")
    with pytest.raises(PerfDeskError, match="没有新建"):
        ReportFile.create(tmp_path / where, "f", 1)
    assert [path.name for path in tmp_path.rglob("*")] == ["letter.txt"]


@pytest.mark.parametrize("table", ["change", "edit", "entry"])
def test_a_change_is_saved_atomically(tmp_path: Path, table: str) -> None:
    """A trigger refuses the last write, as a full disk would, in the middle of a transaction."""
    path = tmp_path / "r.db"
    first = change(1, {Address("s", "a"): "甲", Address("s", "b"): "乙"}, Entries())
    last = "" if table == "entry" else "丙"  # an empty text is none, says a constraint on the last table written
    second = change(2, {Address("s", "a"): None, Address("s", "c"): last}, Entries().after(first.edits))
    with ReportFile.create(path, "f", 1) as file:
        file.save(first)
    connection = sqlite3.connect(path)
    connection.execute("DELETE FROM property WHERE name = 'seal'")
    if table == "edit":
        connection.execute(
            'INSERT INTO edit SELECT 2, 1, section, field, row, "column", before, after FROM edit LIMIT 1'
        )
    elif table == "change":
        connection.execute("INSERT INTO change SELECT 2, at, who, label, deed, of, joins FROM change")
    connection.commit()
    connection.close()
    with ReportFile.open(path) as file:
        kept = file.changes()
        with pytest.raises(PerfDeskError, match=r"^这次修改没有存进文件。"):
            file.save(second)
        assert dict(file.entries()) == {Address("s", "a"): "甲", Address("s", "b"): "乙"}
        assert file.changes() == kept


@pytest.mark.slow
def test_a_file_in_use_by_another_program_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    with ReportFile.create(path, "f", 1) as file:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(PerfDeskError, match="另一个程序正在使用这个文件。请关闭另一个程序后再试。"):
            file.save(change(1, {Address("s", "a"): "甲"}, Entries()))
        other.execute("ROLLBACK")
        other.close()
        file.save(change(1, {Address("s", "a"): "甲"}, Entries()))
        assert len(file.entries()) == 1


def test_a_copy_of_an_open_file_is_a_complete_report(tmp_path: Path) -> None:
    with ReportFile.create(tmp_path / "r.db", "f", 1) as file:
        file.save(change(1, {Address("s", "a"): "甲"}, Entries()))
        (tmp_path / "old.db").write_bytes(b"older")
        for name in ("copy.db", "old.db"):
            file.copy_to(tmp_path / name)
            with ReportFile.open(tmp_path / name) as copy:
                assert (dict(copy.entries()), copy.changes()) == (dict(file.entries()), file.changes())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.db", "old.db", "r.db"]


@pytest.mark.parametrize("where", ["r.db", "missing/c.db", "letter.txt/c.db", "folder", f"{'长' * 200}.db"])
def test_a_failed_copy_changes_nothing(tmp_path: Path, where: str) -> None:
    (tmp_path / "letter.txt").write_text("x", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    with ReportFile.create(tmp_path / "r.db", "f", 1) as file:
        whole = file.path.read_bytes()
        with pytest.raises(PerfDeskError, match="没有存为"):
            file.copy_to(tmp_path / where)
        assert file.path.read_bytes() == whole
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["folder", "letter.txt", "r.db"]
