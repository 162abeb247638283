"""The place on the pages of the preview that stays where it is on the screen while their size changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QScrollArea, QScrollBar

from perfdesk.ui.panels.preview.page_view import PageView


@dataclass(frozen=True, slots=True)
class PagePlace:
    """A place of the viewport (`at`), and the point of a page there: its page from 0, and how far right and down it
    is, in parts of the page."""

    at: QPoint
    page: int
    right: float
    down: float


def place_at(area: QScrollArea, views: Sequence[PageView], at: QPoint) -> PagePlace | None:
    """Return what is shown at a place of the viewport; None without pages."""
    if not views:
        return None
    offsets = [view.mapFrom(area.viewport(), at) for view in views]
    below = (number for number, view in enumerate(views) if offsets[number].y() <= view.height())
    page = next(below, len(views) - 1)
    view, offset = views[page], offsets[page]
    return PagePlace(at, page, offset.x() / max(view.width(), 1), offset.y() / max(view.height(), 1))


def scroll_to(area: QScrollArea, views: Sequence[PageView], place: PagePlace) -> None:
    """Scroll so that the point is at its place of the viewport again, although the pages have another size by now."""
    holder = area.widget()
    if holder is not None:
        holder.resize(holder.minimumSizeHint().expandedTo(area.viewport().size()))
    if place.page < len(views):
        view = views[place.page]
        _scroll(area.horizontalScrollBar(), round(view.x() + place.right * view.width()) - place.at.x())
        _scroll(area.verticalScrollBar(), round(view.y() + place.down * view.height()) - place.at.y())


def _scroll(bar: QScrollBar, value: int) -> None:
    """Scroll, also while the range of the bar is still that of the smaller pages before."""
    bar.setMaximum(max(bar.maximum(), value))
    bar.setValue(value)
