"""Measured speed, as ratios to floors taken in the same run: `make bench`. Prints, never fails."""

from __future__ import annotations

import subprocess
import tempfile
from functools import partial
from pathlib import Path

from core import core_cases, save_cases
from import_bench import import_bench
from measure import HEAD, best, best_pair, line, peak
from reports import SAMPLE, longer, sample_report
from window_bench import window_bench
from work import FLOORS, OURS, write_all

from perfdesk.document.blocks import Report


def main() -> None:
    """Export, the core, reading, the window."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        report = sample_report(folder)
        print(f"Export of {SAMPLE}\n{HEAD}")
        _against_bare_libraries(report, folder)
        _against_libreoffice(report, folder)
        _ten_times(report, folder)
        print(f"\nCore\n{HEAD}")
        _core(folder)
        import_bench()
        window_bench(folder)


def _against_bare_libraries(report: Report, folder: Path) -> None:
    cases = {"docx": "python-docx", "pdf": "reportlab", "xlsx": "openpyxl", "xlsx-values": "openpyxl, values only"}
    for case, library in cases.items():
        suffix = case.partition("-")[0]
        paths = folder / f"ours.{suffix}", folder / f"bare.{suffix}"
        ours, floor = partial(OURS[suffix], report, paths[0]), partial(FLOORS[case], report, paths[1])
        memory = peak(f"ours {suffix}"), peak(f"bare {case}")
        line(f".{suffix} against bare {library}", *best_pair(ours, floor), "≤ 1.3×", *memory)


def _against_libreoffice(report: Report, folder: Path) -> None:
    asked = folder / "asked.docx"
    OURS["docx"](report, asked)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), str(asked)]
    convert = best(lambda: subprocess.run(command, check=True, capture_output=True), 2)
    line("all three against one conversion", best(lambda: write_all(report, folder)), convert, "≤ 0.5×", peak("all"))


def _ten_times(report: Report, folder: Path) -> None:
    long = longer(report, 10)
    for suffix, write in OURS.items():
        short = best(partial(write, report, folder / f"short.{suffix}"), 3)
        tall = best(partial(write, long, folder / f"long.{suffix}"), 2)
        line(f".{suffix} ten times as long", tall, short, "≤ 12×", peak(f"long {suffix}"), peak(f"ours {suffix}"))


def _core(folder: Path) -> None:
    for name, work in core_cases(folder).items():
        line(name, best(work, 9), None, "")
    enter, save, floor = save_cases(folder)
    line("save one answer against bare sqlite3", *best_pair(save, floor, 100), "")
    line("enter one answer: save and recheck", best(enter, 20), None, "")


if __name__ == "__main__":
    main()
