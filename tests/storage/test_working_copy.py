"""Working copies: editing happens in the data folder; the original is only replaced by a committed state."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from perfdesk.__main__ import main
from perfdesk.application.file_info import read_file_info
from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.definition.model import Form
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.errors import ChangedElsewhereError, FileLostError, PerfDeskError
from perfdesk.storage.recovery import discard, pending_copies, restore_original
from perfdesk.storage.working_copy import find_working_copy, remove_finished_working_copies

pytestmark = pytest.mark.slow

UNIT, SHORT = Address("cover", "unit_name"), Address("cover", "short_name")


def text_in(path: Path, address: Address = UNIT) -> str | None:
    with ReportFile.open(path, read_only=True) as file:
        return file.entries().text(address)


def working_copies(own: Path) -> list[Path]:
    return list(own.glob("working/*/*.db"))


def crashed(session: Session) -> None:
    """Leave a session as a killed process does: nothing is published, and its locks are gone."""
    session.file.close()
    for lock in (session.path.with_name(f".{session.path.name}.lock"), *session.file.path.parent.glob(".*.lock")):
        lock.unlink(missing_ok=True)


def test_typing_does_not_change_the_original_until_it_is_published(cloud: Path, own: Path) -> None:
    whole = cloud.read_bytes()
    session = Session.open(cloud)
    assert session.path == cloud and session.file.path.name == cloud.name
    assert own in session.file.path.parents
    assert stat.S_IMODE(session.file.path.parent.stat().st_mode) == 0o700
    assert session.is_published
    session.enter(UNIT, "第一")
    assert not session.is_published
    assert cloud.read_bytes() == whole
    session.publish()
    assert session.is_published and text_in(cloud) == "第一"
    session.enter(UNIT, "第二")
    session.close()
    assert text_in(cloud) == "第二"
    assert [path.name for path in cloud.parent.iterdir()] == [cloud.name]
    assert working_copies(own) == [] and pending_copies() == []


def test_a_report_in_an_ordinary_location_has_no_working_copy(demo_file: Path, own: Path) -> None:
    session = Session.open(demo_file)
    session.enter(UNIT, "第一")
    assert session.is_published and session.path == session.file.path == demo_file
    session.publish()
    session.close()
    assert working_copies(own) == []


def test_publishing_without_changes_does_not_write_the_original(cloud: Path) -> None:
    before = cloud.read_bytes(), cloud.stat().st_mtime_ns, cloud.stat().st_ino
    session = Session.open(cloud)
    session.publish()
    session.close()
    assert (cloud.read_bytes(), cloud.stat().st_mtime_ns, cloud.stat().st_ino) == before


def test_the_original_is_replaced_and_not_written_in_place(cloud: Path, tmp_path: Path) -> None:
    whole = cloud.read_bytes()
    session = Session.open(cloud)
    session.enter(UNIT, "第一")
    (tmp_path / "being copied.db").hardlink_to(cloud)
    session.publish()
    assert text_in(cloud) == "第一"
    assert (tmp_path / "being copied.db").read_bytes() == whole
    session.close()


def test_a_late_publication_does_not_replace_a_newer_one(cloud: Path) -> None:
    session = Session.open(cloud)
    session.enter(UNIT, "第一")
    late = session.prepare_publishing()
    session.enter(UNIT, "第二")
    other = session.prepare_publishing()
    late()
    assert text_in(cloud) == "第一" and not session.is_published
    other()
    late()
    assert text_in(cloud) == "第二" and session.is_published
    session.close()


def test_a_new_report_is_published_at_once(form: Form, cloud: Path, own: Path) -> None:
    path = cloud.with_name("新.db")
    session = Session.create(path, form)
    assert session.path == path and session.is_published
    with ReportFile.open(path, read_only=True) as file:
        assert file.last_change() == session.file.last_change()
    session.close()
    with pytest.raises(PerfDeskError, match=r"没有新建“新\.db”。已经有这个文件。"):
        Session.create(path, form)
    with pytest.raises(PerfDeskError, match=r"没有新建“新\.db”。不能在“.*没有”读写文件。"):
        Session.create(path.parent / "没有" / "新.db", form)
    assert working_copies(own) == []


def test_the_original_path_is_shown_everywhere(cloud: Path, capsys: pytest.CaptureFixture[str]) -> None:
    session = Session.open(cloud)
    assert read_file_info(session).path == cloud
    assert main(["doctor", str(cloud)]) == 0
    assert "正在电脑" in capsys.readouterr().out
    session.close()


def test_editing_continues_while_the_stick_is_pulled_out(cloud: Path) -> None:
    session = Session.open(cloud)
    drawer = cloud.parent.rename(cloud.parent.with_name("drawer"))
    session.enter(UNIT, "拔出后填的")
    with pytest.raises(FileLostError, match=r"还没有写回.*U 盘可能已拔出.*填的内容都在本机，没有丢"):
        session.publish()
    with pytest.raises(FileLostError):
        session.changed_elsewhere()
    assert session.continue_in_recovery_copy() == session.file.path  # it is in the user's own folder anyway
    assert session.enter(SHORT, "还能填") and session.path == cloud
    assert pending_copies() == []  # it is being worked on
    assert (read_file_info(session).path, read_file_info(session).changes) == (cloud, len(session.file.changes()))
    drawer.rename(cloud.parent)
    session.publish()
    session.close()
    assert (text_in(cloud), text_in(cloud, SHORT)) == ("拔出后填的", "还能填")


def test_unpublished_work_is_offered_for_recovery(cloud: Path, own: Path) -> None:
    session = Session.open(cloud)
    session.enter(UNIT, "没写回的")
    drawer = cloud.parent.rename(cloud.parent.with_name("drawer"))
    session.close()
    (left,) = pending_copies()
    assert (left.original, left.path) == (cloud, session.file.path)
    with pytest.raises(PerfDeskError, match="没有存为"):
        restore_original(left)
    drawer.rename(cloud.parent)
    restore_original(left)
    assert text_in(cloud) == "没写回的"
    assert pending_copies() == [] and working_copies(own) == []


def test_unpublished_work_can_be_discarded(cloud: Path, own: Path) -> None:
    session = Session.open(cloud)
    session.enter(UNIT, "不要了")
    crashed(session)
    (left,) = pending_copies()
    discard(left)
    assert pending_copies() == [] and list((own / "working").iterdir()) == []
    again = Session.open(cloud)
    assert again.entries.text(UNIT) == "青石县林业局"
    again.close()


def test_opening_after_a_crash_continues_the_working_copy(
    cloud: Path, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session = Session.open(cloud)
    session.enter(UNIT, "崩溃前填的")
    crashed(session)
    assert text_in(cloud) == "青石县林业局"
    assert main(["doctor", str(cloud)]) == 1
    printed = capsys.readouterr().out
    assert "　位置：这份报告在“坚果云”的同步文件夹里" in printed and "！没写回的内容：本机还存着 " in printed
    again = Session.open(cloud)
    assert again.entries.text(UNIT) == "崩溃前填的" and not again.is_published
    assert again.undo_label == session.undo_label
    again.close()
    assert text_in(cloud) == "崩溃前填的"
    assert pending_copies() == [] and working_copies(own) == []


def test_listing_pending_copies_deletes_nothing_and_finished_ones_are_removed_separately(
    cloud: Path, own: Path
) -> None:
    session = Session.open(cloud)
    session.enter(UNIT, "写回了的")
    session.publish()
    crashed(session)
    (copy,) = working_copies(own)
    assert pending_copies() == [] and find_working_copy(copy) is None
    assert working_copies(own) == [copy]
    remove_finished_working_copies()
    assert list((own / "working").iterdir()) == []


def test_opening_a_report_removes_finished_copies_and_keeps_pending_ones(cloud: Path, own: Path) -> None:
    pending = Path(shutil.copy(cloud, cloud.with_name("另一份.db")))
    for path in (pending, cloud):
        session = Session.open(path)
        session.enter(UNIT, "崩溃前填的")
        if path == cloud:
            session.publish()
        crashed(session)
    assert {path.name for path in working_copies(own)} == {cloud.name, pending.name}
    Session.open(cloud).close()
    assert [path.name for path in working_copies(own)] == [pending.name]
    assert [left.original for left in pending_copies()] == [pending]


def test_an_original_changed_meanwhile_is_never_overwritten(cloud: Path) -> None:
    session = Session.open(cloud)
    session.enter(UNIT, "这里填的")
    with ReportFile.open(cloud) as other:
        last = other.changes()[-1]
        edit = type(last.edits[0])(UNIT, "青石县林业局", "别处填的局")
        other.save(type(last)(last.id + 1, last.at, "李素云", "改", (edit,)))
    whole = cloud.read_bytes()
    assert session.changed_elsewhere()
    for _ in range(2):
        with pytest.raises(ChangedElsewhereError, match="没有覆盖别处填的内容"):
            session.publish()
    session.close()
    assert cloud.read_bytes() == whole
    (left,) = pending_copies()
    with pytest.raises(ChangedElsewhereError, match="后来又有人填过"):
        restore_original(left)
    again = Session.open(cloud)
    assert again.entries.text(UNIT) == "别处填的局"
    again.close()
    assert pending_copies() == [left]  # still there to be looked at
    discard(left)


def test_a_moved_original_is_not_created_again(cloud: Path, tmp_path: Path) -> None:
    session = Session.open(cloud)
    session.enter(UNIT, "第一")
    moved = cloud.rename(tmp_path / "elsewhere.db")
    with pytest.raises(FileLostError, match="可能被移走、改名或删除"):
        session.publish()
    assert not cloud.exists()
    moved.rename(cloud)
    session.close()
    assert text_in(cloud) == "第一"


def test_an_original_synced_again_with_the_same_content_is_unchanged(cloud: Path, tmp_path: Path) -> None:
    session = Session.open(cloud)
    session.enter(UNIT, "第一")
    shutil.copy(cloud, tmp_path / "synced.db").replace(cloud)
    assert not session.changed_elsewhere()
    session.close()
    assert text_in(cloud) == "第一"
