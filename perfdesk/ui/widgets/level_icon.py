"""The icon of a severity."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from perfdesk.checks.finding import LEVEL_LABELS
from perfdesk.definition.model import Level
from perfdesk.ui.appearance.icons import draw_level

_SIDE = 12


class LevelIcon(QWidget):
    """Says the severity by its shape, for colour alone is not enough."""

    def __init__(self, level: Level, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._level = level
        self.setFixedSize(QSize(_SIDE, _SIDE + 6))
        self.setAccessibleName(LEVEL_LABELS[level])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_level(painter, self.rect().toRectF().adjusted(0, 4, 0, -2), self._level)
