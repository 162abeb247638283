"""Temporary files left by a killed process are removed at the next write; files in use and the user's are not."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from perfdesk.application.session import Session
from perfdesk.temporaries import draft_path, give_name, remove_leftovers, temporary_folder, temporary_next_to

_HOUR = 3600
_BEGIN = """
import sys
from pathlib import Path
from perfdesk.temporaries import draft_path
draft = draft_path(Path(sys.argv[1]) / "报告.docx")
draft.write_bytes(b"half")
Path(f"{draft}-journal").write_bytes(b"half")
print(draft.name, flush=True)
sys.stdin.read()
"""


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def age(path: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


def test_files_of_a_running_process_stay_and_those_of_a_killed_one_are_removed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _BEGIN, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        name = process.stdout.readline().strip()
        remove_leftovers(tmp_path)
        assert names(tmp_path) == {name, f"{name}-journal"}
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # dead, and its parent has not taken note of it
        remove_leftovers(tmp_path)
        assert names(tmp_path) == set()


def test_a_file_of_this_process_stays_until_it_is_done(tmp_path: Path) -> None:
    with temporary_next_to(tmp_path / "a.docx") as draft:
        with temporary_next_to(tmp_path / "b.docx") as other:
            assert names(tmp_path) == {draft.name, other.name}
        assert names(tmp_path) == {draft.name}
    assert names(tmp_path) == set()


def test_an_earlier_process_with_the_same_number_is_a_different_one(tmp_path: Path) -> None:
    draft = draft_path(tmp_path / "a.docx")
    begin, process, mark = draft.stem.rsplit("-", 2)
    left = draft.with_name(f"{begin}-{process}-{'0' * 8}{mark[8:]}.docx")
    left.touch()
    remove_leftovers(tmp_path)
    assert names(tmp_path) == set()


def test_a_file_of_another_machine_is_removed_after_a_day(tmp_path: Path) -> None:
    for days, stays in ((0, True), (2, False), (-700, False)):  # also when its clock was years ahead
        _, _, rest = draft_path(tmp_path / "a.docx").name.split("-", 2)
        draft = tmp_path / f".perfdesk-{'0' * 8}-{rest}"
        draft.touch()
        age(draft, days * 24 * _HOUR)
        remove_leftovers(tmp_path)
        assert draft.exists() == stays
        draft.unlink(missing_ok=True)


def test_old_files_of_an_earlier_version_are_removed(tmp_path: Path, demo_file: Path) -> None:
    whole = demo_file.read_bytes()
    folder = tmp_path / "place"
    folder.mkdir()
    lefts = {".perfdesk-a1b2_c3d.docx": b"half", ".报告.db.part": whole[:5000], ".空.db.part": b""}
    for fresh in (True, False):
        for name, content in lefts.items():
            left = folder / name
            left.write_bytes(content)
            left.chmod(0o600)
            age(left, 0 if fresh else _HOUR)
        remove_leftovers(folder)
        assert names(folder) == (set(lefts) if fresh else set())


def test_the_users_own_files_stay(tmp_path: Path) -> None:
    own = [
        ".perfdesk-notes.docx",
        ".perfdesk-meinbuch.docx",
        ".perfdesk-a1b2c3d4.docx",  # not as a temporary file is made: others may read it
        ".perfdesk-报告.db",
        "perfdesk-a1b2c3d4.docx",
        ".下载.zip.part",
        "报告.docx.part",
        "报告.db",
    ]
    for name in own:
        (tmp_path / name).write_bytes(b"mine")
        (tmp_path / name).chmod(0o644)
        age(tmp_path / name, 900 * _HOUR)
    link, target = tmp_path / draft_path(tmp_path / "a.docx").name, tmp_path / "报告.db"
    link = link.with_name(link.name.replace(f"-{os.getpid()}-", "-4194304-"))
    link.symlink_to(target)
    before = names(tmp_path)
    remove_leftovers(tmp_path)
    assert names(tmp_path) == before


def test_leftover_private_folders_are_removed_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with temporary_folder() as folder:
        left = tmp_path / folder.name.replace(f"-{os.getpid()}-", "-4194304-")
        left.mkdir()
        (left / "copy.db").write_bytes(b"somebody's answers")
        with temporary_folder() as other:
            assert names(tmp_path) == {folder.name, other.name}
    assert names(tmp_path) == set()


def test_opening_a_report_for_writing_cleans_up_its_folder(demo_file: Path) -> None:
    left = draft_path(demo_file)
    left = left.with_name(left.name.replace(f"-{os.getpid()}-", "-4194304-"))
    left.write_bytes(b"half")
    Session.open(demo_file).close()
    assert names(demo_file.parent) == {demo_file.name}


def test_a_name_is_used_only_while_it_is_free(tmp_path: Path) -> None:
    (tmp_path / "draft").write_bytes(b"new")
    (tmp_path / "taken").write_bytes(b"old")
    with pytest.raises(FileExistsError):
        give_name(tmp_path / "draft", tmp_path / "taken")
    assert (tmp_path / "taken").read_bytes() == b"old"
    give_name(tmp_path / "draft", tmp_path / "free")
    assert (tmp_path / "free").read_bytes() == b"new"
