"""Running text: grows with what is written, and scrolls only when it is longer than a screen."""

from __future__ import annotations

import math

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextOption, QWheelEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from perfdesk.definition.kinds import clean_text
from perfdesk.ui.editors.heading_highlighter import Headings
from perfdesk.ui.editors.typing import Typist

_FRAME = 16
_LINES_AT_MOST = 400
_LONGEST_PASTE = 130_000


class ProseEditor(Typist, QPlainTextEdit):
    """A plain text editor as high as its text. Enter is a new paragraph; Tab goes on."""

    edited = Signal(str)
    left = Signal()
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None, lines: int = 2, floating: bool = False) -> None:
        super().__init__(parent)
        self._shown = ""
        self._least = lines
        self._floating = floating
        self._floor = 0
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._begin()
        self.textChanged.connect(self._on_text_changed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def show_headings(self) -> None:
        """Show lines that will be printed as headings in the letter of headings."""
        Headings(self.document())
        self._fit()

    def show_value(self, text: str) -> None:
        """Show a text from outside, unless the clerk is just typing another."""
        if self._pause.isActive() or self.is_composing or text == self.toPlainText():
            return
        self._shown = text
        place = self.textCursor().position()
        self.setPlainText(text)
        if self.hasFocus():
            cursor = self.textCursor()
            cursor.setPosition(min(place, len(text)))
            self.setTextCursor(cursor)

    def float_over(self, least: int) -> None:
        """Lie over a table's cell: at least as high as the cell, higher when the text asks for it."""
        self._floor = least
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            event.ignore()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
            event.ignore()
        else:
            super().wheelEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        text = clean_text(source.text())
        if len(text) > _LONGEST_PASTE:
            self.refused.emit(f"要贴的文字有 {len(text):,} 字，一次最多贴 {_LONGEST_PASTE:,} 字。没有贴；请分开复制。")
        else:
            self.insertPlainText(text)

    def sizeHint(self) -> QSize:
        return QSize(320, self.minimumHeight())

    def _on_text_changed(self) -> None:
        text = self.toPlainText()
        if text != self._shown:
            self._shown = text
            self._pause.wait_again()

    def _text(self) -> str:
        return self.toPlainText()

    def _fit(self) -> None:
        """As high as the text, measured in lines, as QPlainTextEdit counts its document."""
        wanted = int(self.document().documentLayout().documentSize().height())
        scrolls = wanted > _LINES_AT_MOST
        lines = max(self._least, min(wanted, _LINES_AT_MOST)) * self.fontMetrics().lineSpacing()
        height = max(lines, 0 if scrolls else self._written()) + int(2 * self.document().documentMargin()) + _FRAME
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if policy != self.verticalScrollBarPolicy():
            self.setVerticalScrollBarPolicy(policy)
        if self._floating:
            self.resize(self.width(), max(self._floor, height - _FRAME + 6))
        elif height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)

    def _written(self) -> int:
        """How high the text is: headings stand in larger letters."""
        block, height = self.document().firstBlock(), 0.0
        while block.isValid():
            height += self.blockBoundingRect(block).height()
            block = block.next()
        return math.ceil(height)
