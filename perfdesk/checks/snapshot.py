"""A report at one moment."""

from __future__ import annotations

from dataclasses import dataclass

from perfdesk.checks.accepted import AcceptedWarning
from perfdesk.checks.finding import Finding
from perfdesk.entries.report_state import ReportState
from perfdesk.evaluation.answers import Answers


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The report at one moment; it can be passed to another thread."""

    answers: Answers
    findings: tuple[Finding, ...]
    accepted: tuple[AcceptedWarning, ...] = ()
    state: ReportState | None = None
