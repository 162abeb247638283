"""`kill -9` at any moment: acknowledged changes are in the file, the file is valid, no export is half-written."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from perfdesk.application.export import write_files
from perfdesk.application.session import Session
from perfdesk.document.build import build
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.errors import PerfDeskError
from perfdesk.storage.backup import list_backups
from perfdesk.storage.lock import holder_of
from perfdesk.storage.recovery import pending_copies
from support import killed_worker
from support.form_versions import NEXT_VERSION, first_version, replace_in_form, report_of_first_version
from support.killed_worker import PUBLISHED, TYPING, digest, replay
from support.measurements import Record

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="workers are forked")]
KILLS = int(os.environ.get("PERFDESK_TORTURE", "60"))


@pytest.fixture
def worker_host() -> Iterator[subprocess.Popen[str]]:
    """A process that forks workers and kills them."""
    script = Path(killed_worker.__file__)
    process = subprocess.Popen([sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with process:
        yield process


def killed(worker_host: subprocess.Popen[str], **order: object) -> list[tuple[int, str]]:
    """Run a worker and kill it; return what it acknowledged."""
    assert worker_host.stdin and worker_host.stdout
    worker_host.stdin.write(json.dumps(order, default=str) + "\n")
    worker_host.stdin.flush()
    return [(number, mark) for number, mark in json.loads(worker_host.stdout.readline())]


def check_consistency(path: Path, folder: Path, acknowledged: list[tuple[int, str]], read_only: bool) -> None:
    """Check that all acknowledged changes are in the file, and at most one more, and that all files are complete.

    Continued typing may have replaced the last acknowledged change.
    """
    with ReportFile.open(path, read_only) as file:
        changes, entries, (last, _) = file.changes(), file.entries(), file.last_change()
        assert [change.id for change in changes] == list(range(1, last + 1))
        assert digest(replay(changes, last)) == digest(entries)
        number, mark = [one for one in acknowledged if not one[1].startswith(TYPING)][-1]
        typing = acknowledged[-1][1].removeprefix(TYPING)
        assert number <= last <= number + 1
        assert digest(replay(changes, number)) in ({mark, typing} if last == number else {mark})
        for backup in list_backups(file.report_id())[:3]:
            ReportFile.open(backup.path, read_only=True).close()
    for seen in folder.iterdir():
        if seen.suffix == ".db" and not seen.name.startswith("."):
            ReportFile.open(seen, read_only=True).close()
        else:
            assert is_whole(seen), seen


def is_whole(seen: Path) -> bool:
    """Whether an exported file is complete; a list of files names only complete ones. Drafts are ignored."""
    if seen.name.startswith("."):
        return True
    whole = seen.read_bytes()
    if seen.suffix == ".pdf":
        return len(PdfReader(seen).pages) > 5 and whole.rstrip().endswith(b"%%EOF")
    if seen.suffix == ".txt":
        named = re.findall(r"文件：(.+)\r\n大小：.+\r\nSHA-256：(\w+)", whole.decode("utf-8-sig"))
        digests = [hashlib.sha256((seen.parent / name).read_bytes()).hexdigest() for name, _ in named]
        return len(named) == 3 and digests == [listed for _, listed in named]
    return zipfile.ZipFile(seen).testzip() is None


@pytest.mark.parametrize("kind", ["user", "disk"])
def test_a_killed_process_loses_nothing_it_acknowledged(
    worker_host: subprocess.Popen[str], demo_file: Path, tmp_path: Path, kind: str, record_measurement: Record
) -> None:
    folder, dice = tmp_path / "out", random.Random(kind)
    folder.mkdir()
    kills, acknowledged, interrupted = KILLS // 2, 0, 0
    whole = demo_file.read_bytes()
    for seed in range(kills):
        if seed % 50 == 49:  # a journal that keeps growing takes longer and longer to verify
            demo_file.write_bytes(whole)
        seconds = dice.uniform(0, 0.5 if kind == "user" else 0.05)
        reported = killed(worker_host, path=demo_file, folder=folder, seed=seed, kind=kind, seconds=seconds)
        assert reported
        acknowledged += sum(not mark.startswith(TYPING) for _, mark in reported)
        interrupted += demo_file.with_name(f"{demo_file.name}-journal").exists()
        check_consistency(demo_file, folder, reported, read_only=bool(seed % 2))
    record_measurement(
        f"{kind}: killed {kills} times after {acknowledged} acknowledged changes, {interrupted} while writing"
    )
    Session.open(demo_file).close()
    assert holder_of(demo_file) is None


def test_a_killed_process_leaves_a_committed_state_in_a_synced_folder(
    worker_host: subprocess.Popen[str], demo_file: Path, tmp_path: Path, record_measurement: Record
) -> None:
    (tmp_path / "坚果云").mkdir()
    place = demo_file.rename(tmp_path / "坚果云" / "报告.db")
    whole, dice = place.read_bytes(), random.Random("stick")
    kills, acknowledged, left = KILLS // 4, 0, 0
    for seed in range(kills):
        if seed % 50 == 49:
            place.write_bytes(whole)
        seconds = dice.uniform(0, 0.2)
        reported = killed(worker_host, path=place, folder=place.parent, seed=seed, kind="stick", seconds=seconds)
        published = max((number for number, mark in reported if mark == PUBLISHED), default=0)
        typed = [(number, mark) for number, mark in reported if mark != PUBLISHED]
        with ReportFile.open(place, read_only=True) as file:
            assert published <= file.last_change()[0] <= typed[-1][0] + 1
            assert digest(replay(file.changes(), file.last_change()[0])) == digest(file.entries())
        left += len(pending_copies())
        session = Session.open(place)  # continues in the working copy that was left, if any
        number, mark = typed[-1]
        assert number <= session.file.last_change()[0] <= number + 1
        assert digest(replay(session.file.changes(), number)) == mark
        session.close()
        check_consistency(place, place.parent, typed, read_only=True)
        assert pending_copies() == []
        acknowledged += len(typed)
    record_measurement(
        f"hard place: killed {kills} times after {acknowledged} changes; {left} times work was not yet put back"
    )
    assert left


def test_a_killed_process_leaves_a_report_of_an_older_form_unchanged_or_migrated(
    old_file: Path, worker_host: subprocess.Popen[str], tmp_path: Path, record_measurement: Record
) -> None:
    whole, dice, states = old_file.read_bytes(), random.Random("moving"), {0: 0, 1: 0}
    with ReportFile.open(old_file, read_only=True) as file:
        before, report, (last, _) = digest(file.entries()), file.report_id(), file.last_change()
    after = ""
    for seed in range(KILLS // 6):
        old_file.write_bytes(whole)
        shutil.rmtree(tmp_path / "data", ignore_errors=True)
        seconds = dice.uniform(0, 0.3)
        killed(worker_host, path=old_file, folder=tmp_path, seed=seed, kind="migration", seconds=seconds)
        with ReportFile.open(old_file) as file:
            moved = file.last_change()[0] - last
            states[moved] += 1
            assert digest(replay(file.changes(), last + 1)) == digest(file.entries())
            assert moved or digest(file.entries()) == before
        if moved:
            with ReportFile.open(list_backups(report)[0].path, read_only=True) as backup:
                assert digest(backup.entries()) == before
        session = Session.open(old_file)  # the next opening finishes what was begun
        after = after or digest(session.entries)
        assert digest(session.entries) == after != before
        assert (session.file.last_change()[0], session.file.property("form_version")) == (last + 1, "2")
        session.close()
    record_measurement(
        f"form moved on: killed {KILLS // 6} times, {states[0]} times before, {states[1]} after the answers moved"
    )


@pytest.fixture
def old_file(demo: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A report of the first version of a form that has a second one."""
    monkeypatch.setenv("PERFDESK_FORMS", str(tmp_path / "forms"))
    monkeypatch.setenv("PERFDESK_DATA", str(tmp_path / "data"))
    form = first_version(tmp_path / "forms")
    path = report_of_first_version(tmp_path / "moved.db", demo.entries)
    replace_in_form(form, NEXT_VERSION)
    return path


def test_a_killed_process_leaves_no_half_written_export(
    worker_host: subprocess.Popen[str], demo_file: Path, tmp_path: Path, record_measurement: Record
) -> None:
    folder, dice, looked_at, drafts = tmp_path / "out", random.Random("export"), 0, 0
    for seed in range(max(6, KILLS // 10)):
        folder.mkdir(exist_ok=True)
        killed(worker_host, path=demo_file, folder=folder, seed=seed, kind="export", seconds=dice.uniform(0, 2.5))
        found = list(folder.iterdir())
        assert all(is_whole(path) for path in found), found
        looked_at += sum(not path.name.startswith(".") for path in found)
        drafts += sum(path.name.startswith(".") for path in found)
        if seed % 3 == 2:
            shutil.rmtree(folder)
    record_measurement(f"export: {looked_at} files looked at, all whole; {drafts} begun and not finished")
    assert looked_at
    with contextlib.closing(Session.open(demo_file, read_only=True)) as session:
        folder.mkdir(exist_ok=True)
        write_files(build(session.answers, session.findings, True), [folder / "报告.docx"], lambda _: None)
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]  # the next export removes them


@pytest.mark.parametrize("place", ["新建", "坚果云"])
def test_a_killed_process_leaves_no_incomplete_new_report(
    worker_host: subprocess.Popen[str], demo_file: Path, tmp_path: Path, place: str, record_measurement: Record
) -> None:
    folder, dice, looked_at, drafts = tmp_path / place, random.Random("new"), 0, 0
    least = {"新建": 10, "结转": 100, "样例": 100}  # a report just begun holds the rows of its form
    for seed in range(max(6, KILLS // 6)):
        folder.mkdir(exist_ok=True)
        killed(worker_host, path=demo_file, folder=folder, seed=seed, kind="new", seconds=dice.uniform(0, 1.5))
        for path in folder.glob("[!.]*.db"):
            kind = path.name[:2]
            with ReportFile.open(path, read_only=True) as file:
                assert file.count() >= least[kind], path
                assert len(file.changes()) == (2 if kind == "样例" else 1), path
            looked_at += 1
        drafts += len(list(folder.glob(".perfdesk-*")))
        Session.open(Path(shutil.copy(demo_file, folder / "另一份.db"))).close()  # the next who comes cleans up
        assert not list(folder.glob(".perfdesk-*"))
        shutil.rmtree(folder)
    record_measurement(f"new in {place}: {looked_at} reports looked at, all whole; {drafts} drafts left and removed")
    assert looked_at


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


def test_an_interrupted_write_on_read_only_media_can_still_be_read(
    worker_host: subprocess.Popen[str], demo_file: Path
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        path = Path(shutil.copy(demo_file, folder / "r.db"))
        path.chmod(0o644)
        journal = path.with_name("r.db-journal")
        for seed in range(200):
            killed(worker_host, path=path, folder=folder, seed=seed, kind="disk", seconds=0.01)
            if journal.exists() and any(journal.read_bytes()[:8]):
                break
        with unwritable(folder):
            with pytest.raises(PerfDeskError, match="上次没有正常结束，要先复原"):
                ReportFile.open(path)
            with ReportFile.open(path, read_only=True) as file:  # complete again in a copy
                assert digest(replay(file.changes(), file.last_change()[0])) == digest(file.entries())
            assert journal.exists()
        ReportFile.open(path).close()
        assert [found.name for found in folder.iterdir() if not found.name.startswith(".")] == ["r.db"]
