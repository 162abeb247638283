"""In what a backup differs from the present answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from perfdesk.definition.address import ROW_POSITION, Address
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.entries.entries import Entries
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.labels import label_or_address
from perfdesk.storage.backup import Backup


@dataclass(frozen=True, slots=True)
class Differences:
    """In how many answers a backup differs from the present, and what the first of them are called."""

    count: int
    labels: tuple[str, ...]


def differences(backup: Backup, answers: Answers, first: int = 5) -> Differences:
    """How a backup differs from the present answers; PerfDeskError when it cannot be read."""
    with ReportFile.open(backup.path, read_only=True) as file:
        then = file.entries()
    moved = list(_moved(then, answers.entries))
    known = Answers(answers.form, then)
    named = ((known if answers.entries.text(address) is None else answers, address) for address in moved)
    labels = (label_or_address(*one) for one in named)
    return Differences(len(moved), tuple(dict.fromkeys(labels))[:first])


def _moved(then: Entries, now: Entries) -> Iterator[Address]:
    for address in sorted({address for address, _ in then} | {address for address, _ in now}):
        if address.column != ROW_POSITION and then.text(address) != now.text(address):
            yield address
