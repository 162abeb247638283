"""One budget for everything that is read: bytes, entries, nesting and seconds, counted while reading.

Sizes that a file declares are not trusted: in a directory, in a header, in an archive.
"""

from __future__ import annotations

import gc
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from perfdesk.errors import PerfDeskError
from perfdesk.safe_open import open_regular

#: In seconds of processor time: a slow disk, other programs and the garbage collector do not count.
MAX_SECONDS = 1.2
_NEVER = float("inf")


class _CollectorTime(threading.local):
    """The processor time of a thread in the garbage collector: it grows with the whole program, not with the file."""

    total = 0.0
    started = 0.0

    def count(self, phase: str, _details: dict[str, int]) -> None:
        """Count one collection; called by Python at its start and its end."""
        if phase == "start":
            self.started = time.thread_time()
        else:
            self.total += time.thread_time() - self.started


_collector_time = _CollectorTime()
gc.callbacks.append(_collector_time.count)


def _reading_time() -> float:
    return time.thread_time() - _collector_time.total


class TooMuchError(PerfDeskError):
    """A file is larger, deeper or slower to read than any of its kind; `clause` states the exceeded limit."""

    def __init__(self, clause: str) -> None:
        super().__init__("没有读完。", f"内容{clause}。", "请检查是不是选错了文件。")
        self.clause = clause


@dataclass(slots=True)
class Budget:
    """The remaining cost of reading one thing. Each method raises TooMuchError when a limit is exceeded."""

    size: int
    entries: int = 1_000_000
    nesting: int = 20
    seconds: float = MAX_SECONDS
    _size_left: int = field(init=False)
    _entries_left: int = field(init=False)
    _started_at: float = field(init=False)

    def __post_init__(self) -> None:
        self._size_left, self._entries_left, self._started_at = self.size, self.entries, _reading_time()

    def read(self, path: Path, most: int | None = None, follow: bool = False) -> bytes:
        """Return the bytes of a file, at most `most`; raises OSError as `safe_open.open_regular`."""
        room = self._size_left if most is None else min(most, self._size_left)
        with open_regular(path, follow) as file:
            content = file.read(room + 1)
        if len(content) > room:
            raise TooMuchError(f"超过 {_size_text(room if most is None else most)}")
        self._size_left -= len(content)
        self.tick()
        return content

    def spend(self, entries: int = 1) -> None:
        """Count entries."""
        self._entries_left -= entries
        if self._entries_left < 0:
            raise TooMuchError(f"超过 {self.entries:,} 项")
        if entries > 1 or not self._entries_left % 64:
            self.tick()

    def go_down(self, depth: int) -> None:
        """Check the nesting depth."""
        if depth > self.nesting:
            raise TooMuchError(f"一层套一层，超过 {self.nesting} 层")

    def tick(self) -> None:
        """Check the processor time."""
        if _reading_time() - self._started_at > self.seconds:
            raise TooMuchError("太多太复杂，一直读不完")


def unhurried(size: int) -> Budget:
    """Return a budget without time limit, for files of the program: a slow machine may take longer."""
    return Budget(size, seconds=_NEVER)


def _size_text(size: int) -> str:
    return f"{size // 1_000_000} MB" if size >= 1_000_000 else f"{size // 1000} KB"
