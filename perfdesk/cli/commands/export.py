"""`perfdesk export`: write a report as Word, PDF and Excel files."""

from __future__ import annotations

import argparse
import contextlib
import datetime
import sys
from pathlib import Path

from perfdesk.application.export import is_folder, write_files
from perfdesk.application.export_set import dated_folder, hidden_lines, write_export_set
from perfdesk.application.session import Session
from perfdesk.checks.finding import unfinished_text
from perfdesk.document.blocks import Edition
from perfdesk.document.build import build, report_name
from perfdesk.errors import PerfDeskError
from perfdesk.terminal import say
from perfdesk.writers.formats import FORMATS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("file", type=Path, metavar="FILE.db")
    suffixes = " ".join(known.suffix for known in FORMATS)
    parser.add_argument("--to", type=Path, required=True, metavar="PATH", help=f"{suffixes} 文件，或一个文件夹")
    mark = parser.add_mutually_exclusive_group()
    mark.add_argument("--draft", action="store_true", help="加草稿标记")
    mark.add_argument("--final", action="store_true", help="正式稿：有错误或未填时不导出")
    parser.add_argument(
        "--public", action="store_true", help="公开稿：不印签字栏和内部项目，遮盖电话、身份证号、银行卡号"
    )
    parser.add_argument("--dated", action="store_true", help="放进以日期时间命名的文件夹，例如“2025-03-10 1402”")


def run(options: argparse.Namespace) -> int:
    """Write the files; with `--final`, exit code 1 and no files while the report is not finished."""
    with contextlib.closing(Session.open(options.file, read_only=True)) as session:
        stopping = [finding for finding in session.findings if finding.severity.stops_final_export]
        if options.final and stopping:
            left = unfinished_text(stopping)
            say(f"没有导出正式稿：还有 {left}，请先办完，或用 --draft 导出草稿。", file=sys.stderr)
            for finding in stopping:
                say(f"  {finding.section_label}：{finding.message}", file=sys.stderr)
            return 1
        if options.dated and not is_folder(options.to):
            raise PerfDeskError("没有导出。", "--dated 是导出到文件夹时用的。", "请给一个文件夹，或去掉 --dated。")
        folder = dated_folder(options.to, datetime.datetime.now().astimezone()) if options.dated else options.to
        edition: Edition = "public" if options.public else "submission"
        return _write(session, folder, options.draft or bool(stopping), edition)


def export_all_formats(file: Path, folder: Path) -> int:
    """Write the whole set of a report, as a draft if it is not finished."""
    with contextlib.closing(Session.open(file, read_only=True)) as session:
        is_unfinished = any(finding.severity.stops_final_export for finding in session.findings)
        return _write(session, folder, draft=is_unfinished)


def _write(session: Session, to: Path, draft: bool, edition: Edition = "submission") -> int:
    report, file_list = build(session.answers, session.findings, draft, edition, state=session.file.state()), None
    if is_folder(to):
        name = report_name(session.answers, edition)
        *files, file_list = write_export_set(report, name, session.findings, to, lambda _: None)
    else:
        files = write_files(report, [to], lambda _: None)
    for path in files:
        say(f"已导出{'草稿' if draft else ''}“{path}”。")
    if file_list is not None:
        say(f"清单见“{file_list}”。")
    for line in hidden_lines(report):
        say(line)
    return 0
