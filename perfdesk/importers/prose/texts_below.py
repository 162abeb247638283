"""What stands below each title of a document, counted once, and what only stands above a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from perfdesk.importers.prose.lists import item_text
from perfdesk.importers.prose.outline import OutlinedParagraph
from perfdesk.importers.source import SourceParagraph

_LONGEST_CAPTION = 40


class TextsBelow:
    """The paragraphs of text below the titles of one document."""

    def __init__(self, outlined: Sequence[OutlinedParagraph]) -> None:
        texts = [one for one in outlined if one.part == "text"]
        self._in_section = Counter(one.section for one in texts)
        self._numbered = {id(one.destination) for one in texts if item_text(one.paragraph.full_text) is not None}

    def is_alone(self, one: OutlinedParagraph) -> bool:
        """Whether a paragraph is all that its chapter says."""
        return self._in_section[one.section] == 1

    def is_numbered(self, one: OutlinedParagraph) -> bool:
        """Whether any paragraph below the same title has the number of an item."""
        return id(one.destination) in self._numbered


def is_caption(paragraph: SourceParagraph) -> bool:
    """Whether a paragraph above a table is like a caption: short, and no sentence."""
    text = paragraph.text.strip()
    return len(text) <= _LONGEST_CAPTION and text[-1:] not in "。；："
