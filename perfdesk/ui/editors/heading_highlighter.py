"""Headings of running text (一、（一）1.) shown as such while one types, by the rule that prints them."""

from __future__ import annotations

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QApplication

from perfdesk.language.headings import heading_level
from perfdesk.ui.appearance.theme import font_with_size, sentence_font

_PIXELS = 16


class HeadingHighlighter(QSyntaxHighlighter):
    """Gives each heading the letter of its level: 黑体, 楷体, bold. The text itself is never touched."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        body = QApplication.font()
        letters = (
            font_with_size(body, _PIXELS, bold=True),
            sentence_font(_PIXELS),
            font_with_size(body, body.pixelSize(), bold=True),
        )
        self._formats = [_format_of(letter) for letter in letters]

    def highlightBlock(self, text: str) -> None:
        line = text.strip().strip("\u3000")
        level = heading_level(line)
        if level:
            self.setFormat(0, len(text), self._formats[level - 1])


def _format_of(letter: QFont) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFont(letter)
    return made
