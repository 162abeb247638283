"""The table one fills: as high as its rows, moved through by keys as a spreadsheet is."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QRect, Qt, QTimer, Signal
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
from perfdesk.ui.editors.typing_timer import is_last_year_key, is_move_row_key, is_report_shortcut
from perfdesk.ui.table.delegate import CellDelegate
from perfdesk.ui.table.metrics import Ruler, column_widths, row_heights
from perfdesk.ui.table.model import GridModel, Index, Spot


class GridView(QTableView):
    """A table without scroll bars of its own: the page scrolls. `reached` tells where on it one is."""

    reached = Signal(QRect)
    pasted = Signal()
    copied = Signal()
    last_year_wanted = Signal()

    def __init__(self, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = model
        self.keeps_rows = False
        self._pending = False
        self._come_back: Address | None = None
        self._hidden: frozenset[int] = frozenset()
        self.setModel(model)
        self._delegate = CellDelegate(self, model)
        self.setItemDelegate(self._delegate)
        self._delegate.last_year_wanted.connect(self.last_year_wanted)
        self._ruler = Ruler(self.font())
        self._widths = [60] * len(model.grid.widths)
        self._prepare()
        model.moved.connect(self._fit_rows)
        model.modelAboutToBeReset.connect(self._remember)
        model.reshaped.connect(self._on_reshaped)
        self._lay_spans()

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
        """The grid shown here."""
        return self._grid

    def current_cell(self) -> Cell | None:
        """The cell one is in."""
        index = self.currentIndex()
        return self._grid.cell(index) if index.isValid() else None

    def is_typing(self) -> bool:
        """Whether an editor is open in a cell."""
        return self.state() == QAbstractItemView.State.EditingState

    def refresh(self) -> None:
        """Take over a changed report; new rows wait until the open editor is closed."""
        if self.is_typing() and self._grid.would_reshape():
            self._pending = True
            return
        self._grid.refresh()

    def flush(self) -> None:
        """Enter what is still being typed in a cell."""
        if self.is_typing():
            editor = self.indexWidget(self.currentIndex())
            if editor is not None:
                self.commitData(editor)

    def finish(self) -> None:
        """Enter what is being typed and close the editor."""
        if self.is_typing():
            editor = self.indexWidget(self.currentIndex())
            if editor is not None:
                self.commitData(editor)
                self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def go_to(self, address: Address, edit: bool = False) -> bool:
        """Put the focus on an answer; False when it does not stand here."""
        spot = self._grid.spot(address)
        if spot is None:
            return False
        if spot[0] in self._hidden:
            self.show_rows(frozenset())
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._enter(spot)
        if edit:
            self.edit(self._grid.index(*spot))
        return True

    def cell_rect(self, address: Address) -> QRect | None:
        """Where an answer stands, in this widget's coordinates."""
        spot = self._grid.spot(address)
        if spot is None:
            return None
        box = self.visualRect(self._grid.index(*spot))
        return box.translated(self.viewport().pos())

    def show_rows(self, hidden: frozenset[int]) -> None:
        """Hide these rows and show all others."""
        for row in range(self._grid.rowCount()):
            self.setRowHidden(row, row in hidden)
        self._hidden = hidden
        self._fit_height()

    def open_spots(self) -> Iterator[Spot]:
        """Every cell one may type in, in reading order."""
        for cell in sorted(self._grid.grid.cells, key=lambda cell: (cell.row, cell.column)):
            if self._grid.is_open(cell) and cell.row not in self._hidden:
                yield (cell.row, cell.column)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        self._grid.report.stop_typing()
        key, self._delegate.ending_key = self._delegate.ending_key, None
        if self._pending:
            self._pending = False
            self._grid.refresh()
        if key is not None:
            self._go_on(key, self._delegate.ending_back)

    def event(self, event: QEvent) -> bool:
        if is_report_shortcut(event):
            event.ignore()
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and _is_tab(event):
            self.keyPressEvent(event)  # otherwise Qt leaves the table before the key comes to it
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, back = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        elif is_last_year_key(event):
            self.last_year_wanted.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._go_on(Qt.Key(key), back or key == Qt.Key.Key_Backtab)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._clear_selected()
        elif key == Qt.Key.Key_Space and self._is_list(self.currentIndex()):
            self.edit(self.currentIndex())
        elif self.keeps_rows and is_move_row_key(event):
            event.accept()  # the first row goes no higher: the key is the table's all the same
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier and key in (
            Qt.Key.Key_PageUp,
            Qt.Key.Key_PageDown,
        ):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _is_list(self, index: Index) -> bool:
        cell = self._grid.cell(index)
        question = self._grid.question(cell) if cell else None
        return question is not None and question.kind in ("choice", "link")

    def _clear_selected(self) -> None:
        spots = {(index.row(), index.column()) for index in self.selectedIndexes()}
        cells = [cell for cell in map(self._grid.at, spots) if cell and self._grid.is_open(cell)]
        texts = {cell.address: "" for cell in cells if cell.address and self._grid.report.is_typed(cell.address)}
        if texts:
            self._grid.report.fill(texts, f"清空 {len(texts)} 格")

    def _go_on(self, key: Qt.Key, back: bool) -> None:
        """Enter goes down the column, Tab along the row; past the last cell to what follows on the page."""
        current = self.current_cell()
        spots = list(self.open_spots())
        here = (current.row, current.column) if current else (-1, -1)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            down = sorted(spots, key=lambda spot: (spot[1], spot[0]))
            after = [spot for spot in down if (spot[1], spot[0]) > (here[1], here[0])]
            before = [spot for spot in down if (spot[1], spot[0]) < (here[1], here[0])]
        else:
            after = [spot for spot in spots if spot > here]
            before = [spot for spot in spots if spot < here]
        if back and before:
            self._enter(before[-1])
        elif not back and after:
            self._enter(after[0])
        else:
            self.focusNextPrevChild(not back)

    def _enter(self, spot: Spot) -> None:
        index = self._grid.index(*spot)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.reached.emit(self.visualRect(index).translated(self.viewport().pos()))

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        if current.isValid() and self.hasFocus():
            self.reached.emit(self.visualRect(current).translated(self.viewport().pos()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        on_arrow = index.isValid() and self._delegate.is_arrow(index, int(event.position().x()))
        if on_arrow and self._grid.is_open(self._grid.cell(index)):
            QTimer.singleShot(0, self, lambda: self.edit(self.currentIndex()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        keyboard = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if keyboard:
            spots = list(self.open_spots())
            if spots:
                self._enter(spots[-1 if event.reason() == Qt.FocusReason.BacktabFocusReason else 0])
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit_columns()

    def _remember(self) -> None:
        cell = self.current_cell()
        self._come_back = cell.address if cell else None

    def _on_reshaped(self) -> None:
        self._lay_spans()
        self._fit_columns()
        spot = self._grid.spot(self._come_back) if self._come_back else None
        if spot is not None:
            self.selectionModel().setCurrentIndex(
                self._grid.index(*spot), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )

    def _lay_spans(self) -> None:
        self.clearSpans()
        for cell in self._grid.grid.cells:
            if cell.column_span > 1 or cell.row_span > 1:
                self.setSpan(cell.row, cell.column, cell.row_span, cell.column_span)

    def _fit_columns(self) -> None:
        self._widths = column_widths(self._grid.grid, self.viewport().width(), self._ruler, self._grid.shown_text)
        for column, width in enumerate(self._widths):
            self.setColumnWidth(column, width)
        self._fit_rows(None)

    def _fit_rows(self, rows: frozenset[int] | None) -> None:
        grid = self._grid.grid
        model = self._grid
        heights = row_heights(grid, self._widths, self._ruler, model.shown_text, model.reserve, rows)
        for row, height in heights.items():
            if self.rowHeight(row) != height and row not in self._hidden:
                self.setRowHeight(row, height)
        self._fit_height()

    def _fit_height(self) -> None:
        height = sum(self.rowHeight(row) for row in range(self._grid.rowCount())) + 2 * self.frameWidth()
        if height != self.minimumHeight():
            self.setFixedHeight(height)


def _is_tab(event: QKeyEvent) -> bool:
    plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    return plain and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
