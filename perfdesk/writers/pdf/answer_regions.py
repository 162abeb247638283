"""Where each answer is printed, for the preview: a click there leads to the answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from perfdesk.definition.address import Address
from perfdesk.writers.pdf.table import TablePart
from perfdesk.writers.pdf.text_block import TextBlock

if TYPE_CHECKING:
    from perfdesk.writers.pdf.page_writer import Part


@dataclass(frozen=True, slots=True)
class AnswerRegion:
    """A rectangle on a page (counted from 0), in points from the upper left corner of the paper."""

    address: Address
    page: int
    left: float
    top: float
    width: float
    height: float


def regions_of(part: Part, page: int, left: float, top: float, width: float) -> Iterator[AnswerRegion]:
    """The answers in a part printed at this position, `width` points wide."""
    if isinstance(part, TextBlock) and part.address is not None:
        yield AnswerRegion(part.address, page, left, top, width, part.height)
    elif isinstance(part, TablePart):
        for cell in part.placed:
            box = cell.box
            if box.address is not None:
                yield AnswerRegion(box.address, page, left + box.x, top + cell.offset, box.width, cell.height)
