"""Painted icons: the progress of a section and the severity of a finding."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from perfdesk.definition.severity import Severity
from perfdesk.ui.appearance.theme import colour

#: The progress of a section.
ProgressState = Literal["empty", "under_way", "done"]

_FULL_CIRCLE = 360 * 16


def draw_state(painter: QPainter, box: QRectF, state: ProgressState) -> None:
    """Draw an empty ring, a partly filled ring, or a green disc with a tick."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ring = box.adjusted(1, 1, -1, -1)
    if state == "done":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("done"))
        painter.drawEllipse(ring)
        painter.setPen(QPen(colour("paper"), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        w, h = ring.width(), ring.height()
        points = [(0.27, 0.52), (0.44, 0.69), (0.74, 0.35)]
        painter.drawPolyline([QPointF(ring.x() + x * w, ring.y() + y * h) for x, y in points])
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour("accent" if state == "under_way" else "strong_line"), 1.4))
        painter.drawEllipse(ring)
        if state == "under_way":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("accent"))
            painter.drawPie(ring.adjusted(2, 2, -2, -2), 90 * 16, -_FULL_CIRCLE * 3 // 5)
    painter.restore()


def draw_tick(painter: QPainter, box: QRectF) -> None:
    """Draw a tick, for what is in order."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour("done"), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    points = [(0.1, 0.55), (0.4, 0.85), (0.95, 0.2)]
    painter.drawPolyline([QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in points])
    painter.restore()


def draw_arrow(painter: QPainter, box: QRectF, down: bool) -> None:
    """Draw the arrow of what can be opened: to the right, or down while it is open."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour("secondary"), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    points = [(0.15, 0.35), (0.5, 0.7), (0.85, 0.35)] if down else [(0.35, 0.15), (0.7, 0.5), (0.35, 0.85)]
    painter.drawPolyline([QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in points])
    painter.restore()


def draw_bars(painter: QPainter, box: QRectF) -> None:
    """Draw three bars of a chart."""
    painter.save()
    painter.setPen(QPen(colour("accent"), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    for at, height in ((0.2, 0.45), (0.5, 0.8), (0.8, 0.6)):
        x = box.x() + at * box.width()
        painter.drawLine(QPointF(x, box.bottom() - 2), QPointF(x, box.bottom() - 2 - height * (box.height() - 4)))
    painter.restore()


def draw_level(painter: QPainter, box: QRectF, severity: Severity) -> None:
    """Draw a disc for an error, a ring for what is missing, a triangle for a warning, an i in a ring for a notice."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(severity))
    if severity == Severity.ERROR:
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
    elif severity == Severity.MISSING:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour(severity), 1.4))
        painter.drawEllipse(box.adjusted(2, 2, -2, -2))
    elif severity == Severity.WARNING:
        corners = [box.bottomLeft(), box.bottomRight(), QPointF(box.center().x(), box.top())]
        painter.drawPolygon(QPolygonF(corners).translated(0, -0.5))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour(severity), 1.2))
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        x, top, bottom = box.center().x(), box.top(), box.bottom()
        painter.drawLine(QPointF(x, top + 5.2), QPointF(x, bottom - 3.2))
        painter.drawPoint(QPointF(x, top + 3.4))
    painter.restore()
