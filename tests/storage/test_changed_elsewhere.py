"""A file that others change: an unseen change is never overwritten; copies made meanwhile are consistent."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.entries.entries import Entries
from perfdesk.errors import ChangedElsewhereError, FileLostError, PerfDeskError
from support import other_process
from support.measurements import Record

UNIT = Address("cover", "unit_name")
COPIES = int(os.environ.get("PERFDESK_TORTURE", "150"))


def test_a_change_made_by_another_program_is_not_overwritten(demo_file: Path) -> None:
    session = Session.open(demo_file)
    with ReportFile.open(demo_file) as other:
        last = other.changes()[-1]
        edit = type(last.edits[0])(UNIT, "青石县林业局", "别处填的局")
        other.save(type(last)(last.id + 1, last.at, "李素云", "改", (edit,)))
    assert session.file.changed_elsewhere()
    for _ in range(2):
        with pytest.raises(ChangedElsewhereError, match="文件在别处被改过，本程序没有覆盖别处填的内容。请重新打开"):
            session.enter(UNIT, "这里填的局")
    session.close()
    again = Session.open(demo_file)
    assert again.entries.text(UNIT) == "别处填的局"
    again.close()


def test_an_answer_changed_by_a_tool_without_a_journal_is_not_overwritten(demo_file: Path) -> None:
    session = Session.open(demo_file)
    with contextlib.closing(sqlite3.connect(demo_file)) as tool:
        tool.execute("UPDATE entry SET text = '工具改的' WHERE field = 'unit_name'")
        tool.commit()
    for address in (UNIT, Address("cover", "short_name")):
        with pytest.raises(PerfDeskError, match=r"这次修改没有存进文件。文件里的答案与修改记录前后矛盾"):
            session.enter(address, "这里填的")
    session.close()
    with pytest.raises(PerfDeskError, match=r"打不开.*请重新复制一份，或改用备份"):
        Session.open(demo_file)


def test_a_flipped_bit_in_an_answer_is_detected(demo_file: Path) -> None:
    whole, noticed = demo_file.read_bytes(), 0
    with ReportFile.open(demo_file) as file:
        answers = dict(file.entries())
    for found in re.finditer("青石县林业局".encode(), whole):
        demo_file.write_bytes(whole[: found.start()] + "青石县水业局".encode() + whole[found.end() :])
        try:
            with ReportFile.open(demo_file) as file:
                assert dict(file.entries()) == answers  # it was in the journal
        except PerfDeskError as error:
            noticed += "前后矛盾" in str(error)
    assert noticed


@pytest.mark.slow
def test_a_replaced_file_is_detected(demo_file: Path, tmp_path: Path) -> None:
    older = Path(shutil.copy(demo_file, tmp_path / "older.db"))
    session = Session.open(demo_file)
    session.enter(UNIT, "第一")
    older.replace(demo_file)
    with pytest.raises(ChangedElsewhereError):
        session.enter(UNIT, "第二")
    session.close()
    again = Session.open(demo_file)
    assert again.entries.text(UNIT) == "青石县林业局"
    again.close()


def test_a_restored_identical_file_is_accepted(demo_file: Path, tmp_path: Path) -> None:
    session = Session.open(demo_file)
    session.enter(UNIT, "第一")
    shutil.copy(demo_file, tmp_path / "synced.db").replace(demo_file)
    session.enter(UNIT, "第二")
    session.close()
    with ReportFile.open(demo_file) as file:
        assert file.entries().text(UNIT) == "第二"


def test_an_invalid_file_that_replaces_an_open_report_is_refused(demo_file: Path) -> None:
    session = Session.open(demo_file)
    with contextlib.closing(sqlite3.connect(demo_file)) as tool:
        tool.execute("CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM entry; END")
    with pytest.raises(PerfDeskError, match="这次修改没有存进文件。文件里有外来的触发器“t”"):
        session.enter(UNIT, "第二")
    session.close()


def test_a_missing_file_is_reported_when_saving(demo_file: Path, tmp_path: Path) -> None:
    session = Session.open(demo_file)
    hidden = demo_file.rename(tmp_path / "elsewhere.db")
    with pytest.raises(FileLostError, match=r"文件“demo\.db”不见了：U 盘可能已拔出"):
        session.enter(UNIT, "第二")
    hidden.rename(demo_file)
    assert session.enter(UNIT, "第二")
    session.close()


@pytest.mark.slow
def test_copies_made_while_another_process_writes_are_consistent(
    demo_file: Path, tmp_path: Path, record_measurement: Record
) -> None:
    script = Path(other_process.__file__)
    command = [sys.executable, str(script), "write", str(demo_file)]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)
    with writer:
        assert writer.stdout and writer.stdout.readline() == "0\n"
        torn = 0
        with ReportFile.open(demo_file, read_only=True) as file:
            for number in range(COPIES):
                copy = tmp_path / "copy.db"
                if number % 2:
                    file.copy_to(copy)
                else:
                    shutil.copyfile(demo_file, copy)  # as a file manager does, which knows of no lock
                torn += not is_a_committed_state(copy, taken_by_us=bool(number % 2))
        writer.kill()
    record_measurement(
        f"{COPIES} copies taken while writing; {torn} of the plain ones fell into a commit and were refused"
    )
    assert torn <= COPIES // 25


def is_a_committed_state(copy: Path, taken_by_us: bool) -> bool:
    """Whether a copy opens and its journal matches its answers; a plain copy may be refused, but not inconsistent."""
    try:
        with ReportFile.open(copy, read_only=True) as file:
            changes, found, (last, _) = file.changes(), file.entries(), file.last_change()
    except PerfDeskError:
        assert not taken_by_us
        return False
    entries = Entries()
    for change in changes:
        entries = entries.after(change.edits)
    assert [change.id for change in changes] == list(range(1, last + 1))
    assert dict(entries) == dict(found)
    return True
