"""A column of words and links at the right, which is told anew whenever something has moved."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

_MARGINS = (16, 4, 16, 16)
_GAP = 4


class TextColumn(QScrollArea):
    """Shows what was told last; scrolls when that is long."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)

    def show_column(self, fill: Callable[[QVBoxLayout], None]) -> None:
        """Tell something else: `fill` puts it into an empty column."""
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(*_MARGINS)
        column.setSpacing(_GAP)
        fill(column)
        column.addStretch(1)
        self.setWidget(inside)

    def shown_texts(self) -> list[str]:
        """Everything that stands here, in order."""
        return [label.text() for label in self.widget().findChildren(QLabel)]


def column_label(text: str, role: str) -> QLabel:
    """Some words of it, which may be selected."""
    made = QLabel(text)
    made.setProperty("role", role)
    made.setWordWrap(True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
