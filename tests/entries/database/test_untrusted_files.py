"""Untrusted files: flipped bits, lost pages, hostile SQL. No crash, no hang, always one sentence."""

from __future__ import annotations

import contextlib
import datetime
import os
import random
import re
import sqlite3
import time
from pathlib import Path

import pytest

from perfdesk.application.answers_json import dump_values
from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.definition.model import Form
from perfdesk.entries.change import Change, Edit
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.errors import PerfDeskError
from perfdesk.storage.report_handle import ReportHandle
from support.measurements import Record

pytestmark = pytest.mark.slow

FILES = int(os.environ.get("PERFDESK_TORTURE", "15")) * 100
PAGE = 4096
PATIENCE = 2.0

TRICKS = {
    "触发器“t”": ["CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM entry; END"],
    "视图“v”": ["CREATE VIEW v AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n) SELECT x FROM n"],
    "表“e”": [
        "ALTER TABLE entry RENAME TO e",
        "CREATE VIEW entry AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n) "
        "SELECT x section, x field, x row, x column, x text FROM n",
    ],
    "虚拟表“f”": ["CREATE VIRTUAL TABLE f USING fts5(x)"],
    "索引“i”": ["CREATE INDEX i ON entry (length(text))"],
    "表“extra”": ["CREATE TABLE extra (x)"],
    "外来的列“x”": ["ALTER TABLE entry ADD COLUMN x TEXT DEFAULT 'y'"],
    "外来的列“g”": ["ALTER TABLE edit ADD COLUMN g TEXT GENERATED ALWAYS AS (hex(zeroblob(100000000)))"],
    "“cover/unit_name”的内容大得异常": ["UPDATE entry SET text = hex(zeroblob(4000001)) WHERE field = 'unit_name'"],
    "大得异常": ["UPDATE entry SET text = CAST(zeroblob(70000000) AS TEXT) WHERE field = 'unit_name'"],
    "“change/1”的内容大得异常": ["UPDATE change SET label = hex(zeroblob(9000)) WHERE id = 1"],
    "损坏或不完整": ["UPDATE entry SET text = zeroblob(100) WHERE field = 'unit_name'"],
    "前后矛盾": ["UPDATE change SET id = 9223372036854775807 WHERE id = 2"],
    "文件里的记录前后矛盾": ["UPDATE change SET of = id, deed = 'undo'"],
    "答案多得异常": [
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n WHERE x < 200001) "
        "INSERT INTO entry SELECT 'cover', 'f' || x, '', '', 'x' FROM n"
    ],
    "这张表的行多得异常": [
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n WHERE x < 9000) "
        "INSERT INTO entry SELECT 'spending', 'projects', 'q' || x, '#', x FROM n"
    ],
    "打不开": ["UPDATE entry SET text = printf('%.*c', 5000, '9') WHERE \"column\" = '#'"],
    "文件已损坏": ["PRAGMA writable_schema=ON", "UPDATE sqlite_schema SET rootpage = 2"],
    "更新版本": ["PRAGMA user_version = 2000000000"],
    "不是 PerfDesk": ["PRAGMA application_id = 7"],
}


def exercise(path: Path, form: Form, whole: bool, answers: dict[Address, str]) -> bool:
    """Read everything and save one answer; return whether the file was accepted as a report.

    Its answers must be unchanged then: no figure may have changed undetected.
    """
    begun = time.thread_time()
    try:
        with ReportFile.open(path) as file:
            entries, _, _ = file.entries(), file.changes(), file.report_id()
            assert dict(entries) == answers
            edit = Edit(Address("cover", "unit_name"), entries.text(Address("cover", "unit_name")), "另一个局")
            file.save(Change(file.last_change()[0] + 1, datetime.datetime.now().astimezone(), "我", "改", (edit,)))
            if whole:
                session = Session(form, ReportHandle(file))
                session.undo()
                dump_values(session.answers)
    except PerfDeskError as error:
        assert re.fullmatch(r"[^\n]*[一-鿿][^\n]*。", str(error))
        return False
    except ValueError:  # Session.open calls it contradictory; only what Session itself reads may raise it
        assert whole
        return False
    finally:
        took = time.thread_time() - begun
        assert took < PATIENCE, f"{took:.1f} s"
    return True


def mutated(whole: bytes, dice: random.Random) -> bytes:
    """Mutate a file as an accident does."""
    data = bytearray(whole)
    pages = len(data) // PAGE
    kind = dice.randrange(6)
    if kind == 0:
        for _ in range(dice.choice([1, 1, 2, 8, 64])):
            data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    elif kind == 1:  # in the headers of the file and its pages, where every bit means something
        at = dice.randrange(pages) * PAGE + dice.randrange(12) if dice.random() < 0.7 else dice.randrange(100)
        data[at] = dice.randrange(256)
    elif kind == 2:
        one, other = dice.randrange(pages), dice.randrange(pages)
        data[one * PAGE : (one + 1) * PAGE] = whole[other * PAGE : (other + 1) * PAGE]
    elif kind == 3:
        one = dice.randrange(pages)
        data[one * PAGE : (one + 1) * PAGE] = dice.choice([bytes(PAGE), dice.randbytes(PAGE), b"\xff" * PAGE])
    elif kind == 4:  # cell pointers and the beginnings of cells
        at = dice.randrange(pages) * PAGE + dice.randrange(8, 200)
        data[at : at + 4] = dice.randbytes(4)
    else:
        del data[dice.randrange(len(data)) :]
    return bytes(data)


def test_mutated_files_are_opened_or_refused(
    demo_file: Path, tmp_path: Path, form: Form, record_measurement: Record
) -> None:
    with ReportFile.open(demo_file) as file:
        answers = dict(file.entries())
    whole, dice, path = demo_file.read_bytes(), random.Random(5), tmp_path / "strange.db"
    taken = 0
    cut = [whole[: page * PAGE] for page in range(len(whole) // PAGE)]
    for number in range(FILES):
        data = cut.pop() if cut else mutated(whole, dice)
        path.write_bytes(data)
        path.with_name("strange.db-journal").unlink(missing_ok=True)
        taken += exercise(path, form, number % 10 == 0, answers)
    record_measurement(f"{FILES} mutated files: {taken} could still be read, the rest were refused in a sentence")
    assert 0 < taken < FILES


@pytest.mark.parametrize("says", TRICKS)
def test_a_file_with_foreign_content_is_refused(demo_file: Path, says: str) -> None:
    with contextlib.closing(sqlite3.connect(demo_file)) as connection:
        connection.execute("PRAGMA legacy_alter_table=ON")
        connection.execute("DELETE FROM property WHERE name = 'seal'")  # a stranger who knows his way about
        for statement in TRICKS[says]:
            connection.execute(statement)
        connection.commit()
    begun = time.thread_time()
    with pytest.raises(PerfDeskError) as caught:
        Session.open(demo_file)
    assert says in str(caught.value)
    assert time.thread_time() - begun < PATIENCE
    assert [path.name for path in demo_file.parent.iterdir()] == [demo_file.name]


@pytest.mark.parametrize("pragma", ["journal_mode=WAL", "encoding='UTF-16'", "auto_vacuum=FULL", "page_size=512"])
def test_a_report_that_another_tool_rewrote_is_still_a_report(demo_file: Path, pragma: str) -> None:
    with contextlib.closing(sqlite3.connect(demo_file)) as connection:
        connection.execute(f"PRAGMA {pragma}")
        connection.execute("VACUUM")
    session = Session.open(demo_file)
    session.enter(Address("cover", "unit_name"), "另一个局")
    session.close()
    assert [path.name for path in demo_file.parent.iterdir()] == [demo_file.name]
    with contextlib.closing(sqlite3.connect(demo_file)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
