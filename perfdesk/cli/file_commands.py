"""The commands for a file that goes from year to year and from hand to hand: roll, log, doctor, send."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import sys
from collections.abc import Callable
from pathlib import Path

from perfdesk.application.answers_json import json_text
from perfdesk.application.change_report import AnswerChange, change_records
from perfdesk.application.rollover import rollover_edits
from perfdesk.application.send_copy import copy_name, send_copy
from perfdesk.application.session import Session
from perfdesk.checks.carried_over import old_years, unrevised
from perfdesk.evaluation.labels import full_label
from perfdesk.safe_open import is_folder
from perfdesk.terminal import say

_LINES = 8
_MAX_LENGTH = 60

#: Adds a command by name, help and what it runs; returns its parser.
AddCommand = Callable[[str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]


def add_to(command: AddCommand) -> None:
    """Add these commands to the command line."""
    made = command("roll", "结转：从上年的文件起一份新的", roll)
    made.add_argument("old", type=Path, metavar="OLD.db")
    made.add_argument("new", type=Path, metavar="NEW.db")
    made.add_argument("--year", type=int, required=True, metavar="YEAR", help="新的报告年度，例如 2025")

    made = command("log", "历史：谁在什么时候改了什么", log)
    made.add_argument("file", type=Path, metavar="FILE.db")
    made.add_argument("--json", action="store_true")

    made = command("doctor", "体检；0 正常，1 有要注意的，2 读不出", doctor)
    made.add_argument("file", type=Path, metavar="FILE.db")

    made = command("send", "发送副本：干净、紧凑，可以不带修改记录", send)
    made.add_argument("file", type=Path, metavar="FILE.db")
    made.add_argument(
        "copy", nargs="?", type=Path, metavar="COPY.db", help="文件或文件夹；不写存在旁边，按单位和年度取名"
    )
    made.add_argument("--no-history", action="store_true", help="不带修改记录")


def roll(options: argparse.Namespace) -> int:
    """Begin this year's report with what the form says stays from last year's."""
    with contextlib.closing(Session.open(options.old, read_only=True)) as old:
        edits = rollover_edits(old.answers, options.year)
        form = old.form
    with contextlib.closing(Session.create(options.new, form, edits)) as new:
        say(f"已结转到“{options.new}”：{options.year} 年度，带来 {len(new.entries)} 个答案。")
        left = unrevised(new.answers)
        if left:
            say(f"其中 {len(left)} 处是上年的文字，没有改动以前，检查时会一直提示。")
        mentions = old_years(new.answers)
        if mentions:
            say("带来的文字里写着这些年份，请逐处核对：")
        for mention in mentions:
            say(f"  {full_label(new.answers, mention.address)}：“{mention.found}”——{_short(mention.sentence)}")
    return 0


def log(options: argparse.Namespace) -> int:
    """Print who changed what and when, oldest first."""
    with contextlib.closing(Session.open(options.file, read_only=True)) as session:
        changes = change_records(session.form, session.entries, session.file.latest_changes())
        earlier = changes[0].id - 1 if changes else 0
    if earlier:
        say(f"修改记录很多，这里只列出最近 {len(changes):,} 次，更早的 {earlier:,} 次没有列出。", file=sys.stderr)
    if options.json:
        say(
            json_text(
                [
                    {
                        "id": change.id,
                        "at": change.at.isoformat(),
                        "who": change.who,
                        "deed": change.kind,
                        "title": change.title,
                        "edits": [_as_json(line) for line in change.lines],
                    }
                    for change in changes
                ]
            ),
            is_block=True,
        )
        return 0
    for change in changes:
        say(f"{change.at:%Y-%m-%d %H:%M:%S}　{change.who}　{change.title}")
        for line in change.lines[:_LINES]:
            say(f"    {_short(line.text)}")
        if len(change.lines) > _LINES:
            say(f"    ……共 {len(change.lines)} 处（--json 列出全部）")
    return 0


def _as_json(line: AnswerChange) -> dict[str, object]:
    return {"address": str(line.address), "place": line.label, "before": line.before, "after": line.after}


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= _MAX_LENGTH else f"{one_line[:_MAX_LENGTH]}…"


def doctor(options: argparse.Namespace) -> int:
    """Look a file over; exit code 1 when there is something to say."""
    results = importlib.import_module("perfdesk.application.health_check").check_health(options.file)
    for result in results:
        say(f"{'　' if result.fine else '！'}{result.name}：{result.said}")
    remarks = sum(not result.is_ok for result in results)
    say(f"体检完毕，有 {remarks} 处要注意。" if remarks else "体检完毕，一切正常。")
    return 1 if remarks else 0


def send(options: argparse.Namespace) -> int:
    """Write a clean copy to pass on."""
    with contextlib.closing(Session.open(options.file, read_only=True)) as session:
        name = copy_name(session.answers)
    target: Path = options.copy or options.file.parent
    target = target / name if is_folder(target) else target
    send_copy(options.file, target, history=not options.no_history)
    say(f"已存下副本“{target}”{'，不带修改记录' if options.no_history else ''}。")
    return 0
