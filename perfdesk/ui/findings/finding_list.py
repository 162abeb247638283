"""The rows of the checks list, painted: severity, place, sentence; below the chosen one what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from perfdesk.ui.appearance.icons import draw_level, draw_tick
from perfdesk.ui.appearance.theme import colour, font_with_size
from perfdesk.ui.findings.finding_actions import FindingActionBar, FindingRow, finding_actions, involved_answers
from perfdesk.ui.models.report_model import ReportModel

_LINE = Qt.ItemDataRole.UserRole
_LEVEL_WIDTH = 80
_PLACE_WIDTH = 176
_ROW = 30
_WRAP = int(Qt.TextFlag.TextWordWrap)


class FindingList(QListWidget):
    """The lines; they wrap anew with the width. Enter goes to the finding, → to what can be done about it."""

    finding_requested = Signal(object)

    def __init__(self, model: ReportModel) -> None:
        super().__init__()
        self._model = model
        self._action_bar: FindingActionBar | None = None
        self.setAccessibleName("检查结果")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setMinimumHeight(_ROW)
        self.setItemDelegate(_RowDelegate(self))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.currentItemChanged.connect(self._open_row)

    @property
    def action_bar(self) -> FindingActionBar | None:
        """What stands below the chosen line."""
        return self._action_bar

    def finding_rows(self) -> list[FindingRow]:
        """The lines in order."""
        return [self.item(row).data(_LINE) for row in range(self.count())]

    def selected_row(self) -> FindingRow | None:
        """The line chosen now."""
        item = self.currentItem()
        return item.data(_LINE) if item is not None else None

    def show_rows(self, lines: Sequence[FindingRow]) -> None:
        """Show these; the one chosen before stays so when it still stands."""
        before = self.selected_row()
        had_focus = self._action_bar is not None and self._action_bar.isAncestorOf(
            QGuiApplication.focusObject() or self
        )
        self.clear()
        self._action_bar = None
        for line in lines:
            item = QListWidgetItem()
            item.setData(_LINE, line)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, line.spoken_text())
            self.addItem(item)
        if before is not None:
            same = (row for row, line in enumerate(lines) if _row_key(line) == _row_key(before))
            self.setCurrentRow(next(same, -1))
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh_action_bar(self) -> None:
        """The same findings stand, but the figures named below the chosen one may have moved."""
        line, item = self.selected_row(), self.currentItem()
        if line is not None and self._action_bar is not None and not self._action_bar.matches(line):
            self._open_row(item, item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line = self.selected_row()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and line is not None:
            self.itemActivated.emit(self.currentItem())
        elif event.matches(QKeySequence.StandardKey.Copy) and line is not None:
            self._copy(line)
        elif event.key() == Qt.Key.Key_Right and self._action_bar is not None and self._action_bar.links:
            self._action_bar.links[0].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _open_row(self, item: QListWidgetItem | None, before: QListWidgetItem | None) -> None:
        """Open the line chosen now, and close the one before."""
        if before is not None and self._action_bar is not None:
            self.removeItemWidget(before)
        self._action_bar = None
        line = self.selected_row()
        if item is not None and line is not None:
            self._action_bar = FindingActionBar(line, self._model, self)
            self._action_bar.go_to_requested.connect(self.finding_requested)
            self._action_bar.closed.connect(lambda: self.setFocus(Qt.FocusReason.OtherFocusReason))
            self.setItemWidget(item, self._action_bar)
        self.scheduleDelayedItemsLayout()
        QTimer.singleShot(0, self, self._scroll_to_current)

    def _scroll_to_current(self) -> None:
        """Bring the chosen line into sight with what stands below it; of a line too high, its sentence."""
        item = self.currentItem()
        if item is not None:
            fits = self.visualItemRect(item).height() <= self.viewport().height()
            self.scrollToItem(item, self.ScrollHint.EnsureVisible if fits else self.ScrollHint.PositionAtTop)

    def _show_menu(self, at: QPoint) -> None:
        item = self.itemAt(at)
        if item is None:
            return
        self.setCurrentItem(item)
        line: FindingRow = item.data(_LINE)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("去这一处", lambda: self.itemActivated.emit(item))
        for action in finding_actions(line, self._model, self):
            menu.addAction(action.text, action.run)
        places = involved_answers(line.finding, self._model)
        if places:
            inner = menu.addMenu("涉及各处")
            for address, text in places:
                inner.addAction(text, lambda address=address: self.finding_requested.emit(address))
        menu.addSeparator()
        menu.addAction("复制这一条", lambda: self._copy(line))
        menu.popup(self.viewport().mapToGlobal(at))

    def _copy(self, line: FindingRow) -> None:
        QGuiApplication.clipboard().setText(f"{line.level}：{line.finding.section_label}：{line.text}")


class _RowDelegate(QStyledItemDelegate):
    """Paints one line, and finds room below it for what can be done."""

    def __init__(self, view: FindingList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        line = index.data(_LINE)
        if not isinstance(line, FindingRow):
            return QSize(0, _ROW)
        place, words = _columns(QRect(0, 0, self._view.viewport().width(), _ROW))
        heights = [
            option.fontMetrics.boundingRect(QRect(0, 0, box.width(), 10_000), _WRAP, text).height()
            for box, text in ((place, line.finding.section_label), (words, line.text))
        ]
        return QSize(0, max(_ROW, *(height + 10 for height in heights)) + self._action_bar_height(index, words.width()))

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        _, text = _columns(option.rect)
        height = self._action_bar_height(index, text.width())
        editor.setGeometry(text.x(), option.rect.bottom() + 1 - height, text.width(), height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line, box = index.data(_LINE), option.rect
        if not isinstance(line, FindingRow):
            return
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, colour("accent_tint"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, colour("window"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(colour("accent"))
            painter.drawRect(box.adjusted(0, 0, -1, -1))
        painter.setFont(font_with_size(option.font, 14))
        sign = QRectF(box.x() + 25, box.y() + 9, 12, 12)
        draw_tick(painter, sign) if line.accepted is not None else draw_level(painter, sign, line.finding.severity)
        painter.setPen(colour("secondary" if line.accepted is not None else line.finding.severity))
        painter.drawText(box.adjusted(44, 5, 0, 0), 0, line.level)
        place, text = _columns(box)
        painter.setPen(colour("secondary"))
        painter.drawText(place, _WRAP, line.finding.section_label)
        painter.setPen(colour("secondary" if line.accepted is not None else "ink"))
        painter.drawText(text, _WRAP, line.text)
        painter.restore()

    def _action_bar_height(self, index: QModelIndex | QPersistentModelIndex, width: int) -> int:
        opened = self._view.action_bar
        is_chosen = opened is not None and index.row() == self._view.currentRow()
        return opened.height_at(width) if opened is not None and is_chosen else 0


def _columns(box: QRect) -> tuple[QRect, QRect]:
    """Where place and sentence stand in a row."""
    left = box.x() + 24 + _LEVEL_WIDTH
    place = QRect(left, box.y() + 5, _PLACE_WIDTH - 16, box.height() - 5)
    start = left + _PLACE_WIDTH
    return place, QRect(start, box.y() + 5, max(80, box.right() - start - 20), box.height() - 5)


def _row_key(line: FindingRow) -> object:
    return line.finding.code, line.finding.addresses, line.finding.span
