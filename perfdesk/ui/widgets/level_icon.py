"""The icon of a severity, or of what is in order."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from perfdesk.checks.finding import LEVEL_LABELS
from perfdesk.definition.severity import Severity
from perfdesk.ui.appearance.icons import draw_level, draw_tick

_SIDE = 12


class LevelIcon(QWidget):
    """Shows a severity by shape and colour, because colour alone is not enough."""

    def __init__(self, severity: Severity | None, parent: QWidget | None = None) -> None:
        """Without a severity it is a tick."""
        super().__init__(parent)
        self.setFixedSize(QSize(_SIDE, _SIDE + 6))
        self.show_severity(severity)

    def show_severity(self, severity: Severity | None) -> None:
        """Show another severity, or a tick."""
        self._severity = severity
        self.setAccessibleName(LEVEL_LABELS[severity] if severity is not None else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = self.rect().toRectF().adjusted(0, 4, 0, -2)
        draw_tick(painter, box) if self._severity is None else draw_level(painter, box, self._severity)
