"""Save and restore the column widths that the user sets in a list."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEvent, QObject, QTimer
from PySide6.QtWidgets import QHeaderView
from shiboken6 import isValid

from perfdesk.ui.settings import remember, remembered

#: Dragging a column emits a signal for every pixel; the widths are saved after this pause, in milliseconds.
_SAVE_DELAY_MS = 500


def remember_column_widths(header: QHeaderView, name: str) -> None:
    """Restore the saved column widths and save every change; `name` identifies the list."""
    saved = remembered(f"columns/{name}", None)
    if isinstance(saved, QByteArray):
        header.restoreState(saved)
    _ColumnWidths(header, name)


class _ColumnWidths(QObject):
    """Saves the column widths of one list after a pause, and immediately when the list is hidden."""

    def __init__(self, header: QHeaderView, name: str) -> None:
        super().__init__(header)
        self._header, self._name = header, name
        self._save_timer = QTimer(self)
        self._save_timer.setSingleShot(True)
        self._save_timer.setInterval(_SAVE_DELAY_MS)
        self._save_timer.timeout.connect(self._save)
        header.sectionResized.connect(self._on_resized)
        header.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # a header that is destroyed is hidden, too, and then has no widths any more
        if event.type() == QEvent.Type.Hide and isValid(self._header) and self._save_timer.isActive():
            self._save()
        return super().eventFilter(watched, event)

    def _on_resized(self, _column: int, _before: int, _now: int) -> None:
        self._save_timer.start()

    def _save(self) -> None:
        self._save_timer.stop()
        remember(f"columns/{self._name}", self._header.saveState())
