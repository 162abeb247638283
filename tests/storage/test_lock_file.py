"""The lock file on the disk: older and newer versions, translated line ends, other machines."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

from perfdesk.errors import HeldError
from perfdesk.storage import machine
from perfdesk.storage.lock import acquire, holder_of

#: What versions before this one wrote, and the keys they know: they take a lock with any other for unreadable.
OLDER = {"who": "李素云", "machine": "财务室", "machine_id": "elsewhere", "pid": 77, "started": "x"}
TIMES = {"taken": "2025-03-01T08:00:00+08:00", "heartbeat": "2025-03-01T08:05:00+08:00", "mark": "m"}


def lock_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.lock")


class TextMode:
    """Simulates the C runtime of Windows: writing to a handle without O_BINARY converts LF to CR LF."""

    BINARY = 0x8000

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._open, self._write, self._read = os.open, os.write, os.read
        self._text: set[int] = set()
        monkeypatch.setattr(os, "O_BINARY", self.BINARY, raising=False)
        monkeypatch.setattr(os, "open", self.open)
        monkeypatch.setattr(os, "write", self.write)
        monkeypatch.setattr(os, "read", self.read)

    def open(self, path: Path, flags: int, mode: int = 0o777, **more: int | None) -> int:
        handle = self._open(path, flags & ~self.BINARY, mode, **more)
        (self._text.discard if flags & self.BINARY else self._text.add)(handle)
        return handle

    def write(self, handle: int, content: bytes) -> int:
        self._write(handle, content.replace(b"\n", b"\r\n") if handle in self._text else content)
        return len(content)

    def read(self, handle: int, length: int) -> bytes:
        content = self._read(handle, length)
        return content.replace(b"\r\n", b"\n") if handle in self._text else content


def test_the_simulated_runtime_translates_line_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    TextMode(monkeypatch)
    for flags, content in ((0, b"a\r\nb"), (TextMode.BINARY, b"a\nb")):
        handle = os.open(tmp_path / "f", os.O_CREAT | os.O_RDWR | os.O_TRUNC | flags)
        assert os.write(handle, b"a\nb") == 3
        os.close(handle)
        assert (tmp_path / "f").read_bytes() == content


def test_a_holder_keeps_its_lock_where_line_ends_are_translated(
    demo_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    TextMode(monkeypatch)
    lock = acquire(demo_file)
    assert lock is not None
    for _ in range(3):
        lock.refresh()
        holder = holder_of(demo_file)
        assert holder is not None and holder.pid == os.getpid()
        with pytest.raises(HeldError):
            acquire(demo_file)
    assert b"\n" not in lock_of(demo_file).read_bytes()
    lock.release()
    assert not lock_of(demo_file).exists()


def test_a_lock_of_an_older_version_is_respected(demo_file: Path) -> None:
    lock_of(demo_file).write_text(json.dumps({**OLDER, **TIMES}, ensure_ascii=False, indent=1), encoding="utf-8")
    with pytest.raises(HeldError, match="2025年03月01日 08:00 起，“李素云”在电脑“财务室”上"):
        acquire(demo_file)


def test_an_older_version_can_read_the_lock_of_this_one(demo_file: Path) -> None:
    lock = acquire(demo_file)
    assert lock is not None
    found = json.loads(lock_of(demo_file).read_bytes())
    assert {name: type(value) for name, value in found.items()} == {
        name: type(value) for name, value in {**OLDER, **TIMES}.items()
    }
    if sys.platform == "linux":  # and, on this machine, sees that the process runs
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        ticks = Path("/proc/self/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[19]
        assert found["started"] == f"{boot}:{ticks}"
    lock.release()


def test_running_reused_and_missing_processes_are_distinguished() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        began = machine.process_start(other.pid)
        assert machine.is_running(other.pid, began) and began not in ("", "?")
        assert not machine.is_running(other.pid, "another")
        other.kill()
        while machine.is_running(other.pid, began):  # a zombie does not count; the test has a time limit
            pass
    assert not machine.is_running(other.pid, began)
    assert not machine.is_running(2**22 + 5, "")
    assert not machine.is_running(-1, "")


def test_setting_the_clock_does_not_change_the_identity_of_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the start is a time of day (macOS, Windows), a second of difference is the same process."""
    monkeypatch.setattr(sys, "platform", "darwin")
    began = machine.process_start(os.getpid())
    assert machine.is_running(os.getpid(), f"{float(began) + 0.7:.6f}")
    assert not machine.is_running(os.getpid(), f"{float(began) - 60:.6f}")


@pytest.fixture
def nameless(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without an installation id, and the user's data folder on it."""
    monkeypatch.setattr(machine, "_INSTALLATION_FILES", ())
    monkeypatch.setenv("PERFDESK_DATA", str(tmp_path / "own"))
    return tmp_path / "own"


def test_a_machine_keeps_its_id_when_its_network_changes(nameless: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = machine.machine_id()
    monkeypatch.setattr(uuid, "getnode", lambda: 42)
    code = "from perfdesk.storage import machine; machine._INSTALLATION_FILES = (); print(machine.machine_id())"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert machine.machine_id() == before == other.stdout.strip()
    assert (nameless / "machine-id").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("spoil", [lambda p: p.write_bytes(b""), lambda p: p.write_bytes(b"\xff" * 32), Path.mkdir])
def test_an_unreadable_id_is_replaced_by_a_unique_one(nameless: Path, spoil: Callable[[Path], object]) -> None:
    nameless.mkdir()
    spoil(nameless / "machine-id")
    code = "from perfdesk.storage import machine; machine._INSTALLATION_FILES = (); print(machine.machine_id())"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert machine.machine_id() == machine.machine_id() != other.stdout.strip()
