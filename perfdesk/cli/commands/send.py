"""`perfdesk send`: write a clean, compact copy of a report to pass on."""

from __future__ import annotations

import argparse
import contextlib
from pathlib import Path

from perfdesk.application.send_copy import copy_name, send_copy
from perfdesk.application.session import Session
from perfdesk.safe_open import is_folder
from perfdesk.terminal import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("file", type=Path, metavar="FILE.db")
    parser.add_argument(
        "copy", nargs="?", type=Path, metavar="COPY.db", help="文件或文件夹；不写存在旁边，按单位和年度取名"
    )
    parser.add_argument("--no-history", action="store_true", help="不带修改记录")


def run(options: argparse.Namespace) -> int:
    """Write the copy; a name from unit and year where none is given."""
    with contextlib.closing(Session.open(options.file, read_only=True)) as session:
        name = copy_name(session.answers)
    target: Path = options.copy or options.file.parent
    target = target / name if is_folder(target) else target
    send_copy(options.file, target, history=not options.no_history)
    say(f"已存下副本“{target}”{'，不带修改记录' if options.no_history else ''}。")
    return 0
