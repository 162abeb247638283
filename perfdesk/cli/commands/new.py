"""`perfdesk new`: create a report file, blank or with a sample."""

from __future__ import annotations

import argparse
from pathlib import Path

from perfdesk.application.samples import make_sample
from perfdesk.application.session import Session
from perfdesk.cli.form_argument import find_form_argument
from perfdesk.definition.library import default_form, load_usable_form
from perfdesk.definition.sample_list import samples
from perfdesk.terminal import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("file", type=Path, metavar="FILE.db")
    parser.add_argument("--form", metavar="ID", help=f"表单的 id 或文件夹，不写用 {default_form()}")
    parser.add_argument("--sample", metavar="NAME", help=f"填入样例：{' 或 '.join(samples())}")


def run(options: argparse.Namespace) -> int:
    """Create the file."""
    if options.sample:
        make_sample(options.sample, options.file)
        sample = samples()[options.sample]
        say(f"已新建“{options.file}”，填入样例：{sample.title}（{sample.about}）。")
    else:
        Session.create(options.file, find_form_argument(options.form, load_usable_form)).close()
        say(f"已新建“{options.file}”。")
    return 0
