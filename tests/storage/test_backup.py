"""Backups: due dates, verification, thinning by age, differences, restoring."""

from __future__ import annotations

import datetime
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.application.backup_diff import differences
from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.errors import PerfDeskError
from perfdesk.storage.backup import (
    INTERVAL,
    back_up,
    is_due,
    list_backups,
    restore_copy,
    restored_copy_name,
    times_to_keep,
)

pytestmark = pytest.mark.slow

UNIT = Address("cover", "unit_name")
NOON = datetime.datetime(2024, 3, 5, 12, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
TIMES = st.lists(st.datetimes(NOON.replace(tzinfo=None) - 800 * DAY, NOON.replace(tzinfo=None)), unique=True).map(
    lambda times: [time.replace(tzinfo=datetime.UTC) for time in times]
)


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFDESK_DATA", str(tmp_path / "own"))


@pytest.mark.parametrize(
    ("last", "worked", "due"),
    [
        (None, False, True),
        (NOON, True, False),
        (NOON - INTERVAL, True, True),
        (NOON - INTERVAL, False, False),
        (NOON - INTERVAL + datetime.timedelta(seconds=1), True, False),
        (NOON + DAY, True, True),  # the clock was put back
    ],
)
def test_a_backup_is_due_after_ten_minutes_of_editing(last: datetime.datetime | None, worked: bool, due: bool) -> None:
    assert is_due(last, NOON, worked) is due


@given(TIMES, st.integers(0, 900))
def test_thinning_keeps_all_of_a_day_daily_ones_for_a_month_and_monthly_ones_permanently(
    times: list[datetime.datetime], later: int
) -> None:
    kept = times_to_keep(times, NOON)
    assert set(kept) <= set(times)
    assert times_to_keep(kept, NOON) == kept
    assert {time for time in times if NOON - time <= DAY} <= set(kept)
    days = {time.date() for time in times if NOON - time <= 31 * DAY}
    assert days <= {time.date() for time in kept}
    for month in {(time.year, time.month) for time in times}:
        assert max(time for time in times if (time.year, time.month) == month) in kept
    older = [time for time in kept if NOON - time > 31 * DAY]
    assert len({(time.year, time.month) for time in older}) == len(older)
    then = NOON + later * DAY  # thinning daily or only once has the same result
    assert times_to_keep(kept, then) == times_to_keep(times, then)


def test_a_backup_is_made_once_for_each_state_and_is_a_complete_report(demo: Session) -> None:
    first = back_up(demo.file)
    assert first is not None
    assert back_up(demo.file) is None
    demo.enter(UNIT, "青石县水利局")
    second = back_up(demo.file)
    assert second is not None
    assert [backup.path for backup in list_backups(demo.file.report_id())] == [second.path, first.path]
    assert second.path.parent.name == demo.file.report_id()
    with ReportFile.open(second.path, read_only=True) as file:
        assert (dict(file.entries()), file.changes()) == (dict(demo.entries), demo.file.changes())
    assert not [path for path in second.path.parent.iterdir() if path.suffix != ".db"]


def test_the_differences_between_a_backup_and_the_report(demo: Session) -> None:
    backup = back_up(demo.file)
    assert backup is not None
    assert differences(backup, demo.answers).count == 0
    demo.enter(UNIT, "青石县水利局")
    demo.add_row("spending", "projects", texts={"name": "新项目"})
    demo.enter(Address("cover", "year"), "")
    found = differences(backup, demo.answers)
    assert "封面·单位全称" in found.labels[0] or any("单位全称" in label for label in found.labels)
    assert found.count >= 3
    assert all(not label.endswith("#") for label in found.labels)


def test_a_backup_is_restored_as_a_copy_and_never_over_a_file(demo: Session, tmp_path: Path) -> None:
    backup = back_up(demo.file)
    assert backup is not None
    demo.enter(UNIT, "青石县水利局")
    target = tmp_path / restored_copy_name(backup, demo.file.path)
    restore_copy(backup, target)
    session = Session.open(target)
    assert session.entries.text(UNIT) == "青石县林业局"
    session.close()
    for occupied in (target, demo.file.path):
        with pytest.raises(PerfDeskError, match="已经有这个文件"):
            restore_copy(backup, occupied)
    with pytest.raises(PerfDeskError, match="没有恢复为"):
        restore_copy(backup, tmp_path / "missing" / "x.db")


def test_a_damaged_backup_is_named_and_the_others_remain(demo: Session) -> None:
    first = back_up(demo.file)
    assert first is not None
    first.path.write_bytes(first.path.read_bytes()[:5000])
    (first.path.parent / "letter.db").write_bytes(b"x")
    with pytest.raises(PerfDeskError, match=r"损坏|不完整"):
        differences(first, demo.answers)
    assert back_up(demo.file) is not None  # a newest backup that cannot be read is none
    assert len(list_backups(demo.file.report_id())) == 2


def test_a_backup_that_cannot_be_saved_is_reported(
    demo: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "letter.txt").write_text("x", encoding="utf-8")
    monkeypatch.setenv("PERFDESK_DATA", str(tmp_path / "letter.txt"))
    with pytest.raises(PerfDeskError, match="不能建立文件夹"):
        back_up(demo.file)


def test_a_report_and_its_copies_share_one_id_also_older_ones_without_one(demo: Session, tmp_path: Path) -> None:
    demo.file.copy_to(tmp_path / "copy.db")
    with ReportFile.open(tmp_path / "copy.db") as copy:
        assert copy.report_id() == demo.file.report_id() == demo.file.property("report_id")
    for path in (demo.file.path, tmp_path / "copy.db"):
        with sqlite3.connect(path) as connection:
            connection.execute("DELETE FROM property WHERE name = 'report_id'")
        connection.close()
    with ReportFile.open(tmp_path / "copy.db") as copy, ReportFile.open(demo.file.path, read_only=True) as old:
        assert copy.report_id() == old.report_id() != ""
        assert copy.report_id().isalnum()


HOUR = datetime.timedelta(hours=1)


def backed_up_at(session: Session, at: datetime.datetime) -> Path:
    """Edit the report, and make a backup at this time."""
    session.enter(UNIT, f"第{at:%Y%m%d%H%M}局")
    made = back_up(session.file, at)
    assert made is not None
    return made.path


@pytest.mark.parametrize("wrong", [NOON + 730 * DAY, NOON - 730 * DAY], ids=["ahead", "set back"])
def test_a_wrong_clock_deletes_no_new_backups(demo: Session, wrong: datetime.datetime) -> None:
    today = [backed_up_at(demo, NOON + number * HOUR / 4) for number in range(4)]
    today += [backed_up_at(demo, wrong + number * HOUR / 4) for number in range(4)]
    today += [backed_up_at(demo, NOON + 3 * HOUR + number * HOUR / 4) for number in range(4)]
    assert all(path.exists() for path in today)


def test_a_backup_from_the_future_is_not_the_newest(demo: Session) -> None:
    backed_up_at(demo, NOON + 730 * DAY)
    backed_up_at(demo, NOON)
    assert back_up(demo.file, NOON + HOUR) is None  # nothing was done since


def test_years_of_editing_leave_only_daily_and_monthly_backups(demo: Session) -> None:
    for day in range(0, 120, 2):
        for hour in (0, 1):
            backed_up_at(demo, NOON + day * DAY + hour * HOUR)
    kept = [backup.at for backup in list_backups(demo.file.report_id())]
    assert len(kept) < 70
    assert {at.month for at in kept} == {3, 4, 5, 6, 7}
