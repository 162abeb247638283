"""The differences between a backup and the current answers."""

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
    """The number of answers that differ, and the labels of the first of them."""

    count: int
    labels: tuple[str, ...]


def differences(backup: Backup, answers: Answers, first: int = 5) -> Differences:
    """Compare a backup with the current answers; PerfDeskError when it cannot be read."""
    with ReportFile.open(backup.path, read_only=True) as file:
        entries = file.entries()
    changed = list(_changed_addresses(entries, answers.entries))
    backed_up = Answers(answers.form, entries)
    named = ((backed_up if answers.entries.text(address) is None else answers, address) for address in changed)
    labels = (label_or_address(*one) for one in named)
    return Differences(len(changed), tuple(dict.fromkeys(labels))[:first])


def _changed_addresses(then: Entries, now: Entries) -> Iterator[Address]:
    for address in sorted({address for address, _ in then} | {address for address, _ in now}):
        if address.column != ROW_POSITION and then.text(address) != now.text(address):
            yield address
