"""Where each answer is printed, for the preview: a click there leads to the answer."""

from __future__ import annotations

from dataclasses import dataclass

from perfdesk.definition.address import Address


@dataclass(frozen=True, slots=True)
class AnswerRegion:
    """A rectangle on a page (counted from 0), in points from the upper left corner of the paper."""

    address: Address
    page: int
    left: float
    top: float
    width: float
    height: float
