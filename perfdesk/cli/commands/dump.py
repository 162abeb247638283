"""`perfdesk dump`: print every answer as JSON."""

from __future__ import annotations

import argparse
import contextlib
from pathlib import Path

from perfdesk.application.answers_json import dump_values, json_text
from perfdesk.application.session import Session
from perfdesk.terminal import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("file", type=Path, metavar="FILE.db")


def run(options: argparse.Namespace) -> int:
    """Print `{"address": value}`, computed values too."""
    with contextlib.closing(Session.open(options.file, read_only=True)) as session:
        say(json_text(dump_values(session.answers)), is_block=True)
    return 0
