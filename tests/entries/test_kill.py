"""`kill -9` at any moment: what was acknowledged is in the file, the file is whole, no half-written export is seen."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from worker import digest, replay

from perfdesk.entries.report_file import ReportFile
from perfdesk.errors import PerfDeskError
from perfdesk.session import Session
from perfdesk.sharing.backup import backups
from perfdesk.sharing.lock import holder_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="workers are forked")
KILLS = int(os.environ.get("PERFDESK_TORTURE", "60"))


@pytest.fixture
def nursery() -> Iterator[subprocess.Popen[str]]:
    """A process that forks workers and kills them."""
    script = Path(__file__).with_name("worker.py")
    process = subprocess.Popen([sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with process:
        yield process


def killed(nursery: subprocess.Popen[str], **order: object) -> list[tuple[int, str]]:
    """Let a worker work and kill it; what it acknowledged."""
    assert nursery.stdin and nursery.stdout
    nursery.stdin.write(json.dumps(order, default=str) + "\n")
    nursery.stdin.flush()
    return [(number, mark) for number, mark in json.loads(nursery.stdout.readline())]


def look_after(path: Path, folder: Path, acknowledged: list[tuple[int, str]], read_only: bool) -> None:
    """The law: all that was acknowledged stands, at most one change more, and everything that can be seen is whole."""
    with ReportFile.open(path, read_only) as file:
        changes, entries, (last, _) = file.changes(), file.entries(), file.tail()
        assert [change.id for change in changes] == list(range(1, last + 1))
        assert digest(replay(changes, last)) == digest(entries)
        number, mark = acknowledged[-1]
        assert number <= last <= number + 1
        assert digest(replay(changes, number)) == mark
        for backup in backups(file.report_id())[:3]:
            ReportFile.open(backup.path, read_only=True).close()
    for seen in folder.iterdir():
        if seen.suffix == ".db" and not seen.name.startswith("."):
            ReportFile.open(seen, read_only=True).close()
        elif seen.suffix in (".docx", ".xlsx") and not seen.name.startswith("."):
            assert zipfile.ZipFile(seen).testzip() is None


@pytest.mark.parametrize("kind", ["clerk", "disk"])
def test_a_killed_process_loses_nothing_it_acknowledged(
    nursery: subprocess.Popen[str], demo_file: Path, tmp_path: Path, kind: str
) -> None:
    folder, dice = tmp_path / "out", random.Random(kind)
    folder.mkdir()
    kills, acknowledged, interrupted = KILLS // 2, 0, 0
    whole = demo_file.read_bytes()
    for seed in range(kills):
        if seed % 50 == 49:  # a journal that grows for ever takes ever longer to verify
            demo_file.write_bytes(whole)
        seconds = dice.uniform(0, 0.5 if kind == "clerk" else 0.05)
        said = killed(nursery, path=demo_file, folder=folder, seed=seed, kind=kind, seconds=seconds)
        assert said
        acknowledged += len(said)
        interrupted += demo_file.with_name(f"{demo_file.name}-journal").exists()
        look_after(demo_file, folder, said, read_only=bool(seed % 2))
    print(f"\n{kind}: killed {kills} times after {acknowledged} acknowledged changes, {interrupted} while writing")
    Session.open(demo_file).close()
    assert holder_of(demo_file) is None


@contextlib.contextmanager
def unwritable(folder: Path) -> Iterator[None]:
    """A folder that this process may not write, even as root."""
    root = os.geteuid() == 0
    for path in (*folder.iterdir(), folder):
        path.chmod(path.stat().st_mode & ~0o222)
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        for path in (folder, *folder.iterdir()):
            path.chmod(path.stat().st_mode | 0o200)


def test_a_report_broken_off_and_now_on_read_only_media_is_said_to_be_so(
    nursery: subprocess.Popen[str], demo_file: Path
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        path = Path(shutil.copy(demo_file, folder / "r.db"))
        path.chmod(0o644)
        journal = path.with_name("r.db-journal")
        for seed in range(200):
            killed(nursery, path=path, folder=folder, seed=seed, kind="disk", seconds=0.01)
            if journal.exists() and any(journal.read_bytes()[:8]):
                break
        with unwritable(folder):
            for read_only in (True, False):
                with pytest.raises(PerfDeskError, match="上次没有正常结束，要先复原"):
                    ReportFile.open(path, read_only)
        ReportFile.open(path, read_only=True).close()
        assert [found.name for found in folder.iterdir() if not found.name.startswith(".")] == ["r.db"]
