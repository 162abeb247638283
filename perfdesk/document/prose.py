"""The user's prose as printed: short lines that begin with `一、`, `（一）` or `1.` are headings."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.definition.address import Address
from perfdesk.document.blocks import Heading, Paragraph
from perfdesk.language.headings import heading_level


def paragraphs(text: str, address: Address) -> Iterator[Heading | Paragraph]:
    """Yield one block for each line that is not blank, without spaces at both ends: the style sets the indent."""
    for line in text.split("\n"):
        shown = line.strip().strip("\u3000")
        if shown:
            level = heading_level(shown)
            yield Heading(level, shown, address) if level else Paragraph(shown, address)
