"""What text editors have in common: they tell of typing after a short rest, and leave undo to the report."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence

_REST_MS = 250
_REPORT_KEYS = (
    QKeySequence.StandardKey.Undo,
    QKeySequence.StandardKey.Redo,
    QKeySequence.StandardKey.MoveToNextPage,
)


class Pause(QTimer):
    """Runs out when the clerk rests from typing."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setSingleShot(True)
        self.setInterval(_REST_MS)

    def cut_short(self) -> bool:
        """Stop waiting; whether anything was being waited for."""
        waiting = self.isActive()
        self.stop()
        return waiting


def belongs_to_report(event: QEvent) -> bool:
    """Undo and redo go through the report's history, never through an editor's own."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    return any(event.matches(key) for key in _REPORT_KEYS)
