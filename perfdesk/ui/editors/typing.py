"""Typing in text editors: reported after a short pause, never within a word being composed; undo is the report's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QKeySequence

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget as _QtEditor  # the Qt class that follows the mixin among the bases
else:
    _QtEditor = object

_PAUSE_MS = 250
#: Typing without a pause is reported after this time at the latest.
_LONGEST_MS = 1_500
_COMPOSING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape)

_ROW_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_REPORT_KEYS = (
    QKeySequence.StandardKey.Undo,
    QKeySequence.StandardKey.Redo,
    QKeySequence.StandardKey.MoveToNextPage,
)


class TypingTimer(QTimer):
    """Times out when the user pauses, or has typed for some time without a pause."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setSingleShot(True)
        self._since = QElapsedTimer()

    def wait_again(self) -> None:
        """Restart after a keystroke, but never wait longer than the longest time since the first one."""
        if not self.isActive():
            self._since.start()
        left = _LONGEST_MS - self._since.elapsed()
        if left > 0 or not self.isActive():
            self.start(max(0, min(_PAUSE_MS, left)))

    def stop_waiting(self) -> bool:
        """Stop; return whether the timer was running."""
        waiting = self.isActive()
        self.stop()
        return waiting


class TextEditorMixin(_QtEditor):
    """Common behaviour of text editors; comes before the editor's Qt class among the bases."""

    edited = Signal(str)
    finished = Signal()
    is_composing: bool
    _typing_timer: TypingTimer

    def _init_typing(self) -> None:
        self.is_composing = False
        self._typing_timer = TypingTimer(self)
        self._typing_timer.timeout.connect(self._emit_edited)

    def flush(self) -> None:
        """Report now what has been typed."""
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

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.flush()
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.finished.emit()

    def _typed_text(self) -> str:
        raise NotImplementedError

    def _emit_edited(self) -> None:
        self.edited.emit(self._typed_text())


def is_report_shortcut(event: QEvent) -> bool:
    """Whether a shortcut belongs to the report even inside an editor: undo and redo, moving rows, last year's answer.

    Undo and redo go through the report's history, never through an editor's own.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    return is_move_row_key(event) or is_last_year_key(event) or any(event.matches(key) for key in _REPORT_KEYS)


def is_move_row_key(event: QKeyEvent) -> bool:
    """Whether a key moves the current row up or down."""
    return event.modifiers() == _ROW_MODIFIERS and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)


def is_last_year_key(event: QKeyEvent) -> bool:
    """Whether a key (Ctrl+D) takes over last year's answer."""
    return event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_D


def is_composing_key(event: QEvent) -> bool:
    """Whether a key belongs to the input method while a word is composed, even if the input method passes it on."""
    if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
        return False
    return event.key() in _COMPOSING_KEYS
