"""Upright column charts: groups side by side, their labels below."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent

from perfdesk.ui.appearance.theme import colour, font_with_size
from perfdesk.ui.panels.overview.bar_chart import TEXT_SIZE, BarChart, Group, paint_shade

_MIN_HEIGHT, _USUAL_HEIGHT, _MIN_GROUP = 110, 160, 40
#: The width of the columns of a group as a part of its room, and the widest column in pixels.
_FILLED, _MAX_COLUMN = 0.8, 44.0
_LABEL_LINES = 3
_GAP = 4.0


class ColumnChart(BarChart):
    """Groups of upright columns with the figures above them; a figure wider than its column is written upwards."""

    def minimumSizeHint(self) -> QSize:
        return QSize(max(200, _MIN_GROUP * len(self._groups)), _MIN_HEIGHT)

    def sizeHint(self) -> QSize:
        return QSize(self.minimumSizeHint().width(), _USUAL_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._groups:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font_with_size(self.font(), TEXT_SIZE))
        metrics = painter.fontMetrics()
        top = self._paint_legend(painter)
        room = self.width() / len(self._groups)
        labels = min(_LABEL_LINES * metrics.lineSpacing(), self._label_height(painter, room))
        texts = [bar.text for group in self._groups for bar in group.bars]
        column = min(_MAX_COLUMN, room * _FILLED / max(len(group.bars) for group in self._groups))
        longest = max(map(metrics.horizontalAdvance, texts))
        upwards = longest + _GAP > column
        figure_room = (longest if upwards else metrics.height()) + 2 * _GAP
        bottom = self.height() - labels - _GAP
        highest = max(bar.length for group in self._groups for bar in group.bars)
        scale = max(0.0, bottom - top - figure_room) / highest if highest > 0 else 0.0
        for number, group in enumerate(self._groups):
            left = number * room
            self._paint_columns(painter, group, QPointF(left + (room - column * len(group.bars)) / 2, bottom), column,
                                scale, upwards)  # fmt: skip
            painter.setPen(colour("secondary"))
            box = QRectF(left + 2, bottom + _GAP, room - 4, labels)
            painter.drawText(box, _LABEL_FLAGS, group.label)
        painter.setPen(colour("line"))
        painter.drawLine(QPointF(0, bottom), QPointF(self.width(), bottom))

    def _label_height(self, painter: QPainter, room: float) -> float:
        box = QRectF(0, 0, room - 4, 1000)
        return max(painter.boundingRect(box, _LABEL_FLAGS, group.label).height() for group in self._groups)

    def _paint_columns(
        self, painter: QPainter, group: Group, at: QPointF, width: float, scale: float, upwards: bool
    ) -> None:
        for number, bar in enumerate(group.bars):
            height = max(1.0, bar.length * scale)
            box = QRectF(at.x() + number * width, at.y() - height, width - 2, height)
            paint_shade(painter, box, bar.shade)
            painter.setPen(colour("ink"))
            painter.save()
            if upwards:
                painter.translate(box.center().x(), box.top() - _GAP)
                painter.rotate(-90)
                line = QRectF(0, -width / 2, 1000, width)
                painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), bar.text)
            else:
                above = QRectF(box.left(), box.top() - 100, box.width(), 100 - _GAP / 2)
                painter.drawText(above, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom), bar.text)
            painter.restore()


_LABEL_FLAGS = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWrapAnywhere)
