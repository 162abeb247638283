"""Read-only and received reports are read in a copy: nothing is written next to them."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import sqlite3
import tempfile
from pathlib import Path

import pytest

from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.errors import PerfDeskError
from support.crashing_writers import CRASH_IN_COMMIT, CRASH_WITH_WAL, crash

pytestmark = pytest.mark.slow

UNIT = Address("cover", "unit_name")


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of temporary copies."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def received(demo_file: Path, tmp_path: Path) -> Path:
    """The only file in a folder."""
    (tmp_path / "received").mkdir()
    return demo_file.rename(tmp_path / "received" / "报告.db")


def folder_of(report: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in report.parent.iterdir()}


def test_reading_leaves_no_trace(received: Path, temporary: Path) -> None:
    before = folder_of(received)
    session = Session.open(received, read_only=True)
    assert folder_of(received) == before
    assert list(temporary.iterdir()) == []
    with pytest.raises(PerfDeskError, match="这份报告是以只读方式打开的"):
        session.enter(UNIT, "第二")
    session.close()
    assert folder_of(received) == before


def test_changes_of_others_are_detected_but_not_shown(received: Path) -> None:
    reader, writer = Session.open(received, read_only=True), Session.open(received)
    assert not reader.changed_elsewhere()
    writer.enter(UNIT, "第二")
    assert reader.changed_elsewhere()
    assert reader.file.entries().text(UNIT) == "青石县林业局"
    reader.close()
    writer.close()


@pytest.mark.parametrize(("script", "says"), [(CRASH_IN_COMMIT, "青石县林业局"), (CRASH_WITH_WAL, "只在日志里的局")])
def test_an_interrupted_write_is_recovered_in_the_copy(received: Path, temporary: Path, script: str, says: str) -> None:
    crash(script, received)
    before = folder_of(received)
    assert len(before) > 1
    with ReportFile.open(received, read_only=True) as file:
        assert file.entries().text(UNIT) == says
    assert folder_of(received) == before
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("marked", [True, False])
def test_a_downloaded_file_is_validated_in_a_copy_first(received: Path, marked: bool) -> None:
    with contextlib.closing(sqlite3.connect(received)) as stranger:
        stranger.execute("CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM entry; END")
    crash(CRASH_IN_COMMIT, received)
    if marked:
        received.with_name(f"{received.name}:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n")
    before = folder_of(received)
    with pytest.raises(PerfDeskError, match=r"打不开“报告\.db”。文件里有外来的触发器“t”"):
        ReportFile.open(received)
    assert folder_of(received) == before


def test_a_valid_downloaded_report_is_opened_for_writing(received: Path) -> None:
    received.with_name(f"{received.name}:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n")
    session = Session.open(received)
    assert session.enter(UNIT, "第二") and not session.read_only
    session.close()


def test_a_file_that_is_too_large_is_not_read_into_memory(received: Path) -> None:
    with received.open("r+b") as file:
        file.truncate((1 << 30) + 1)
    with pytest.raises(PerfDeskError, match="大得异常"):
        ReportFile.open(received, read_only=True)


def test_a_file_without_read_permission_is_reported(received: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        report = Path(shutil.copy(received, folder / "别人的.db"))
        report.chmod(0)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        try:
            for read_only in (True, False):
                with pytest.raises(PerfDeskError, match=r"打不开“别人的\.db”。不能在.*请检查位置是否存在、是否允许"):
                    ReportFile.open(report, read_only)
        finally:
            if root:
                os.seteuid(0)


def test_a_full_disk_for_the_private_copy_is_reported(received: Path, temporary: Path) -> None:
    crash(CRASH_WITH_WAL, received)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(PerfDeskError, match=r"打不开“报告\.db”。"):
            ReportFile.open(received, read_only=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("mark", ["file", "folder"])
def test_a_file_marked_read_only_is_opened_read_only(received: Path, mark: str) -> None:
    path = received if mark == "file" else received.parent
    path.chmod(path.stat().st_mode & ~0o222)
    session = Session.open(received)
    path.chmod(path.stat().st_mode | 0o200)
    assert session.read_only
    session.close()
    assert list(folder_of(received)) == ["报告.db"]


def test_reading_and_copying_do_not_wait_forever_for_another_writer(received: Path) -> None:
    copy = received.with_name("c.db")
    with ReportFile.open(received) as file, contextlib.closing(sqlite3.connect(received)) as other:
        other.execute("BEGIN EXCLUSIVE")
        for operation in (
            lambda: ReportFile.open(received, read_only=True),
            lambda: file.copy_to(received.with_name("c.db")),
        ):
            with pytest.raises(PerfDeskError, match="另一个程序正在使用这个文件。请关闭另一个程序后再试。"):
                operation()
        other.rollback()
        file.copy_to(copy)
    assert sorted(folder_of(received)) == ["c.db", "报告.db"]
