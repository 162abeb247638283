"""A framed card with an optional heading."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from perfdesk.ui.widgets.labels import text_label


class Card(QFrame):
    """A card; its contents go into `column`, below the heading."""

    def __init__(
        self,
        title: str = "",
        role: str = "note",
        margins: tuple[int, int, int, int] = (16, 10, 16, 10),
        spacing: int = 8,
        parent: QWidget | None = None,
    ) -> None:
        """`role` is that of the heading; `margins` are left, top, right and bottom, in pixels."""
        super().__init__(parent)
        self.setProperty("role", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(*margins)
        self.column.setSpacing(spacing)
        self.heading_row = QHBoxLayout()
        if title:
            self.heading_row.addWidget(text_label(title, role, wraps=False))
            self.column.addLayout(self.heading_row)
