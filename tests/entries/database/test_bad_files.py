"""Invalid and incomplete files: each is refused with one Chinese sentence and not changed."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from perfdesk.__main__ import main
from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.definition.model import Form
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.entries.database.schema import SCHEMA_VERSION
from perfdesk.errors import PerfDeskError
from perfdesk.storage.report_handle import ReportHandle


def refusal_reason(path: Path) -> str:
    """Return the reason for refusing to open; the file must be unchanged, without new files next to it."""
    entries_before = sorted(path.parent.iterdir())
    is_file = path in entries_before and path.is_file()
    whole = path.read_bytes() if is_file else b""
    with pytest.raises(PerfDeskError) as caught:
        Session.open(path).close()
    assert caught.value.what == f"打不开“{path.name}”。"
    assert re.fullmatch(r"[^\n]*[一-鿿][^\n]*。", str(caught.value))
    assert sorted(path.parent.iterdir()) == entries_before
    assert (path.read_bytes() if is_file else b"") == whole
    return caught.value.why


def alter(path: Path, *statements: str) -> None:
    """Change a file with SQL, without its checksum, so that other errors are found."""
    connection = sqlite3.connect(path)
    with contextlib.suppress(sqlite3.Error):
        connection.execute("DELETE FROM property WHERE name = 'seal'")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "它不是 PerfDesk 的填报文件"),
        (b"\x00" * 4096, "它不是 PerfDesk 的填报文件"),
        (b"dear county" * 500, "它不是 PerfDesk 的填报文件"),
        (b"PK\x03\x04" + b"x" * 2000, "它不是 PerfDesk 的填报文件"),
        ("文字".encode("gb18030") * 800, "它不是 PerfDesk 的填报文件"),
    ],
)
def test_a_file_that_is_not_a_database_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "r.db"
    path.write_bytes(content)
    assert says in refusal_reason(path)


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    alter(path, "CREATE TABLE entry (section TEXT, field TEXT, row TEXT, column TEXT, text TEXT)")
    assert "它不是 PerfDesk 的填报文件" in refusal_reason(path)


def test_a_file_of_a_newer_program_is_refused_and_upgrading_is_advised(demo_file: Path) -> None:
    alter(demo_file, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    assert refusal_reason(demo_file) == "它是用更新版本的 PerfDesk 保存的。"


def test_a_file_of_a_newer_form_is_refused(demo_file: Path) -> None:
    alter(demo_file, "UPDATE property SET value = '99' WHERE name = 'form_version'")
    assert refusal_reason(demo_file) == "它用的是更新版本的表单。"


@pytest.mark.parametrize("kept", [1, 15, 16, 50, 99, 100, 512, 1000, 4095, 4096, 5000, 8192, 0.25, 0.5, 0.75, 0.99])
def test_a_truncated_file_is_refused(demo_file: Path, kept: float) -> None:
    whole = demo_file.read_bytes()
    demo_file.write_bytes(whole[: int(kept if kept >= 1 else len(whole) * kept)])
    assert re.search("损坏|不是 PerfDesk|不完整", refusal_reason(demo_file))


@pytest.mark.parametrize("page", [1, 2, 3])
def test_a_file_with_an_overwritten_page_is_refused(demo_file: Path, page: int) -> None:
    whole = bytearray(demo_file.read_bytes())
    whole[page * 4096 : page * 4096 + 4096] = b"\xff" * 4096
    demo_file.write_bytes(whole)
    assert re.search("损坏|不完整", refusal_reason(demo_file))


@pytest.mark.parametrize("table", ["property", "entry", "change", "edit"])
def test_a_file_with_a_table_missing_is_refused_and_the_table_named(demo_file: Path, table: str) -> None:
    alter(demo_file, f'DROP TABLE "{table}"')
    assert f"缺少“{table}”表" in refusal_reason(demo_file)


@pytest.mark.parametrize(
    ("table", "column"), [("entry", "text"), ("change", "joins"), ("edit", "before"), ("property", "value")]
)
def test_a_file_with_a_column_missing_is_refused(demo_file: Path, table: str, column: str) -> None:
    alter(demo_file, f'ALTER TABLE "{table}" RENAME COLUMN "{column}" TO gone')
    assert f"缺少“{table}”表的内容" in refusal_reason(demo_file)


@pytest.mark.parametrize("name", ["locked", "busy", "readonly", "disk is full", "unable to open"])
def test_the_name_of_a_damaged_table_does_not_change_what_the_error_is(demo_file: Path, name: str) -> None:
    """SQLite quotes the name in its message: `malformed database schema (locked)`."""
    damage = f"UPDATE sqlite_schema SET sql = 'CREATE TABEL' WHERE name = '{name}'"
    alter(demo_file, f'CREATE TABLE "{name}" (a)', "PRAGMA writable_schema = ON", damage)
    assert refusal_reason(demo_file) == "文件已损坏或不完整。"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET text = 'x' WHERE \"column\" = '#'",
        "UPDATE entry SET text = 'NaN' WHERE \"column\" = '#'",
        "UPDATE entry SET text = x'ff00' WHERE field = 'year'",
        "UPDATE change SET at = '昨天'",
        "UPDATE change SET deed = 'undo'",
        "UPDATE change SET deed = 'redo'",
        "UPDATE property SET value = 'two' WHERE name = 'form_version'",
        "UPDATE edit SET after = x'ff00'",
    ],
)
def test_a_file_with_invalid_rows_is_refused_as_damaged(demo_file: Path, statement: str) -> None:
    alter(demo_file, statement)
    assert re.match("文件已损坏或不完整|文件里的记录前后矛盾", refusal_reason(demo_file))


def test_a_file_of_an_unknown_form_is_refused_and_the_form_named(demo_file: Path) -> None:
    alter(demo_file, "UPDATE property SET value = 'mars_2050' WHERE name = 'form'")
    with pytest.raises(PerfDeskError, match="没有名为“mars_2050”的表单"):
        Session.open(demo_file)


def test_answers_without_a_question_are_kept(demo_file: Path) -> None:
    alter(
        demo_file,
        "INSERT INTO entry VALUES ('gone', 'field', '', '', '旧答案'), ('cover', 'gone', '', '', '旧答案')",
        "INSERT INTO entry VALUES ('gone@x', 'table', 'r', 'c', '旧答案'), ('spending', 'wages', 'e3', 'actual', '5')",
        "INSERT INTO entry VALUES ('project_evaluation@zz', 'department', '', '', '旧单位')",
    )
    session = Session.open(demo_file)
    assert session.entries.text(Address("gone", "field")) == "旧答案"
    assert all(finding.severity == "notice" for finding in session.findings)
    session.close()


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert refusal_reason(tmp_path / "none.db") == "没有这个文件。"
    (tmp_path / "folder.db").mkdir()
    assert refusal_reason(tmp_path / "folder.db") == "“folder.db”是一个文件夹，不是普通文件。"
    assert refusal_reason(tmp_path / f"{'长' * 200}.db") == "没有这个文件。"


@contextlib.contextmanager
def read_only(source: Path) -> Iterator[Path]:
    """A copy of a report that this process may read but not write, even when the tests run as root."""
    folder = Path(tempfile.mkdtemp())
    path = Path(shutil.copy(source, folder / "r.db"))
    path.chmod(0o444)
    folder.chmod(0o555)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield path
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_a_report_in_a_read_only_place_can_be_read_and_a_change_is_refused(demo_file: Path, form: Form) -> None:
    with read_only(demo_file) as path:
        whole = path.read_bytes()
        session = Session(form, ReportHandle(ReportFile.open(path)))
        before = dict(session.entries)
        with pytest.raises(PerfDeskError, match="这次修改没有存进文件。文件或文件夹是只读的。请用“另存副本”"):
            session.enter(Address("cover", "unit_name"), "另一个局")
        assert (dict(session.entries), session.undo_label) == (before, "样例 demo-2024")
        session.close()
        assert path.read_bytes() == whole


def test_a_new_report_and_a_copy_are_refused_in_a_read_only_place(demo_file: Path, form: Form) -> None:
    with read_only(demo_file) as path:
        session = Session(form, ReportHandle(ReportFile.open(path)))
        with pytest.raises(PerfDeskError, match=r"没有新建“new\.db”。不能在“"):
            Session.create(path.with_name("new.db"), session.form)
        with pytest.raises(PerfDeskError, match=r"没有存为“copy\.db”"):
            session.file.copy_to(path.with_name("copy.db"))
        session.close()
        assert [found.name for found in path.parent.iterdir()] == ["r.db"]


@pytest.mark.parametrize("command", ["check", "doctor", "log", "dump"])
@pytest.mark.parametrize("position", ["²", "9" * 5000, "第一", "1.5"])
def test_an_invalid_row_position_is_reported_in_a_sentence(
    demo_file: Path, capsys: pytest.CaptureFixture[str], command: str, position: str
) -> None:
    with contextlib.closing(sqlite3.connect(demo_file)) as raw:
        raw.execute("UPDATE entry SET text = ? WHERE \"column\" = '#'", (position,))
        raw.execute("DELETE FROM property WHERE name = 'seal'")
        raw.commit()
    assert main([command, str(demo_file)]) == 2
    assert "文件里的记录前后矛盾" in capsys.readouterr().err
