"""Files are written atomically, with the right mode, and never through someone else's link."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from perfdesk import atomic_file
from perfdesk.__main__ import main
from perfdesk.application.send_copy import send_copy
from perfdesk.application.session import Session
from perfdesk.atomic_file import copy_atomically, free_path, free_paths, write_atomically, write_bytes_atomically
from perfdesk.definition.address import Address
from perfdesk.errors import PerfDeskError
from perfdesk.safe_open import NotAFileError, open_handle, open_regular, read_regular
from perfdesk.storage.backup import back_up, list_backups, restore_copy
from perfdesk.writers.export_file import write_export
from support.side_files import SPECIAL

pytestmark = [pytest.mark.skipif(sys.platform == "win32", reason="modes of Unix"), pytest.mark.timeout(60)]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(params=[0o022, 0o077, 0o002])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """The umask of the process."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def test_a_free_path_has_the_next_unused_number(tmp_path: Path) -> None:
    report = tmp_path / "报告.2024.db"
    assert free_path(report) == report
    report.write_bytes(b"")
    (tmp_path / "报告.2024(2).db").symlink_to(tmp_path / "gone.db")
    assert free_path(report) == tmp_path / "报告.2024(3).db"
    assert [path.name for path in free_paths(tmp_path, "报告.2024", [".txt", ".db"])] == [
        "报告.2024(3).txt",
        "报告.2024(3).db",
    ]


def test_a_new_file_has_the_mode_that_the_umask_leaves(tmp_path: Path, umask: int) -> None:
    write_bytes_atomically(tmp_path / "new", b"x")
    write_bytes_atomically(tmp_path / "private", b"x", private=True)
    assert (mode(tmp_path / "new"), mode(tmp_path / "private")) == (0o666 & ~umask, 0o600)


@pytest.mark.usefixtures("umask")
@pytest.mark.parametrize("given", [0o600, 0o640, 0o666])
def test_a_file_that_is_replaced_keeps_its_mode(tmp_path: Path, given: int) -> None:
    (tmp_path / "old").write_bytes(b"old")
    (tmp_path / "old").chmod(given)
    write_bytes_atomically(tmp_path / "old", b"new")
    assert (mode(tmp_path / "old"), (tmp_path / "old").read_bytes()) == (given, b"new")


@pytest.mark.slow
def test_exports_and_copies_follow_the_umask_and_internal_files_are_private(
    demo_file: Path, tmp_path: Path, umask: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, out = tmp_path / "own", tmp_path / "out"
    monkeypatch.setenv("PERFDESK_DATA", str(own))
    (tmp_path / "坚果云").mkdir()
    place = demo_file.rename(tmp_path / "坚果云" / "r.db")
    place.chmod(0o640)
    session = Session.open(place)
    session.enter(Address("cover", "unit_name"), "改")
    assert mode(session.file.path) == 0o600
    backup = back_up(session.file)
    assert backup is not None
    restore_copy(backup, tmp_path / "restored.db")
    session.file.copy_to(tmp_path / "copied.db")
    send_copy(session.file.path, tmp_path / "sent.db", history=False)
    session.publish()
    assert mode(place) == 0o640
    session.close()
    fresh = Session.create(place.with_name("new.db"), session.form)
    assert mode(fresh.file.path) == 0o600
    fresh.close()
    session = Session.open(tmp_path / "restored.db")
    session.path.unlink()
    session.continue_in_recovery_copy()
    session.close()
    assert main(["export", str(place), "--to", str(out)]) == 0
    ours = [*out.iterdir(), tmp_path / "copied.db", tmp_path / "sent.db", place.with_name("new.db")]
    assert {path: mode(path) for path in ours} == dict.fromkeys(ours, 0o666 & ~umask) and len(ours) == 7
    kept = [path for path in own.rglob("*") if path.is_file()]
    assert {path: mode(path) for path in kept} == dict.fromkeys(kept, 0o600) and len(kept) >= 2
    assert {mode(path) for path in (own, *own.rglob("*")) if path.is_dir()} == {0o700}


def test_folders_of_an_older_version_become_private(
    demo: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PERFDESK_DATA", str(tmp_path / "own"))
    (tmp_path / "own" / "backups" / demo.file.report_id()).mkdir(parents=True, mode=0o755)
    assert back_up(demo.file) is not None
    for folder in (tmp_path / "own" / "backups", tmp_path / "own" / "backups" / demo.file.report_id()):
        assert mode(folder) == 0o700


@pytest.mark.parametrize("kind", SPECIAL)
def test_a_path_that_is_no_regular_file_is_neither_read_nor_replaced(demo: Session, tmp_path: Path, kind: str) -> None:
    victim, strange = tmp_path / "victim", tmp_path / "strange"
    victim.write_bytes(b"dear county")
    SPECIAL[kind](strange, victim)
    before = strange.lstat().st_ino
    backup = back_up(demo.file) or list_backups(demo.file.report_id())[0]
    for attempt in (
        lambda: write_bytes_atomically(strange, b"x"),
        lambda: copy_atomically(victim, strange),
        lambda: read_regular(strange),
        lambda: open_handle(strange, os.O_RDWR),
        lambda: open_regular(strange),
    ):
        with pytest.raises(NotAFileError):
            attempt()
    with pytest.raises(FileExistsError):
        open_handle(strange, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    for what, message in (
        (lambda: write_export(strange, lambda draft: draft.write_bytes(b"x")), "没有导出“strange”。“strange”是一个"),
        (lambda: demo.file.copy_to(strange), "没有存为“strange”。“strange”是一个"),
        (lambda: send_copy(demo.path, strange, history=True), "没有发送副本“strange”。已经有这个文件"),
        (lambda: restore_copy(backup, strange), "没有恢复为“strange”。已经有这个文件"),
    ):
        with pytest.raises(PerfDeskError, match=message):
            what()
    assert (strange.lstat().st_ino, victim.read_bytes()) == (before, b"dear county")
    assert not list(tmp_path.glob(".perfdesk-*"))


def test_a_link_among_the_backups_is_no_backup(demo: Session) -> None:
    made = back_up(demo.file) or list_backups(demo.file.report_id())[0]
    (made.path.with_name("20990101T000000000000Z.db")).symlink_to(demo.path)
    assert list_backups(demo.file.report_id())[0].path == made.path
    made.path.with_name("20990101T000000000000Z.db").unlink()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EIO])
def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path, number: int) -> None:
    (tmp_path / "old").write_bytes(b"old")

    def fail(draft: Path) -> None:
        draft.write_bytes(b"half")
        raise OSError(number, "no")

    with pytest.raises(OSError, match="no"):
        write_atomically(tmp_path / "old", fail)
    with pytest.raises(PerfDeskError, match="没有导出“old”。"):
        write_export(tmp_path / "old", fail)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("old", b"old")]


def test_content_is_synced_before_the_file_is_renamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    sync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda handle: done.append("sync") or sync(handle))
    monkeypatch.setattr(Path, "replace", lambda path, target: done.append("replace") or replace(path, target))
    write_bytes_atomically(tmp_path / "a", b"x")
    assert done == ["sync", "replace", "sync"]
    done.clear()
    write_atomically(tmp_path / "a", lambda draft: draft.write_bytes(b"y"), sync=False)
    assert done == ["replace"]
    assert atomic_file.PRIVATE == 0o600
