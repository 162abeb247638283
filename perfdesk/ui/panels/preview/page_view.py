"""One page of the preview; a click on a paragraph or a cell asks to go to its answer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QWidget

from perfdesk.definition.address import Address
from perfdesk.ui.appearance.theme import colour
from perfdesk.ui.panels.preview.page_images import PageImage

_BAR_WIDTH = 3.0
_TINT = 0.12
#: The width of the border that the style sheet draws around a page.
_EDGE = 1


class PageView(QLabel):
    """Shows a page; a double click asks to enlarge it at that point, and is no click.

    The answer under the pointer is tinted and named, the current answer is marked with a thin bar.
    """

    go_to_requested = Signal(object)
    figure_clicked = Signal(int)
    enlarged = Signal(QPoint)

    def __init__(self, name: Callable[[Address], str], number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.page_image: PageImage | None = None
        self._answer_areas: tuple[tuple[QRectF, Address], ...] = ()
        self._marked: tuple[QRectF, ...] = ()
        self._hovered: QRectF | None = None
        self.setProperty("role", "sheet")
        self.setAccessibleName(f"第 {number} 页")
        self.setMouseTracking(True)
        self._clicked_at = QPointF()
        self._is_double_click = False
        self._click_timer = QTimer(self)
        self._click_timer.setSingleShot(True)
        self._click_timer.timeout.connect(self._on_clicked)

    def show_image(self, image: PageImage) -> None:
        """Show a page."""
        if image is self.page_image:
            return
        self.page_image, self._hovered = image, None
        self._answer_areas = image.answer_areas
        pixmap = QPixmap.fromImage(image.image)
        self.setPixmap(pixmap)
        self.setFixedSize(pixmap.deviceIndependentSize().toSize() + QSize(2 * _EDGE, 2 * _EDGE))

    def area_of(self, address: Address) -> QRectF | None:
        """Return the area of an answer on this page, or of the first answer of its row."""
        row = [
            box for box, at in self._answer_areas if address.row and (at.field, at.row) == (address.field, address.row)
        ]
        found = [box for box, at in self._answer_areas if at == address] or row
        return found[0] if found else None

    def mark_answer(self, address: Address | None) -> None:
        """Draw the bar next to an answer, wherever it is printed on this page."""
        marked = tuple(box for box, at in self._answer_areas if at == address)
        if marked != self._marked:
            self._marked = marked
            self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self._area_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), f"点一下就去：{self._name(found[1])}" if found else "", self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found, figure = self._area_at(event.position()), self._figure_at(event.position())
        if figure is not None and self.page_image is not None:
            self._hover(self.page_image.figures[figure][0])
        else:
            self._hover(found[0] if found else None)
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not self._is_double_click:
            self._clicked_at = event.position()
            self._click_timer.start(QApplication.doubleClickInterval())
        self._is_double_click = False
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._is_double_click = True
        self._click_timer.stop()
        self.enlarged.emit(event.position().toPoint())

    def _on_clicked(self) -> None:
        """Go to what was clicked on, once it is no double click."""
        found, figure = self._area_at(self._clicked_at), self._figure_at(self._clicked_at)
        if figure is not None:
            self.figure_clicked.emit(figure)
        elif found is not None:
            self.go_to_requested.emit(found[1])

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.translate(_EDGE, _EDGE)
        for box in self._marked:
            painter.fillRect(QRectF(box.x() - _BAR_WIDTH - 1, box.y(), _BAR_WIDTH, box.height()), colour("accent"))
        if self._hovered is not None:
            tint = colour("accent")
            tint.setAlphaF(_TINT)
            painter.fillRect(self._hovered, tint)

    def _hover(self, box: QRectF | None) -> None:
        if box != self._hovered:
            self._hovered = box
            self.setCursor(Qt.CursorShape.PointingHandCursor if box is not None else Qt.CursorShape.ArrowCursor)
            self.update()

    def _figure_at(self, point: QPointF) -> int | None:
        """Return the number of the figure of a text at a point."""
        inside = point - QPointF(_EDGE, _EDGE)
        figures = self.page_image.figures if self.page_image is not None else ()
        return next((number for number, one in enumerate(figures) if one[0].contains(inside)), None)

    def _area_at(self, point: QPointF) -> tuple[QRectF, Address] | None:
        inside = point - QPointF(_EDGE, _EDGE)
        return next((area for area in self._answer_areas if area[0].contains(inside)), None)
