"""A highlight around the target of a jump, which fades out."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, QVariantAnimation
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from perfdesk.ui.appearance.theme import colour

_DURATION_MS = 1200
_CORNER_RADIUS = 3


class _Highlight(QWidget):
    def __init__(self, widget: QWidget, box: QRect) -> None:
        super().__init__(widget)
        self.setObjectName("flash")
        self._strength = 1.0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setGeometry(box)
        animation = QVariantAnimation(self)
        animation.setStartValue(1.0)
        animation.setEndValue(0.0)
        animation.setDuration(_DURATION_MS)
        animation.valueChanged.connect(self._on_faded)
        animation.finished.connect(self.deleteLater)
        animation.start()
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tint = colour("accent")
        tint.setAlphaF(0.22 * self._strength)
        edge = colour("accent")
        edge.setAlphaF(self._strength)
        painter.setBrush(tint)
        painter.setPen(QPen(edge, 2))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), _CORNER_RADIUS, _CORNER_RADIUS)

    def _on_faded(self, value: object) -> None:
        self._strength = float(value) if isinstance(value, float | int) else 0.0
        self.update()


def highlight(widget: QWidget, box: QRect) -> None:
    """Highlight a part of a widget briefly."""
    _Highlight(widget, box)
