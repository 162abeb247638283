"""Working copies while others write the original, lock it, fill its disk or leave a write unfinished."""

from __future__ import annotations

import contextlib
import resource
import sqlite3
import threading
import time
from pathlib import Path

import pytest

from perfdesk.__main__ import main
from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.errors import ChangedElsewhereError, FileLostError, HeldError, PerfDeskError
from perfdesk.storage.lock import holder_of
from perfdesk.storage.recovery import pending_copies
from support.crashing_writers import CRASH_IN_COMMIT, CRASH_WITH_WAL, crash

pytestmark = pytest.mark.slow

UNIT = Address("cover", "unit_name")


def text_in(path: Path, address: Address = UNIT) -> str | None:
    with ReportFile.open(path, read_only=True) as file:
        return file.entries().text(address)


def test_a_second_opener_is_refused_and_can_open_read_only(cloud: Path) -> None:
    session = Session.open(cloud)
    session.enter(UNIT, "没写回的")
    with pytest.raises(HeldError):
        Session.open(cloud)
    reader = Session.open(cloud, read_only=True)
    assert reader.entries.text(UNIT) == "青石县林业局"
    session.publish()
    assert reader.changed_elsewhere()
    reader.close()
    session.close()
    assert holder_of(cloud) is None


def test_after_another_machine_took_over_nothing_is_published(cloud: Path) -> None:
    session = Session.open(cloud)
    session.enter(UNIT, "没写回的")
    lock = cloud.with_name(f".{cloud.name}.lock")
    lock.write_text(lock.read_text(encoding="utf-8").replace('"mark": "', '"mark": "other'), encoding="utf-8")
    with pytest.raises(HeldError):
        session.publish()
    assert session.read_only
    session.close()
    assert text_in(cloud) == "青石县林业局"
    assert [left.original for left in pending_copies()] == [cloud]


def test_a_location_that_is_not_writable_is_read_only_from_the_start(cloud: Path, own: Path) -> None:
    cloud.chmod(0o444)
    session = Session.open(cloud)
    assert session.read_only and session.path == cloud
    with pytest.raises(PerfDeskError, match="以只读方式打开"):
        session.enter(UNIT, "第二")
    session.close()
    assert list(own.glob("working/*/*.db")) == []


@pytest.mark.slow
@pytest.mark.parametrize(("script", "says"), [(CRASH_IN_COMMIT, "青石县林业局"), (CRASH_WITH_WAL, "只在日志里的局")])
def test_an_interrupted_write_of_the_original_is_recovered_first(cloud: Path, script: str, says: str) -> None:
    crash(script, cloud)
    assert len(list(cloud.parent.iterdir())) > 1
    session = Session.open(cloud)
    assert session.entries.text(UNIT) == says
    session.enter(UNIT, "之后")
    session.close()
    assert text_in(cloud) == "之后"
    assert [path.name for path in cloud.parent.iterdir()] == [cloud.name]


def test_nothing_is_published_while_another_program_is_writing_there(cloud: Path) -> None:
    session = Session.open(cloud)
    session.enter(UNIT, "这里填的")
    whole = cloud.read_bytes()
    with contextlib.closing(sqlite3.connect(cloud, isolation_level=None)) as tool:
        tool.execute("BEGIN IMMEDIATE")
        tool.execute("UPDATE entry SET text = '还没写进文件的' WHERE field = 'unit_name'")
        assert cloud.read_bytes() == whole
        with pytest.raises(ChangedElsewhereError):
            session.publish()
        tool.execute("ROLLBACK")
    session.publish()
    assert text_in(cloud) == "这里填的"
    session.close()


@pytest.mark.parametrize("script", [CRASH_IN_COMMIT, CRASH_WITH_WAL])
def test_an_unfinished_write_of_another_program_prevents_publishing(cloud: Path, script: str) -> None:
    session = Session.open(cloud)
    session.enter(UNIT, "这里填的")
    crash(script, cloud)
    before = {path.name: path.read_bytes() for path in cloud.parent.glob("报告*")}
    assert len(before) > 1
    with pytest.raises(ChangedElsewhereError):
        session.publish()
    assert {path.name: path.read_bytes() for path in cloud.parent.glob("报告*")} == before
    session.close()


def test_a_full_disk_keeps_the_original(cloud: Path) -> None:
    session = Session.open(cloud)
    session.enter(UNIT, "第一")
    whole = cloud.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(whole) // 2, limits[1]))
    try:
        with pytest.raises(FileLostError, match="那里的磁盘已满。填的内容都在本机"):
            session.publish()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert cloud.read_bytes() == whole and not session.is_published
    assert not list(cloud.parent.glob("*.part"))
    session.close()
    assert text_in(cloud) == "第一"


@pytest.mark.slow
def test_the_command_line_publishes_and_says_when_it_cannot(
    cloud: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    values = tmp_path / "values.json"
    values.write_text('{"cover/unit_name": "命令行填的局"}', encoding="utf-8")
    assert main(["fill", str(cloud), str(values)]) == 0
    assert text_in(cloud) == "命令行填的局"
    assert [path.name for path in cloud.parent.iterdir()] == [cloud.name]
    assert list((tmp_path / "own").glob("working/*/*.db")) == []
    values.write_text('{"cover/unit_name": "写不回的局"}', encoding="utf-8")

    def remove_when_opened() -> None:
        while not list((tmp_path / "own").glob("working/*/*.db")):
            time.sleep(0.001)
        cloud.unlink()

    remover = threading.Thread(target=remove_when_opened)
    remover.start()
    assert main(["fill", str(cloud), str(values)]) == 2
    remover.join()
    assert "还没有写回" in capsys.readouterr().err
    assert [left.original for left in pending_copies()] == [cloud]
