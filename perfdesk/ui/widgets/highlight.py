"""A ring of light round what one has jumped to, which fades by itself."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, QVariantAnimation
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from perfdesk.ui.appearance.theme import colour

_LASTS_MS = 1200
_REACH = 3


class _Highlight(QWidget):
    def __init__(self, widget: QWidget, box: QRect) -> None:
        super().__init__(widget)
        self.setObjectName("flash")
        self._strength = 1.0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setGeometry(box)
        fading = QVariantAnimation(self)
        fading.setStartValue(1.0)
        fading.setEndValue(0.0)
        fading.setDuration(_LASTS_MS)
        fading.valueChanged.connect(self._on_faded)
        fading.finished.connect(self.deleteLater)
        fading.start()
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
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), _REACH, _REACH)

    def _on_faded(self, value: object) -> None:
        self._strength = float(value) if isinstance(value, float | int) else 0.0
        self.update()


def highlight(widget: QWidget, box: QRect) -> None:
    """Let a part of a widget light up for a moment."""
    _Highlight(widget, box)
