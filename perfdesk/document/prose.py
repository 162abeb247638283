"""The user's prose as printed: short lines that begin with `一、`, `（一）` or `1.` are headings."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.definition.address import Address
from perfdesk.document.blocks import Heading, Paragraph
from perfdesk.language.headings import LOWEST_LEVEL, heading_level


def paragraphs(text: str, address: Address) -> Iterator[Heading | Paragraph]:
    """Yield one block for each line that is not blank, without spaces at both ends: the style sets the indent.

    A line of the lowest level with nothing below it is an item of a list: `1. 加快支付`, then `2. 加强管理`.
    """
    lines = [shown for line in text.split("\n") if (shown := line.strip().strip("\u3000"))]
    levels = [heading_level(line) for line in lines]
    for line, level, below in zip(lines, levels, [*levels, LOWEST_LEVEL][1:], strict=True):
        is_item = level == LOWEST_LEVEL and below > 0
        yield Heading(level, line, address) if level and not is_item else Paragraph(line, address)
