"""The one kind of failure a clerk reads: what could not be done, why, and what to do now."""

from __future__ import annotations


class PerfDeskError(Exception):
    """The world is wrong (file, disk, form): three Chinese sentences, never a traceback."""

    def __init__(self, what: str, why: str = "", remedy: str = "") -> None:
        self.what, self.why, self.remedy = what, why, remedy
        super().__init__("".join(part for part in (what, why, remedy) if part))
