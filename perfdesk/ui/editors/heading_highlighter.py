"""Show headings in prose (一、（一）1.) in the font they will be printed in, by the same rule as printing."""

from __future__ import annotations

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QApplication

from perfdesk.language.headings import heading_level
from perfdesk.ui.appearance.theme import font_with_size, sentence_font

_PIXELS = 16


class HeadingHighlighter(QSyntaxHighlighter):
    """Sets each heading in the font of its level: 黑体, 楷体, bold. The text itself is not changed."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        body = QApplication.font()
        fonts = (
            font_with_size(body, _PIXELS, bold=True),
            sentence_font(_PIXELS),
            font_with_size(body, body.pixelSize(), bold=True),
        )
        self._formats = [_format_of(font) for font in fonts]

    def highlightBlock(self, text: str) -> None:
        line = text.strip().strip("\u3000")
        level = heading_level(line)
        if level:
            self.setFormat(0, len(text), self._formats[level - 1])


def _format_of(font: QFont) -> QTextCharFormat:
    text_format = QTextCharFormat()
    text_format.setFont(font)
    return text_format
