"""One paragraph of a Word file as it was read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph as it was read, also one without words, and the part in which it stands."""

    text: str
    number: str
    in_part: str
    is_bold: bool = False
    is_centered: bool = False
    is_in_contents: bool = False
    outline_level: int | None = None
    bookmarks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
