"""A text to be proofread, and a mistake in it."""

from __future__ import annotations

from dataclasses import dataclass

from perfdesk.checks.finding import FindingCode
from perfdesk.definition.severity import Severity


@dataclass(frozen=True, slots=True)
class Passage:
    """A typed text, or the beginning of an overlong one, with the report's year and the unit's full name.

    It is printed as paragraphs (`is_prose`), as an item of a list that is numbered automatically, or after another part
    of its chapter, whose numbers it `continues`.
    """

    text: str
    year: int | None = None
    unit: str = ""
    is_prose: bool = False
    is_item: bool = False
    continues: bool = False

    def __len__(self) -> int:
        return len(self.text)


@dataclass(frozen=True, slots=True)
class TextIssue:
    """A mistake from character `start` to `end`; `replacement` is the corrected text where that is certain."""

    code: FindingCode
    severity: Severity
    start: int
    end: int
    message: str
    replacement: str | None = None
