"""Running text: grows with what is written, and scrolls only when it is longer than a screen."""

from __future__ import annotations

import math

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextOption, QWheelEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from perfdesk.definition.kinds import clean_text
from perfdesk.ui.editors.heading_highlighter import HeadingHighlighter
from perfdesk.ui.editors.typing import TextEditorMixin

_FRAME = 16
_MAX_LINES = 400
_MAX_PASTE_LENGTH = 130_000


class ProseEditor(TextEditorMixin, QPlainTextEdit):
    """A plain text editor as high as its text. Enter is a new paragraph; Tab goes on."""

    edited = Signal(str)
    finished = Signal()
    paste_refused = Signal(str)

    def __init__(self, parent: QWidget | None = None, lines: int = 2, floating: bool = False) -> None:
        super().__init__(parent)
        self._shown_text = ""
        self._min_height = lines
        self._floating = floating
        self._min_lines = 0
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._init_typing()
        self.textChanged.connect(self._on_text_changed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit_height)
        self._fit_height()

    def show_headings(self) -> None:
        """Show lines that will be printed as headings in the letter of headings."""
        HeadingHighlighter(self.document())
        self._fit_height()

    def show_value(self, text: str) -> None:
        """Show a text from outside, unless the clerk is just typing another."""
        if self._typing_timer.isActive() or self.is_composing or text == self.toPlainText():
            return
        self._shown_text = text
        place = self.textCursor().position()
        self.setPlainText(text)
        if self.hasFocus():
            cursor = self.textCursor()
            cursor.setPosition(min(place, len(text)))
            self.setTextCursor(cursor)

    def float_over_cell(self, min_height: int) -> None:
        """Lie over a table's cell: at least as high as the cell, higher when the text asks for it."""
        self._min_lines = min_height
        self._fit_height()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            event.ignore()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
            event.ignore()
        else:
            super().wheelEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        text = clean_text(source.text())
        if len(text) > _MAX_PASTE_LENGTH:
            self.paste_refused.emit(
                f"要贴的文字有 {len(text):,} 字，一次最多贴 {_MAX_PASTE_LENGTH:,} 字。没有贴；请分开复制。"
            )
        else:
            self.insertPlainText(text)

    def sizeHint(self) -> QSize:
        return QSize(320, self.minimumHeight())

    def _on_text_changed(self) -> None:
        text = self.toPlainText()
        if text != self._shown_text:
            self._shown_text = text
            self._typing_timer.wait_again()

    def _typed_text(self) -> str:
        return self.toPlainText()

    def _fit_height(self) -> None:
        """As high as the text, measured in lines, as QPlainTextEdit counts its document."""
        wanted = int(self.document().documentLayout().documentSize().height())
        scrolls = wanted > _MAX_LINES
        lines = max(self._min_height, min(wanted, _MAX_LINES)) * self.fontMetrics().lineSpacing()
        height = max(lines, 0 if scrolls else self._text_height()) + int(2 * self.document().documentMargin()) + _FRAME
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if policy != self.verticalScrollBarPolicy():
            self.setVerticalScrollBarPolicy(policy)
        if self._floating:
            self.resize(self.width(), max(self._min_lines, height - _FRAME + 6))
        elif height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)

    def _text_height(self) -> int:
        """How high the text is: headings stand in larger letters."""
        block, height = self.document().firstBlock(), 0.0
        while block.isValid():
            height += self.blockBoundingRect(block).height()
            block = block.next()
        return math.ceil(height)
