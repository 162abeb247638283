"""The clerk's own prose as the page shows it: short lines that begin `一、` `（一）` `1.` are headings."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.definition.address import Address
from perfdesk.document.blocks import Heading, Paragraph
from perfdesk.language.headings import heading_level


def paragraphs(text: str, address: Address) -> Iterator[Heading | Paragraph]:
    """One block a line, blank lines left out, spaces at both ends dropped (indent is the style's matter)."""
    for line in text.split("\n"):
        shown = line.strip().strip("\u3000")
        if shown:
            level = heading_level(shown)
            yield Heading(level, shown, address) if level else Paragraph(shown, address)
