"""The report's file against raw sqlite3: saving one answer, opening, size and opening after 50,000 edits."""

from __future__ import annotations

import contextlib
import datetime
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from perfdesk.application.samples import make_sample
from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.definition.library import find_form
from perfdesk.entries.change import Change, Edit
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.storage.report_handle import ReportHandle

UNIT = Address("cover", "unit_name")
EDITS = 50_000
NOON = datetime.datetime(2024, 3, 5, 12, tzinfo=datetime.UTC)


def main() -> None:
    """Print one line a measurement; times are medians in milliseconds."""
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as folder:
        path = Path(folder) / "demo.db"
        make_sample("demo-2024", path)
        saving(path)
        opening(path)
        growing(path)


def saving(path: Path) -> None:
    """One answer saved by us and by raw sqlite3 with the same pragmas, in turn, so that the disk is equally busy."""
    raw = sqlite3.connect(path.with_name("raw.db"), isolation_level=None)
    with contextlib.closing(raw), ReportFile.open(path) as file:
        file.copy_to(path.with_name("raw.db"))
    raw = sqlite3.connect(path.with_name("raw.db"), isolation_level=None)
    raw.execute("PRAGMA synchronous=FULL")
    ours: list[float] = []
    theirs: list[float] = []
    with contextlib.closing(raw), ReportFile.open(path) as file:
        before, number = file.entries().text(UNIT), file.last_change()[0]
        for turn in range(400):
            number += 1
            change = Change(number, NOON, "李素云", "单位全称", (Edit(UNIT, before, f"第{turn}局"),))
            before = f"第{turn}局"
            ours.append(_timed(lambda change=change: file.save(change)))
            theirs.append(_timed(lambda number=number, turn=turn: _save_raw(raw, number, f"第{turn}局")))
    _print_ratio("saving one answer", ours, theirs, "raw sqlite3, same pragmas")


def _save_raw(raw: sqlite3.Connection, number: int, text: str) -> None:
    place = ("cover", "unit_name", "", "")
    raw.execute("BEGIN")
    raw.execute("INSERT INTO change VALUES (?,?,?,?,?,?,?)", (number, NOON.isoformat(), "李", "单位全称", "do", 0, 0))
    raw.execute("INSERT INTO edit VALUES (?,?,?,?,?,?,?,?)", (number, 0, *place, "x", text))
    raw.execute(
        'INSERT INTO entry VALUES (?,?,?,?,?) ON CONFLICT (section, field, "row", "column") DO UPDATE '
        "SET text = excluded.text",
        (*place, text),
    )
    raw.execute("COMMIT")


def opening(path: Path) -> None:
    """A full report opened with its checks, against reading the same rows raw; and where the time goes."""
    form, ours, theirs = find_form("hunan_overall_2023"), [], []
    parts: dict[str, list[float]] = {"form": [], "file, looked through": [], "answers and checks": []}
    for _ in range(15):
        ours.append(_timed(lambda: Session.open(path, read_only=True).close()))
        theirs.append(_timed(lambda: _read_raw(path)))
        parts["form"].append(_timed(lambda: find_form(form.id)))
        parts["file, looked through"].append(_timed(lambda: ReportFile.open(path, read_only=True).close()))
        with ReportFile.open(path, read_only=True) as file:
            parts["answers and checks"].append(_timed(lambda file=file: Session(form, ReportHandle(file))))
    _print_ratio("opening a full report, checks included", ours, theirs, "reading the rows raw")
    for name, times in parts.items():
        print(f"    {name}: {statistics.median(times):.1f} ms")


def _read_raw(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as raw:
        for table in ("entry", "change", "edit"):
            raw.execute(f'SELECT * FROM "{table}"').fetchall()


def growing(path: Path) -> None:
    """Size and opening time after many edits, against the fresh file."""
    grown = path.with_name("grown.db")
    with ReportFile.open(path) as file:
        file.copy_to(grown)
    fresh_size = grown.stat().st_size
    with contextlib.closing(sqlite3.connect(grown, isolation_level=None)) as raw:
        raw.execute("PRAGMA synchronous=OFF")
        raw.execute("BEGIN")
        raw.execute("DELETE FROM property WHERE name = 'seal'")
        first = raw.execute("SELECT max(id) + 1 FROM change").fetchone()[0]
        label = "单位全称 青石县林业局 → 青石县水利局"
        for number in range(first, first + EDITS):
            raw.execute(
                "INSERT INTO change VALUES (?,?,?,?,?,?,?)", (number, NOON.isoformat(), "李素云", label, "do", 0, 0)
            )
            texts = ("青石县林业局", "青石县水利局") if number % 2 else ("青石县水利局", "青石县林业局")
            raw.execute("INSERT INTO edit VALUES (?,?,?,?,?,?,?,?)", (number, 0, "cover", "unit_name", "", "", *texts))
        raw.execute("COMMIT")
    size = (grown.stat().st_size - fresh_size) / EDITS
    print(f"file size: {size:.0f} kB per 1,000 edits; {fresh_size // 1000} kB fresh")
    ours = [_timed(lambda: Session.open(grown, read_only=True).close()) for _ in range(15)]
    fresh = [_timed(lambda: Session.open(path, read_only=True).close()) for _ in range(15)]
    _print_ratio(f"opening after {EDITS:,} edits", ours, fresh, "the fresh file")


def _timed(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun) * 1000


def _print_ratio(what: str, ours: list[float], theirs: list[float], against: str) -> None:
    one, other = statistics.median(ours), statistics.median(theirs)
    print(f"{what}: {one:.2f} ms, {one / other:.2f} × {against} ({other:.2f} ms)")


if __name__ == "__main__":
    main()
