"""全套: Word, PDF and Excel of one report in a folder, with a list of the files."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from perfdesk.application.export import suffixes_of, write_files
from perfdesk.atomic_file import free_paths
from perfdesk.checks.finding import LEVEL_LABELS, Finding
from perfdesk.document.blocks import EDITION_LABELS, Report
from perfdesk.errors import PerfDeskError
from perfdesk.writers.export_file import write_export

CONTENTS_FILE_NAME = "清单"


def write_export_set(
    report: Report, name: str, findings: tuple[Finding, ...], folder: Path, progress: Callable[[str], None]
) -> list[Path]:
    """Write every format that can hold the report, then 清单.txt; earlier files are not overwritten.

    PerfDeskError when a file cannot be written; those written before it remain.
    """
    files = write_files(report, free_paths(folder, name, suffixes_of(report)), progress)
    edition = f"（{EDITION_LABELS[report.edition]}）" if report.edition == "public" else ""
    (contents_file,) = free_paths(folder, CONTENTS_FILE_NAME + edition, [".txt"])
    text = "\r\n".join(_contents_lines(report, findings, files)) + "\r\n"
    # Notepad on Windows 7 recognises UTF-8 only by its byte order mark, and lines only by CR LF.
    write_export(contents_file, lambda draft: draft.write_bytes(text.encode("utf-8-sig")))
    return [*files, contents_file]


def dated_folder(folder: Path, now: datetime.datetime) -> Path:
    """The folder inside `folder` for an export at this time: `2025-03-10 1402`."""
    return folder / now.strftime("%Y-%m-%d %H%M")


def hidden_lines(report: Report) -> Iterator[str]:
    """What the public copy hides, one line each: the covered numbers as printed, and what is omitted."""
    if report.edition == "submission":
        return
    doubtful = sum(redaction.is_doubtful for redaction in report.redactions)
    among = f"，其中 {doubtful} 处存疑，请核对" if doubtful else ""
    yield f"公开稿遮盖了 {len(report.redactions)} 处号码{among}" + ("：" if report.redactions else "。")
    for redaction in report.redactions:
        doubt = "　存疑" if redaction.is_doubtful else ""
        yield f"　　{redaction.kind} {redaction.redacted_text}（{redaction.section_label}）{doubt}"
    yield "公开稿没有印：" if report.omitted else "公开稿没有略去别的内容。"
    yield from (f"　　{item}" for item in report.omitted)


def _contents_lines(report: Report, findings: Iterable[Finding], files: list[Path]) -> Iterator[str]:
    levels = [finding.severity for finding in findings]
    counts = "，".join(f"{word} {levels.count(level)}" for level, word in LEVEL_LABELS.items())
    yield f"标题：{''.join(report.title.split())}"
    yield f"单位：{report.unit}"
    yield f"年度：{report.year}"
    yield f"版本：{EDITION_LABELS[report.edition]}" + (f"，{report.draft_mark}" if report.draft_mark else "")
    yield f"检查：{counts}"
    for file in files:
        content = _read_exported(file)
        yield ""
        yield f"文件：{file.name}"
        yield f"大小：{len(content)} 字节"
        yield f"SHA-256：{hashlib.sha256(content).hexdigest()}"
    hidden = list(hidden_lines(report))
    if hidden:
        yield from ("", *hidden)


def _read_exported(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise PerfDeskError("没有写出清单。", f"刚导出的“{file.name}”读不出来。", "请再导出一次。") from error
