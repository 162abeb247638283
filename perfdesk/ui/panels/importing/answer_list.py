"""The answers of an import by chapter: label, what the report contains and what was read, in two lines each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from perfdesk.definition.severity import Severity
from perfdesk.ui.appearance.icons import draw_level, draw_tick
from perfdesk.ui.appearance.theme import colour, font_with_size
from perfdesk.ui.panels.importing.source_marks import MarkKey, MarkState

_ROW = Qt.ItemDataRole.UserRole
_ROW_HEIGHT = 50
_HEADING_HEIGHT = 32
_LEFT = 40
_STATE_SIGNS: dict[MarkState, str] = {"taken": "", "open": "", "rejected": "—", "unplaced": "○"}
_TAKE_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_REJECT_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One row; a heading has no key. `remark` is a short word at the right end, such as how sure it is."""

    key: MarkKey | None
    title: str
    details: str = ""
    remark: str = ""
    state: MarkState = "open"
    is_doubtful: bool = False

    def spoken_text(self) -> str:
        """Return the row as one sentence, for screen readers."""
        return "，".join(part for part in (self.title, self.details, self.remark) if part)


class AnswerList(QListWidget):
    """The rows. Enter takes the current answer, Delete rejects it, a digit selects one of several readings."""

    take_requested = Signal()
    reject_requested = Signal()
    take_chapter_requested = Signal()
    choice_requested = Signal(int)
    #: The key of the row that the cursor is on.
    row_reached = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("读出的各处")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_RowDelegate(self))
        self.currentItemChanged.connect(self._on_current)

    def rows(self) -> list[AnswerRow]:
        """Return the rows in order, headings too."""
        return [self.item(number).data(_ROW) for number in range(self.count())]

    def current_key(self) -> MarkKey | None:
        """Return the key of the current row."""
        return self.item(self.currentRow()).data(_ROW).key if self.currentRow() >= 0 else None

    def show_rows(self, rows: Sequence[AnswerRow]) -> None:
        """Show these rows; the cursor stays on its row, or goes to the one that has taken its place."""
        key, at = self.current_key(), self.currentRow()
        blocked = self.blockSignals(True)
        self.clear()
        for row in rows:
            item = QListWidgetItem()
            item.setData(_ROW, row)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, row.spoken_text())
            if row.key is None:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.addItem(item)
        keys = [row.key for row in rows]
        near = [number for number, one in enumerate(keys) if one is not None]
        following = next((number for number in near if number >= at), near[-1] if near else -1)
        self.setCurrentRow(keys.index(key) if key is not None and key in keys else following)
        self.blockSignals(blocked)
        self._on_current()

    def choose(self, key: MarkKey) -> bool:
        """Move the cursor to a row; return whether it is listed."""
        keys = [row.key for row in self.rows()]
        if key not in keys:
            return False
        self.setCurrentRow(keys.index(key))
        self.scrollToItem(self.currentItem(), self.ScrollHint.EnsureVisible)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if self.current_key() is None:
            super().keyPressEvent(event)
        elif event.key() in _TAKE_KEYS:
            (self.take_chapter_requested if control else self.take_requested).emit()
        elif event.key() in _REJECT_KEYS:
            self.reject_requested.emit()
        elif event.text() in "123456789" and event.text():
            self.choice_requested.emit(int(event.text()) - 1)
        else:
            super().keyPressEvent(event)

    def _on_current(self) -> None:
        self.row_reached.emit(self.current_key())


class _RowDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row = index.data(_ROW)
        return QSize(120, _HEADING_HEIGHT if row is None or row.key is None else _ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row, box = index.data(_ROW), option.rect
        if not isinstance(row, AnswerRow):
            return
        painter.save()
        if row.key is None:
            painter.setFont(font_with_size(option.font, 13, bold=True))
            painter.setPen(colour("secondary"))
            painter.drawText(box.adjusted(16, 4, -16, 0), int(Qt.AlignmentFlag.AlignVCenter), row.title)
        else:
            _paint_background(painter, option)
            _paint_sign(painter, QRectF(box.x() + 17, box.y() + 9, 12, 12), row)
            _paint_texts(painter, option, row)
        painter.restore()


def _paint_background(painter: QPainter, option: QStyleOptionViewItem) -> None:
    box = option.rect
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(box, colour("accent_tint"))
        painter.fillRect(QRect(box.x(), box.y(), 3, box.height()), colour("accent"))
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(box, colour("window"))
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(colour("accent"))
        painter.drawRect(box.adjusted(0, 0, -1, -1))


def _paint_sign(painter: QPainter, box: QRectF, row: AnswerRow) -> None:
    if row.state == "taken":
        draw_tick(painter, box)
    elif row.state == "open":
        draw_level(painter, box, Severity.WARNING if row.is_doubtful else Severity.NOTICE)
    else:
        painter.setPen(colour("secondary"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), _STATE_SIGNS[row.state])


def _paint_texts(painter: QPainter, option: QStyleOptionViewItem, row: AnswerRow) -> None:
    """Paint the title and the remark in the first line, the details in the second."""
    box = option.rect.adjusted(_LEFT, 5, -16, -5)
    upper = QRect(box.x(), box.y(), box.width(), box.height() // 2)
    painter.setFont(font_with_size(option.font, 13))
    painter.setPen(colour("warning" if row.is_doubtful and row.state == "open" else "secondary"))
    width = painter.fontMetrics().horizontalAdvance(row.remark)
    painter.drawText(upper, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), row.remark)
    painter.setFont(font_with_size(option.font, 14))
    painter.setPen(colour("ink"))
    title = painter.fontMetrics().elidedText(row.title, Qt.TextElideMode.ElideMiddle, upper.width() - width - 12)
    painter.drawText(upper, int(Qt.AlignmentFlag.AlignVCenter), title)
    painter.setFont(font_with_size(option.font, 13))
    painter.setPen(colour("secondary"))
    details = painter.fontMetrics().elidedText(row.details, Qt.TextElideMode.ElideRight, box.width())
    lower = QRect(box.x(), upper.bottom() + 1, box.width(), box.height() // 2)
    painter.drawText(lower, int(Qt.AlignmentFlag.AlignVCenter), details)
