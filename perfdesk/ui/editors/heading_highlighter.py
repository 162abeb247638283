"""Show headings in prose (一、（一）1.) in the font they will be printed in, by the same rule as printing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextBlock, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QApplication

from perfdesk.language.headings import printed_level
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
        document.contentsChange.connect(self._on_contents_change)

    def highlightBlock(self, text: str) -> None:
        level = printed_level(_line(self.currentBlock()), _line(_beside(self.currentBlock(), QTextBlock.next)))
        if level:
            self.setFormat(0, len(text), self._formats[level - 1])

    def _on_contents_change(self, position: int, _removed: int, _added: int) -> None:
        """Show the line above a change again: what is below it decides whether it is a heading."""
        above = _beside(self.document().findBlock(position), QTextBlock.previous)
        if above.isValid():
            self.rehighlightBlock(above)


def _line(block: QTextBlock) -> str:
    return block.text().strip().strip("\u3000") if block.isValid() else ""


def _beside(block: QTextBlock, step: Callable[[QTextBlock], QTextBlock]) -> QTextBlock:
    """The next block in one direction that is not blank; an invalid one if there is none."""
    found = step(block)
    while found.isValid() and not _line(found):
        found = step(found)
    return found


def _format_of(font: QFont) -> QTextCharFormat:
    text_format = QTextCharFormat()
    text_format.setFont(font)
    return text_format
