"""The view of a table: as high as its rows, with the keyboard navigation of a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QItemSelectionModel, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QFrame, QTableView, QWidget

from perfdesk.definition.address import Address
from perfdesk.document.blocks import Cell
from perfdesk.ui.editors.typing import (
    NOT_TO_BE_TYPED,
    is_last_year_key,
    is_move_row_key,
    is_open_list_key,
    is_page_key,
    is_report_shortcut,
    is_tab_key,
    is_typing_key,
    move_on,
)
from perfdesk.ui.table.delegate import CellDelegate
from perfdesk.ui.table.metrics import TextMetrics, column_widths, row_heights
from perfdesk.ui.table.model import CellPosition, GridModel, Index
from perfdesk.ui.table.navigation import next_position


class GridView(QTableView):
    """A table without scroll bars: the page scrolls. `cell_reached` emits the rectangle of the new current cell."""

    cell_reached = Signal(QRect)
    paste_requested = Signal()
    copy_requested = Signal()
    last_year_requested = Signal()

    def __init__(self, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = model
        self.is_single_row_kept = False
        self._has_pending_rows = False
        self._address_before_reset: Address | None = None
        self._hidden: frozenset[int] = frozenset()
        self.setModel(model)
        self._delegate = CellDelegate(self, model)
        self.setItemDelegate(self._delegate)
        self._delegate.last_year_requested.connect(self.last_year_requested)
        self._metrics = TextMetrics(self.font())
        self._widths = [60] * len(model.grid.widths)
        self._prepare()
        model.rows_moved.connect(self._fit_rows)
        model.modelAboutToBeReset.connect(self._remember_current_cell)
        model.layout_changed.connect(self._on_layout_changed)
        self._set_spans()

    def _prepare(self) -> None:
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setMinimumSectionSize(8)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.Box)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAutoScroll(False)
        self.setWordWrap(True)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self.setTabKeyNavigation(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)

    @property
    def grid(self) -> GridModel:
        """The grid shown."""
        return self._grid

    def current_cell(self) -> Cell | None:
        """Return the current cell."""
        index = self.currentIndex()
        return self._grid.cell(index) if index.isValid() else None

    def is_typing(self) -> bool:
        """Whether an editor is open in a cell."""
        return self.state() == QAbstractItemView.State.EditingState

    def refresh(self) -> None:
        """Show the changed report; new rows wait until the open editor is closed."""
        if self.is_typing() and self._grid.would_change_layout():
            self._has_pending_rows = True
            return
        self._grid.refresh()

    def flush(self) -> None:
        """Enter what is still being typed in a cell."""
        editor = self._open_editor()
        if editor is not None:
            self.commitData(editor)

    def finish(self) -> None:
        """Enter what is being typed and close the editor."""
        editor = self._open_editor()
        if editor is not None:
            self.commitData(editor)
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def _open_editor(self) -> QWidget | None:
        return self.indexWidget(self.currentIndex()) if self.is_typing() else None

    def go_to(self, address: Address, edit: bool = False) -> bool:
        """Focus an answer; return False if it is not in this table."""
        position = self._grid.position_of(address)
        if position is None:
            return False
        if position[0] in self._hidden:
            self.set_hidden_rows(frozenset())
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._enter_cell(position)
        if edit:
            self.edit(self._grid.index(*position))
        return True

    def cell_rect(self, address: Address) -> QRect | None:
        """Return the rectangle of an answer in the coordinates of this widget."""
        position = self._grid.position_of(address)
        if position is None:
            return None
        box = self.visualRect(self._grid.index(*position))
        return box.translated(self.viewport().pos())

    def set_hidden_rows(self, hidden: frozenset[int]) -> None:
        """Hide these rows and show all others."""
        for row in range(self._grid.rowCount()):
            self.setRowHidden(row, row in hidden)
        self._hidden = hidden
        self._fit_height()

    def editable_positions(self) -> Iterator[CellPosition]:
        """Yield the editable cells in reading order."""
        for cell in sorted(self._grid.grid.cells, key=lambda cell: (cell.row, cell.column)):
            if self._grid.is_editable(cell) and cell.row not in self._hidden:
                yield (cell.row, cell.column)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        self._grid.report.stop_typing()
        key, self._delegate.ending_key = self._delegate.ending_key, None
        if self._has_pending_rows:
            self._has_pending_rows = False
            self._grid.refresh()
        if key is not None:
            self._move_on(key, self._delegate.is_ending_backwards)

    def event(self, event: QEvent) -> bool:
        if is_report_shortcut(event):
            event.ignore()
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and is_tab_key(event):
            self.keyPressEvent(event)  # otherwise Qt moves the focus out of the table first
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, back = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_requested.emit()
        elif is_last_year_key(event):
            self.last_year_requested.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._move_on(Qt.Key(key), back or key == Qt.Key.Key_Backtab)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._clear_selected()
        elif (key == Qt.Key.Key_Space and self._is_list(self.currentIndex())) or (
            is_open_list_key(event) and self._is_list(self.currentIndex())
        ):
            self.edit(self.currentIndex())
        elif is_typing_key(event) and not self._grid.is_editable(self.current_cell()):
            self._grid.report.message_posted.emit("notice", NOT_TO_BE_TYPED)
        elif self.is_single_row_kept and is_move_row_key(event):
            event.accept()  # the first row cannot move up, but the key must not reach the page
        elif is_page_key(event):
            event.ignore()
        else:
            super().keyPressEvent(event)
            event.setAccepted(event.isAccepted() or is_typing_key(event))  # it has opened an editor

    def _is_list(self, index: Index) -> bool:
        cell = self._grid.cell(index)
        question = self._grid.question(cell) if cell else None
        return question is not None and question.kind in ("choice", "link")

    def _clear_selected(self) -> None:
        positions = {(index.row(), index.column()) for index in self.selectedIndexes()}
        cells = [cell for cell in map(self._grid.cell_at, positions) if cell and self._grid.is_editable(cell)]
        texts = {cell.address: "" for cell in cells if cell.address and self._grid.report.is_typed(cell.address)}
        if texts:
            self._grid.report.fill(texts, f"清空 {len(texts)} 格")

    def _move_on(self, key: Qt.Key, back: bool) -> None:
        """Move on: Enter down the column, Tab along the row, and after the last cell out of the table."""
        current = self.current_cell()
        here = (current.row, current.column) if current else (-1, -1)
        is_enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        found = next_position(list(self.editable_positions()), here, down=is_enter, back=back)
        if found is not None:
            self._enter_cell(found)
        elif is_enter:
            move_on(self, back=back)
        else:
            self.focusNextPrevChild(not back)

    def _enter_cell(self, position: CellPosition) -> None:
        index = self._grid.index(*position)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.cell_reached.emit(self.visualRect(index).translated(self.viewport().pos()))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        if current.isValid() and self.hasFocus():
            self.cell_reached.emit(self.visualRect(current).translated(self.viewport().pos()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        on_arrow = index.isValid() and self._delegate.is_arrow(index, int(event.position().x()))
        if on_arrow and self._grid.is_editable(self._grid.cell(index)):
            QTimer.singleShot(0, self, lambda: self.edit(self.currentIndex()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        keyboard = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if keyboard:
            positions = list(self.editable_positions())
            if positions:
                self._enter_cell(positions[-1 if event.reason() == Qt.FocusReason.BacktabFocusReason else 0])
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit_columns()

    def _remember_current_cell(self) -> None:
        cell = self.current_cell()
        self._address_before_reset = cell.address if cell else None

    def _on_layout_changed(self) -> None:
        self._set_spans()
        self._fit_columns()
        address = self._address_before_reset
        position = self._grid.position_of(address) if address else None
        if position is not None:
            self.selectionModel().setCurrentIndex(
                self._grid.index(*position), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )

    def _set_spans(self) -> None:
        self.clearSpans()
        for cell in self._grid.grid.cells:
            if cell.column_span > 1 or cell.row_span > 1:
                self.setSpan(cell.row, cell.column, cell.row_span, cell.column_span)

    def _fit_columns(self) -> None:
        self._widths = column_widths(self._grid.grid, self.viewport().width(), self._metrics, self._grid.shown_text)
        for column, width in enumerate(self._widths):
            self.setColumnWidth(column, width)
        self._fit_rows(None)

    def _fit_rows(self, rows: frozenset[int] | None) -> None:
        grid = self._grid.grid
        model = self._grid
        heights = row_heights(grid, self._widths, self._metrics, model.shown_text, model.reserved_width, rows)
        for row, height in heights.items():
            if self.rowHeight(row) != height and row not in self._hidden:
                self.setRowHeight(row, height)
        self._fit_height()

    def _fit_height(self) -> None:
        height = sum(self.rowHeight(row) for row in range(self._grid.rowCount())) + 2 * self.frameWidth()
        if height != self.minimumHeight():
            self.setFixedHeight(height)
