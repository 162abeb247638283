"""`perfdesk doctor`: check the health of a report file."""

from __future__ import annotations

import argparse
from pathlib import Path

from perfdesk.application.health_check import check_health
from perfdesk.terminal import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("file", type=Path, metavar="FILE.db")


def run(options: argparse.Namespace) -> int:
    """Print the results; exit code 1 when one of them needs attention."""
    results = check_health(options.file)
    for result in results:
        say(f"{'　' if result.is_ok else '！'}{result.name}：{result.message}")
    remarks = sum(not result.is_ok for result in results)
    say(f"体检完毕，有 {remarks} 处要注意。" if remarks else "体检完毕，一切正常。")
    return 1 if remarks else 0
