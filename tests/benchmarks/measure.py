"""Time and memory of one piece of work."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

_MEBIBYTE = 1024
#: The heading of a table.
HEAD = f"{'':44}{'ours':>10}{'floor':>10}{'ratio':>8}{'aim':>8}{'ours':>10}{'floor':>10}"


def best(work: Callable[[], object], times: int = 5) -> float:
    """Seconds of the fastest of several runs after one to warm up: what the work takes when nothing else runs."""
    work()
    return min(_seconds(work) for _ in range(times))


def best_pair(ours: Callable[[], object], floor: Callable[[], object], times: int = 9) -> tuple[float, float]:
    """The fastest of each, run in turns: whatever else the machine does then slows both."""
    ours()
    floor()
    pairs = [(_seconds(ours), _seconds(floor)) for _ in range(times)]
    return min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def peak(case: str) -> float:
    """The most memory, in MiB, that a fresh process takes to do one case of `work.py`."""
    script = Path(__file__).with_name("work.py")
    done = subprocess.run([sys.executable, str(script), case], check=True, capture_output=True, text=True)
    return int(done.stdout) / _MEBIBYTE


def line(name: str, ours: float, floor: float | None, aim: str, *memory: float) -> None:
    """Print one measurement: seconds, the ratio to the floor, what is aimed at, and MiB where they were taken."""
    shown = f"{floor * 1000:7.1f} ms" if floor else ""
    ratio = f"{ours / floor:.2f}×" if floor else ""
    peaks = "".join(f"{each:6.0f} MiB" for each in memory)
    print(f"{name:44}{ours * 1000:7.1f} ms{shown:>10}{ratio:>8}{aim:>8}{peaks}", flush=True)
