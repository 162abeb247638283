"""A document as text with tables; the words that were read are marked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFont,
    QMouseEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextLength,
    QTextTableFormat,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from perfdesk.importers.source import SourceDocument, SourceParagraph, SourceTable, SourceTableCell
from perfdesk.ui.appearance.theme import colour
from perfdesk.ui.panels.importing.source_marks import MarkKey, MarkState, SourceMark, marks_at, span_of

#: More rows of a table than a Word document has; the rest is not shown.
_MAX_ROWS = 400
_LINE_BREAK = "\u2028"
_Place = tuple[int, tuple[int, int] | None]
_TINTS: dict[MarkState, str] = {
    "taken": "done_tint",
    "open": "warning_tint",
    "rejected": "computed",
    "unplaced": "computed",
}
_INKS: dict[MarkState, str] = {"taken": "done", "open": "warning", "rejected": "faint", "unplaced": "secondary"}
_LINES: dict[MarkState, QTextCharFormat.UnderlineStyle] = {
    "taken": QTextCharFormat.UnderlineStyle.SingleUnderline,
    "open": QTextCharFormat.UnderlineStyle.DashUnderline,
    "rejected": QTextCharFormat.UnderlineStyle.NoUnderline,
    "unplaced": QTextCharFormat.UnderlineStyle.DotLine,
}


class WordView(QTextEdit):
    """The paragraphs and tables of a document in order; `mark_clicked` emits the key of the mark at a click."""

    mark_clicked = Signal(object)

    def __init__(self, document: SourceDocument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setProperty("role", "source")
        self.setAccessibleName(f"原文 {document.file}")
        self.setAcceptDrops(False)
        self._source = document
        self._places: list[tuple[int, _Place]] = []
        self._words: dict[_Place, str] = {}
        self._starts: dict[_Place, int] = {}
        self._marks: tuple[SourceMark, ...] = ()
        self._built_in = colour("ink")
        self._current: MarkKey | None = None
        self._spans: dict[tuple[_Place, str], tuple[int, int]] = {}
        self._build()

    def show_marks(self, marks: Iterable[SourceMark]) -> None:
        """Mark these words; those of the answer selected stay framed."""
        self._marks = tuple(marks)
        self._paint_marks()

    def select(self, mark: SourceMark) -> None:
        """Frame the words of an answer, and scroll to this mark."""
        self._current = mark.key
        self._paint_marks()
        cursor = self._cursor(mark)
        if cursor is not None:
            cursor.setPosition(cursor.selectionStart())
            self.setTextCursor(cursor)
            self._scroll_to_cursor()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._scroll_to_cursor)  # when the lines are wrapped to the new width

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._built_in != colour("ink"):
            self._build()
            self._paint_marks()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self._on_clicked(self.cursorForPosition(event.position().toPoint()).position())

    def _on_clicked(self, position: int) -> None:
        at = bisect_right(self._places, position, key=lambda place: place[0]) - 1
        if at < 0:
            return
        start, (block, cell) = self._places[at]
        words = self._words[block, cell]
        found = marks_at(self._marks, block, cell, words, _characters(words, position - start))
        if found:
            self.mark_clicked.emit(found[0].key)

    def _scroll_to_cursor(self) -> None:
        """Scroll so that the words selected are in the upper part, with what precedes them."""
        box, height = self.cursorRect(), self.viewport().height()
        if box.top() < 0 or box.bottom() > height * 3 // 4:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + box.top() - height // 3)

    def _paint_marks(self) -> None:
        by_rank = sorted(self._marks, key=lambda mark: mark.key == self._current)
        selections = [self._selection(mark) for mark in by_rank if (mark.block, mark.cell) in self._starts]
        self.setExtraSelections(selections)

    def _selection(self, mark: SourceMark) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        cursor = self._cursor(mark)
        assert cursor is not None
        is_current = mark.key == self._current
        look = QTextCharFormat()
        look.setBackground(colour("accent" if is_current else _TINTS[mark.state]))
        if is_current:
            look.setForeground(colour("paper"))
        else:
            look.setUnderlineStyle(_LINES[mark.state])
            look.setUnderlineColor(colour(_INKS[mark.state]))
        # The stubs of PySide6 lack the two public members of ExtraSelection.
        selection.cursor, selection.format = cursor, look  # pyright: ignore[reportAttributeAccessIssue]
        return selection

    def _cursor(self, mark: SourceMark) -> QTextCursor | None:
        place = (mark.block, mark.cell)
        if place not in self._starts:
            return None
        if (place, mark.quote) not in self._spans:
            words, begin = self._words[place], self._starts[place]
            start, end = span_of(mark.quote, words)
            self._spans[place, mark.quote] = begin + _units(words[:start]), begin + _units(words[:end])
        first, last = self._spans[place, mark.quote]
        cursor = QTextCursor(self.document())
        cursor.setPosition(first)
        cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _build(self) -> None:
        self._places, self._words, self._starts, self._spans = [], {}, {}, {}
        self._built_in = colour("ink")
        made = QTextDocument(self)
        made.setUndoRedoEnabled(False)
        made.setDefaultFont(self.font())
        made.setDocumentMargin(16)
        cursor = QTextCursor(made)
        cursor.beginEditBlock()
        for number, block in enumerate(self._source.blocks):
            if isinstance(block, SourceTable):
                self._add_table(cursor, number, block)
            else:
                self._add_paragraph(cursor, number, block)
        cursor.endEditBlock()
        self._places.sort(key=lambda place: place[0])
        self.setDocument(made)

    def _add_paragraph(self, cursor: QTextCursor, number: int, paragraph: SourceParagraph) -> None:
        shape, look = QTextBlockFormat(), QTextCharFormat()
        shape.setBottomMargin(8)
        shape.setLineHeight(130, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if paragraph.is_centered:
            shape.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        if paragraph.is_bold or paragraph.outline_level is not None:
            look.setFontWeight(QFont.Weight.Bold)
        self._new_block(cursor, shape)
        self._note(cursor.position(), (number, None), paragraph.full_text)
        cursor.insertText(_shown(paragraph.full_text), look)

    def _new_block(self, cursor: QTextCursor, shape: QTextBlockFormat) -> None:
        """Begin a block; the first one, and the one that follows each table, exist already."""
        if cursor.atBlockStart() and not cursor.block().text():
            cursor.setBlockFormat(shape)
        else:
            cursor.insertBlock(shape)

    def _add_table(self, cursor: QTextCursor, number: int, table: SourceTable) -> None:
        cells = [cell for cell in table.cells if cell.row < _MAX_ROWS]
        rows = max((min(_MAX_ROWS, cell.row + cell.row_span) for cell in cells), default=0)
        columns = max((cell.column + cell.column_span for cell in cells), default=0)
        if not rows or not columns:
            return
        shown = cursor.insertTable(rows, columns, _table_format())
        for cell in cells:
            if cell.row_span > 1 or cell.column_span > 1:
                shown.mergeCells(cell.row, cell.column, min(cell.row_span, rows - cell.row), cell.column_span)
        for cell in cells:
            inside = shown.cellAt(cell.row, cell.column).firstCursorPosition()
            words = _cell_words(cell)
            inside.insertText(_shown(words))
        for cell in cells:
            start = shown.cellAt(cell.row, cell.column).firstCursorPosition().position()
            self._note(start, (number, (cell.row, cell.column)), _cell_words(cell))
        cursor.movePosition(QTextCursor.MoveOperation.End)

    def _note(self, start: int, place: _Place, words: str) -> None:
        self._places.append((start, place))
        self._starts[place], self._words[place] = start, words


def _table_format() -> QTextTableFormat:
    shape = QTextTableFormat()
    shape.setBorder(1)
    shape.setBorderCollapse(True)
    shape.setBorderBrush(colour("strong_line"))
    shape.setCellPadding(4)
    shape.setCellSpacing(0)
    shape.setTopMargin(4)
    shape.setBottomMargin(8)
    shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    return shape


def _cell_words(cell: SourceTableCell) -> str:
    """Return the text of a cell; a table inside it follows, a row a line."""
    return "\n".join((cell.text, *(line for table in cell.nested for line in _lines(table.cells)))).strip("\n")


def _lines(cells: Sequence[SourceTableCell]) -> list[str]:
    rows: dict[int, list[str]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(_cell_words(cell))
    return ["\t".join(texts) for _, texts in sorted(rows.items())]


def _shown(text: str) -> str:
    return text.replace("\n", _LINE_BREAK)


def _units(text: str) -> int:
    """Return the length of a text in UTF-16 units, in which Qt counts positions."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _characters(text: str, units: int) -> int:
    """Return the number of characters in the first UTF-16 units of a text."""
    count = 0
    for sign in text:
        units -= 2 if ord(sign) > 0xFFFF else 1
        if units < 0:
            break
        count += 1
    return count
