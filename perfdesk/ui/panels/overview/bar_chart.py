"""Horizontal bar charts. Shades and hatching distinguish the bars, so that they can be read in a grey print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from perfdesk.definition.kinds import round_half_up
from perfdesk.document.blocks import Cell, Chart
from perfdesk.ui.appearance.theme import colour, font_with_size

Shade = Literal["strong", "pale", "hatched", "done"]

_SHADES: tuple[Shade, ...] = ("hatched", "pale", "strong")
_ROLES: dict[Shade, str] = {"strong": "accent", "pale": "bar_pale", "hatched": "secondary", "done": "done"}
_MIN_BAR, _USUAL_BAR, _MAX_BAR = 14.0, 18.0, 22.0
_GAP, _GROUP_GAP = 2.0, 8.0
TEXT_SIZE = 12
LEGEND_HEIGHT = 20
_SWATCH = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its length, the text at its end, and its fill."""

    length: float
    text: str
    shade: Shade


@dataclass(frozen=True, slots=True)
class Group:
    """The bars of one label."""

    label: str
    bars: tuple[Bar, ...]


class BarChart(QWidget):
    """Groups of bars, one below the other, with a legend if a group has several bars."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: tuple[Group, ...] = ()
        self._legend: tuple[tuple[str, Shade], ...] = ()
        self._whole = 0.0
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups shown."""
        return self._groups

    def show_value(self, groups: Sequence[Group], legend: Sequence[tuple[str, Shade]] = (), whole: float = 0.0) -> None:
        """Show these groups; a bar as long as `whole`, by default the longest one, takes the full width."""
        self._groups, self._legend, self._whole = tuple(groups), tuple(legend), whole
        spoken = (f"{group.label} {'、'.join(bar.text for bar in group.bars)}" for group in groups)
        self.setAccessibleDescription("；".join(spoken))
        self.updateGeometry()
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(200, int(self._fixed_height() + self._count() * _MIN_BAR))

    def sizeHint(self) -> QSize:
        return QSize(self.minimumSizeHint().width(), int(self._fixed_height() + self._count() * _USUAL_BAR))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._groups:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font_with_size(self.font(), TEXT_SIZE))
        top = self._paint_legend(painter)
        metrics = painter.fontMetrics()
        label_room = min(self.width() * 0.4, max(metrics.horizontalAdvance(group.label) for group in self._groups) + 16)
        text_room = max(metrics.horizontalAdvance(bar.text) for group in self._groups for bar in group.bars) + 12
        longest = self._whole or max(bar.length for group in self._groups for bar in group.bars)
        scale = max(0.0, self.width() - label_room - text_room) / longest if longest > 0 else 0.0
        height = min(_MAX_BAR, (self.height() - self._fixed_height()) / self._count())
        for group in self._groups:
            room = len(group.bars) * (height + _GAP) - _GAP
            painter.setPen(colour("secondary"))
            label = metrics.elidedText(group.label, Qt.TextElideMode.ElideRight, int(label_room) - 10)
            right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            painter.drawText(QRectF(0, top, label_room - 10, room), right, label)
            for bar in group.bars:
                length = max(1.0, bar.length * scale)
                paint_shade(painter, QRectF(label_room, top, length, height), bar.shade)
                painter.setPen(colour("ink"))
                box = QRectF(label_room + length + 6, top - 2, text_room, height + 4)
                painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), bar.text)
                top += height + _GAP
            top += _GROUP_GAP - _GAP

    def _paint_legend(self, painter: QPainter) -> float:
        if not self._legend:
            return 0.0
        left = 0.0
        for text, shade in self._legend:
            paint_shade(painter, QRectF(left, 3, _SWATCH, _SWATCH), shade)
            painter.setPen(colour("secondary"))
            width = painter.fontMetrics().horizontalAdvance(text)
            painter.drawText(QRectF(left + _SWATCH + 6, 0, width + 2, 18), int(Qt.AlignmentFlag.AlignVCenter), text)
            left += _SWATCH + 6 + width + 16
        return float(LEGEND_HEIGHT)

    def _count(self) -> int:
        return max(1, sum(len(group.bars) for group in self._groups))

    def _fixed_height(self) -> float:
        """Return the height of legend and gaps, in pixels, which does not depend on the height of the bars."""
        inner = sum((len(group.bars) - 1) * _GAP for group in self._groups)
        between = max(0, len(self._groups) - 1) * _GROUP_GAP
        return (LEGEND_HEIGHT if self._legend else 0) + inner + between + 2


def paint_shade(painter: QPainter, box: QRectF, shade: Shade) -> None:
    """Fill a bar: solid, pale, or hatched with an outline."""
    tint = colour(_ROLES[shade])
    painter.save()
    if shade == "hatched":
        painter.setPen(QPen(tint, 1))
        painter.setBrush(QBrush(tint, Qt.BrushStyle.BDiagPattern))
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawRoundedRect(box, 2, 2)
    painter.restore()


def chart_groups(chart: Chart) -> tuple[list[Group], list[tuple[str, Shade]], str]:
    """Return the bars and the legend of a chart, and a note on the labels omitted because they are 0."""
    cells_by_row: dict[int, list[Cell]] = {}
    for cell in chart.table.cells:
        cells_by_row.setdefault(cell.row, []).append(cell)
    header, *rows = (cells_by_row[number] for number in sorted(cells_by_row))
    names = [cell.text for cell in header[1:]]
    shades = _SHADES[-len(names) :] if len(names) <= len(_SHADES) else ("strong",) * len(names)
    whole = sum((_bar_value(row[1]) for row in rows), Decimal(0)) if chart.kind == "pie" else Decimal(0)
    groups, omitted = list[Group](), list[str]()
    for row in rows:
        if all(not _bar_value(cell) for cell in row[1:]):
            omitted += [row[0].text] if any(cell.value is not None for cell in row[1:]) else []
            continue
        bars = [
            Bar(float(_bar_value(cell)), _bar_text(cell, whole, chart.decimals), shade)
            for cell, shade in zip(row[1:], shades, strict=True)
        ]
        groups.append(Group(row[0].text, tuple(bars)))
    note = f"{'、'.join(omitted)}{'均' if len(omitted) > 1 else ''}为 0。" if omitted else ""
    return groups, list(zip(names, shades, strict=True)) if len(names) > 1 else [], note


def _bar_value(cell: Cell) -> Decimal:
    return cell.value if isinstance(cell.value, Decimal) else Decimal(0)


def _bar_text(cell: Cell, whole: Decimal, decimals: int | None) -> str:
    if cell.value is None:
        return "—"
    share = f"（{_bar_value(cell) * 100 / whole:.1f}%）" if whole > 0 else ""
    figure = round_half_up(_bar_value(cell), cell.decimals if decimals is None else decimals)
    return f"{figure:,f}{share}"
