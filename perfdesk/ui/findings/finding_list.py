"""The list of findings: severity, section and message in each row, the actions below the selected one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
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

_ROW_DATA = Qt.ItemDataRole.UserRole
_LEVEL_WIDTH = 80
_SECTION_WIDTH = 176
_ROW_HEIGHT = 30
_WRAP = int(Qt.TextFlag.TextWordWrap)


class FindingList(QListWidget):
    """The rows, wrapped to the width of the list. Enter goes to the finding, → to the actions on it."""

    finding_requested = Signal(object)

    def __init__(self, model: ReportModel) -> None:
        super().__init__()
        self._model = model
        self._action_bar: FindingActionBar | None = None
        self.setAccessibleName("检查结果")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setMinimumHeight(_ROW_HEIGHT)
        self.setItemDelegate(_RowDelegate(self))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.currentItemChanged.connect(self._open_row)

    @property
    def action_bar(self) -> FindingActionBar | None:
        """The actions below the selected row."""
        return self._action_bar

    def finding_rows(self) -> list[FindingRow]:
        """Return the rows in order."""
        return [self.item(row).data(_ROW_DATA) for row in range(self.count())]

    def selected_row(self) -> FindingRow | None:
        """Return the selected row."""
        return self.item(self.currentRow()).data(_ROW_DATA) if self.currentRow() >= 0 else None

    def show_rows(self, rows: Sequence[FindingRow]) -> None:
        """Show these rows; keep the selected one if it is among them."""
        before = self.selected_row()
        focused = QApplication.focusWidget()
        had_focus = self._action_bar is not None and focused is not None and self._action_bar.isAncestorOf(focused)
        self.clear()
        self._action_bar = None
        for row in rows:
            item = QListWidgetItem()
            item.setData(_ROW_DATA, row)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, row.spoken_text())
            self.addItem(item)
        if before is not None:
            same = (number for number, row in enumerate(rows) if _row_key(row) == _row_key(before))
            self.setCurrentRow(next(same, -1))
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh_action_bar(self) -> None:
        """Update the figures below the selected row after a change that left the findings the same."""
        row, item = self.selected_row(), self.currentItem()
        if row is not None and self._action_bar is not None and not self._action_bar.matches(row):
            self._open_row(item, item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.selected_row()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row is not None:
            self.itemActivated.emit(self.currentItem())
        elif event.matches(QKeySequence.StandardKey.Copy) and row is not None:
            self._copy(row)
        elif event.key() == Qt.Key.Key_Right and self._action_bar is not None and self._action_bar.links:
            self._action_bar.links[0].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _open_row(self, item: QListWidgetItem | None, before: QListWidgetItem | None) -> None:
        """Show the actions below the selected row and remove those of the previous one."""
        if before is not None and self._action_bar is not None:
            self.removeItemWidget(before)
        self._action_bar = None
        row = self.selected_row()
        if item is not None and row is not None:
            self._action_bar = FindingActionBar(row, self._model, self)
            self._action_bar.go_to_requested.connect(self.finding_requested)
            self._action_bar.closed.connect(lambda: self.setFocus(Qt.FocusReason.OtherFocusReason))
            self.setItemWidget(item, self._action_bar)
        self.scheduleDelayedItemsLayout()
        QTimer.singleShot(0, self, self._scroll_to_current)

    def _scroll_to_current(self) -> None:
        """Scroll to the selected row with its actions; if it is too high, to its beginning."""
        if self.currentRow() >= 0:
            item = self.currentItem()
            fits = self.visualItemRect(item).height() <= self.viewport().height()
            self.scrollToItem(item, self.ScrollHint.EnsureVisible if fits else self.ScrollHint.PositionAtTop)

    def _show_menu(self, at: QPoint) -> None:
        index = self.indexAt(at)
        if not index.isValid():
            return
        self.setCurrentIndex(index)
        item = self.currentItem()
        row: FindingRow = item.data(_ROW_DATA)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("去这一处", lambda: self.itemActivated.emit(item))
        for action in finding_actions(row, self._model, self):
            menu.addAction(action.text, action.run)
        involved = involved_answers(row.finding, self._model)
        if involved:
            submenu = menu.addMenu("涉及各处")
            for address, text in involved:
                submenu.addAction(text, partial(self.finding_requested.emit, address))
        menu.addSeparator()
        menu.addAction("复制这一条", lambda: self._copy(row))
        menu.popup(self.viewport().mapToGlobal(at))

    def _copy(self, row: FindingRow) -> None:
        QGuiApplication.clipboard().setText(f"{row.level}：{row.finding.section_label}：{row.text}")


class _RowDelegate(QStyledItemDelegate):
    """Paints one row and reserves the height of the actions below it."""

    def __init__(self, view: FindingList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row = index.data(_ROW_DATA)
        if not isinstance(row, FindingRow):
            return QSize(0, _ROW_HEIGHT)
        section, message = _columns(QRect(0, 0, self._view.viewport().width(), _ROW_HEIGHT))
        heights = [
            option.fontMetrics.boundingRect(QRect(0, 0, box.width(), 10_000), _WRAP, text).height()
            for box, text in ((section, row.finding.section_label), (message, row.text))
        ]
        row_height = max(_ROW_HEIGHT, *(height + 10 for height in heights))
        return QSize(0, row_height + self._action_bar_height(index, message.width()))

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        _, message = _columns(option.rect)
        height = self._action_bar_height(index, message.width())
        editor.setGeometry(message.x(), option.rect.bottom() + 1 - height, message.width(), height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row, box = index.data(_ROW_DATA), option.rect
        if not isinstance(row, FindingRow):
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
        icon, is_accepted = QRectF(box.x() + 25, box.y() + 9, 12, 12), row.accepted is not None
        draw_tick(painter, icon) if is_accepted else draw_level(painter, icon, row.finding.severity)
        painter.setPen(colour("secondary" if is_accepted else row.finding.severity))
        painter.drawText(box.adjusted(44, 5, 0, 0), 0, row.level)
        section, message = _columns(box)
        painter.setPen(colour("secondary"))
        painter.drawText(section, _WRAP, row.finding.section_label)
        painter.setPen(colour("secondary" if is_accepted else "ink"))
        painter.drawText(message, _WRAP, row.text)
        painter.restore()

    def _action_bar_height(self, index: QModelIndex | QPersistentModelIndex, width: int) -> int:
        action_bar = self._view.action_bar
        is_selected = index.row() == self._view.currentRow()
        return action_bar.height_at(width) if action_bar is not None and is_selected else 0


def _columns(box: QRect) -> tuple[QRect, QRect]:
    """Return the rectangles of section and message in a row."""
    left = box.x() + 24 + _LEVEL_WIDTH
    section = QRect(left, box.y() + 5, _SECTION_WIDTH - 16, box.height() - 5)
    start = left + _SECTION_WIDTH
    return section, QRect(start, box.y() + 5, max(80, box.right() - start - 20), box.height() - 5)


def _row_key(row: FindingRow) -> object:
    return row.finding.code, row.finding.addresses, row.finding.span
