"""The style a report is written in: its own while a writer is at work on it, the standard one elsewhere."""

from __future__ import annotations

import math
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

from perfdesk.definition.style.report_style import Font, PageLayout, ReportStyle, TextStyle, standard_style

__all__ = ["Font", "PageLayout", "ReportStyle", "TextStyle", "current_style", "letter_spacing", "using_style"]

# Every thread has its own: the window draws a preview while it exports.
_current_style: ContextVar[ReportStyle | None] = ContextVar("report style", default=None)


def current_style() -> ReportStyle:
    """The style of the report that is being written."""
    return _current_style.get() or standard_style()


@contextmanager
def using_style(style: ReportStyle) -> Generator[None]:
    """Write in this style until the block ends."""
    before = _current_style.set(style)
    try:
        yield
    finally:
        _current_style.reset(before)


def letter_spacing(size: float) -> float:
    """Points added to each character of the body, so that 28 fill the line's 156 mm; in twentieths, as Word does."""
    style = current_style()
    page, body = style.page, style.styles["body"]
    if size != body.size:
        return 0
    width = (page.width - page.left - page.right) * 72 / 25.4
    return math.floor((width / page.characters - size) * 20) / 20
