"""A journal or log next to a received report is never replayed in place, and no other file is changed."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from perfdesk.__main__ import main
from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.errors import PerfDeskError
from perfdesk.storage.backup import back_up, list_backups
from perfdesk.storage.recovery import pending_copies
from support.crashing_writers import CRASH_IN_COMMIT, CRASH_WITH_WAL, crash
from support.side_files import lay_cold, lay_hot, super_journal_record

pytestmark = pytest.mark.slow

UNIT = Address("cover", "unit_name")
STAY_WITH_A_LOG = """
import sqlite3, sys
tool = sqlite3.connect(sys.argv[1])
tool.execute("PRAGMA journal_mode=WAL")
tool.execute("DELETE FROM property WHERE name = 'seal'")
tool.execute("UPDATE entry SET text = '工具改的' WHERE field = 'unit_name'")
tool.commit()
print("open", flush=True)
sys.stdin.read()
tool.close()
"""
COMMANDS = ("check", "dump", "log", "doctor", "fill", "export", "send", "roll", "window")
Lay = Callable[[Path, Path], None]


def folder_of(report: Path) -> dict[str, bytes | str]:
    return {
        path.name: path.read_bytes() if path.is_file() and not path.is_symlink() else str(path.lstat().st_ino)
        for path in report.parent.iterdir()
    }


def run(command: str, report: Path, tmp_path: Path) -> int:
    values = tmp_path / "values.json"
    values.write_text('{"cover/unit_name": "填入的局"}', encoding="utf-8")
    more = {
        "fill": [values],
        "export": ["--to", tmp_path / "out" / "r.xlsx"],
        "send": [tmp_path / "copy.db"],
        "roll": [tmp_path / "next.db", "--year", "2025"],
    }
    return main([command, str(report), *map(str, more.get(command, []))])


@pytest.fixture
def no_display(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No display, so that the window exports instead."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_sqlite_itself_deletes_the_super_journal(received: Path, victim: Path) -> None:
    lay_hot(received, victim)
    with contextlib.closing(sqlite3.connect(received)) as connection:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    assert not victim.exists()


@pytest.mark.usefixtures("no_display")
@pytest.mark.parametrize("lay", [lay_hot, lay_cold])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_journal_that_names_another_file_is_refused(
    received: Path, victim: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, lay: Lay
) -> None:
    lay(received, victim)
    before = folder_of(received)
    assert run(command, received, tmp_path) == 2
    err = capsys.readouterr().err
    assert err.startswith("打不开“报告.db”。旁边的“报告.db-journal”要求删除另一个文件") and err.count("\n") == 1
    assert (folder_of(received), victim.read_text("utf-8")) == (before, "dear county\n")


@pytest.mark.parametrize(("script", "says"), [(CRASH_IN_COMMIT, "青石县林业局"), (CRASH_WITH_WAL, "只在日志里的局")])
@pytest.mark.parametrize("linked", [False, True])
def test_opening_for_writing_replaces_it_by_a_recovered_file(
    received: Path, tmp_path: Path, script: str, says: str, linked: bool
) -> None:
    path = received
    if linked:
        path = tmp_path / "link.db"
        path.symlink_to(received)
    received.chmod(0o640)
    crash(script, received)
    with ReportFile.open(path) as file:
        assert file.entries().text(UNIT) == says
        assert [found.name for found in received.parent.iterdir()] == ["报告.db"]
    assert received.read_bytes()[18:20] == b"\1\1"  # no write-ahead log
    assert received.stat().st_mode & 0o777 == 0o640
    assert path.is_symlink() == linked


@pytest.mark.parametrize("script", [CRASH_IN_COMMIT, CRASH_WITH_WAL])
def test_a_kill_between_replacing_and_deleting_the_journal_is_harmless(received: Path, script: str) -> None:
    crash(script, received)
    other_files = {path: path.read_bytes() for path in received.parent.iterdir() if path != received}
    with ReportFile.open(received) as file:
        answers = dict(file.entries())
    recovered = received.read_bytes()
    for path, content in other_files.items():
        path.write_bytes(content)
    with ReportFile.open(received) as file:
        assert dict(file.entries()) == answers
    assert [found.name for found in received.parent.iterdir()] == ["报告.db"]
    if script == CRASH_IN_COMMIT:
        assert received.read_bytes() == recovered


@pytest.mark.parametrize("read_only", [True, False])
def test_a_journal_of_another_state_is_refused_and_nothing_is_changed(
    received: Path, tmp_path: Path, read_only: bool
) -> None:
    other = Path(shutil.copy(received, tmp_path / "other.db"))
    with contextlib.closing(Session.open(other)) as session:
        session.enter(Address("performance", "text"), "另一份" * 9000)
    crash(CRASH_IN_COMMIT, other)
    shutil.copy(f"{other}-journal", f"{received}-journal")
    before = folder_of(received)
    with pytest.raises(PerfDeskError, match=r"打不开“报告\.db”。"):
        ReportFile.open(received, read_only)
    assert folder_of(received) == before


@pytest.mark.parametrize("lay", [lay_hot, lay_cold])
def test_a_journal_that_appears_while_the_report_is_open_is_not_replayed(
    received: Path, victim: Path, tmp_path: Path, lay: Lay
) -> None:
    other = Path(shutil.copy(received, tmp_path / received.name))
    lay(other, victim)
    with contextlib.closing(Session.open(received)) as session:
        shutil.copy(f"{other}-journal", f"{received}-journal")
        whole = received.read_bytes()
        for attempt in (
            lambda: session.enter(UNIT, "第二"),
            session.file.changes,
            lambda: session.file.copy_to(tmp_path / "copy.db"),
        ):
            with pytest.raises(PerfDeskError, match="要求删除另一个文件"):
                attempt()
        assert (received.read_bytes(), victim.read_text("utf-8")) == (whole, "dear county\n")
        received.with_name(f"{received.name}-journal").unlink()
        assert session.enter(UNIT, "第二")


def test_a_crash_of_another_program_while_the_report_is_open_is_recovered(received: Path) -> None:
    with contextlib.closing(Session.open(received)) as session:
        crash(CRASH_IN_COMMIT, received)
        assert session.enter(UNIT, "第二")
        assert session.file.entries().text(UNIT) == "第二"
    assert [found.name for found in received.parent.iterdir()] == ["报告.db"]


def test_a_program_that_is_writing_is_not_disturbed(received: Path) -> None:
    with contextlib.closing(sqlite3.connect(received, isolation_level=None)) as tool:
        tool.execute("PRAGMA journal_mode=PERSIST")
        tool.execute("BEGIN IMMEDIATE")
        tool.execute("DELETE FROM property WHERE name = 'seal'")
        tool.execute("UPDATE entry SET text = '工具改的' WHERE field = 'unit_name'")
        before = folder_of(received)
        assert len(before) == 2
        with ReportFile.open(received, read_only=True) as file:
            assert file.entries().text(UNIT) == "青石县林业局"
        with pytest.raises(PerfDeskError, match="另一个程序正在使用这个文件"):
            ReportFile.open(received)
        assert folder_of(received) == before
        tool.execute("COMMIT")
    with ReportFile.open(received) as file:  # its journal stays, and says nothing
        assert file.entries().text(UNIT) == "工具改的"
    assert [found.name for found in received.parent.iterdir()] == ["报告.db"]


def test_a_log_that_another_program_has_open_is_not_deleted(received: Path) -> None:
    command = [sys.executable, "-c", STAY_WITH_A_LOG, str(received)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as tool:
        assert tool.stdout and tool.stdout.readline()
        with pytest.raises(PerfDeskError, match="另一个程序正在使用这个文件"):
            ReportFile.open(received)
        with ReportFile.open(received, read_only=True) as file:
            assert file.entries().text(UNIT) == "工具改的"
        tool.communicate()
    with ReportFile.open(received) as file:
        assert file.entries().text(UNIT) == "工具改的"


def test_copies_in_the_data_folder_are_treated_alike(
    demo: Session, victim: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PERFDESK_DATA", str(tmp_path / "own"))
    assert back_up(demo.file) is not None
    demo.path.unlink()
    rescued = demo.continue_in_recovery_copy()
    (backup,) = list_backups(demo.file.report_id())
    demo.close()
    for path in (rescued, backup.path):
        lay_hot(path, victim)
    assert pending_copies() == []  # one that cannot be read safely is not offered
    with pytest.raises(PerfDeskError, match="要求删除另一个文件"):
        ReportFile.open(backup.path, read_only=True)
    assert victim.read_text("utf-8") == "dear county\n"


@pytest.mark.parametrize("script", [CRASH_IN_COMMIT, CRASH_WITH_WAL])
def test_a_copy_sent_after_a_crash_has_the_checked_content(
    received: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], script: str
) -> None:
    crash(script, received)
    before = folder_of(received)
    assert main(["dump", str(received)]) == 0
    dumped = capsys.readouterr().out
    assert main(["send", str(received), str(tmp_path / "copy.db")]) == 0
    capsys.readouterr()
    assert main(["dump", str(tmp_path / "copy.db")]) == 0
    assert capsys.readouterr().out == dumped
    assert folder_of(received) == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith((".", "copy.db-"))] == []


def test_a_journal_that_claims_a_huge_size_is_not_trusted(received: Path) -> None:
    size = received.stat().st_size
    crash(CRASH_IN_COMMIT, received)
    journal = received.with_name(f"{received.name}-journal")
    content = bytearray(journal.read_bytes())
    content[16:20] = (2**31).to_bytes(4)
    journal.write_bytes(content)
    for read_only in (True, False):
        with ReportFile.open(received, read_only) as file:
            assert file.entries().text(UNIT) == "青石县林业局"
    assert received.stat().st_size <= size


def test_a_super_journal_in_a_short_journal_is_found(received: Path, victim: Path) -> None:
    received.with_name(f"{received.name}-journal").write_bytes(b"\xd9" + super_journal_record(victim))
    with pytest.raises(PerfDeskError, match="要求删除另一个文件"):
        ReportFile.open(received)
    assert victim.exists()
