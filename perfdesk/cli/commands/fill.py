"""`perfdesk fill`: enter the answers of a JSON file as one change."""

from __future__ import annotations

import argparse
import contextlib
from pathlib import Path

from perfdesk.application.answers_json import fill_values, read_values
from perfdesk.application.session import Session
from perfdesk.errors import PerfDeskError
from perfdesk.storage.backup import back_up
from perfdesk.terminal import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("file", type=Path, metavar="FILE.db")
    parser.add_argument("values", type=Path, metavar="VALUES.json")


def run(options: argparse.Namespace) -> int:
    """Back up the report, then enter the values."""
    values = read_values(options.values)
    with contextlib.closing(Session.open(options.file)) as session:
        with contextlib.suppress(PerfDeskError):  # fill even if no backup can be written
            back_up(session.file)
        fill_values(session, values, f"填入 {options.values.name}")
        session.publish()
    say(f"已填入 {len(values)} 项。")
    return 0
