"""The user's prose as printed: short lines that begin with `一、`, `（一）` or `1.` are headings."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.definition.address import Address
from perfdesk.document.blocks import Heading, Paragraph
from perfdesk.language.headings import printed_level


def paragraphs(text: str, address: Address) -> Iterator[Heading | Paragraph]:
    """Yield one block for each line that is not blank, without spaces at both ends: the style sets the indent."""
    lines = [shown for line in text.split("\n") if (shown := line.strip().strip("\u3000"))]
    for line, below in zip(lines, [*lines, ""][1:], strict=True):
        level = printed_level(line, below)
        yield Heading(level, line, address) if level else Paragraph(line, address)
