"""The icon of a severity."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from perfdesk.checks.finding import LEVEL_LABELS
from perfdesk.definition.severity import Severity
from perfdesk.ui.appearance.icons import draw_level

_SIDE = 12


class LevelIcon(QWidget):
    """Shows a severity by shape and colour, because colour alone is not enough."""

    def __init__(self, severity: Severity, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._severity = severity
        self.setFixedSize(QSize(_SIDE, _SIDE + 6))
        self.setAccessibleName(LEVEL_LABELS[severity])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_level(painter, self.rect().toRectF().adjusted(0, 4, 0, -2), self._severity)
