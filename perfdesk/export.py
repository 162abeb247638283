"""From a report at one moment to its files: Word, PDF and Excel, each whole or not at all."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from pathlib import Path

from perfdesk.checks.answers import Answers
from perfdesk.checks.finding import Finding
from perfdesk.document.blocks import Report
from perfdesk.document.build import build, report_name
from perfdesk.errors import PerfDeskError

#: What each suffix is called and which function writes it; imported when first used, since each takes a while.
WRITERS = {
    ".docx": ("Word", "perfdesk.writers.docx", "write_docx"),
    ".pdf": ("PDF", "perfdesk.writers.pdf", "write_pdf"),
    ".xlsx": ("Excel 附表", "perfdesk.writers.xlsx", "write_xlsx"),
}


def targets_of(answers: Answers, path: Path) -> list[Path]:
    """The files to write for a path: itself by suffix, or all three inside a folder.

    PerfDeskError when the suffix is none of ours.
    """
    if path.suffix.lower() in WRITERS and not path.is_dir():
        return [path]
    if path.suffix and not path.is_dir():
        known = "、".join(WRITERS)
        raise PerfDeskError(
            f"没有导出“{path.name}”。", f"不认识扩展名“{path.suffix}”。", f"可用 {known}，或给一个文件夹。"
        )
    return [path / f"{report_name(answers)}{suffix}" for suffix in WRITERS]


def export_report(
    answers: Answers,
    findings: tuple[Finding, ...],
    targets: Sequence[Path],
    draft: bool,
    progress: Callable[[str], None],
) -> list[Path]:
    """Write each target by its suffix, telling `progress` what is under way; returns what was written.

    PerfDeskError when a file cannot be written; those written before it stay.
    """
    report = build(answers, findings, draft)
    for target in targets:
        name = WRITERS[target.suffix.lower()][0]
        progress(f"正在导出 {name}……")
        _make_folder(target.parent)
        _write(report, target)
    return list(targets)


def _write(report: Report, target: Path) -> None:
    _, module, function = WRITERS[target.suffix.lower()]
    getattr(importlib.import_module(module), function)(report, target)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PerfDeskError("没有导出。", f"不能建立文件夹“{folder}”。", "请换一个位置。") from error
