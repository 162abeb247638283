"""The icon of a severity, or of what is in order."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from perfdesk.checks.finding import LEVEL_LABELS
from perfdesk.definition.severity import Severity
from perfdesk.ui.appearance.icons import draw_level, draw_tick
from perfdesk.ui.appearance.theme import is_dark

_SIDE = 12


def level_icon(severity: Severity | None, ratio: float) -> QIcon:
    """Return the sign of a severity, or a tick, in the colours of the theme; `ratio` is the device pixel ratio."""
    return _drawn_icon(severity, ratio, is_dark())


@lru_cache(maxsize=64)
def _drawn_icon(severity: Severity | None, ratio: float, _dark: bool) -> QIcon:
    return QIcon(level_pixmap(severity, ratio, _SIDE))


def level_pixmap(severity: Severity | None, ratio: float, side: int) -> QPixmap:
    """Return the sign of a severity, or a tick, `side` device-independent pixels wide and high."""
    pixmap = QPixmap(QSize(side, side) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.scale(side / _SIDE, side / _SIDE)
    box = QRectF(0, 0, _SIDE, _SIDE)
    draw_tick(painter, box) if severity is None else draw_level(painter, box, severity)
    painter.end()
    return pixmap


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
