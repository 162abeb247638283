"""What text editors have in common: they tell of typing after a short rest, and leave undo to the report."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence

_IDLE_MS = 250
#: Whoever types without a rest is not kept waiting for longer.
_LONGEST_MS = 1_500
_COMPOSING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape)

_ROW_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_REPORT_KEYS = (
    QKeySequence.StandardKey.Undo,
    QKeySequence.StandardKey.Redo,
    QKeySequence.StandardKey.MoveToNextPage,
)


class TypingTimer(QTimer):
    """Runs out when the clerk rests from typing, or has typed for a while without a rest."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setSingleShot(True)
        self._since = QElapsedTimer()

    def wait_again(self) -> None:
        """Something was typed: wait for the next rest, but never longer than the longest wait."""
        if not self.isActive():
            self._since.start()
        left = _LONGEST_MS - self._since.elapsed()
        if left > 0 or not self.isActive():
            self.start(max(0, min(_IDLE_MS, left)))

    def stop_waiting(self) -> bool:
        """Stop waiting; whether anything was being waited for."""
        waiting = self.isActive()
        self.stop()
        return waiting


def is_report_shortcut(event: QEvent) -> bool:
    """Undo and redo go through the report's history, never through an editor's own; rows and last year's answers are
    no matter of an editor's either."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    return is_move_row_key(event) or is_last_year_key(event) or any(event.matches(key) for key in _REPORT_KEYS)


def is_move_row_key(event: QKeyEvent) -> bool:
    """Whether a key moves the row at hand up or down."""
    return event.modifiers() == _ROW_MODIFIERS and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)


def is_last_year_key(event: QKeyEvent) -> bool:
    """Whether a key (Ctrl+D) takes over last year's answer."""
    return event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_D


def is_composing_key(event: QEvent) -> bool:
    """Whether a key belongs to the input method while a word is being composed, even where it lets the key through."""
    if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
        return False
    return event.key() in _COMPOSING_KEYS
