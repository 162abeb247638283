"""The clerk's own prose as the page shows it: short lines that begin `一、` `（一）` `1.` are headings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfdesk.definition.address import Address
from perfdesk.document.blocks import Heading, Paragraph

_LEVELS = (
    (1, re.compile(r"[一二三四五六七八九十百零]+、")),
    (2, re.compile(r"[（(][一二三四五六七八九十百零]+[）)]")),
    (3, re.compile(r"\d+[.、．](?!\d)")),
)
_LONGEST_HEADING = 40


def paragraphs(text: str, address: Address) -> Iterator[Heading | Paragraph]:
    """One block a line, blank lines left out, spaces at both ends dropped (indent is the style's matter)."""
    for line in text.split("\n"):
        shown = line.strip().strip("\u3000")
        if shown:
            level = heading_level(shown)
            yield Heading(level, shown, address) if level else Paragraph(shown, address)


def heading_level(line: str) -> int:
    """1 to 3 for a heading, 0 for running text: a heading is short and ends without punctuation."""
    if len(line) > _LONGEST_HEADING or line[-1] in "。；：，、！？;:,":
        return 0
    return next((level for level, pattern in _LEVELS if pattern.match(line)), 0)
