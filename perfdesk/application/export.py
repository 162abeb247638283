"""Export a report to Word, PDF and Excel; each file is written atomically."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from perfdesk import safe_open
from perfdesk.checks.finding import Finding
from perfdesk.document.blocks import Edition, Report
from perfdesk.document.build import build
from perfdesk.entries.report_state import ReportState
from perfdesk.errors import PerfDeskError
from perfdesk.evaluation.answers import Answers
from perfdesk.logs import FailureLogged
from perfdesk.writers.formats import FORMATS, format_of

_log = logging.getLogger(__name__)


def is_folder(path: Path) -> bool:
    """Whether a path is a folder for all formats rather than one file; PerfDeskError for an unknown suffix."""
    if not path.suffix or safe_open.is_folder(path):
        return True
    if format_of(path) is not None:
        return False
    known = "、".join(known.suffix for known in FORMATS)
    raise PerfDeskError(f"没有导出“{path.name}”。", f"不认识扩展名“{path.suffix}”。", f"可用 {known}，或给一个文件夹。")


def suffixes_of(report: Report) -> list[str]:
    """The suffixes of the formats that can hold the report: without any table Excel cannot."""
    has_tables = bool(report.body_tables or report.attachments)
    return [known.suffix for known in FORMATS if has_tables or not known.needs_tables]


def export_report(
    answers: Answers,
    findings: tuple[Finding, ...],
    targets: Sequence[Path],
    draft: bool,
    progress: Callable[[str], None],
    edition: Edition = "submission",
    state: ReportState | None = None,
) -> list[Path]:
    """Write each target in the format of its suffix, reporting each step to `progress`; return the files written.

    PerfDeskError when a file cannot be written; those written before it remain.
    """
    return write_files(build(answers, findings, draft, edition, state=state), targets, progress)


def write_files(report: Report, targets: Sequence[Path], progress: Callable[[str], None]) -> list[Path]:
    """Write a finished report to each target, as `export_report` does."""
    for target in targets:
        known = format_of(target)
        assert known is not None, target
        progress(f"正在导出 {known.name}……")
        _make_folder(target.parent)
        with FailureLogged(_log, "no %s file was written", known.id):
            known.write(report, target)
    return list(targets)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PerfDeskError("没有导出。", f"不能建立文件夹“{folder}”。", "请换一个位置。") from error
