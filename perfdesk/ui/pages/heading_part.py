"""A heading on a page, and the link to it: both are there while its condition is met, with its number of now."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from perfdesk.definition.model import Heading
from perfdesk.definition.text import shorten
from perfdesk.ui.appearance.theme import set_shown
from perfdesk.ui.widgets.labels import text_label

_LONG_HEADING = 16


class HeadingPart(QWidget):
    """A heading with its text of now; hidden while that is empty."""

    def __init__(self, heading: Heading, current_text: Callable[[], str]) -> None:
        super().__init__()
        self.current_text = current_text
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.label: QLabel = text_label("", "group" if heading.level <= 2 else "strongLabel")
        self.label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        self._column.addWidget(self.label)
        self.refresh()

    def set_gap_above(self, gap: int) -> None:
        """Set the distance from the widget above, in pixels; it disappears with the heading."""
        self._column.setContentsMargins(0, gap, 0, 0)

    def refresh(self) -> None:
        """Show the text of now, or nothing."""
        self.label.setText(self.current_text())
        set_shown(self, bool(self.current_text()))


class HeadingLink(QPushButton):
    """A link to a heading, for the contents of a long page."""

    def __init__(self, heading: HeadingPart) -> None:
        super().__init__()
        self._heading = heading
        self.setProperty("role", "link")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.refresh()

    def refresh(self) -> None:
        """Show the text of now, or nothing."""
        text = self._heading.current_text()
        self.setText(shorten(text, _LONG_HEADING))
        self.setToolTip(text)
        set_shown(self, bool(text))
