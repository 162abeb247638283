"""One case in a process of its own, to see how much memory it takes at most: `work.py CASE` prints KiB (Linux)."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from floors import bare_docx, bare_pdf, bare_xlsx, framed_xlsx
from reports import longer, sample_report

from perfdesk.document.blocks import Report
from perfdesk.writers.docx.document import write_docx
from perfdesk.writers.pdf.document import write_pdf
from perfdesk.writers.xlsx.workbook import write_xlsx

Write = Callable[[Report, Path], None]
OURS: dict[str, Write] = {"docx": write_docx, "pdf": write_pdf, "xlsx": write_xlsx}
FLOORS: dict[str, Write] = {"docx": bare_docx, "pdf": bare_pdf, "xlsx": framed_xlsx, "xlsx-values": bare_xlsx}


def write_all(report: Report, folder: Path) -> None:
    """All three files."""
    for suffix, write in OURS.items():
        write(report, folder / f"all.{suffix}")


def _do(case: str, folder: Path) -> None:
    who, _, suffix = case.partition(" ")
    report = sample_report(folder)
    if who == "all":
        write_all(report, folder)
    elif who == "long":
        OURS[suffix](longer(report, 10), folder / f"long.{suffix}")
    elif who != "nothing":
        {"ours": OURS, "bare": FLOORS}[who][suffix](report, folder / f"file.{suffix}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        _do(sys.argv[1], Path(name))
    # Not ru_maxrss: that begins with the size of the process this one was started from.
    print(re.findall(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[0])
