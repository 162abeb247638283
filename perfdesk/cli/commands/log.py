"""`perfdesk log`: print who changed what and when."""

from __future__ import annotations

import argparse
import contextlib
import sys
from pathlib import Path

from perfdesk.application.answers_json import json_text
from perfdesk.application.change_report import AnswerChange, ChangeRecord, change_records
from perfdesk.application.session import Session
from perfdesk.cli.excerpt import excerpt
from perfdesk.terminal import say

_MAX_LINES = 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("file", type=Path, metavar="FILE.db")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    """Print the changes, oldest first."""
    with contextlib.closing(Session.open(options.file, read_only=True)) as session:
        changes = change_records(session.form, session.entries, session.file.latest_changes())
        earlier = changes[0].id - 1 if changes else 0
    if earlier:
        say(f"修改记录很多，这里只列出最近 {len(changes):,} 次，更早的 {earlier:,} 次没有列出。", file=sys.stderr)
    if options.json:
        say(json_text([_change_json(change) for change in changes]), is_block=True)
        return 0
    for change in changes:
        say(f"{change.at:%Y-%m-%d %H:%M:%S}　{change.who}　{change.title}")
        for line in change.lines[:_MAX_LINES]:
            say(f"    {excerpt(line.text)}")
        if len(change.lines) > _MAX_LINES:
            say(f"    ……共 {len(change.lines)} 处（--json 列出全部）")
    return 0


def _change_json(change: ChangeRecord) -> dict[str, object]:
    return {
        "id": change.id,
        "at": change.at.isoformat(),
        "who": change.who,
        "deed": change.kind,
        "title": change.title,
        "edits": [_answer_json(line) for line in change.lines],
    }


def _answer_json(line: AnswerChange) -> dict[str, object]:
    return {"address": str(line.address), "place": line.label, "before": line.before, "after": line.after}
