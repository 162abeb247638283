"""The widths that a clerk gives the columns of a list are there again next time."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEvent, QObject, QTimer
from PySide6.QtWidgets import QHeaderView

from perfdesk.ui.settings import remember, remembered

#: Dragging a column tells of every pixel: the width is written when it has stayed for so long.
_REST_MS = 500


def remember_column_widths(header: QHeaderView, name: str) -> None:
    """Give the columns the widths they had last time, and remember every new one; `name` is the list's own."""
    kept = remembered(f"columns/{name}", None)
    if isinstance(kept, QByteArray):
        header.restoreState(kept)
    _ColumnWidths(header, name)


class _ColumnWidths(QObject):
    """Writes the widths of one list's columns once they rest, and at once when the list goes out of sight."""

    def __init__(self, header: QHeaderView, name: str) -> None:
        super().__init__(header)
        self._header, self._name = header, name
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._save)
        header.sectionResized.connect(self._on_resized)
        header.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide and self._rest.isActive():
            self._save()
        return super().eventFilter(watched, event)

    def _on_resized(self, _column: int, _before: int, _now: int) -> None:
        self._rest.start()

    def _save(self) -> None:
        self._rest.stop()
        remember(f"columns/{self._name}", self._header.saveState())
