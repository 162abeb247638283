"""The style of the report being written: its own inside `using_style`, the standard style elsewhere."""

from __future__ import annotations

import math
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace

from perfdesk.definition.style.report_style import Font, PageLayout, ReportStyle, TextStyle, standard_style

__all__ = [
    "Font",
    "PageLayout",
    "ReportStyle",
    "TextStyle",
    "cell_text_style",
    "current_style",
    "letter_spacing",
    "page_layout",
    "using_style",
]

# Each thread has its own: the window draws a preview while it exports.
_current_style: ContextVar[ReportStyle | None] = ContextVar("report style", default=None)


def current_style() -> ReportStyle:
    """The style of the report being written."""
    return _current_style.get() or standard_style()


def cell_text_style(is_bold: bool, in_header: bool, size: float | None = None) -> TextStyle:
    """The style of a table cell; a bold one below the head has the typeface of the head in the size of the cells.

    In a table whose text has another `size` than usual, all its cells have that size.
    """
    head, cell = current_style().styles["table_head"], current_style().styles["table_cell"]
    if size is not None and size != cell.size:
        return replace(head if is_bold or in_header else cell, size=size, line_height=cell_line_height(size))
    if in_header:
        return head
    return replace(head, size=cell.size, line_height=cell.line_height) if is_bold else cell


def cell_line_height(size: float) -> float:
    """The height of a line of this size in a table, in twentieths of a point: smaller type is set closer."""
    usual = current_style().styles["table_cell"]
    leading = (usual.line_height - usual.size) * (size / usual.size) ** 2
    return round((size + leading) * 20) / 20


def page_layout(landscape: bool) -> PageLayout:
    """The page of the report, upright or turned.

    On the turned page the head of a wide table is at the binding edge (GB/T 9704-2012 §7.3.8).
    """
    page = current_style().page
    if not landscape:
        return page
    return replace(
        page,
        width=page.height,
        height=page.width,
        left=page.bottom,
        top=page.left,
        right=page.top,
        bottom=page.right,
    )


@contextmanager
def using_style(style: ReportStyle) -> Generator[None]:
    """Write in this style until the block ends."""
    before = _current_style.set(style)
    try:
        yield
    finally:
        _current_style.reset(before)


def letter_spacing(size: float) -> float:
    """Points added to each character of the body so that 28 fill the line of 156 mm; in twentieths, as in Word."""
    style = current_style()
    page, body = style.page, style.styles["body"]
    if size != body.size:
        return 0
    width = (page.width - page.left - page.right) * 72 / 25.4
    return math.floor((width / page.characters - size) * 20) / 20
