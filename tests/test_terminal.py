"""Nothing in a file, a form, a lock or a journal can control the terminal of its reader."""

from __future__ import annotations

import ast
import contextlib
import json
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from perfdesk.__main__ import main
from perfdesk.storage.lock import acquire
from perfdesk.terminal import visible
from support.small_form import SMALL_FORM, SMALL_LIST

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
STEERING = "\x1b[31m\x1b]0;甲\x07\x08\x9b2J\u202e\u2066\x7f\r"
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

Capsys = pytest.CaptureFixture[str]


def printed(capsys: Capsys, *arguments: object) -> str:
    """Everything that a command prints, which has no control characters."""
    capsys.readouterr()
    main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    assert not RAW.search(out + err), ascii(out + err)
    return out + err


def put_into(report: Path, statement: str, *values: str) -> None:
    """Write into a report as another program would."""
    with contextlib.closing(sqlite3.connect(report)) as raw:
        raw.execute(statement, values)
        raw.execute("DELETE FROM property WHERE name = 'seal'")
        raw.commit()


def test_control_characters_are_made_visible() -> None:
    assert visible("甲\x1b[31m\x07乙\x7f\x9b\u202e\t", "\t") == "甲␛[31m␇乙␡‹U+009B›‹U+202E›\t"
    assert visible("𠮷野家，一切正常 👍🏽") == "𠮷野家，一切正常 👍🏽"


def test_a_lock_file_cannot_control_the_terminal(demo_file: Path, capsys: Capsys, tmp_path: Path) -> None:
    lock = acquire(demo_file)
    assert lock is not None
    file = demo_file.with_name(f".{demo_file.name}.lock")
    content = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(content | {"who": f"李{STEERING}", "machine": STEERING, "machine_id": "别处"}))
    (tmp_path / "v.json").write_text("{}")
    assert "李␛[31m" in printed(capsys, "doctor", demo_file)
    assert "李␛[31m" in printed(capsys, "fill", demo_file, tmp_path / "v.json")
    lock.release()


@pytest.mark.parametrize("command", ["check", "dump", "log", "doctor"])
def test_answers_and_journal_cannot_control_the_terminal(demo_file: Path, capsys: Capsys, command: str) -> None:
    put_into(demo_file, "UPDATE entry SET text = ? || text WHERE text <> '1' AND \"column\" <> '#'", STEERING)
    put_into(demo_file, "UPDATE change SET who = ?, label = ?", STEERING, STEERING)
    put_into(demo_file, "UPDATE edit SET after = ? WHERE \"column\" <> '#'", STEERING)
    assert printed(capsys, command, demo_file)
    if command != "doctor":
        assert printed(capsys, command, demo_file, *([] if command == "dump" else ["--json"]))


def test_json_with_control_characters_reads_back_the_same(demo_file: Path, capsys: Capsys) -> None:
    put_into(demo_file, "UPDATE entry SET text = ? WHERE section = 'cover' AND field = 'unit_name'", f"局{STEERING}")
    assert json.loads(printed(capsys, "dump", demo_file))["cover/unit_name"] == f"局{STEERING}"


def test_a_form_cannot_control_the_terminal(tmp_path: Path, capsys: Capsys) -> None:
    written = "\\u001b[31m\\u202e"
    (tmp_path / "form.toml").write_text(SMALL_LIST, encoding="utf-8")
    (tmp_path / "money.toml").write_text(SMALL_FORM.replace('label = "', f'label = "{written}'), encoding="utf-8")
    printed(capsys, "form", "check", tmp_path)
    assert "␛[31m" in printed(capsys, "fields", "--form", tmp_path)
    (tmp_path / "money.toml").write_text(SMALL_FORM.replace('kind = "', f'kind = "{written}'), encoding="utf-8")
    printed(capsys, "form", "check", tmp_path)


def test_file_names_cannot_control_the_terminal(tmp_path: Path, capsys: Capsys) -> None:
    name = f"甲{STEERING}.db"
    printed(capsys, "check", tmp_path / name)
    printed(capsys, "new", tmp_path / name)
    (tmp_path / f"{STEERING}.docx").write_bytes(b"")
    printed(capsys, "export", tmp_path / name, "--to", tmp_path / STEERING)
    printed(capsys, "export", tmp_path / name, "--to", f"{tmp_path}/甲{STEERING}.docx")


def test_argparse_errors_cannot_control_the_terminal(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "perfdesk", "check", "a.db", f"b{STEERING}.db"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert "b␛[31m" in done.stderr
    assert not RAW.search(done.stderr)


def test_everything_is_printed_by_one_function() -> None:
    for path in (ROOT / "perfdesk").rglob("*.py"):
        if path.name == "terminal.py" or "look" in path.parts:
            continue
        calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
        printed = [node.lineno for node in calls if isinstance(node.func, ast.Name) and node.func.id == "print"]
        assert printed == [], path
        assert not re.search(r"sys\.std(out|err)\.write", path.read_text(encoding="utf-8")), path
