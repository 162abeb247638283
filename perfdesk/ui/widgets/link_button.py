"""A line one can click: words that wrap at the left, a figure at the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget


class LinkButton(QPushButton):
    """Goes where `go` says when clicked."""

    def __init__(
        self, caption: str, figure: str, on_click: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "findingButton")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{caption} {figure}".strip())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        line = QHBoxLayout(self)
        line.setContentsMargins(4, 3, 4, 3)
        line.setSpacing(8)
        for text, role in ((caption, "linkWords"), (figure, "linkFigure")):
            label = QLabel(text)
            label.setProperty("role", role)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(role == "linkWords")
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            line.addWidget(label, 1 if role == "linkWords" else 0)
        self.clicked.connect(lambda _checked=False: on_click())

    def sizeHint(self) -> QSize:
        return self.layout().totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.layout().totalMinimumSize()
