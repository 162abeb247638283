"""The log file: private, small, written by several processes at once, and harmless when it cannot be written."""

from __future__ import annotations

import logging
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from perfdesk import logs
from perfdesk.errors import PerfDeskError

MANY_ENTRIES = """
import logging, sys
from pathlib import Path
from perfdesk import logs
logs.start(lambda: Path(sys.argv[1]), largest=60_000)
for number in range(250):
    logging.getLogger("perfdesk.tried").error("entry %s of %s", number, sys.argv[2])
"""


def run(data: Path, *arguments: object, script: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command of the program, or a script about it, in another process with this data folder."""
    start = ["-c", script] if script else ["-m", "perfdesk"]
    return subprocess.run(
        [sys.executable, *start, *map(str, arguments)],
        cwd=data.parent,
        env=os.environ | {"PERFDESK_DATA": str(data)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The user's data folder."""
    return tmp_path / "data"


@pytest.fixture(autouse=True)
def _log_of_the_tests() -> Iterator[None]:
    """The log that was begun before is put back after each test."""
    before = logging.getLogger("perfdesk").handlers[:]
    yield
    logging.getLogger("perfdesk").handlers[:] = before


@pytest.mark.slow
def test_only_the_user_may_read_it(data: Path) -> None:
    before = os.umask(0)
    try:
        run(data, "check", "gone.db")
    finally:
        os.umask(before)
    assert stat.S_IMODE((data / "logs" / logs.FILE_NAME).stat().st_mode) == 0o600
    assert stat.S_IMODE((data / "logs").stat().st_mode) == 0o700


def no_folder(data: Path) -> None:
    data.write_text("a letter", encoding="utf-8")


def a_pipe(data: Path) -> None:
    (data / "logs").mkdir(parents=True)
    os.mkfifo(data / "logs" / logs.FILE_NAME)


def a_folder(data: Path) -> None:
    (data / "logs" / logs.FILE_NAME).mkdir(parents=True)


def a_link(data: Path) -> None:
    (data / "logs").mkdir(parents=True)
    (data / "other.txt").write_text("not ours", encoding="utf-8")
    (data / "logs" / logs.FILE_NAME).symlink_to(data / "other.txt")


def a_link_to_a_device(data: Path) -> None:
    (data / "logs").mkdir(parents=True)
    (data / "logs" / logs.FILE_NAME).symlink_to("/dev/full")


@pytest.mark.slow
@pytest.mark.parametrize("prepare", [no_folder, a_pipe, a_folder, a_link, a_link_to_a_device])
def test_a_log_that_cannot_be_written_has_no_effect(
    data: Path, tmp_path: Path, prepare: Callable[[Path], None]
) -> None:
    usual = run(tmp_path / "another", "check", "gone.db")
    prepare(data)
    done = run(data, "check", "gone.db")
    assert (done.returncode, done.stdout, done.stderr) == (usual.returncode, usual.stdout, usual.stderr)
    assert not (data / "other.txt").exists() or (data / "other.txt").read_text(encoding="utf-8") == "not ours"


@pytest.mark.slow
def test_a_full_disk_has_no_effect(data: Path) -> None:
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"
    script = f"{limit}import sys\nfrom perfdesk.__main__ import main\nsys.exit(main(sys.argv[1:]))"
    done = run(data, "check", "gone.db", script=script)
    assert done.returncode == 2 and "Traceback" not in done.stderr and len(done.stderr.splitlines()) == 1
    assert (data / "logs" / logs.FILE_NAME).stat().st_size == 0


@pytest.mark.parametrize("error", [RuntimeError("no home"), PerfDeskError("没有写日志。"), PermissionError(13, "no")])
def test_without_a_folder_nothing_is_written_and_nothing_fails(error: Exception) -> None:
    def nowhere() -> Path:
        raise error

    logs.start(nowhere)
    logging.getLogger("perfdesk.tried").error("not written")
    assert logs.last_lines(10) == ""


def test_concurrent_processes_lose_no_entry_and_keep_the_log_small(tmp_path: Path) -> None:
    command = [sys.executable, "-c", MANY_ENTRIES, str(tmp_path)]
    writing = [subprocess.Popen([*command, str(number)]) for number in range(4)]
    assert [one.wait(timeout=120) for one in writing] == [0, 0, 0, 0]
    files = list(tmp_path.iterdir())
    assert {path.name for path in files} <= {"perfdesk.log", *(f"perfdesk.log.{number}" for number in (1, 2, 3))}
    assert len(files) > 1 and all(path.stat().st_size <= 70_000 for path in files)
    lines = [line.partition(": ")[2] for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    wanted = sorted(f"entry {number} of …" for number in range(250) for _ in range(4))
    assert sorted(line for line in lines if line.startswith("entry")) == wanted


@pytest.mark.parametrize("at", [0, 4_000_000_000])  # long ago, or under a clock that was ahead
def test_a_process_that_was_killed_while_it_renamed_does_not_stop_the_log(tmp_path: Path, at: int) -> None:
    mark = tmp_path / "perfdesk.log.renaming"
    mark.touch()
    os.utime(mark, (at, at))
    logs.start(lambda: tmp_path, largest=5_000)
    for number in range(200):
        logging.getLogger("perfdesk.tried").error("entry %s", number)
    assert not mark.exists()
    assert (tmp_path / "perfdesk.log.1").exists()
    assert logs.last_lines(1).endswith("entry 199")


def test_old_entries_are_deleted(tmp_path: Path) -> None:
    logs.start(lambda: tmp_path, largest=5_000)
    for number in range(2_000):
        logging.getLogger("perfdesk.tried").error("entry %s", number)
    last = logs.last_lines(200).splitlines()
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 4 * 5_000
    assert last[-1].endswith("entry 1999") and 50 <= len(last) <= 200
