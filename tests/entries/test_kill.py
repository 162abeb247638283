"""`kill -9` at any moment: what was acknowledged is in the file, the file is whole, no half-written export is seen."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from worker import digest, replay

from perfdesk.entries.report_file import ReportFile
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


def look_after(path: Path, folder: Path, acknowledged: list[tuple[int, str]]) -> None:
    """The law: all that was acknowledged stands, at most one change more, and everything that can be seen is whole."""
    with ReportFile.open(path) as file:
        changes, entries, (last, _) = file.changes(), file.entries(), file.tail()
        assert [change.id for change in changes] == list(range(1, last + 1))
        assert digest(replay(changes, last)) == digest(entries)
        number, mark = acknowledged[-1]
        assert number <= last <= number + 1
        assert digest(replay(changes, number)) == mark
        for backup in backups(file.report_id()):
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
        look_after(demo_file, folder, said)
    print(f"\n{kind}: killed {kills} times after {acknowledged} acknowledged changes, {interrupted} while writing")
    Session.open(demo_file).close()
    assert holder_of(demo_file) is None
