"""The identity of a report at one moment, by which an exported file finds the state that it was exported from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReportState:
    """The id of a report, the number of its last change, and a checksum of that change's time.

    Copies of one report number their own changes alike; the checksum tells whether a journal has this very change.
    """

    report_id: str
    change: int
    checksum: str


def state_checksum(at: str) -> str:
    """Return the checksum of a change's time as the journal has it; it reveals neither time nor place."""
    return hashlib.blake2b(at.encode(), digest_size=8).hexdigest()
