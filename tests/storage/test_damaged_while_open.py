"""The file is damaged, replaced, truncated or deleted while it is open: the content in memory is kept."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.errors import ChangedElsewhereError, FileLostError, PerfDeskError

UNIT, SHORT = Address("cover", "unit_name"), Address("cover", "short_name")
Damage = Callable[[Path], None]


def _overwritten(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 another file under this name" * 4000)


def _pages_zeroed(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(bytes(path.stat().st_size - 4096))


def _some_bytes_changed(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for at in range(5000, len(content), 97):
        content[at] ^= 0x55
    path.write_bytes(content)


DAMAGES: dict[str, Damage] = {
    "deleted": lambda path: path.unlink(),
    "emptied": lambda path: os.truncate(path, 0),
    "cut": lambda path: os.truncate(path, path.stat().st_size // 2 // 4096 * 4096),
    "cut in a page": lambda path: os.truncate(path, 7000),
    "overwritten": _overwritten,
    "zeroed": _pages_zeroed,
    "bytes": _some_bytes_changed,
}
damages = pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())


pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("own")]


@pytest.fixture(params=["demo_file", "cloud"])
def opened(request: pytest.FixtureRequest) -> Session:
    """A report edited in place or in a working copy; `session.file.path` is the file to damage."""
    session = Session.open(request.getfixturevalue(request.param))
    assert (session.path == session.file.path) == (request.param == "demo_file")
    session.enter(UNIT, "第一")
    return session


@damages
def test_editing_continues_in_a_recovery_copy_of_the_memory(opened: Session, damage: Damage) -> None:
    before, broken = dict(opened.entries), opened.file.path
    damage(broken)
    damaged = broken.read_bytes() if broken.exists() else None
    with pytest.raises(FileLostError):
        opened.enter(SHORT, "第二")
    assert dict(opened.entries) == before
    rescued = opened.continue_in_recovery_copy()
    assert rescued != broken
    assert dict(opened.file.entries()) == before
    assert opened.enter(SHORT, "第二")
    opened.undo()
    opened.undo()
    assert opened.entries.text(UNIT) == "青石县林业局"
    opened.close()
    assert (broken.read_bytes() if broken.exists() else None) in (damaged, None)


@damages
def test_save_as_writes_what_is_in_memory(opened: Session, damage: Damage, tmp_path: Path) -> None:
    before = dict(opened.entries)
    damage(opened.file.path)
    opened.save_copy(tmp_path / "副本.db")
    copy = Session.open(tmp_path / "副本.db")
    assert dict(copy.entries) == before
    copy.undo()
    assert copy.entries.text(UNIT) == "青石县林业局"
    copy.close()
    assert [path.name for path in tmp_path.iterdir() if "part" in path.name] == []


@damages
def test_checking_for_changes_reports_a_lost_file(opened: Session, damage: Damage) -> None:
    damage(opened.file.path)
    with pytest.raises(FileLostError):
        opened.file.changed_elsewhere()


def test_another_report_in_its_place_is_not_overwritten(demo_file: Path, daoxian_file: Path, tmp_path: Path) -> None:
    session = Session.open(demo_file)
    session.enter(UNIT, "第一")
    demo_file.write_bytes(daoxian_file.read_bytes())
    assert session.changed_elsewhere()
    with pytest.raises(ChangedElsewhereError):
        session.enter(UNIT, "第二")
    session.save_copy(tmp_path / "副本.db")
    assert demo_file.read_bytes() == daoxian_file.read_bytes()
    copy = Session.open(tmp_path / "副本.db")
    assert copy.entries.text(UNIT) == "第一"
    copy.close()
    session.close()


def test_a_copy_that_cannot_be_written_is_reported(demo_file: Path, tmp_path: Path) -> None:
    session = Session.open(demo_file)
    demo_file.unlink()
    with pytest.raises(PerfDeskError, match=r"没有存为“x.db”.*目标位置不能写入"):
        session.save_copy(tmp_path / "没有的文件夹" / "x.db")
    session.close()
