"""News at the top of the page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from perfdesk.ui.appearance.theme import set_style_property


class MessageBar(QFrame):
    """News in place: what happened, what is safe, and one button."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "strip")
        self._action: Callable[[], object] | None = None
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 8, 8, 8)
        line.setSpacing(12)
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._progress_bar = QProgressBar()
        self._progress_bar.setRange(0, 0)
        self._progress_bar.setTextVisible(False)
        self._progress_bar.setFixedWidth(120)
        self._button = QPushButton()
        self._button.clicked.connect(self._on_clicked)
        self._close_button = QPushButton("关闭")
        self._close_button.setProperty("role", "quiet")
        self._close_button.clicked.connect(self.clear)
        line.addWidget(self._label, 1)
        for widget in (self._progress_bar, self._button, self._close_button):
            line.addWidget(widget)
        self.hide()

    @property
    def message(self) -> str:
        """The sentence shown; empty when hidden."""
        return "" if self.isHidden() else self._label.text()

    @property
    def is_busy(self) -> bool:
        """Whether it tells of something still under way."""
        return not self.isHidden() and not self._progress_bar.isHidden()

    def show_message(
        self, level: str, text: str, button: str = "", action: Callable[[], object] | None = None, busy: bool = False
    ) -> None:
        """Show a sentence, with a button where something can be done."""
        set_style_property(self, "level", level)
        for child in self.findChildren(QLabel):
            child.style().unpolish(child)
            child.style().polish(child)
        self._label.setText(text)
        self._action = action
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self._progress_bar.setVisible(busy)
        self._close_button.setVisible(not busy)
        self.show()

    def clear(self) -> None:
        """Take the strip away."""
        self.hide()
        self.closed.emit()

    def click(self) -> None:
        """Do what the button does."""
        self._button.click()

    def _on_clicked(self) -> None:
        if self._action is not None:
            self._action()
