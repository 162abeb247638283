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
from perfdesk.ui.appearance.theme import colour, sized
from perfdesk.ui.findings.finding_actions import Line, RowDeeds, deeds, involved
from perfdesk.ui.models.report_model import ReportModel

_LINE = Qt.ItemDataRole.UserRole
_LEVEL_WIDTH = 80
_PLACE_WIDTH = 176
_ROW = 30
_WRAP = int(Qt.TextFlag.TextWordWrap)


class FindingRows(QListWidget):
    """The lines; they wrap anew with the width. Enter goes to the finding, → to what can be done about it."""

    wanted = Signal(object)

    def __init__(self, model: ReportModel) -> None:
        super().__init__()
        self._model = model
        self._opened: RowDeeds | None = None
        self.setAccessibleName("检查结果")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setMinimumHeight(_ROW)
        self.setItemDelegate(_LineDelegate(self))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.currentItemChanged.connect(self._open)

    @property
    def opened(self) -> RowDeeds | None:
        """What stands below the chosen line."""
        return self._opened

    def lines(self) -> list[Line]:
        """The lines in order."""
        return [self.item(row).data(_LINE) for row in range(self.count())]

    def chosen(self) -> Line | None:
        """The line chosen now."""
        item = self.currentItem()
        return item.data(_LINE) if item is not None else None

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these; the one chosen before stays so when it still stands."""
        before = self.chosen()
        had_focus = self._opened is not None and self._opened.isAncestorOf(QGuiApplication.focusObject() or self)
        self.clear()
        self._opened = None
        for line in lines:
            item = QListWidgetItem()
            item.setData(_LINE, line)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, line.spoken())
            self.addItem(item)
        if before is not None:
            same = (row for row, line in enumerate(lines) if _key(line) == _key(before))
            self.setCurrentRow(next(same, -1))
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh_opened(self) -> None:
        """The same findings stand, but the figures named below the chosen one may have moved."""
        line, item = self.chosen(), self.currentItem()
        if line is not None and self._opened is not None and not self._opened.says(line):
            self._open(item, item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line = self.chosen()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and line is not None:
            self.itemActivated.emit(self.currentItem())
        elif event.matches(QKeySequence.StandardKey.Copy) and line is not None:
            self._copy(line)
        elif event.key() == Qt.Key.Key_Right and self._opened is not None and self._opened.links:
            self._opened.links[0].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _open(self, item: QListWidgetItem | None, before: QListWidgetItem | None) -> None:
        """Open the line chosen now, and close the one before."""
        if before is not None and self._opened is not None:
            self.removeItemWidget(before)
        self._opened = None
        line = self.chosen()
        if item is not None and line is not None:
            self._opened = RowDeeds(line, self._model, self)
            self._opened.wanted.connect(self.wanted)
            self._opened.left.connect(lambda: self.setFocus(Qt.FocusReason.OtherFocusReason))
            self.setItemWidget(item, self._opened)
        self.scheduleDelayedItemsLayout()
        QTimer.singleShot(0, self, self._show_whole)

    def _show_whole(self) -> None:
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
        line: Line = item.data(_LINE)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("去这一处", lambda: self.itemActivated.emit(item))
        for deed in deeds(line, self._model, self):
            menu.addAction(deed.words, deed.do)
        places = involved(line.finding, self._model)
        if places:
            inner = menu.addMenu("涉及各处")
            for address, words in places:
                inner.addAction(words, lambda address=address: self.wanted.emit(address))
        menu.addSeparator()
        menu.addAction("复制这一条", lambda: self._copy(line))
        menu.popup(self.viewport().mapToGlobal(at))

    def _copy(self, line: Line) -> None:
        QGuiApplication.clipboard().setText(f"{line.level}：{line.finding.section_label}：{line.words}")


class _LineDelegate(QStyledItemDelegate):
    """Paints one line, and finds room below it for what can be done."""

    def __init__(self, view: FindingRows) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        line = index.data(_LINE)
        if not isinstance(line, Line):
            return QSize(0, _ROW)
        place, words = _columns(QRect(0, 0, self._view.viewport().width(), _ROW))
        heights = [
            option.fontMetrics.boundingRect(QRect(0, 0, box.width(), 10_000), _WRAP, text).height()
            for box, text in ((place, line.finding.section_label), (words, line.words))
        ]
        return QSize(0, max(_ROW, *(height + 10 for height in heights)) + self._room(index, words.width()))

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        _, words = _columns(option.rect)
        height = self._room(index, words.width())
        editor.setGeometry(words.x(), option.rect.bottom() + 1 - height, words.width(), height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line, box = index.data(_LINE), option.rect
        if not isinstance(line, Line):
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
        sign = QRectF(box.x() + 25, box.y() + 9, 12, 12)
        draw_tick(painter, sign) if line.kept is not None else draw_level(painter, sign, line.finding.severity)
        painter.setPen(colour("secondary" if line.kept is not None else line.finding.severity))
        painter.drawText(box.adjusted(44, 5, 0, 0), 0, line.level)
        place, words = _columns(box)
        painter.setPen(colour("secondary"))
        painter.drawText(place, _WRAP, line.finding.section_label)
        painter.setPen(colour("secondary" if line.kept is not None else "ink"))
        painter.drawText(words, _WRAP, line.words)
        painter.restore()

    def _room(self, index: QModelIndex | QPersistentModelIndex, width: int) -> int:
        opened = self._view.opened
        is_chosen = opened is not None and index.row() == self._view.currentRow()
        return opened.height_at(width) if opened is not None and is_chosen else 0


def _columns(box: QRect) -> tuple[QRect, QRect]:
    """Where place and sentence stand in a row."""
    left = box.x() + 24 + _LEVEL_WIDTH
    place = QRect(left, box.y() + 5, _PLACE_WIDTH - 16, box.height() - 5)
    start = left + _PLACE_WIDTH
    return place, QRect(start, box.y() + 5, max(80, box.right() - start - 20), box.height() - 5)


def _key(line: Line) -> object:
    return line.finding.code, line.finding.addresses, line.finding.span
