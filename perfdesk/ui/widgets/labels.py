"""Labels of plain text in the roles of the style sheet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


def text_label(text: str, role: str = "label", wraps: bool = True) -> QLabel:
    """Return a label of plain text; `role` selects its look in the style sheet."""
    label = QLabel(text)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wraps)
    return label


def selectable_label(text: str, role: str = "label") -> QLabel:
    """Return a label of plain text that can be selected with the mouse."""
    label = text_label(text, role)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
