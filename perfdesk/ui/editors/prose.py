"""The editor for prose: it grows with its text, and scrolls only when the text is very long."""

from __future__ import annotations

import math
import re

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent, QTextOption, QWheelEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from perfdesk.definition.kinds import clean_text
from perfdesk.ui.editors.context_menu import show_context_menu
from perfdesk.ui.editors.heading_highlighter import HeadingHighlighter
from perfdesk.ui.editors.typing import TextEditorMixin, is_page_key

_FRAME = 16
_MAX_LINES = 400
_MAX_PASTE_LENGTH = 130_000


_ITEM_NUMBER = re.compile(r"^\s*(?:\d{1,2}\s*[.．、](?!\d)|[（(]\d{1,2}[)）])\s*")


def pasted_items(text: str) -> list[str]:
    """Return the lines of a text as items of a numbered list, without their own numbers."""
    lines = (_ITEM_NUMBER.sub("", line).strip() for line in clean_text(text).split("\n"))
    return [line for line in lines if line]


class ProseEditor(TextEditorMixin, QPlainTextEdit):
    """A plain text editor as high as its text. Enter begins a paragraph; Tab moves to the next editor."""

    paste_refused = Signal(str)
    #: The lines of a text pasted into an empty editor, where each line is an item of its own.
    lines_pasted = Signal(list)

    def __init__(self, parent: QWidget | None = None, lines: int = 2, floating: bool = False) -> None:
        super().__init__(parent)
        self._shown_text = ""
        self._min_lines = lines
        self._floating = floating
        self.takes_single_lines = False
        self._min_height = 0
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
        """Show lines that will be printed as headings in the fonts of headings."""
        HeadingHighlighter(self.document())
        self._fit_height()

    def show_value(self, text: str) -> None:
        """Show a text, unless the user is typing."""
        if self._typing_timer.isActive() or self.is_composing or text == self.toPlainText():
            return
        self._shown_text = text
        position = self.textCursor().position()
        self.setPlainText(text)
        if self.hasFocus():
            cursor = self.textCursor()
            cursor.setPosition(min(position, len(text)))
            self.setTextCursor(cursor)

    def float_over_cell(self, min_height: int) -> None:
        """Cover a cell of a table: at least `min_height` pixels high, higher if the text requires it."""
        self._min_height = min_height
        self._fit_height()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_page_key(event):
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
            return
        lines = pasted_items(text)
        if self.takes_single_lines and len(lines) > 1 and not self.toPlainText().strip():
            self.lines_pasted.emit(lines)
        else:
            self.insertPlainText(text)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        show_context_menu(self, event)

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
        """Make the editor as high as its text. QPlainTextEdit gives the height of its document in lines."""
        line_count = int(self.document().documentLayout().documentSize().height())
        scrolls = line_count > _MAX_LINES
        lines = max(self._min_lines, min(line_count, _MAX_LINES)) * self.fontMetrics().lineSpacing()
        height = max(lines, 0 if scrolls else self._text_height()) + int(2 * self.document().documentMargin()) + _FRAME
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if policy != self.verticalScrollBarPolicy():
            self.setVerticalScrollBarPolicy(policy)
        if self._floating:
            self.resize(self.width(), max(self._min_height, height - _FRAME + 6))
        elif height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)

    def _text_height(self) -> int:
        """Return the height of the text in pixels; headings are in a larger font."""
        block, height = self.document().firstBlock(), 0.0
        while block.isValid():
            height += self.blockBoundingRect(block).height()
            block = block.next()
        return math.ceil(height)
