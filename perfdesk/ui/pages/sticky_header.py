"""The header rows of a long table remain visible while the table is scrolled."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from perfdesk.ui.appearance.theme import colour
from perfdesk.ui.table.view import GridView

_MIN_HEIGHT_LEFT = 60


class StickyHeader(QWidget):
    """Covers the top of the viewport with the header rows of the table that is scrolled out there."""

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._viewport = viewport
        self._pixmap = QPixmap()
        self._shown_key: tuple[object, ...] | None = None
        self.hide()

    def follow(self, views: Iterable[GridView]) -> None:
        """Show the header rows of the table that is cut off by the upper edge, if any."""
        for view in views:
            if not view.isVisible() or not view.grid.grid.header_rows:
                continue
            height = sum(view.rowHeight(row) for row in range(view.grid.grid.header_rows)) + view.frameWidth()
            top = view.mapTo(self._viewport, QPoint(0, 0))
            if top.y() < 0 and top.y() + view.height() > height + _MIN_HEIGHT_LEFT:
                self._show(view, QRect(top.x(), 0, view.width(), height + 1))
                return
        self._shown_key = None
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._pixmap)
        painter.setPen(colour("strong_line"))
        painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())

    def _show(self, view: GridView, box: QRect) -> None:
        grid = view.grid.grid
        heading = tuple(cell.text for cell in grid.cells if cell.row < grid.header_rows)
        key = (id(view), box.width(), view.palette().cacheKey(), heading)
        if self._shown_key != key:
            self._shown_key = key
            self._pixmap = view.grab(QRect(0, 0, box.width(), box.height()))
        self.setGeometry(box)
        self.show()
        self.raise_()
        self.update()
