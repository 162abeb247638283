"""The widths that a clerk gives the columns of a list are there again next time."""

from __future__ import annotations

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QHeaderView

from perfdesk.ui.settings import remember, remembered


def keep_columns(header: QHeaderView, name: str) -> None:
    """Give the columns the widths they had last time, and remember every new one; `name` is the list's own."""
    kept = remembered(f"columns/{name}", None)
    if isinstance(kept, QByteArray):
        header.restoreState(kept)
    header.sectionResized.connect(lambda *_: remember(f"columns/{name}", header.saveState()))
