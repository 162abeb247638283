"""The printed page of a sheet: its type area, where its rows break over pages, and whether shrinking saves one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perfdesk.writers.typesetting.active_style import current_style

MILLIMETRES_PER_INCH = 25.4
#: A sheet is shrunk to no less than this, step by step, when that saves a page: 小五号 stays readable.
_SCALES = (1.0, 0.98, 0.96, 0.94, 0.92, 0.90, 0.88)


@dataclass(frozen=True, slots=True)
class Pagination:
    """`pages_tall`: the pages the sheet is fitted to, 0 when it just flows; `breaks`: rows that begin a further
    page."""

    pages_tall: int
    breaks: tuple[int, ...]


def page_margins(landscape: bool) -> tuple[float, float, float, float]:
    """Left, right, top, bottom in millimetres; the landscape page is the portrait one turned, head to the binding."""
    page = current_style().page
    if landscape:
        return (page.bottom, page.top, page.left, page.right)
    return (page.left, page.right, page.top, page.bottom)


def page_width(landscape: bool) -> float:
    """Millimetres between the margins."""
    page = current_style().page
    left, right, *_ = page_margins(landscape)
    return (page.height if landscape else page.width) - left - right


def page_height(landscape: bool) -> float:
    """Points between the margins."""
    page = current_style().page
    *_, top, bottom = page_margins(landscape)
    return ((page.width if landscape else page.height) - top - bottom) / MILLIMETRES_PER_INCH * 72


def paginate(heights: Sequence[float], repeated: tuple[int, int] | None, room: float) -> Pagination:
    """Pages of rows `heights` points high, counted from 1, `repeated` ones on every page, on `room` points a page."""
    tried = [_page_breaks(heights, repeated, room / scale) for scale in _SCALES]
    fewest = min(len(breaks) for breaks in tried)
    breaks = next(breaks for breaks in tried if len(breaks) == fewest)
    fitted = not breaks or fewest < len(tried[0])
    return Pagination(len(breaks) + 1 if fitted else 0, breaks)


def group_starts(groups: Sequence[float], room: float) -> tuple[int, ...]:
    """Which of these groups of rows, each kept whole, begin a further page; counted from 0."""
    starts_made: list[int] = []
    used = 0.0
    for number, height in enumerate(groups):
        if used and used + height > room:
            starts_made.append(number)
            used = 0.0
        used += height
    return tuple(starts_made)


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
