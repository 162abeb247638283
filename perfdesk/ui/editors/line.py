"""One line of text: names, figures, dates, measures."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from perfdesk.ui.editors.pause import Pause, belongs_to_report, is_for_composing


class LineEditor(QLineEdit):
    """A line edit that tells of typing after a rest, and moves on with Enter."""

    edited = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None, right: bool = False) -> None:
        super().__init__(parent)
        if right:
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._typed = ""
        self._at_rest = ""
        self.is_composing = False
        self._pause = Pause(self)
        self._pause.timeout.connect(self._tell)
        self.textEdited.connect(self._on_text_edited)

    def show_value(self, text: str, at_rest: str = "") -> None:
        """Show a text from outside, unless the clerk is just typing another; `at_rest` while no one edits it."""
        if self._pause.isActive() or self.is_composing:
            return
        self._typed, self._at_rest = text, at_rest
        self._show(text if self.hasFocus() or not at_rest else at_rest)

    def _show(self, text: str) -> None:
        if text != self.text():
            self.setText(text)
            if not self.hasFocus():
                self.setCursorPosition(0)

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
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.flush()
            self.left.emit()
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.focusNextPrevChild(not back)
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self._at_rest and self.text() == self._at_rest:
            self._show(self._typed)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.flush()
        if self._at_rest and self.text() == self._typed:
            self._show(self._at_rest)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def _on_text_edited(self) -> None:
        self._pause.start()

    def _tell(self) -> None:
        self.edited.emit(self.text())
