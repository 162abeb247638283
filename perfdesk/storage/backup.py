"""Backups in the user's data folder: made while a report is open, verified after writing, thinned by age."""

from __future__ import annotations

import contextlib
import datetime
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from perfdesk.atomic_file import copy_atomically, write_bytes_atomically
from perfdesk.definition.text import LONGEST_REPORT_NAME, file_name_from
from perfdesk.entries.database.interrupted_write import refuse_side_files
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.errors import PerfDeskError
from perfdesk.logs import FailureLogged
from perfdesk.safe_open import is_taken, refuse_special, why_not
from perfdesk.storage.user_dirs import private_folder, user_data_folder

_log = logging.getLogger(__name__)
INTERVAL = datetime.timedelta(minutes=10)
_KEEP_ALL_FOR = datetime.timedelta(days=1)
_KEEP_DAILY_FOR = datetime.timedelta(days=31)
#: The maximum time between two backups that counts for their age, so that a jump of the clock makes none of them old.
_LONGEST_GAP = datetime.timedelta(hours=8)
_NAME_FORMAT = "%Y%m%dT%H%M%S%fZ"
_WHAT = "没有做成备份。"


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup of a report; `at` in UTC, `size` in bytes."""

    path: Path
    at: datetime.datetime
    size: int


def is_due(last: datetime.datetime | None, now: datetime.datetime, has_edits: bool) -> bool:
    """Whether a backup is due: none yet, or edits and INTERVAL since the last; also when the clock was set back."""
    if last is None or not has_edits:
        return last is None
    return now - last >= INTERVAL or now < last


@FailureLogged(_log, "no backup was made")
def back_up(file: ReportFile, now: datetime.datetime | None = None) -> Backup | None:
    """Make and verify a backup of an open report, and thin the older ones; None if the newest has the same content.

    Called on opening, every ten minutes of editing, and before an import, a migration or a merge. PerfDeskError when
    it cannot be made; the report itself is never changed. `now` is the current time.
    """
    report = file.report_id()
    before = _in_order_of_creation(report)
    if before and _has_same_content(before[-1], file):
        return None
    now = now or datetime.datetime.now(datetime.UTC)
    path = _folder(report) / f"{now:{_NAME_FORMAT}}.db"
    file.copy_to(path, private=True)
    try:
        _verify_backup(path, file)
    except PerfDeskError:
        path.unlink(missing_ok=True)
        raise
    made = Backup(path, now, path.stat().st_size)
    times = [*(backup.at for backup in before), made.at]
    kept = set(times_to_keep(times, now, _ages(times)))
    _record_order(report, [*(backup.path.name for backup in before if backup.at in kept), path.name])
    for backup in before:
        if backup.at not in kept:
            with contextlib.suppress(OSError):
                backup.path.unlink()
    return made


def times_to_keep(
    times: Iterable[datetime.datetime],
    now: datetime.datetime,
    ages: Mapping[datetime.datetime, datetime.timedelta] | None = None,
) -> list[datetime.datetime]:
    """Return the backups to keep: all of a day, each day's last for a month, each month's last permanently.

    `ages` are the ages if they do not follow from `now`.
    """
    kept: dict[object, datetime.datetime] = {}
    for at in sorted(times):
        age = ages[at] if ages is not None else now - at
        day = at.date()
        kept[at if age <= _KEEP_ALL_FOR else day if age <= _KEEP_DAILY_FOR else (day.year, day.month)] = at
    return sorted(kept.values())


def list_backups(report_id: str) -> list[Backup]:
    """Return all backups of a report, newest first."""
    return sorted(_backups_in(_folder(report_id)), key=lambda backup: backup.at, reverse=True)


def restored_copy_name(backup: Backup, report: Path) -> str:
    """Return the file name for the copy of a backup: `报告（2024-03-05 12时15分的备份）.db`."""
    ending = f"（{backup.at.astimezone():%Y-%m-%d %H时%M分}的备份）.db"
    return file_name_from(report.stem, ending, LONGEST_REPORT_NAME)


@FailureLogged(_log, "no backup was restored")
def restore_copy(backup: Backup, target: Path) -> None:
    """Copy a backup to a new file; an existing file is never overwritten."""
    what = f"没有恢复为“{target.name}”。"
    if is_taken(target):
        raise PerfDeskError(what, "已经有这个文件。", "请换一个文件名。")
    refuse_side_files(target, what)
    try:
        copy_atomically(backup.path, target)
    except OSError as error:
        why = why_not(error, "目标位置不能写入，或磁盘已满。")
        raise PerfDeskError(what, why, "请换一个位置再试。") from error


def _ages(times: Sequence[datetime.datetime]) -> dict[datetime.datetime, datetime.timedelta]:
    """Return the ages of backups in their order of creation: the sum of the gaps, each at most _LONGEST_GAP."""
    ages, age = dict[datetime.datetime, datetime.timedelta](), datetime.timedelta(0)
    for at, later in zip(reversed(times), [times[-1], *reversed(times)], strict=False):
        age += min(abs(later - at), _LONGEST_GAP)
        ages[at] = age
    return ages


def _in_order_of_creation(report_id: str) -> list[Backup]:
    """Return all backups in their order of creation, whatever the clock was then.

    Those made before the order was recorded come first, by their time.
    """
    try:
        recorded = _order_file(report_id).read_text(encoding="ascii", errors="replace").split()
    except OSError:
        recorded = []
    positions = {name: position for position, name in enumerate(recorded)}
    return sorted(list_backups(report_id), key=lambda backup: (positions.get(backup.path.name, -1), backup.at))


def _record_order(report_id: str, names: Iterable[str]) -> None:
    with contextlib.suppress(OSError):
        write_bytes_atomically(_order_file(report_id), "\n".join(names).encode("ascii"), private=True)


def _order_file(report_id: str) -> Path:
    return user_data_folder("backup-order", _WHAT) / report_id[:64]


def _folder(report_id: str) -> Path:
    return private_folder(user_data_folder("backups", _WHAT) / report_id[:64], _WHAT)


def _backups_in(folder: Path) -> Iterator[Backup]:
    for path in folder.glob("*.db"):
        with contextlib.suppress(ValueError, OSError):
            refuse_special(path)
            at = datetime.datetime.strptime(path.stem, _NAME_FORMAT).replace(tzinfo=datetime.UTC)
            yield Backup(path, at, path.stat().st_size)


def _has_same_content(backup: Backup, file: ReportFile) -> bool:
    try:
        with ReportFile.open(backup.path, read_only=True) as newest:
            return newest.last_change() == file.last_change() and newest.count() == file.count()
    except PerfDeskError:  # an unreadable backup does not count
        return False


def _verify_backup(path: Path, file: ReportFile) -> None:
    """Raise PerfDeskError unless a backup opens and has the last change and number of answers of the report."""
    with ReportFile.open(path, read_only=True) as copy:
        if copy.last_change() != file.last_change() or copy.count() != file.count():
            raise PerfDeskError(_WHAT, "写出的备份与报告不一致。", "请检查磁盘，再试一次。")
