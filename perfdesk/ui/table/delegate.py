"""Paint the cells of a table and create the editors in them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QComboBox,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from perfdesk.definition.model import Question
from perfdesk.definition.severity import Severity
from perfdesk.document.blocks import Cell
from perfdesk.ui.appearance.theme import colour, font_with_size
from perfdesk.ui.editors.choice import LinkEditor
from perfdesk.ui.editors.factory import link_options
from perfdesk.ui.editors.line import LineEditor
from perfdesk.ui.editors.prose import ProseEditor
from perfdesk.ui.editors.typing import is_composing_key, is_last_year_key
from perfdesk.ui.table.metrics import PADDING, wrap_flags
from perfdesk.ui.table.model import GridModel, Index

_CORNER = 7
_SMALL_CORNER = 5
_ARROW = 18
_ENDING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_LINE_BREAK_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_ALIGNMENT = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}


class CellDelegate(QStyledItemDelegate):
    """Paints cells and opens the editor for the kind of question in a cell."""

    last_year_requested = Signal()

    def __init__(self, view: QTableView, model: GridModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self.ending_key: Qt.Key | None = None
        self.is_ending_backwards = False

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = self._model.cell(index)
        if cell is None:
            return
        box = option.rect
        painter.save()
        painter.fillRect(box, colour(self._background_role(cell)))
        state = option.state
        if state & QStyle.StateFlag.State_Selected and not self._is_current(index):
            painter.fillRect(box, colour("accent_tint"))
        painter.setPen(colour("line"))
        if cell.column + cell.column_span < len(self._model.grid.widths):
            painter.drawLine(box.topRight(), box.bottomRight())
        if cell.row + cell.row_span < self._model.grid.rows:
            painter.drawLine(box.bottomLeft(), box.bottomRight())
        self._paint_text(painter, box, cell)
        self._paint_markers(painter, box, cell)
        if self._is_current(index) and self._view.hasFocus():
            painter.setPen(QPen(colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -2, -2))
        painter.restore()

    def _is_current(self, index: Index) -> bool:
        current = self._view.currentIndex()
        return current.isValid() and self._model.cell(current) is self._model.cell(index)

    def _background_role(self, cell: Cell) -> str:
        severity = self._shown_severity(cell)
        if severity:
            return f"{severity}_tint"
        if cell.role == "label":
            return "header" if cell.row < self._model.grid.header_rows else "label"
        return "computed" if self._model.is_faint(cell) else "paper"

    def _shown_severity(self, cell: Cell) -> str:
        """Return the highest severity of the findings in a cell, without those about missing answers; empty if none."""
        found = self._model.findings(cell)
        return next((finding.severity for finding in found if finding.severity != Severity.MISSING), "")

    def _paint_text(self, painter: QPainter, box: QRect, cell: Cell) -> None:
        text = self._model.shown_text(cell)
        if not text:
            return
        severity = self._shown_severity(cell)
        is_heading = cell.role == "label" and cell.row < self._model.grid.header_rows
        is_quiet = is_heading or (self._model.is_faint(cell) and not cell.bold)
        painter.setPen(colour(severity or ("secondary" if is_quiet else "ink")))
        painter.setFont(font_with_size(self._view.font(), 14, cell.bold and not is_heading))
        flags = int(_ALIGNMENT[cell.align] | Qt.AlignmentFlag.AlignVCenter) | wrap_flags(text)
        painter.drawText(box.adjusted(PADDING, 2, -PADDING - self._model.reserved_width(cell), -2), flags, text)

    def _paint_markers(self, painter: QPainter, box: QRect, cell: Cell) -> None:
        if cell.address is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        found = self._model.findings(cell)
        if found:
            corner = QPointF(box.right(), box.top())
            only_missing = all(finding.severity == Severity.MISSING for finding in found)
            size = _SMALL_CORNER if only_missing else _CORNER
            points = [corner, corner - QPointF(size, 0), corner + QPointF(0, size)]
            fill = colour(found[0].severity)
            fill.setAlphaF(0.6 if only_missing else 1.0)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            painter.drawPolygon(QPolygonF(points))
        if self._model.reserved_width(cell):
            x, y = box.right() - 12.0, box.center().y() + 0.0
            painter.setPen(QPen(colour("faint"), 1.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline([QPointF(x - 3.5, y - 1.5), QPointF(x, y + 2), QPointF(x + 3.5, y - 1.5)])

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        cell = self._model.cell(index)
        question = self._model.question(cell) if cell else None
        if cell is None or cell.address is None or question is None:
            return super().createEditor(parent, option, index)  # never reached: such cells are not editable
        self.ending_key = None
        if question.kind in ("choice", "link"):
            editor: QWidget = self._link_editor(parent, question)
        elif question.kind in ("text", "prose", "sentence"):
            editor = self._prose_editor(parent)
        else:
            editor = LineEditor(parent, right=question.kind == "number")
            editor.setPlaceholderText(self._model.shown_text(cell) if cell.role == "computed" else "")
        if isinstance(editor, LineEditor | ProseEditor):
            editor.edited.connect(partial(self._model.report.type_text, cell.address))
        editor.setAccessibleName(str(self._model.data(index, Qt.ItemDataRole.AccessibleTextRole)))
        return editor

    def _prose_editor(self, parent: QWidget) -> ProseEditor:
        editor = ProseEditor(parent, lines=1, floating=True)
        editor.paste_refused.connect(partial(self._model.report.message_posted.emit, "warning"))
        editor.document().setDocumentMargin(2)
        return editor

    def _link_editor(self, parent: QWidget, question: Question) -> LinkEditor:
        editor = LinkEditor(parent)
        editor.show_options(link_options(self._model.report, question))
        editor.activated.connect(partial(self._on_activated, editor))
        QTimer.singleShot(0, editor, editor.showPopup)
        return editor

    def _on_activated(self, editor: LinkEditor, _index: int) -> None:
        self._commit_and_close(editor)

    def _commit_and_close(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        cell = self._model.cell(index)
        if cell is None:
            return
        text = self._model.edit_text(cell)
        if isinstance(editor, LinkEditor):
            editor.show_value(text)
        elif isinstance(editor, LineEditor) and not editor.isModified():
            editor.show_value(text)
            editor.selectAll()
        elif isinstance(editor, ProseEditor) and not editor.property("opened"):
            editor.setProperty("opened", True)
            editor.show_value(text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, LineEditor):
            editor.flush()
            model.setData(index, editor.text())
        elif isinstance(editor, ProseEditor):
            editor.flush()
            model.setData(index, editor.toPlainText())
        elif isinstance(editor, QComboBox):
            model.setData(index, str(editor.currentData() or ""))

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        cell = self._model.cell(index)
        if cell is None:
            return
        box = self._view.visualRect(self._model.index(cell.row, cell.column)).adjusted(0, 0, 1, 1)
        if isinstance(editor, ProseEditor):
            editor.setGeometry(box.x(), box.y(), box.width(), max(box.height(), editor.height()))
            editor.float_over_cell(box.height())
        else:
            editor.setGeometry(box)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(editor, QWidget):
            if isinstance(editor, LineEditor | ProseEditor) and editor.is_composing:
                return is_composing_key(event)
            if event.key() == Qt.Key.Key_Escape:
                return self._cancel(editor)
            if is_last_year_key(event):
                self._cancel(editor)
                self.last_year_requested.emit()
                return True
            if event.key() in _ENDING_KEYS:
                if isinstance(editor, QPlainTextEdit) and event.modifiers() & _LINE_BREAK_MODIFIERS:
                    editor.insertPlainText("\n")
                    return True
                self.ending_key = Qt.Key(event.key())
                self.is_ending_backwards = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self._commit_and_close(editor)
                return True
        return super().eventFilter(editor, event)

    def _cancel(self, editor: QWidget) -> bool:
        index = self._view.currentIndex()
        cell = self._model.cell(index)
        if isinstance(editor, LineEditor | ProseEditor):
            editor.blockSignals(True)
        if cell is not None and cell.address is not None:
            self._model.report.cancel_typing(cell.address)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)
        return True

    def is_arrow(self, index: Index, x: int) -> bool:
        """Whether a click at `x` is on the arrow of a cell with a list."""
        cell = self._model.cell(index)
        question = self._model.question(cell) if cell else None
        if cell is None or question is None or question.kind not in ("choice", "link"):
            return False
        right = self._view.visualRect(self._model.index(cell.row, cell.column)).right()
        return x > right - _ARROW - 6
