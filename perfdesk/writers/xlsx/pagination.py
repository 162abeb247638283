"""The printed pages of a sheet: the type area, the page breaks, and whether shrinking saves a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perfdesk.writers.typesetting.active_style import page_layout

MILLIMETRES_PER_INCH = 25.4
#: The scales tried to save a page; at the smallest, 小五号 is still readable.
_SCALES = (1.0, 0.98, 0.96, 0.94, 0.92, 0.90, 0.88)


@dataclass(frozen=True, slots=True)
class Pagination:
    """`pages_tall` is the number of pages the sheet is fitted to, 0 for unscaled; `breaks` are the rows that begin a
    further page."""

    pages_tall: int
    breaks: tuple[int, ...]


def page_width(landscape: bool) -> float:
    """Millimetres between the margins."""
    page = page_layout(landscape)
    return page.width - page.left - page.right


def page_height(landscape: bool) -> float:
    """Points between the margins."""
    page = page_layout(landscape)
    return (page.height - page.top - page.bottom) / MILLIMETRES_PER_INCH * 72


def paginate(heights: Sequence[float], repeated: tuple[int, int] | None, room: float) -> Pagination:
    """Divide rows of these heights into pages of `room` points; `repeated` rows, from 1, are printed on every page."""
    tried = [_page_breaks(heights, repeated, room / scale) for scale in _SCALES]
    fewest = min(len(breaks) for breaks in tried)
    breaks = next(breaks for breaks in tried if len(breaks) == fewest)
    fitted = not breaks or fewest < len(tried[0])
    return Pagination(len(breaks) + 1 if fitted else 0, breaks)


def group_starts(groups: Sequence[float], room: float) -> tuple[int, ...]:
    """The groups of rows, from 0, that begin a further page when no group is broken."""
    starts: list[int] = []
    used = 0.0
    for number, height in enumerate(groups):
        if used and used + height > room:
            starts.append(number)
            used = 0.0
        used += height
    return tuple(starts)


def _page_breaks(heights: Sequence[float], repeated: tuple[int, int] | None, room: float) -> tuple[int, ...]:
    head = sum(heights[repeated[0] - 1 : repeated[1]]) if repeated else 0.0
    breaks: list[int] = []
    used = 0.0
    for row, height in enumerate(heights, 1):
        if used and used + height > room:
            breaks.append(row)
            used = head if repeated and row > repeated[1] else 0.0
        used += height
    return tuple(breaks)
