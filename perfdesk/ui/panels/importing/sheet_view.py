"""A sheet of a workbook with its letters and numbers; the cells that were read are marked."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from perfdesk.definition.severity import Severity
from perfdesk.importers.source import SourceTable, SourceTableCell, column_letters
from perfdesk.ui.appearance.icons import draw_level, draw_tick
from perfdesk.ui.appearance.theme import colour
from perfdesk.ui.panels.importing.source_marks import MarkKey, MarkState, SourceMark

_Index = QModelIndex | QPersistentModelIndex
_TINTS: dict[MarkState, str] = {
    "taken": "done_tint",
    "open": "warning_tint",
    "rejected": "computed",
    "unplaced": "computed",
}
_MAX_COLUMN_WIDTH = 240
_ROW_HEIGHT, _MAX_ROW_HEIGHT = 30, 160
#: Rows that are measured for the widths of the columns; a longer sheet has rows of one height.
_MEASURED_ROWS = 100
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class _SheetModel(QAbstractTableModel):
    def __init__(self, table: SourceTable) -> None:
        super().__init__()
        self.cells = {(cell.row, cell.column): cell for cell in table.cells}
        self._rows = max((cell.row + cell.row_span for cell in table.cells), default=0)
        self._columns = max((cell.column + cell.column_span for cell in table.cells), default=0)

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._rows

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._columns

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self.cells.get((index.row(), index.column()))
        if cell is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return cell.text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if cell.figure else _LEFT
        if role == Qt.ItemDataRole.ForegroundRole and cell.is_hidden:
            return colour("secondary")
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return column_letters(section) if orientation == Qt.Orientation.Horizontal else str(section + 1)


class SheetView(QTableView):
    """One sheet; `mark_clicked` emits the key of the mark at a click."""

    mark_clicked = Signal(object)

    def __init__(self, block: int, table: SourceTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._block = block
        self._marks: dict[tuple[int, int], list[SourceMark]] = {}
        self.current_key: MarkKey | None = None
        self._sheet = _SheetModel(table)
        self.setModel(self._sheet)
        self._sheet.setParent(self)
        self.setAccessibleName(f"原文 {table.place}")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setItemDelegate(_CellDelegate(self))
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.horizontalHeader().setResizeContentsPrecision(_MEASURED_ROWS)
        self._set_spans(table.cells)
        self._set_widths()
        self.clicked.connect(self._on_clicked)

    def show_marks(self, marks: Iterable[SourceMark]) -> None:
        """Mark the cells of this sheet that were read."""
        self._marks = {}
        for mark in marks:
            if mark.block == self._block and mark.cell is not None:
                self._marks.setdefault(mark.cell, []).append(mark)
        self.viewport().update()

    def select(self, mark: SourceMark) -> None:
        """Frame the cells of an answer, and scroll to this mark."""
        self.current_key = mark.key
        self.viewport().update()
        if mark.cell is not None:
            index = self._sheet.index(*mark.cell)
            self.setCurrentIndex(index)
            self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def marks_of(self, row: int, column: int) -> list[SourceMark]:
        """Return the marks of a cell, that of the answer selected first."""
        return sorted(self._marks.get((row, column), ()), key=lambda mark: mark.key != self.current_key)

    def _on_clicked(self, index: QModelIndex) -> None:
        marks = self.marks_of(index.row(), index.column())
        if marks:
            self.mark_clicked.emit(marks[0].key)

    def _set_spans(self, cells: Iterable[SourceTableCell]) -> None:
        for cell in cells:
            if cell.row_span > 1 or cell.column_span > 1:
                self.setSpan(cell.row, cell.column, cell.row_span, cell.column_span)

    def _set_widths(self) -> None:
        self.resizeColumnsToContents()
        for column in range(self._sheet.columnCount()):
            self.setColumnWidth(column, min(_MAX_COLUMN_WIDTH, self.columnWidth(column)))
        if self._sheet.rowCount() <= _MEASURED_ROWS:
            self.resizeRowsToContents()
            for row in range(self._sheet.rowCount()):
                self.setRowHeight(row, max(_ROW_HEIGHT, min(_MAX_ROW_HEIGHT, self.rowHeight(row))))


class _CellDelegate(QStyledItemDelegate):
    """Paints a cell with the tint of its mark and a sign in its corner."""

    def __init__(self, view: SheetView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        marks = self._view.marks_of(index.row(), index.column())
        if marks:
            painter.fillRect(option.rect, _tint(marks[0]))
        super().paint(painter, option, index)
        if not marks:
            return
        painter.save()
        is_figure = index.data(Qt.ItemDataRole.TextAlignmentRole) == _RIGHT
        corner = QRectF(option.rect.x() + 2 if is_figure else option.rect.right() - 10, option.rect.y() + 2, 8, 8)
        if marks[0].state == "taken":
            draw_tick(painter, corner)
        elif marks[0].state == "open":
            draw_level(painter, corner, Severity.WARNING)
        if marks[0].key == self._view.current_key:
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
        painter.restore()


def _tint(mark: SourceMark) -> QColor:
    return colour(_TINTS[mark.state])
