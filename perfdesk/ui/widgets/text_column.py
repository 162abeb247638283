"""A scrolling column of texts and links, filled again after each change."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

_MARGINS = (16, 4, 16, 16)
_GAP = 4


class TextColumn(QScrollArea):
    """Shows the texts filled in last; scrolls if they are long."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)

    def show_column(self, fill: Callable[[QVBoxLayout], None]) -> None:
        """Replace the contents; `fill` adds the new ones to an empty column."""
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(*_MARGINS)
        column.setSpacing(_GAP)
        fill(column)
        column.addStretch(1)
        self.setWidget(content)

    def shown_texts(self) -> list[str]:
        """Return all texts shown, in order."""
        return [label.text() for label in self.findChildren(QLabel)]
