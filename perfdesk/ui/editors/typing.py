"""What editors of text have in common: they tell of typing after a rest, and never cut what is being composed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QInputMethodEvent

from perfdesk.ui.editors.context_menu import show_context_menu
from perfdesk.ui.editors.typing_timer import TypingTimer, is_composing_key, is_report_shortcut


class TextEditorMixin:
    """Stands before the Qt class of an editor that has the signals `edited` and `left` and a `_text`."""

    def _init_typing(self) -> None:
        self.is_composing = False
        self._typing_timer = TypingTimer(self)
        self._typing_timer.timeout.connect(self._emit_edited)

    def flush(self) -> None:
        """Tell now of what has been typed."""
        if self._typing_timer.stop_waiting():
            self._emit_edited()

    def event(self, event: QEvent) -> bool:
        if is_report_shortcut(event):
            self.flush()
            event.ignore()
            return False
        if self.is_composing and is_composing_key(event):
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        show_context_menu(self, event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.flush()
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.finished.emit()

    def _emit_edited(self) -> None:
        self.edited.emit(self._typed_text())
