"""Conflict copies: files that a sync service creates next to a report that was changed in two places at once."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from perfdesk.definition.address import ROW_POSITION
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.entries.entries import Entries
from perfdesk.errors import PerfDeskError

#: 坚果云, Dropbox, Nextcloud, Syncthing, Seafile, 百度网盘, WPS 云盘 and most others use the word.
_CONFLICT = re.compile("冲突|衝突|conflict", re.IGNORECASE)
#: OneDrive appends the name of the computer, which Windows writes in capitals: `报告-PC-2020.db`.
_COMPUTER = re.compile(r"-(?=[A-Z0-9-]*[A-Z])(?=[A-Z0-9-]*[-0-9])[A-Z0-9][A-Z0-9-]{3,14}(-\d{1,2})?")
#: In a folder of OneDrive, any legal name of a computer.
_ANY_COMPUTER = re.compile(r"-[A-Za-z0-9][A-Za-z0-9-]{0,14}(-\d{1,2})?")
#: The maximum number of copies that are read, newest first, and the maximum size of one in bytes.
_MAX_READ, _MAX_SIZE = 5, 64 << 20


@dataclass(frozen=True, slots=True)
class ConflictCopy:
    """A copy of the same report with other content, and the number of different answers."""

    path: Path
    differences: int


def conflict_copies(report: Path, report_id: str, entries: Entries) -> list[ConflictCopy]:
    """Return the conflict copies next to a report whose answers differ from these, newest first."""
    found: list[ConflictCopy] = []
    for path in possible_copies(report)[:_MAX_READ]:
        with contextlib.suppress(PerfDeskError, OSError), ReportFile.open(path, read_only=True) as copy:
            there = copy.entries()
            if copy.report_id() == report_id and dict(there) != dict(entries):
                found.append(ConflictCopy(path, _differences(there, entries)))
    return found


def possible_copies(report: Path) -> list[Path]:
    """Return the files next to a report that are named like a conflict copy of it, newest first."""
    found: list[tuple[float, Path]] = []
    with contextlib.suppress(OSError):
        for path in report.absolute().parent.iterdir():
            if _is_named_like_a_copy(report, path):
                with contextlib.suppress(OSError):
                    facts = path.stat()
                    if path.is_file() and facts.st_size <= _MAX_SIZE:
                        found.append((facts.st_mtime, path))
    return [path for _, path in sorted(found, reverse=True)]


def conflict_sentence(copies: Iterable[ConflictCopy]) -> str:
    """Return one sentence about conflict copies; empty when there are none."""
    descriptions = [f"“{copy.path.name}”（{copy.differences} 处不同）" for copy in copies]
    if not descriptions:
        return ""
    return (
        f"旁边有同步服务留下的冲突副本{'、'.join(descriptions)}：同一份报告在另一处也被改过，"
        "请打开它对照，把要的内容补到这一份里，再删去它。"
    )


def _is_named_like_a_copy(report: Path, path: Path) -> bool:
    if path.name == report.name or path.suffix.lower() != report.suffix.lower():
        return False
    if not path.stem.startswith(report.stem):
        return False
    added = path.stem.removeprefix(report.stem)
    in_onedrive = any(folder.lower().startswith("onedrive") for folder in report.absolute().parent.parts)
    computer = _ANY_COMPUTER if in_onedrive else _COMPUTER
    return bool(_CONFLICT.search(added) or computer.fullmatch(added))


def _differences(there: Entries, here: Entries) -> int:
    addresses = {address for address, _ in there} | {address for address, _ in here}
    return sum(there.text(one) != here.text(one) for one in addresses if one.column != ROW_POSITION)
