"""The errors shown to the user: what could not be done, why, and what to do now."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime


class PerfDeskError(Exception):
    """An error of a file, disk or form, as up to three Chinese sentences: what, why, remedy."""

    def __init__(self, what: str, why: str = "", remedy: str = "") -> None:
        self.what, self.why, self.remedy = what, why, remedy
        super().__init__("".join(part for part in (what, why, remedy) if part))


class FileLostError(PerfDeskError):
    """The report's file is gone or not writable; editing can continue in a recovery copy."""


class FileDamagedError(FileLostError):
    """The report's file exists, but no longer contains a report."""


class ChangedElsewhereError(PerfDeskError):
    """Someone else changed the report's file after it was read here; their changes are not overwritten."""


class HeldError(PerfDeskError):
    """Someone else is writing the report called `name`; it can be opened read-only."""

    def __init__(self, name: str, who: str, machine: str, since: datetime.datetime | None) -> None:
        self.who, self.machine, self.since = who, machine, since
        start = f"{since:%Y年%m月%d日 %H:%M} 起，" if since else ""
        super().__init__(
            f"打不开“{name}”。",
            f"{start}“{who}”在电脑“{machine}”上正在填报它。",
            "可以先以只读方式打开，等对方关闭后再填报。",
        )
