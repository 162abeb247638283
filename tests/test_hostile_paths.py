"""Links, pipes, devices, folders and missing permissions in every path argument are reported in one sentence.

A pipe or a device would block or never end, which the time limit of each test detects.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from perfdesk.__main__ import main
from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.paths import FORMS
from perfdesk.storage.lock import acquire
from support.side_files import SPECIAL

Capsys = pytest.CaptureFixture[str]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="pipes and links are those of Unix"),
    pytest.mark.timeout(60),
]
DEAR = "dear county\n"
READING = ("check", "dump", "log", "doctor", "window")
#: Commands in which `{}` is the path, `{good}` a sound report, `{values}` a sound VALUES.json, `{new}` a free path.
PLACES = {
    **{command: [command, "{}"] for command in READING},
    "fill": ["fill", "{}", "{values}"],
    "values": ["fill", "{good}", "{}"],
    "export": ["export", "{}", "--to", "{new}.xlsx"],
    "send": ["send", "{}", "{new}.db"],
    "roll": ["roll", "{}", "{new}.db", "--year", "2025"],
    "roll into": ["roll", "{good}", "{}", "--year", "2025"],
    "new": ["new", "{}"],
    "new with form": ["new", "{new}.db", "--form", "{}"],
    "form check": ["form", "check", "{}"],
    "form new": ["form", "new", "{}"],
    "form new from": ["form", "new", "{new}", "--from", "{}"],
    "form preview": ["form", "preview", "{}", "--to", "{new}"],
}
#: A folder is a good place for these, or they ask no more than its name.
TAKES_FOLDERS = {"send into": ["send", "{good}", "{}"], "export to": ["export", "{good}", "--to", "{}"]}


@pytest.fixture
def victim(tmp_path: Path) -> Iterator[Path]:
    """A file that nobody may change."""
    path = tmp_path / "victim.txt"
    path.write_text(DEAR, encoding="utf-8")
    yield path
    assert path.read_text(encoding="utf-8") == DEAR


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that every user may look into."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755)


@pytest.fixture
def run(
    demo_file: Path, tmp_path: Path, public_folder: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> Callable[[list[str], Path], tuple[int, str]]:
    """Run one of the command lines above on a path; everything it prints is one sentence."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    values, good = public_folder / "values.json", Path(shutil.copy(demo_file, public_folder / "good.db"))
    values.write_text('{"cover/unit_name": "填入的局"}', encoding="utf-8")
    good.chmod(0o644)
    given = {"good": good, "values": values, "new": tmp_path / "new"}

    def run(command: list[str], path: Path) -> tuple[int, str]:
        code = main([part.format(str(path), **given) for part in command])
        err = capsys.readouterr().err
        assert "程序内部出错" not in err and "Traceback" not in err
        assert code != 2 or re.fullmatch(r"[^\n]*[一-鿿][^\n]*[。？]\n", err), err
        return code, err

    return run


Run = Callable[[list[str], Path], tuple[int, str]]


@pytest.mark.parametrize("kind", SPECIAL)
@pytest.mark.parametrize("command", [*PLACES, *TAKES_FOLDERS])
def test_a_path_that_is_no_regular_file_is_refused(
    run: Run, victim: Path, tmp_path: Path, command: str, kind: str
) -> None:
    path = tmp_path / "strange.xlsx"
    SPECIAL[kind](path, victim)
    if kind == "folder" and command in TAKES_FOLDERS:
        assert run(TAKES_FOLDERS[command], path)[0] == 0
        return
    code, _ = run((PLACES | TAKES_FOLDERS)[command], path)
    assert code == (1 if command == "form check" else 2)
    assert not [left for left in tmp_path.iterdir() if left.name.startswith((".perfdesk-", "new"))]


@pytest.mark.parametrize("place", ["/", ".", "..", "", "loop", "loop/x.db", "victim.txt/x", "长" * 300, "none/x.db"])
@pytest.mark.parametrize("command", PLACES)
def test_an_impossible_path_is_refused(run: Run, victim: Path, tmp_path: Path, command: str, place: str) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    path = tmp_path / place if place.strip("./") else Path(place)
    if (command, place) == ("form check", "/"):
        return  # how much of a disk is read belongs to the budgets of forms
    code, _ = run(PLACES[command], path)
    assert code == (1 if command == "form check" else 2)
    assert victim.exists()


@pytest.mark.parametrize("place", ["loop", "loop/x.db", "victim.txt/x", "长" * 300])
@pytest.mark.parametrize("command", TAKES_FOLDERS)
def test_nothing_is_written_to_such_a_path(run: Run, victim: Path, tmp_path: Path, command: str, place: str) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert run(TAKES_FOLDERS[command], tmp_path / place)[0] == 2
    assert victim.exists()


@pytest.mark.parametrize("kind", SPECIAL)
def test_a_lock_that_is_no_regular_file_keeps_the_report_from_being_written(
    run: Run, demo_file: Path, victim: Path, kind: str
) -> None:
    lock = demo_file.with_name(f".{demo_file.name}.lock")
    SPECIAL[kind](lock, victim)
    code, err = run(PLACES["fill"], demo_file)
    assert code == 2 and "它的占用标记“.demo.db.lock”是一个" in err
    for command in READING[:4]:
        assert run(PLACES[command], demo_file)[0] == 0
    assert lock.is_symlink() or lock.exists()


@pytest.mark.parametrize("kind", SPECIAL)
@pytest.mark.parametrize("name", [".demo.db.part", ".copy.db.part", "copy.db-journal", "copy.db-wal"])
def test_a_leftover_draft_that_is_a_link_is_not_followed(
    run: Run, demo_file: Path, victim: Path, tmp_path: Path, kind: str, name: str
) -> None:
    SPECIAL[kind](tmp_path / name, victim)
    run(PLACES["fill"], demo_file)
    run(["send", "{good}", "{}"], tmp_path / "copy.db")
    with_copy = (tmp_path / "copy.db").exists()
    assert with_copy == name.endswith(".part")


@pytest.mark.parametrize("kind", SPECIAL)
@pytest.mark.parametrize("file", ["form.toml", "style.toml", "style.docx", "style.dotx", "sections/01_basic.toml"])
def test_a_file_of_a_form_that_is_no_regular_file_is_refused(
    run: Run, victim: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, file: str
) -> None:
    form = Path(shutil.copytree(FORMS / "hunan_overall_2023", tmp_path / "forms" / "own"))
    file = file if "sections" not in file else next(form.glob("sections/*.toml")).relative_to(form).as_posix()
    text = (form / "form.toml").read_text(encoding="utf-8").replace('"hunan_overall_2023"', '"own"', 1)
    (form / "form.toml").write_text(text, encoding="utf-8")
    (form / file).unlink(missing_ok=True)
    SPECIAL[kind](form / file, victim)
    assert run(PLACES["form check"], form)[0] == 1
    monkeypatch.setenv("PERFDESK_FORMS", str(tmp_path / "forms"))
    assert run(PLACES["new with form"], form)[0] == 2
    assert run(PLACES["check"], tmp_path / "demo.db")[0] == 0  # a report of another form is not concerned


def test_a_link_named_by_the_user_is_followed(run: Run, demo_file: Path, tmp_path: Path, public_folder: Path) -> None:
    link, values = tmp_path / "link.db", tmp_path / "link.json"
    link.symlink_to(demo_file)
    values.symlink_to(public_folder / "values.json")
    assert run(PLACES["fill"], link)[0] == 0
    assert run(PLACES["values"], values)[0] == 0
    assert link.is_symlink()
    session = Session.open(demo_file, read_only=True)
    assert session.entries.text(Address("cover", "unit_name")) == "填入的局"


@contextlib.contextmanager
def unprivileged() -> Iterator[None]:
    """Run as a user without permissions, also when the tests run as root."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.mark.parametrize("command", [*PLACES, *TAKES_FOLDERS])
def test_a_file_or_folder_without_permission_is_reported_in_one_sentence(
    run: Run, demo_file: Path, public_folder: Path, command: str
) -> None:
    for module in ("docx", "pdf", "xlsx"):  # which that user perhaps may not read
        importlib.import_module(f"perfdesk.writers.{module}")
    closed = public_folder / "closed"
    closed.mkdir()
    shutil.copy(demo_file, closed / "in.db")
    shutil.copy(demo_file, public_folder / "closed.db")
    (public_folder / "closed.db").chmod(0)
    closed.chmod(0)
    for path in (public_folder / "closed.db", closed, closed / "in.db"):
        with unprivileged():
            code, _ = run((PLACES | TAKES_FOLDERS)[command], path)
        assert code == (1 if command == "form check" else 2)


def test_a_report_with_a_lock_on_read_only_media_is_examined(run: Run, demo_file: Path, public_folder: Path) -> None:
    media = public_folder / "media"
    media.mkdir()
    report = Path(shutil.copy(demo_file, media / "r.db"))
    acquire(report)
    lock = media / ".r.db.lock"
    lock.write_text(re.sub(r'"machine_id": "\w+"', '"machine_id": "elsewhere"', lock.read_text("utf-8")), "utf-8")
    for path in (report, lock):
        path.chmod(0o444)
    media.chmod(0o555)
    with unprivileged():
        assert run(PLACES["doctor"], report) == (1, "")
        for command in ("check", "dump", "log"):
            assert run(PLACES[command], report)[0] == 0
        code, err = run(PLACES["fill"], report)
    assert code == 2 and "只读" in err


#: An account without a home: no HOME, and the system knows of no user with this number.
WITHOUT_HOME = """
import os, pwd, sys

def unknown(user):
    raise KeyError(user)

for name in ("HOME", "USER", "LOGNAME", "USERNAME", "LNAME", "XDG_DATA_HOME", "PERFDESK_DATA", "PERFDESK_FORMS"):
    os.environ.pop(name, None)
pwd.getpwuid = unknown
from perfdesk.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.timeout(120)
def test_every_command_works_without_a_home_folder_or_reports_what_is_missing(demo_file: Path, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "坚果云").mkdir()
    cloud = shutil.copy(demo_file, tmp_path / "坚果云" / "r.db")
    values = tmp_path / "values.json"
    values.write_text('{"cover/unit_name": "填入的局"}', encoding="utf-8")
    commands: list[tuple[int, list[object]]] = [
        (0, ["new", tmp_path / "new.db"]),
        (0, ["fields"]),
        (0, ["dump", demo_file]),
        (0, ["fill", demo_file, values]),
        (0, ["check", demo_file]),
        (0, ["export", demo_file, "--to", tmp_path / "out"]),
        (0, ["form", "check", FORMS / "hunan_overall_2023"]),
        (0, ["roll", demo_file, tmp_path / "next.db", "--year", "2025"]),
        (0, ["log", demo_file]),
        (1, ["doctor", demo_file]),
        (0, ["send", demo_file, tmp_path / "copy.db"]),
        (2, ["fill", cloud, values]),
        (2, ["check", tmp_path / "none.db"]),
        (2, ["new", tmp_path / "x.db", "--form", "mars"]),
    ]
    for code, command in commands:
        line = [sys.executable, "-c", WITHOUT_HOME, *map(str, command)]
        done = subprocess.run(line, cwd=tmp_path / "here", capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == code, (command, done.stderr)
        assert "程序内部出错" not in done.stderr and "Traceback" not in done.stderr
        assert done.stderr.count("\n") == (code == 2)
        if command[0] == "doctor":
            assert "！个人文件夹：这个账号没有个人文件夹" in done.stdout
    assert list((tmp_path / "here").iterdir()) == []  # nothing is laid where the program happens to run
