"""The editor for one line of text: names, figures, dates, measures."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from perfdesk.ui.editors.context_menu import show_context_menu
from perfdesk.ui.editors.typing import NOT_TO_BE_TYPED, TextEditorMixin, is_typing_key, move_on


class LineEditor(TextEditorMixin, QLineEdit):
    """A line edit that reports typing after a pause. Enter moves to the next editor.

    `refused` emits a sentence when a letter is typed into an answer that is only shown.
    """

    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None, right: bool = False) -> None:
        super().__init__(parent)
        if right:
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._typed = ""
        self._idle_text = ""
        self._init_typing()
        self.textEdited.connect(self._on_text_edited)

    def show_value(self, text: str, idle_text: str = "") -> None:
        """Show a text, unless the user is typing; `idle_text` replaces it while the editor does not have the focus."""
        if self._typing_timer.isActive() or self.is_composing:
            return
        self._typed, self._idle_text = text, idle_text
        self._show(text if self.hasFocus() or not idle_text else idle_text)

    def _show(self, text: str) -> None:
        if text != self.text():
            self.setText(text)
            if not self.hasFocus():
                self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.flush()
            self.finished.emit()
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            move_on(self, back=back)
            return
        if self.isReadOnly() and is_typing_key(event):
            self.refused.emit(NOT_TO_BE_TYPED)
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self._idle_text and self.text() == self._idle_text:
            self._show(self._typed)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._idle_text and self.text() == self._typed:
            self._show(self._idle_text)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        show_context_menu(self, event)

    def _typed_text(self) -> str:
        return self.text()

    def _on_text_edited(self) -> None:
        self._typing_timer.wait_again()
