"""Backups in the user's own folder: made while the report is open, checked after writing, thinned by age."""

from __future__ import annotations

import contextlib
import datetime
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from perfdesk.checks.answers import Answers
from perfdesk.checks.labels import known_label
from perfdesk.definition.address import POSITION, Address
from perfdesk.entries.entries import Entries
from perfdesk.entries.report_file import ReportFile
from perfdesk.errors import PerfDeskError
from perfdesk.sharing.here import own_folder
from perfdesk.temporaries import draft_path, temporary_beside

EVERY = datetime.timedelta(minutes=10)
_ALL_OF = datetime.timedelta(days=1)
_DAILY_OF = datetime.timedelta(days=31)
#: Between two backups no more than this counts, so that a clock that jumps makes none of them old at once.
_LONGEST_GAP = datetime.timedelta(hours=8)
_NAMED = "%Y%m%dT%H%M%S%fZ"
_WHAT = "没有做成备份。"


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup of a report; `at` in UTC, `size` in bytes."""

    path: Path
    at: datetime.datetime
    size: int


@dataclass(frozen=True, slots=True)
class Differences:
    """In how many answers a backup differs from the present, and what the first of them are called."""

    count: int
    labels: tuple[str, ...]


def is_due(last: datetime.datetime | None, now: datetime.datetime, worked: bool) -> bool:
    """Whether a backup is due: none yet, or ten minutes of work since the last; also when the clock was put back."""
    if last is None or not worked:
        return last is None
    return now - last >= EVERY or now < last


def back_up(file: ReportFile, now: datetime.datetime | None = None) -> Backup | None:
    """Make a backup of an open report, check it, and thin the older ones; None when the newest says the same already.

    For opening, every ten minutes of work, and before an import, a migration or a merge. PerfDeskError when it cannot
    be made; the report itself is never touched. `now` is what the clock says.
    """
    report = file.report_id()
    before = _as_made(report)
    if before and _says_the_same(before[-1], file):
        return None
    now = now or datetime.datetime.now(datetime.UTC)
    path = _folder(report) / f"{now:{_NAMED}}.db"
    file.copy_to(path)
    try:
        _check(path, file)
    except PerfDeskError:
        path.unlink(missing_ok=True)
        raise
    made = Backup(path, now, path.stat().st_size)
    times = [*(backup.at for backup in before), made.at]
    kept = set(thinned(times, now, _ages(times)))
    _note_order(report, [*(backup.path.name for backup in before if backup.at in kept), path.name])
    for backup in before:
        if backup.at not in kept:
            with contextlib.suppress(OSError):
                backup.path.unlink()
    return made


def thinned(
    times: Iterable[datetime.datetime],
    now: datetime.datetime,
    ages: Mapping[datetime.datetime, datetime.timedelta] | None = None,
) -> list[datetime.datetime]:
    """Which of these backups to keep: all of a day, each day's last for a month, each month's last for ever.

    `ages` says how old each is where the clock does not.
    """
    kept: dict[object, datetime.datetime] = {}
    for at in sorted(times):
        age = ages[at] if ages is not None else now - at
        day = at.date()
        kept[at if age <= _ALL_OF else day if age <= _DAILY_OF else (day.year, day.month)] = at
    return sorted(kept.values())


def backups(report_id: str) -> list[Backup]:
    """All backups of a report, newest first."""
    return sorted(_listed(_folder(report_id)), key=lambda backup: backup.at, reverse=True)


def differences(backup: Backup, answers: Answers, first: int = 5) -> Differences:
    """How a backup differs from the present answers; PerfDeskError when it cannot be read."""
    with ReportFile.open(backup.path, read_only=True) as file:
        then = file.entries()
    moved = list(_moved(then, answers.entries))
    known = Answers(answers.form, then)
    named = ((known if answers.entries.text(address) is None else answers, address) for address in moved)
    labels = (known_label(*one) for one in named)
    return Differences(len(moved), tuple(dict.fromkeys(labels))[:first])


def restored_name(backup: Backup, report: Path) -> str:
    """What the copy of a backup is called: `报告（2024-03-05 12时15分的备份）.db`."""
    return f"{report.stem}（{backup.at.astimezone():%Y-%m-%d %H时%M分}的备份）.db"


def restore_copy(backup: Backup, target: Path) -> None:
    """Copy a backup to a new file, to be opened and looked at first; a file that stands is never overwritten."""
    what = f"没有恢复为“{target.name}”。"
    draft = draft_path(target)
    try:
        if target.exists():
            raise PerfDeskError(what, "已经有这个文件。", "请换一个文件名。")
        shutil.copyfile(backup.path, draft)
        draft.replace(target)
    except OSError as error:
        raise PerfDeskError(what, "目标位置不能写入，或磁盘已满。", "请换一个位置再试。") from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def _ages(times: Sequence[datetime.datetime]) -> dict[datetime.datetime, datetime.timedelta]:
    """How old backups are, in the order in which they were made: what passed between them, as far as it counts."""
    ages, age = dict[datetime.datetime, datetime.timedelta](), datetime.timedelta(0)
    for at, later in zip(reversed(times), [times[-1], *reversed(times)], strict=False):
        age += min(abs(later - at), _LONGEST_GAP)
        ages[at] = age
    return ages


def _as_made(report_id: str) -> list[Backup]:
    """All backups in the order in which they were made, whatever the clock said then: those made before the order was
    noted come first, by their time."""
    try:
        noted = _order(report_id).read_text(encoding="ascii", errors="replace").split()
    except OSError:
        noted = []
    places = {name: place for place, name in enumerate(noted)}
    return sorted(backups(report_id), key=lambda backup: (places.get(backup.path.name, -1), backup.at))


def _note_order(report_id: str, names: Iterable[str]) -> None:
    with contextlib.suppress(OSError):
        order = _order(report_id)
        with temporary_beside(order) as draft:
            draft.write_text("\n".join(names), encoding="ascii")
            draft.replace(order)


def _order(report_id: str) -> Path:
    return own_folder("backup-order", _WHAT) / report_id[:64]


def _folder(report_id: str) -> Path:
    folder = own_folder("backups", _WHAT) / report_id[:64]
    try:
        folder.mkdir(exist_ok=True, mode=0o700)
    except OSError as error:
        raise PerfDeskError(_WHAT, f"不能建立文件夹“{folder}”。", "请检查磁盘空间和权限。") from error
    return folder


def _listed(folder: Path) -> Iterator[Backup]:
    for path in folder.glob("*.db"):
        with contextlib.suppress(ValueError, OSError):
            at = datetime.datetime.strptime(path.stem, _NAMED).replace(tzinfo=datetime.UTC)
            yield Backup(path, at, path.stat().st_size)


def _says_the_same(backup: Backup, file: ReportFile) -> bool:
    try:
        with ReportFile.open(backup.path, read_only=True) as newest:
            return newest.tail() == file.tail() and newest.count() == file.count()
    except PerfDeskError:  # a backup that cannot be read is none
        return False


def _check(path: Path, file: ReportFile) -> None:
    """A backup counts only when it opens, whole, with as many answers as the report."""
    with ReportFile.open(path, read_only=True) as copy:
        if copy.tail() != file.tail() or copy.count() != file.count():
            raise PerfDeskError(_WHAT, "写出的备份与报告不一致。", "请检查磁盘，再试一次。")


def _moved(then: Entries, now: Entries) -> Iterator[Address]:
    for address in sorted({address for address, _ in then} | {address for address, _ in now}):
        if address.column != POSITION and then.text(address) != now.text(address):
            yield address
