"""The list of findings: one line each at rest, the selected one with its whole message and its actions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
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

from perfdesk.checks.finding import Finding
from perfdesk.ui.appearance.icons import draw_arrow, draw_level, draw_tick
from perfdesk.ui.appearance.theme import colour, font_with_size
from perfdesk.ui.findings.finding_actions import FindingActionBar, FindingRow, finding_actions, involved_answers
from perfdesk.ui.findings.finding_groups import group_key
from perfdesk.ui.models.report_model import ReportModel

_ROW_DATA = Qt.ItemDataRole.UserRole
_LEVEL_WIDTH = 80
_SECTION_WIDTH = 176
#: The height of a row at rest, in pixels.
ROW_HEIGHT = 28
_INDENT = 20
_WRAP = int(Qt.TextFlag.TextWordWrap)


class FindingList(QListWidget):
    """The rows. Enter goes to the finding or opens a group, → goes to the actions on it."""

    finding_requested = Signal(object)

    def __init__(self, model: ReportModel) -> None:
        super().__init__()
        self._model = model
        self._action_bar: FindingActionBar | None = None
        self._top_rows: Sequence[FindingRow] = ()
        self._open_groups: set[object] = set()
        self.setAccessibleName("检查结果")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setMinimumHeight(ROW_HEIGHT)
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
        """Show these rows, with those of open groups; keep the selected one if it is among them.

        Rows that were shown before stay as they are.
        """
        self._top_rows = rows
        before, old, shown = self.selected_row(), self.finding_rows(), list(self._with_members(rows))
        changes = list(_changes(old, shown))
        is_replaced = any(start <= self.currentRow() < end for start, end, _, _ in changes)
        focused = QApplication.focusWidget()
        had_focus = self._action_bar is not None and focused is not None and self._action_bar.isAncestorOf(focused)
        if is_replaced:
            self.setCurrentRow(-1)
        for start, end, first, last in reversed(changes):
            for _ in range(start, end):
                self.takeItem(start)
            for at, row in enumerate(shown[first:last], start):
                self.insertItem(at, _item(row))
        if is_replaced and before is not None:
            self.setCurrentRow(next((at for at, row in enumerate(shown) if row.key == before.key), -1))
            if had_focus:
                self.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.refresh_action_bar()

    def _with_members(self, rows: Sequence[FindingRow]) -> Iterator[FindingRow]:
        for row in rows:
            yield row
            if self.is_open(row):
                yield from (FindingRow(finding, is_member=True) for finding in row.group)

    def is_open(self, row: FindingRow) -> bool:
        """Whether the findings of a group are listed below it."""
        return bool(row.group) and group_key(row.finding) in self._open_groups

    def toggle_group(self, row: FindingRow) -> None:
        """List the findings of a group below it, or no longer."""
        self._open_groups ^= {group_key(row.finding)}
        self.show_rows(self._top_rows)

    def select(self, finding: Finding) -> None:
        """Select the row of a finding, opening the group that it is in."""
        group = next((row for row in self._top_rows if finding in row.group), None)
        if group is not None and not self.is_open(group):
            self.toggle_group(group)
        rows = enumerate(self.finding_rows())
        self.setCurrentRow(next((at for at, row in rows if row.finding == finding and not row.group), -1))

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
        elif (
            row is not None
            and event.key() == (Qt.Key.Key_Left if self.is_open(row) else Qt.Key.Key_Right)
            and row.group
        ):
            self.toggle_group(row)
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
        menu.addAction("展开或收起" if row.group else "去这一处", lambda: self.itemActivated.emit(item))
        for action in finding_actions(row, self._model, self):
            menu.addAction(action.text, action.run)
        involved = involved_answers(row.finding, self._model) if not row.group else []
        if involved:
            submenu = menu.addMenu("涉及各处")
            for address, text in involved:
                submenu.addAction(text, partial(self.finding_requested.emit, address))
        menu.addSeparator()
        menu.addAction("复制这一条", lambda: self._copy(row))
        menu.popup(self.viewport().mapToGlobal(at))

    def _copy(self, row: FindingRow) -> None:
        QGuiApplication.clipboard().setText(f"{row.level}：{row.finding.section_label}：{row.text}")


def _item(row: FindingRow) -> QListWidgetItem:
    item = QListWidgetItem()
    item.setData(_ROW_DATA, row)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, row.spoken_text())
    return item


def _changes(old: Sequence[FindingRow], new: Sequence[FindingRow]) -> Iterator[tuple[int, int, int, int]]:
    """Where the rows differ, in order: start and end of what goes, and of what comes instead."""
    words = [[(row.key, row.text, row.is_member) for row in rows] for rows in (old, new)]
    for tag, start, end, first, last in SequenceMatcher(None, *words, autojunk=False).get_opcodes():
        if tag != "equal":
            yield start, end, first, last
            continue
        for at, row in enumerate(new[first:last]):
            if old[start + at] != row:  # with the same words, but another fix
                yield start + at, start + at + 1, first + at, first + at + 1


class _RowDelegate(QStyledItemDelegate):
    """Paints one row, the selected one with its whole text, and reserves the height of the actions below it."""

    def __init__(self, view: FindingList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row = index.data(_ROW_DATA)
        if not isinstance(row, FindingRow):
            return QSize(0, ROW_HEIGHT)
        if index.row() != self._view.currentRow():
            return QSize(0, ROW_HEIGHT)
        section, message = _columns(QRect(0, 0, self._view.viewport().width(), ROW_HEIGHT), row)
        heights = [
            option.fontMetrics.boundingRect(QRect(0, 0, box.width(), 10_000), _WRAP, text).height()
            for box, text in ((section, row.finding.section_label), (message, row.text))
        ]
        row_height = max(ROW_HEIGHT, *(height + 10 for height in heights))
        return QSize(0, row_height + self._action_bar_height(index, message.width()))

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        _, message = _columns(option.rect, index.data(_ROW_DATA))
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
        icon, is_accepted = QRectF(box.x() + 25, box.y() + 8, 12, 12), row.accepted is not None
        draw_tick(painter, icon) if is_accepted else draw_level(painter, icon, row.finding.severity)
        painter.setPen(colour("secondary" if is_accepted else row.finding.severity))
        painter.drawText(box.adjusted(44, 4, 0, 0), 0, row.level)
        section, message = _columns(box, row)
        if row.group:
            draw_arrow(painter, QRectF(message.x() - 16, box.y() + 9, 10, 10), down=self._view.is_open(row))
        is_whole = index.row() == self._view.currentRow()
        painter.setPen(colour("secondary"))
        _draw_text(painter, section, "" if row.is_member else row.finding.section_label, is_whole)
        painter.setPen(colour("secondary" if is_accepted else "ink"))
        _draw_text(painter, message, row.text, is_whole)
        painter.restore()

    def _action_bar_height(self, index: QModelIndex | QPersistentModelIndex, width: int) -> int:
        action_bar = self._view.action_bar
        is_selected = index.row() == self._view.currentRow()
        return action_bar.height_at(width) if action_bar is not None and is_selected else 0


def _draw_text(painter: QPainter, box: QRect, text: str, is_whole: bool) -> None:
    """Draw a whole text over several lines, or as much of it as fits one line."""
    if is_whole:
        painter.drawText(box, _WRAP, text)
    else:
        line = " ".join(text.split("\n"))
        painter.drawText(box, 0, painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, box.width()))


def _columns(box: QRect, row: FindingRow) -> tuple[QRect, QRect]:
    """Return the rectangles of section and message in a row."""
    left = box.x() + 24 + _LEVEL_WIDTH
    section = QRect(left, box.y() + 4, _SECTION_WIDTH - 16, box.height() - 4)
    start = left + _SECTION_WIDTH + (_INDENT if row.is_member else 0)
    return section, QRect(start, box.y() + 4, max(80, box.right() - start - 20), box.height() - 4)
