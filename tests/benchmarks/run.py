"""Measured speed, as ratios to floors taken in the same run: `make bench`. Prints, never fails."""

from __future__ import annotations

import subprocess
import tempfile
from functools import partial
from pathlib import Path

from core import core_cases, save_cases
from measure import best, best_pair, peak
from reports import SAMPLE, longer, sample_report
from work import FLOORS, OURS, write_all

from perfdesk.document.blocks import Report

_HEAD = f"{'':40}{'ours':>10}{'floor':>10}{'ratio':>8}{'aim':>8}{'ours':>10}{'floor':>10}"


def main() -> None:
    """Export, then the core."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        report = sample_report(folder)
        print(f"Export of {SAMPLE}\n{_HEAD}")
        _against_bare_libraries(report, folder)
        _against_libreoffice(report, folder)
        _ten_times(report, folder)
        print(f"\nCore\n{_HEAD}")
        _core(folder)


def _line(name: str, ours: float, floor: float | None, aim: str, *memory: float) -> None:
    shown = f"{floor * 1000:7.1f} ms" if floor else ""
    ratio = f"{ours / floor:.2f}×" if floor else ""
    peaks = "".join(f"{each:6.0f} MiB" for each in memory)
    print(f"{name:40}{ours * 1000:7.1f} ms{shown:>10}{ratio:>8}{aim:>8}{peaks}", flush=True)


def _against_bare_libraries(report: Report, folder: Path) -> None:
    cases = {"docx": "python-docx", "pdf": "reportlab", "xlsx": "openpyxl", "xlsx-values": "openpyxl, values only"}
    for case, library in cases.items():
        suffix = case.partition("-")[0]
        paths = folder / f"ours.{suffix}", folder / f"bare.{suffix}"
        ours, floor = partial(OURS[suffix], report, paths[0]), partial(FLOORS[case], report, paths[1])
        memory = peak(f"ours {suffix}"), peak(f"bare {case}")
        _line(f".{suffix} against bare {library}", *best_pair(ours, floor), "≤ 1.3×", *memory)


def _against_libreoffice(report: Report, folder: Path) -> None:
    asked = folder / "asked.docx"
    OURS["docx"](report, asked)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), str(asked)]
    convert = best(lambda: subprocess.run(command, check=True, capture_output=True), 2)
    _line("all three against one conversion", best(lambda: write_all(report, folder)), convert, "≤ 0.5×", peak("all"))


def _ten_times(report: Report, folder: Path) -> None:
    long = longer(report, 10)
    for suffix, write in OURS.items():
        short = best(partial(write, report, folder / f"short.{suffix}"), 3)
        tall = best(partial(write, long, folder / f"long.{suffix}"), 2)
        _line(f".{suffix} ten times as long", tall, short, "≤ 12×", peak(f"long {suffix}"), peak(f"ours {suffix}"))


def _core(folder: Path) -> None:
    for name, work in core_cases(folder).items():
        _line(name, best(work, 9), None, "")
    enter, save, floor = save_cases(folder)
    _line("save one answer against bare sqlite3", *best_pair(save, floor, 100), "")
    _line("enter one answer: save and recheck", best(enter, 20), None, "")


if __name__ == "__main__":
    main()
