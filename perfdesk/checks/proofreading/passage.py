"""A text to be proofread, and a slip found in it."""

from __future__ import annotations

from dataclasses import dataclass

from perfdesk.definition.model import Level


@dataclass(frozen=True, slots=True)
class Passage:
    """A typed text with what must be known to judge it: the report's year, the unit's full name, whether it stands on
    the page as paragraphs or as items of a list (which number themselves). Of a text longer than any chapter only the
    beginning is read."""

    text: str
    year: int | None = None
    unit: str = ""
    is_prose: bool = False
    is_item: bool = False

    def __len__(self) -> int:
        return len(self.text)


@dataclass(frozen=True, slots=True)
class TextIssue:
    """Something wrong from character `start` to `end`; `replacement` is what should stand there, where that is certain.

    `code` is P and the number of the mistake in the catalogue of reports sent back."""

    code: str
    level: Level
    start: int
    end: int
    message: str
    replacement: str | None = None
