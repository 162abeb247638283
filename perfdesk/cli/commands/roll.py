"""`perfdesk roll`: create this year's report from last year's."""

from __future__ import annotations

import argparse
import contextlib
from pathlib import Path

from perfdesk.application.rollover import rollover_edits
from perfdesk.application.session import Session
from perfdesk.checks.carried_over import old_years, unrevised
from perfdesk.cli.excerpt import excerpt
from perfdesk.evaluation.labels import full_label
from perfdesk.terminal import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("old", type=Path, metavar="OLD.db")
    parser.add_argument("new", type=Path, metavar="NEW.db")
    parser.add_argument("--year", type=int, required=True, metavar="YEAR", help="新的报告年度，例如 2025")


def run(options: argparse.Namespace) -> int:
    """Create the report with the answers that the form carries over, and list what needs a review."""
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
            say(f"  {full_label(new.answers, mention.address)}：“{mention.found}”——{excerpt(mention.sentence)}")
    return 0
