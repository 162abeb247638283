"""What is wrong, as a list below the page: severity, place, sentence; a click goes there."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from perfdesk.checks.finding import LEVEL_WORDS, Finding
from perfdesk.definition.model import Level
from perfdesk.ui.icons import draw_level
from perfdesk.ui.report_model import ReportModel
from perfdesk.ui.theme import LEVEL_SIGNS, colour, show_when, sized

_FINDING = Qt.ItemDataRole.UserRole
_LEVELS: tuple[Level, ...] = ("error", "warning", "notice")
_LEVEL_WIDTH = 72
_PLACE_WIDTH = 176
_ROW = 30
_WRAP = int(Qt.TextFlag.TextWordWrap)


class ChecksList(QFrame):
    """All findings, with a count by severity; `wanted` asks to go to one."""

    wanted = Signal(object)

    def __init__(self, model: ReportModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("checks")
        self._model = model
        self._shown: tuple[Finding, ...] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        self.rows = _Rows()
        self.rows.setAccessibleName("检查结果")
        self.rows.setItemDelegate(_FindingDelegate(self.rows))
        self.rows.itemClicked.connect(self._on_item)
        self.rows.itemActivated.connect(self._on_item)
        column.addWidget(self.rows, 1)
        self._clear = QLabel("没有错误，也没有警告。")
        self._clear.setProperty("role", "note")
        self._clear.setProperty("room", "list")
        self._clear.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._clear, 1)
        model.changed.connect(self.refresh)
        self.refresh()

    def _head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(24, 6, 16, 6)
        line.setSpacing(8)
        title = QLabel("检查结果")
        title.setProperty("role", "strongLabel")
        line.addWidget(title)
        self.chips: dict[Level, QPushButton] = {}
        for level in _LEVELS:
            chip = QPushButton()
            chip.setProperty("role", "chip")
            chip.setProperty("level", level)
            chip.setCheckable(True)
            chip.setToolTip(f"只看{LEVEL_WORDS[level]}")
            chip.clicked.connect(self.refresh_rows)
            self.chips[level] = chip
            line.addWidget(chip)
        line.addStretch(1)
        hint = QLabel("F8 下一处 · 单击定位")
        hint.setProperty("role", "help")
        line.addWidget(hint)
        return line

    def findings(self) -> list[Finding]:
        """The findings listed now."""
        return [self.rows.item(row).data(_FINDING) for row in range(self.rows.count())]

    def refresh(self) -> None:
        """Show the findings as they stand."""
        counts = Counter(finding.severity for finding in self._model.findings)
        for level, chip in self.chips.items():
            chip.setText(f"{LEVEL_SIGNS[level]} {LEVEL_WORDS[level]} {counts[level]}")
            chip.setEnabled(bool(counts[level]))
            show_when(chip, level != "notice" or bool(counts[level]))
            chip.setChecked(chip.isChecked() and bool(counts[level]))
        self.refresh_rows()

    def refresh_rows(self) -> None:
        """List the findings of the severities asked for, or all."""
        only = {level for level, chip in self.chips.items() if chip.isChecked()}
        wanted = tuple(finding for finding in self._model.findings if not only or finding.severity in only)
        if wanted == self._shown:
            return
        chosen = self.rows.currentItem().data(_FINDING) if self.rows.currentItem() else None
        self._shown = wanted
        self.rows.clear()
        for finding in wanted:
            item = QListWidgetItem()
            item.setData(_FINDING, finding)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, _spoken(finding))
            self.rows.addItem(item)
            if chosen is not None and (finding.code, finding.where) == (chosen.code, chosen.where):
                self.rows.setCurrentItem(item)
        self.rows.setVisible(bool(wanted))
        self._clear.setVisible(not wanted)

    def step(self, by: int) -> None:
        """Go to the next finding or the one before, round and round."""
        count = self.rows.count()
        if not count:
            return
        at = self.rows.currentRow()
        start = at if at >= 0 else (-1 if by > 0 else 0)
        self.rows.setCurrentRow((start + by) % count)
        self._on_item(self.rows.currentItem())

    def _on_item(self, item: QListWidgetItem) -> None:
        self.wanted.emit(item.data(_FINDING))


class _Rows(QListWidget):
    """The rows wrap anew with the width; Enter goes to the finding."""

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setMinimumHeight(_ROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self.itemActivated.emit(self.currentItem())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class _FindingDelegate(QStyledItemDelegate):
    """Paints one finding."""

    def __init__(self, view: QListWidget) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        finding = index.data(_FINDING)
        if not isinstance(finding, Finding):
            return QSize(0, _ROW)
        width = self._view.viewport().width()
        place, words = _columns(QRect(0, 0, width, _ROW))
        metrics = option.fontMetrics
        heights = [
            metrics.boundingRect(QRect(0, 0, box.width(), 10_000), _WRAP, text).height()
            for box, text in ((place, finding.place), (words, finding.message))
        ]
        return QSize(0, max(_ROW, *(height + 10 for height in heights)))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        finding, box = index.data(_FINDING), option.rect
        if not isinstance(finding, Finding):
            return
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, colour("accent_tint"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, colour("window"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(colour("accent"))
            painter.drawRect(box.adjusted(0, 0, -1, -1))
        painter.setFont(sized(option.font, 14))
        draw_level(painter, QRectF(box.x() + 25, box.y() + 9, 12, 12), finding.severity)
        painter.setPen(colour(finding.severity))
        painter.drawText(box.adjusted(44, 5, 0, 0), 0, LEVEL_WORDS[finding.severity])
        place, words = _columns(box)
        painter.setPen(colour("secondary"))
        painter.drawText(place, _WRAP, finding.place)
        painter.setPen(colour("ink"))
        painter.drawText(words, _WRAP, finding.message)
        painter.restore()


def _columns(box: QRect) -> tuple[QRect, QRect]:
    """Where place and sentence stand in a row."""
    left = box.x() + 24 + _LEVEL_WIDTH
    place = QRect(left, box.y() + 5, _PLACE_WIDTH - 16, box.height() - 5)
    start = left + _PLACE_WIDTH
    return place, QRect(start, box.y() + 5, max(80, box.right() - start - 20), box.height() - 5)


def _spoken(finding: Finding) -> str:
    return f"{LEVEL_WORDS[finding.severity]}，{finding.place}，{finding.message}"
