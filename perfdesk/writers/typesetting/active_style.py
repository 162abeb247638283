"""The style a report is written in: its own while a writer is at work on it, the standard one elsewhere."""

from __future__ import annotations

import math
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

from perfdesk.definition.style.report_style import Font, PageLayout, ReportStyle, TextStyle, standard_style

__all__ = ["Font", "PageLayout", "ReportStyle", "TextStyle", "letter_spacing", "report_style", "written_in"]

# Every thread has its own: the window draws a preview while it exports.
_style: ContextVar[ReportStyle | None] = ContextVar("report style", default=None)


def report_style() -> ReportStyle:
    """The style of the report that is being written."""
    return _style.get() or standard_style()


@contextmanager
def written_in(style: ReportStyle) -> Generator[None]:
    """Write in this style until the block ends."""
    before = _style.set(style)
    try:
        yield
    finally:
        _style.reset(before)


def letter_spacing(size: float) -> float:
    """Points added to each character of the body, so that 28 fill the line's 156 mm; in twentieths, as Word does."""
    style = report_style()
    page, body = style.page, style.styles["body"]
    if size != body.size:
        return 0
    width = (page.width - page.left - page.right) * 72 / 25.4
    return math.floor((width / page.characters - size) * 20) / 20
