"""One budget for everything that is read: bytes, entries, nesting and seconds, counted while reading.

What a file declares of itself is not believed: a size in a directory, a count in a head, a length in an archive.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from perfdesk.errors import PerfDeskError
from perfdesk.safe_open import open_regular

#: Of the processor's time: a slow disk does not count, nor what other programs do meanwhile.
PATIENCE = 1.2
_NEVER = float("inf")


class TooMuchError(PerfDeskError):
    """Something is larger, deeper or slower to read than a thing of its kind; `clause` says in what."""

    def __init__(self, clause: str) -> None:
        super().__init__("没有读完。", f"内容{clause}。", "请检查是不是选错了文件。")
        self.clause = clause


@dataclass(slots=True)
class Budget:
    """What reading one thing may still cost. Each method raises TooMuchError when it is spent."""

    size: int
    entries: int = 1_000_000
    nesting: int = 20
    seconds: float = PATIENCE
    _size_left: int = field(init=False)
    _entries_left: int = field(init=False)
    _begun: float = field(init=False)

    def __post_init__(self) -> None:
        self._size_left, self._entries_left, self._begun = self.size, self.entries, time.thread_time()

    def read(self, path: Path, most: int | None = None, follow: bool = False) -> bytes:
        """The bytes of a file, not more than `most` of them; raises OSError as `safe_open.open_regular`."""
        room = self._size_left if most is None else min(most, self._size_left)
        with open_regular(path, follow) as file:
            content = file.read(room + 1)
        if len(content) > room:
            raise TooMuchError(f"超过 {_said(room if most is None else most)}")
        self._size_left -= len(content)
        self.tick()
        return content

    def spend(self, entries: int = 1) -> None:
        """Count what was found."""
        self._entries_left -= entries
        if self._entries_left < 0:
            raise TooMuchError(f"超过 {self.entries:,} 项")
        if entries > 1 or not self._entries_left % 64:
            self.tick()

    def go_down(self, depth: int) -> None:
        """Whether one may go so deep."""
        if depth > self.nesting:
            raise TooMuchError(f"一层套一层，超过 {self.nesting} 层")

    def tick(self) -> None:
        """Whether there is time left."""
        if time.thread_time() - self._begun > self.seconds:
            raise TooMuchError("太多太复杂，一直读不完")


def unhurried(size: int) -> Budget:
    """For what comes with the program: a slow machine may take its time."""
    return Budget(size, seconds=_NEVER)


def _said(size: int) -> str:
    return f"{size // 1_000_000} MB" if size >= 1_000_000 else f"{size // 1000} KB"
