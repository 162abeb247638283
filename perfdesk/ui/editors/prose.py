"""Running text: grows with what is written, and scrolls only when it is longer than a screen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QResizeEvent, QTextOption, QWheelEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from perfdesk.definition.kinds import clean
from perfdesk.ui.editors.pause import Pause, belongs_to_report, is_for_composing

_FRAME = 16
_LINES_AT_MOST = 400


class ProseEditor(QPlainTextEdit):
    """A plain text editor as high as its text. Enter is a new paragraph; Tab goes on."""

    edited = Signal(str)
    left = Signal()

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
        self.is_composing = False
        self._pause = Pause(self)
        self._pause.timeout.connect(self._tell)
        self.textChanged.connect(self._on_text_changed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
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

    def flush(self) -> None:
        """Tell now of what has been typed."""
        if self._pause.cut_short():
            self._tell()

    def event(self, event: QEvent) -> bool:
        if belongs_to_report(event):
            self.flush()
            event.ignore()
            return False
        if self.is_composing and is_for_composing(event):
            return True
        return super().event(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.flush()
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
            event.ignore()
        else:
            super().wheelEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.insertPlainText(clean(source.text()))

    def sizeHint(self) -> QSize:
        return QSize(320, self.minimumHeight())

    def _on_text_changed(self) -> None:
        text = self.toPlainText()
        if text != self._shown:
            self._shown = text
            self._pause.start()

    def _tell(self) -> None:
        self.edited.emit(self.toPlainText())

    def _fit(self) -> None:
        """As high as the text, measured in lines, as QPlainTextEdit counts its document."""
        wanted = int(self.document().documentLayout().documentSize().height())
        lines = max(self._least, min(wanted, _LINES_AT_MOST))
        height = lines * self.fontMetrics().lineSpacing() + int(2 * self.document().documentMargin()) + _FRAME
        scrolls = wanted > _LINES_AT_MOST
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if policy != self.verticalScrollBarPolicy():
            self.setVerticalScrollBarPolicy(policy)
        if self._floating:
            self.resize(self.width(), max(self._floor, height - _FRAME + 6))
        elif height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)
