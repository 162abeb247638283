"""One page of the manual, typeset: Markdown in the measures and colours of the window, pictures that fit."""

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
#: Where the page of keys lists everything that stands in the menus.
MENUS_PLACEHOLDER = "<!-- 菜单 -->"
_HEADING_PIXELS = {1: 20, 2: 16, 3: 14}
_MARGIN = 28
_LINE_HEIGHT = 150
_PROPORTIONAL = int(QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
_CELL_PADDING = 7
_PICTURE = "\ufffc"


class ManualPageView(QTextBrowser):
    """A page of the manual in the colours of the window, its pictures never wider than itself."""

    def __init__(self, menus: str) -> None:
        super().__init__()
        self._menus = menus
        self.setAccessibleName("手册正文")
        self.setOpenExternalLinks(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # a page must not change its own width
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
        """Mark every place of these words and turn to the first."""
        marks: list[QTextEdit.ExtraSelection] = []
        cursor = QTextCursor(self.document())
        while text and not (cursor := self.document().find(text, cursor)).isNull():
            selection = QTextEdit.ExtraSelection()
            selection.cursor, selection.format = cursor, QTextCharFormat()
            selection.format.setBackground(colour("warning_tint"))
            selection.format.setForeground(colour("ink"))
            marks.append(selection)
        self.setExtraSelections(marks)
        if marks:
            first = QTextCursor(marks[0].cursor)
            first.clearSelection()
            self.setTextCursor(first)
            self.ensureCursorVisible()

    def _typeset(self) -> None:
        typeset(self.document())

    def _redraw(self) -> None:
        at = self.verticalScrollBar().value()
        self.reload()
        self.verticalScrollBar().setValue(at)

    def _fit_image(self, image: QImage) -> QImage:
        room = max(self.viewport().width() - 2 * _MARGIN - 4, 120)
        if image.width() <= room:
            return image
        fitted = image.scaledToWidth(int(room * self.devicePixelRatioF()), Qt.TransformationMode.SmoothTransformation)
        fitted.setDevicePixelRatio(self.devicePixelRatioF())
        return fitted


def typeset(document: QTextDocument) -> None:
    """Give headings, lines and tables of a page their measures, in the colours worn now."""
    block = document.begin()
    while block.isValid():
        cursor = QTextCursor(block)
        looks, in_table = block.blockFormat(), isinstance(cursor.currentFrame(), QTextTable)
        level = looks.headingLevel()
        if _PICTURE not in block.text():
            looks.setLineHeight(100 if in_table else _LINE_HEIGHT, _PROPORTIONAL)
        above, below = (20, 4) if level == 2 else (0, 0) if in_table else (2, 2) if block.textList() else (6, 6)
        looks.setTopMargin(above)
        looks.setBottomMargin(below)
        cursor.setBlockFormat(looks)
        if level:
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            letters = cursor.charFormat()
            letters.clearProperty(QTextFormat.Property.FontSizeAdjustment)
            letters.setFont(font_with_size(document.defaultFont(), _HEADING_PIXELS.get(level, 14), bold=True))
            cursor.setCharFormat(letters)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _draw_table_rules(frame)


def _draw_table_rules(table: QTextTable) -> None:
    """Hairlines between the rows, as wide as the page."""
    looks = table.format()
    looks.setBorder(0)
    looks.setBorderCollapse(True)
    looks.setCellSpacing(0)
    looks.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    looks.setColumnWidthConstraints(
        [QTextLength(QTextLength.Type.PercentageLength, 100 / table.columns())] * table.columns()
    )
    table.setFormat(looks)
    for row in range(table.rows()):
        for column in range(table.columns()):
            cell = table.cellAt(row, column)
            line = cell.format().toTableCellFormat()
            line.setPadding(_CELL_PADDING)
            line.setBottomBorder(1)
            line.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            line.setBottomBorderBrush(colour("line"))
            cell.setFormat(line)
