"""Files next to a report that SQLite would follow, wait for or delete are refused and kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfdesk.__main__ import main
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.errors import PerfDeskError
from perfdesk.storage.backup import back_up, list_backups, restore_copy
from support.crashing_writers import CRASH_WITH_WAL, crash
from support.side_files import SPECIAL


def folder_of(report: Path) -> dict[str, bytes | str]:
    return {
        path.name: path.read_bytes() if path.is_file() and not path.is_symlink() else str(path.lstat().st_ino)
        for path in report.parent.iterdir()
    }


@pytest.mark.slow
@pytest.mark.parametrize("read_only", [True, False])
@pytest.mark.parametrize("end", ["-journal", "-wal", "-shm"])
@pytest.mark.parametrize("kind", SPECIAL)
def test_a_special_file_next_to_a_report_is_refused(
    received: Path, victim: Path, kind: str, end: str, read_only: bool
) -> None:
    side_file = received.with_name(f"{received.name}{end}")
    crash(CRASH_WITH_WAL, received)  # what each of the three would be opened for
    side_file.unlink(missing_ok=True)
    SPECIAL[kind](side_file, victim)
    before = folder_of(received)
    with pytest.raises(PerfDeskError, match=rf"旁边的“报告\.db{end}”是一个.*不是普通文件。请把它移到别处"):
        ReportFile.open(received, read_only)
    assert (folder_of(received), victim.read_text("utf-8")) == (before, "dear county\n")


@pytest.mark.parametrize("read_only", [True, False])
def test_an_empty_file_and_its_journal_are_kept(received: Path, victim: Path, read_only: bool) -> None:
    received.write_bytes(b"")
    received.with_name(f"{received.name}-journal").write_bytes(bytes.fromhex("d9d505f920a163d7") + bytes(600))
    before = folder_of(received)
    with pytest.raises(PerfDeskError, match="它不是 PerfDesk 的填报文件"):
        ReportFile.open(received, read_only)
    assert folder_of(received) == before


@pytest.mark.parametrize("end", ["-journal", "-wal"])
def test_no_new_file_is_created_next_to_an_older_journal(received: Path, tmp_path: Path, end: str) -> None:
    old = tmp_path / f"new.db{end}"
    old.write_bytes(b"dear county")
    with ReportFile.open(received) as file:
        (made,) = list_backups(file.report_id())[:1] or [back_up(file)]
        assert made is not None
        for attempt in (
            lambda: ReportFile.create(tmp_path / "new.db", "hunan_overall_2023", 1),
            lambda: file.copy_to(tmp_path / "new.db"),
            lambda: restore_copy(made, tmp_path / "new.db"),
        ):
            with pytest.raises(PerfDeskError, match=rf"旁边有另一份文件留下的“new\.db{end}”"):
                attempt()
    assert main(["send", str(received), str(tmp_path / "new.db")]) == 2
    assert main(["roll", str(received), str(tmp_path / "new.db"), "--year", "2025"]) == 2
    assert old.read_bytes() == b"dear county" and not (tmp_path / "new.db").exists()
