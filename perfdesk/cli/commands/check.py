"""`perfdesk check`: print the findings."""

from __future__ import annotations

import argparse
import contextlib
from pathlib import Path

from perfdesk.application.answers_json import json_text
from perfdesk.application.session import Session
from perfdesk.checks.finding import ACCEPTED_LABEL, LEVEL_LABELS, Finding
from perfdesk.terminal import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("file", type=Path, metavar="FILE.db")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    """Print the findings; exit code 1 when there are errors or answers are missing."""
    with contextlib.closing(Session.open(options.file, read_only=True)) as session:
        if options.json:
            accepted = [
                _finding_record(one.finding) | {"severity": "kept", "reason": one.reason} for one in session.accepted
            ]
            say(json_text([*map(_finding_record, session.findings), *accepted]), is_block=True)
        else:
            _print_findings(session)
        return 1 if any(finding.severity.stops_final_export for finding in session.findings) else 0


def _finding_record(finding: Finding) -> dict[str, object]:
    record: dict[str, object] = {
        "code": finding.code,
        "severity": finding.severity.value,
        "place": finding.section_label,
        "message": finding.message,
        "where": [str(address) for address in finding.addresses],
    }
    if finding.expected is not None:
        record |= {"expected": finding.expected, "found": finding.found}
    if finding.fix is not None:
        record["fix"] = {str(address): text for address, text in finding.fix.texts.items()}
    return record


def _print_findings(session: Session) -> None:
    for finding in session.findings:
        say(f"{LEVEL_LABELS[finding.severity]}　{finding.code}　{finding.section_label}：{finding.message}")
        if finding.fix is not None:
            say(f"　　可一键改正：{finding.fix.label}")
    for one in session.accepted:
        say(f"{ACCEPTED_LABEL}　{one.finding.code}　{one.finding.section_label}：{one.finding.message}")
        say(f"　　说明：{one.reason}")
    counts = "，".join(
        f"{label} {sum(finding.severity == level for finding in session.findings)}"
        for level, label in LEVEL_LABELS.items()
    )
    for sentence in session.form_update.messages():
        say(sentence)
    say(f"共 {counts}{f'，{ACCEPTED_LABEL} {len(session.accepted)}' if session.accepted else ''}。")
