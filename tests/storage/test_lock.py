"""Locks: a second opener learns the holder; the lock of a dead holder is stale, that of a live one never."""

from __future__ import annotations

import contextlib
import datetime
import fcntl
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.errors import HeldError, PerfDeskError
from perfdesk.storage import machine
from perfdesk.storage.lock import STALE_AFTER, TAKEOVER_AFTER, acquire, holder_of, take_over
from support import other_process
from support.measurements import Record

pytestmark = pytest.mark.slow

UNIT = Address("cover", "unit_name")
SCRIPT = Path(other_process.__file__)


@contextlib.contextmanager
def other(what: str, path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that edits the same report."""
    command = [sys.executable, str(SCRIPT), what, str(path)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with process:
        try:
            yield process
        finally:
            process.kill()


def output_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def lock_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.lock")


def alter(lock: Path, **facts: object) -> None:
    lock.write_text(json.dumps({**json.loads(lock.read_text("utf-8")), **facts}), encoding="utf-8")


def age(lock: Path, by: datetime.timedelta) -> None:
    then = time.time() - by.total_seconds()
    os.utime(lock, (then, then))


def test_a_second_process_sees_the_holder_and_can_read(demo_file: Path) -> None:
    session = Session.open(demo_file)
    with other("open", demo_file) as process:
        assert re.fullmatch(
            r"打不开“demo\.db”。\d{4}年\d\d月\d\d日 \d\d:\d\d 起，“.+”在电脑“.+”上正在填报它。可以先以只读方式打开.*",
            output_line(process),
        )
    reader = Session.open(demo_file, read_only=True)
    assert reader.read_only and not session.read_only
    session.enter(UNIT, "青石县水利局")
    assert reader.file.changed_elsewhere()
    for attempt in (lambda: reader.enter(UNIT, "别的"), lambda: reader.add_row("spending", "projects"), reader.undo):
        with pytest.raises(PerfDeskError, match="这份报告是以只读方式打开的"):
            attempt()
    reader.close()
    session.close()
    assert [path.name for path in demo_file.parent.iterdir()] == ["demo.db"]


def test_the_lock_of_a_killed_process_is_stale_and_that_of_a_running_one_is_not(demo_file: Path) -> None:
    with other("open", demo_file) as process:
        assert output_line(process) == "open"
        age(lock_of(demo_file), 10 * STALE_AFTER)  # asleep, but there
        for attempt in (Session.open, take_over):
            with pytest.raises(HeldError):
                attempt(demo_file)
        holder = holder_of(demo_file)
        assert holder is not None and holder.pid == process.pid
        process.kill()
        process.wait()
        assert holder_of(demo_file) is None
        Session.open(demo_file).close()


def test_a_reused_process_number_is_not_the_holder(demo_file: Path) -> None:
    session = Session.open(demo_file)
    alter(lock_of(demo_file), started="another")
    again = acquire(demo_file)
    assert again is not None
    with pytest.raises(HeldError):
        session.refresh_lock()
    assert session.read_only
    session.close()
    assert lock_of(demo_file).exists()  # it is the other's now
    again.release()


def test_a_lock_of_another_machine_is_stale_without_heartbeat(demo_file: Path) -> None:
    acquire(demo_file)
    lock, elsewhere = lock_of(demo_file), {"machine_id": "elsewhere", "machine": "财务室", "who": "李素云"}
    alter(lock, **elsewhere)
    with pytest.raises(HeldError, match="“李素云”在电脑“财务室”上"):
        acquire(demo_file)
    with pytest.raises(HeldError):
        take_over(demo_file)
    age(lock, TAKEOVER_AFTER * 1.5)
    with pytest.raises(HeldError):
        acquire(demo_file)
    taken = take_over(demo_file)
    assert taken is not None
    alter(lock, **elsewhere)
    age(lock, STALE_AFTER * 1.1)
    assert acquire(demo_file) is not None


def test_a_clock_that_was_set_back_makes_no_lock_stale(demo_file: Path) -> None:
    acquire(demo_file)
    lock = lock_of(demo_file)
    alter(lock, machine_id="elsewhere")
    age(lock, -datetime.timedelta(days=400))
    with pytest.raises(HeldError):
        acquire(demo_file)
    assert take_over(demo_file) is not None


@pytest.mark.parametrize("content", [b"", b"\xff\x00", b"[]", b'{"who": 1}', b"[" * 4000])
def test_an_unreadable_lock_that_nobody_writes_is_stale(demo_file: Path, content: bytes) -> None:
    lock_of(demo_file).write_bytes(content)
    assert holder_of(demo_file) is None
    held = acquire(demo_file)
    assert held is not None
    held.release()


def test_a_lock_that_is_being_written_is_not_taken(demo_file: Path) -> None:
    with lock_of(demo_file).open("wb") as written:
        fcntl.flock(written, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with pytest.raises(HeldError, match="“未知”在电脑“未知”上"):
            acquire(demo_file)
        assert holder_of(demo_file) is not None


def test_an_unfinished_lock_of_an_earlier_version_is_read_again(demo_file: Path) -> None:
    """It creates the file and writes it a moment later, without a guard."""
    lock = lock_of(demo_file)
    held = acquire(demo_file)
    whole = lock.read_bytes()
    lock.write_bytes(b"")
    late = threading.Timer(0.05, lambda: lock.write_bytes(whole))
    late.start()
    with pytest.raises(HeldError):
        acquire(demo_file)
    late.join()
    assert held is not None
    held.release()


def test_a_process_killed_while_taking_the_lock_does_not_block_the_next(demo_file: Path) -> None:
    """It is killed between creating the lock file and writing it."""
    script = (
        "import fcntl, sys, time; made = open(sys.argv[1], 'xb'); fcntl.flock(made, fcntl.LOCK_EX);"
        "print('made', flush=True); time.sleep(600)"
    )
    command = [sys.executable, "-c", script, str(lock_of(demo_file))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert output_line(process) == "made"
        with pytest.raises(HeldError):
            acquire(demo_file)
        process.kill()
        process.wait()
        assert lock_of(demo_file).read_bytes() == b""
        Session.open(demo_file).close()


def test_of_many_concurrent_processes_one_gets_the_lock(demo_file: Path, record_measurement: Record) -> None:
    rounds, racers = 3, 4
    for turn in range(rounds):
        with contextlib.ExitStack() as stack:
            if turn:
                with other("open", demo_file) as dead:
                    assert output_line(dead) == "open"
            processes = [stack.enter_context(other("race", demo_file)) for _ in range(racers)]
            for process in processes:
                assert process.stdin
                process.stdin.write("\n")
            for process in processes:
                process.stdin.flush()
            answers = [output_line(process) for process in processes]
            assert answers.count("open") == 1
            assert sum("正在填报它" in answer for answer in answers) == racers - 1
    record_measurement(f"{rounds} races of {racers} processes")


def test_refreshing_updates_the_heartbeat_and_restores_a_deleted_lock(demo_file: Path) -> None:
    session = Session.open(demo_file)
    age(lock_of(demo_file), STALE_AFTER)
    session.refresh_lock()
    assert time.time() - lock_of(demo_file).stat().st_mtime < 5
    lock_of(demo_file).unlink()
    session.refresh_lock()
    holder = holder_of(demo_file)
    assert holder is not None and holder.pid == os.getpid()
    session.close()
    assert not lock_of(demo_file).exists()


def test_a_process_is_identified_by_number_and_start(demo_file: Path) -> None:
    ours = machine.process_start(os.getpid())
    assert ours == machine.process_start(os.getpid()) != "?"
    assert machine.process_start(2**22 + 5) == ""
    assert machine.machine_id() == machine.machine_id()
    assert demo_file.exists()
