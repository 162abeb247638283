"""`perfdesk fields`: list every address of a form."""

from __future__ import annotations

import argparse

from perfdesk.application.answers_json import form_addresses, json_text
from perfdesk.cli.form_argument import find_form_argument
from perfdesk.definition.loader import load_form
from perfdesk.terminal import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--form", metavar="ID")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    """Print address, label, kind, unit and whether the answer is computed."""
    form = find_form_argument(options.form, load_form)
    rows = [
        {
            "address": str(address),
            "label": question.label,
            "kind": question.kind,
            "unit": question.unit,
            "computed": form.formula(address) is not None,
        }
        for address, question in form_addresses(form)
    ]
    if options.json:
        say(json_text(rows), is_block=True)
    else:
        for row in rows:
            say("\t".join(str(cell) for cell in row.values()))
    return 0
