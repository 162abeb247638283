"""What editors of text have in common: they tell of typing after a rest, and never cut what is being composed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QInputMethodEvent

from perfdesk.ui.editors.context_menu import show_menu
from perfdesk.ui.editors.typing_timer import Pause, belongs_to_report, is_for_composing


class Typist:
    """Stands before the Qt class of an editor that has the signals `edited` and `left` and a `_text`."""

    def _begin(self) -> None:
        self.is_composing = False
        self._pause = Pause(self)
        self._pause.timeout.connect(self._tell)

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

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        show_menu(self, event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.flush()
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def _tell(self) -> None:
        self.edited.emit(self._text())
