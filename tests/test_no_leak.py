"""No socket is opened, no answer leaks, temporary files are private and removed."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

#: Everything the core does, in a process that reports each socket and each file it makes.
STORY = """
import os, sys
from pathlib import Path

events = open(sys.argv[2], "w", encoding="utf-8")

def watch(event, given):
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.")):
        events.write(f"{event} {given}\\n")
        events.flush()

sys.addaudithook(watch)
from perfdesk.__main__ import main
from perfdesk.application.session import Session
from perfdesk.storage.backup import back_up
from perfdesk.storage.location import storage_warning
from perfdesk.definition.address import Address

path = sys.argv[1]
folder = Path(path).parent
assert main(["new", path, "--sample", "demo-2024"]) == 0
assert main(["dump", path]) == 0
assert main(["check", path]) == 0
assert main(["export", path, "--to", str(folder / "out")]) == 0
session = Session.open(Path(path))
session.enter(Address("performance", "text"), "http://example.com/ ftp://x file:///etc/passwd")
back_up(session.file)
storage_warning(Path(path))
session.continue_in_recovery_copy()
session.close()
"""


@pytest.fixture
def watched_run(tmp_path: Path) -> tuple[Path, Path, str]:
    """A run in another process: its folder, the log of its events, and its error output."""
    folder, log = tmp_path / "work", tmp_path / "watch.txt"
    folder.mkdir()
    environment = {**os.environ, "TMPDIR": str(tmp_path / "tmp"), "PERFDESK_DATA": str(tmp_path / "own")}
    (tmp_path / "tmp").mkdir()
    command = [sys.executable, "-c", STORY, str(folder / "r.db"), str(log)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder, log, done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="modes and audit events are those of Linux")
def test_no_socket_is_opened_and_no_temporary_file_is_left(watched_run: tuple[Path, Path, str], tmp_path: Path) -> None:
    folder, log, errors = watched_run
    assert log.read_text(encoding="utf-8") == ""
    assert errors == ""
    assert list((tmp_path / "tmp").iterdir()) == []
    assert {path.name for path in folder.iterdir()} == {"r.db", "out"}
    assert not [path for path in (folder / "out").iterdir() if path.name.startswith(".")]
    for kept in (tmp_path / "own").rglob("*"):
        if kept.is_dir():
            assert stat.S_IMODE(kept.stat().st_mode) == 0o700, kept
    assert len(list((tmp_path / "own").rglob("*.db"))) == 2
