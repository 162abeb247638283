"""A report at one moment."""

from __future__ import annotations

from dataclasses import dataclass

from perfdesk.checks.answers import Answers
from perfdesk.checks.finding import Finding
from perfdesk.checks.kept import Kept


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The report at one moment: safe to hand to another thread."""

    answers: Answers
    findings: tuple[Finding, ...]
    kept: tuple[Kept, ...] = ()
