"""发送副本: a clean, compact copy with a descriptive name, with or without history."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from perfdesk.__main__ import main
from perfdesk.application.rollover import rollover_edits
from perfdesk.application.send_copy import copy_name, send_copy
from perfdesk.application.session import Session
from perfdesk.checks.carried_over import unrevised
from perfdesk.definition.address import Address
from perfdesk.errors import PerfDeskError

pytestmark = pytest.mark.slow

UNIT, YEAR = Address("cover", "unit_name"), Address("cover", "year")
SECRET = "改掉了的旧电话13812345678"


@pytest.fixture
def worked_on(demo: Session) -> Session:
    """A report in which something was typed and deleted."""
    demo.enter(Address("others", "text"), SECRET * 400)
    demo.enter(Address("others", "text"), "无。")
    return demo


def marks(path: Path) -> list[object]:
    with sqlite3.connect(path) as connection:
        found = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
    connection.close()
    return found


def test_a_copy_with_history_is_the_same_report(worked_on: Session, tmp_path: Path) -> None:
    send_copy(worked_on.file.path, tmp_path / "copy.db", history=True)
    copy = Session.open(tmp_path / "copy.db")
    assert dict(copy.entries) == dict(worked_on.entries)
    assert copy.file.changes() == worked_on.file.changes()
    assert copy.undo_label == worked_on.undo_label
    assert marks(copy.file.path) == marks(worked_on.file.path)
    copy.close()


def test_a_copy_without_history_contains_only_the_answers(worked_on: Session, tmp_path: Path) -> None:
    assert SECRET.encode() in worked_on.file.path.read_bytes()
    send_copy(worked_on.file.path, tmp_path / "copy.db", history=False)
    held = (tmp_path / "copy.db").read_bytes()
    assert SECRET.encode() not in held
    assert len(held) <= worked_on.file.path.stat().st_size - len((SECRET * 400).encode())
    copy = Session.open(tmp_path / "copy.db")
    assert dict(copy.entries) == dict(worked_on.entries)
    assert (copy.file.changes(), copy.undo_label, copy.findings) == ([], "", worked_on.findings)
    copy.enter(UNIT, "青石县水利局")
    copy.undo()
    assert dict(copy.entries) == dict(worked_on.entries)
    copy.close()
    assert SECRET in worked_on.file.changes()[-1].edits[0].before


def test_a_copy_without_history_keeps_the_carried_over_texts(demo: Session, tmp_path: Path) -> None:
    session = Session.create(tmp_path / "next.db", demo.form, rollover_edits(demo.answers, 2025))
    session.enter(Address("performance", "text"), "2025年的情况。")
    send_copy(session.file.path, tmp_path / "copy.db", history=False)
    copy = Session.open(tmp_path / "copy.db")
    assert unrevised(copy.answers) == unrevised(session.answers) != ()
    assert Address("performance", "text") not in unrevised(copy.answers)
    assert "2024年，县林业局围绕林长制".encode() not in (tmp_path / "copy.db").read_bytes()
    copy.close()
    session.close()
    assert main(["doctor", str(tmp_path / "copy.db")]) == 0


def test_a_copy_without_history_names_no_contributor(
    demo: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "zhangsan-user")
    session = Session.create(tmp_path / "next.db", demo.form, rollover_edits(demo.answers, 2025))
    session.enter(Address("performance", "text"), "2025年的情况。")
    with sqlite3.connect(session.file.path) as connection:
        connection.execute("INSERT INTO property VALUES ('rescued_from', '/home/zhangsan-user/report.db')")
    connection.close()
    send_copy(session.file.path, tmp_path / "whole.db", history=True)
    send_copy(session.file.path, tmp_path / "bare.db", history=False)
    assert b"zhangsan-user" in (tmp_path / "whole.db").read_bytes()
    assert b"zhangsan-user" not in (tmp_path / "bare.db").read_bytes()
    assert str(tmp_path).encode() not in (tmp_path / "bare.db").read_bytes()
    with sqlite3.connect(tmp_path / "bare.db") as connection:
        assert connection.execute("SELECT DISTINCT who, label FROM change").fetchall() == [("", "结转")]
        names = connection.execute("SELECT name FROM property ORDER BY name").fetchall()
        assert names == [("form",), ("form_version",), ("report_id",)]
        assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)
    connection.close()
    copy = Session.open(tmp_path / "bare.db")
    assert unrevised(copy.answers) == unrevised(session.answers) != ()
    copy.close()
    session.close()


@pytest.mark.parametrize(
    ("unit", "year", "name"),
    [
        ("道县应急管理局", "2023", "道县应急管理局2023年度填报.db"),
        ("道县/应急：管*理?局\n（本级）", "2023", "道县应急：管理局（本级）2023年度填报.db"),
        ("..隐藏", "", "隐藏填报.db"),
        ("", "", "填报.db"),
        ("局" * 200, "2023", "局" * 60 + "2023年度填报.db"),
    ],
)
def test_the_name_of_a_copy_has_unit_and_year(blank: Session, unit: str, year: str, name: str) -> None:
    blank.fill({UNIT: unit, YEAR: year}, "填")
    assert copy_name(blank.answers) == name


def test_the_command_names_the_copy_and_writes_it_next_to_the_report_or_into_a_folder(
    demo_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "U盘 一").mkdir()
    assert main(["send", str(demo_file)]) == 0
    assert main(["send", str(demo_file), str(tmp_path / "U盘 一"), "--no-history"]) == 0
    assert "青石县林业局2024年度填报.db”，不带修改记录。" in capsys.readouterr().out
    for path in (tmp_path, tmp_path / "U盘 一"):
        Session.open(path / "青石县林业局2024年度填报.db").close()
    assert [path.name for path in (tmp_path / "U盘 一").iterdir()] == ["青石县林业局2024年度填报.db"]


def test_an_existing_file_is_not_overwritten(demo: Session, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    other.write_bytes(b"something of mine")
    for target in (other, demo.file.path):
        before = target.read_bytes()
        with pytest.raises(PerfDeskError) as caught:
            send_copy(demo.file.path, target, history=True)
        assert caught.value.why == "已经有这个文件。"
        assert target.read_bytes() == before


def test_a_missing_folder_is_reported_and_nothing_is_left(demo: Session, tmp_path: Path) -> None:
    with pytest.raises(PerfDeskError) as caught:
        send_copy(demo.file.path, tmp_path / "none" / "copy.db", history=True)
    assert caught.value.what == "没有发送副本“copy.db”。"
    with pytest.raises(PerfDeskError):
        send_copy(demo.file.path, tmp_path / ("长" * 300 + ".db"), history=False)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["demo.db"]


def test_a_copy_can_be_sent_while_the_report_is_being_filled_in(demo: Session, tmp_path: Path) -> None:
    demo.enter(UNIT, "青石县水利局")
    send_copy(demo.file.path, tmp_path / "copy.db", history=True)
    demo.enter(UNIT, "青石县林业局")
    copy = Session.open(tmp_path / "copy.db")
    assert copy.entries.text(UNIT) == "青石县水利局"
    copy.close()


@pytest.mark.parametrize("history", [True, False])
def test_a_copy_does_not_contain_the_path_it_was_recovered_from(
    demo: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, history: bool
) -> None:
    monkeypatch.setenv("PERFDESK_DATA", str(tmp_path / "own"))
    place = str(demo.path).encode()
    demo.path.unlink()
    demo.continue_in_recovery_copy()
    assert place in demo.file.path.read_bytes()
    send_copy(demo.file.path, tmp_path / "copy.db", history)
    assert place not in (tmp_path / "copy.db").read_bytes()
    Session.open(tmp_path / "copy.db").close()
