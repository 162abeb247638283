"""A link with a caption that wraps at the left and a figure at the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from perfdesk.ui.widgets.labels import text_label
from perfdesk.ui.widgets.layout_button import LayoutButton


class LinkButton(LayoutButton):
    """A button that calls `on_click` when clicked."""

    def __init__(
        self, caption: str, figure: str, on_click: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(f"{caption} {figure}".strip())
        line = QHBoxLayout(self)
        line.setContentsMargins(4, 3, 4, 3)
        line.setSpacing(8)
        for text, role in ((caption, "linkWords"), (figure, "linkFigure")):
            label = text_label(text, role, wraps=role == "linkWords")
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            line.addWidget(label, 1 if role == "linkWords" else 0)
        self.clicked.connect(lambda _checked=False: on_click())
