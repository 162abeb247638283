"""One page of the manual: Markdown in the fonts and colours of the window, with pictures scaled to its width."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QImage,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from perfdesk.paths import RESOURCES
from perfdesk.ui.appearance.theme import colour, font_with_size

FOLDER = RESOURCES / "manual"
#: Replaced by the list of all menu entries on the page about shortcuts.
MENUS_PLACEHOLDER = "<!-- 菜单 -->"
_HEADING_PIXELS = {1: 20, 2: 16, 3: 14}
_MARGIN = 28
_LINE_HEIGHT = 150
_PROPORTIONAL = int(QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
_CELL_PADDING = 7
_PICTURE = "\ufffc"


class ManualPageView(QTextBrowser):
    """Shows a page of the manual in the colours of the window; pictures are at most as wide as the page."""

    def __init__(self, menus: str) -> None:
        super().__init__()
        self._menus = menus
        self.setAccessibleName("手册正文")
        self.setOpenExternalLinks(False)
        # A scroll bar that appears would change the width of the page.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.document().setDocumentMargin(_MARGIN)
        self.sourceChanged.connect(self._typeset)
        self._redraw_timer = QTimer(self)
        self._redraw_timer.setSingleShot(True)
        self._redraw_timer.timeout.connect(self._redraw)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Load a page or picture, only ever from the manual's folder."""
        path = FOLDER / QUrl(name).path().lstrip("/")
        if not path.is_file():
            return None
        if path.suffix == ".md":
            return path.read_text(encoding="utf-8").replace(MENUS_PLACEHOLDER, self._menus)
        return self._fit_image(QImage(str(path)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width() and not self.source().isEmpty():
            self._redraw_timer.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and not self.source().isEmpty():
            self._redraw_timer.start()

    def highlight_words(self, text: str) -> None:
        """Highlight every occurrence of a text and scroll to the first."""
        selections: list[QTextEdit.ExtraSelection] = []
        cursor = QTextCursor(self.document())
        while text and not (cursor := self.document().find(text, cursor)).isNull():
            selection = QTextEdit.ExtraSelection()
            selection.cursor, selection.format = cursor, QTextCharFormat()
            selection.format.setBackground(colour("warning_tint"))
            selection.format.setForeground(colour("ink"))
            selections.append(selection)
        self.setExtraSelections(selections)
        if selections:
            first = QTextCursor(selections[0].cursor)
            first.clearSelection()
            self.setTextCursor(first)
            self.ensureCursorVisible()

    def _typeset(self) -> None:
        typeset(self.document())

    def _redraw(self) -> None:
        position = self.verticalScrollBar().value()
        self.reload()
        self.verticalScrollBar().setValue(position)

    def _fit_image(self, image: QImage) -> QImage:
        width = max(self.viewport().width() - 2 * _MARGIN - 4, 120)
        if image.width() <= width:
            return image
        fitted = image.scaledToWidth(int(width * self.devicePixelRatioF()), Qt.TransformationMode.SmoothTransformation)
        fitted.setDevicePixelRatio(self.devicePixelRatioF())
        return fitted


def typeset(document: QTextDocument) -> None:
    """Set fonts, spacing and table lines of a page, in the colours of the current theme."""
    block = document.begin()
    while block.isValid():
        cursor = QTextCursor(block)
        block_format, in_table = block.blockFormat(), isinstance(cursor.currentFrame(), QTextTable)
        level = block_format.headingLevel()
        if _PICTURE not in block.text():
            block_format.setLineHeight(100 if in_table else _LINE_HEIGHT, _PROPORTIONAL)
        above, below = (20, 4) if level == 2 else (0, 0) if in_table else (2, 2) if block.textList() else (6, 6)
        block_format.setTopMargin(above)
        block_format.setBottomMargin(below)
        cursor.setBlockFormat(block_format)
        if level:
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            char_format = cursor.charFormat()
            char_format.clearProperty(QTextFormat.Property.FontSizeAdjustment)
            char_format.setFont(font_with_size(document.defaultFont(), _HEADING_PIXELS.get(level, 14), bold=True))
            cursor.setCharFormat(char_format)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _draw_table_rules(frame)


def _draw_table_rules(table: QTextTable) -> None:
    """Draw hairlines between the rows, as wide as the page."""
    table_format = table.format()
    table_format.setBorder(0)
    table_format.setBorderCollapse(True)
    table_format.setCellSpacing(0)
    table_format.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    table_format.setColumnWidthConstraints(
        [QTextLength(QTextLength.Type.PercentageLength, 100 / table.columns())] * table.columns()
    )
    table.setFormat(table_format)
    for row in range(table.rows()):
        for column in range(table.columns()):
            cell = table.cellAt(row, column)
            cell_format = cell.format().toTableCellFormat()
            cell_format.setPadding(_CELL_PADDING)
            cell_format.setBottomBorder(1)
            cell_format.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            cell_format.setBottomBorderBrush(colour("line"))
            cell.setFormat(cell_format)
