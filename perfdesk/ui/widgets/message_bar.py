"""A message at the top of a page or in a dialog, with buttons for what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QWidget

from perfdesk.definition.severity import Severity
from perfdesk.ui.appearance.theme import set_style_property
from perfdesk.ui.widgets.dialog_parts import action_button
from perfdesk.ui.widgets.labels import text_label
from perfdesk.ui.widgets.level_icon import LevelIcon

#: The text of a button and what it does.
MessageAction = tuple[str, Callable[[], object]]
MessageLevel = Literal["error", "warning", "notice", "done"]

_PROGRESS_WIDTH = 120


class MessageBar(QFrame):
    """One sentence with its buttons; hidden while there is nothing to show.

    A lasting bar describes a state, such as that of the report's file: it has an icon and its text can be selected.
    Any other bar shows news.
    """

    def __init__(self, parent: QWidget | None = None, is_lasting: bool = False) -> None:
        super().__init__(parent)
        self.setProperty("role", "strip")
        self._is_lasting = is_lasting
        self._icon: QWidget | None = None
        self._buttons: list[QPushButton] = []
        self._label = text_label("")
        if is_lasting:
            self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._progress_bar = QProgressBar()
        self._progress_bar.setRange(0, 0)
        self._progress_bar.setTextVisible(False)
        self._progress_bar.setFixedWidth(_PROGRESS_WIDTH)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 8, 8, 8)
        self._row.setSpacing(8 if is_lasting else 12)
        self._row.addWidget(self._label, 1)
        self._row.addWidget(self._progress_bar)
        self.hide()

    @property
    def message(self) -> str:
        """The sentence shown; empty when hidden."""
        return "" if self.isHidden() else self._label.text()

    @property
    def action_labels(self) -> list[str]:
        """The texts of the buttons."""
        return [] if self.isHidden() else [button.text() for button in self._buttons]

    @property
    def is_busy(self) -> bool:
        """Whether the message is about something that is still in progress."""
        return not self.isHidden() and not self._progress_bar.isHidden()

    def show_message(
        self,
        level: MessageLevel,
        text: str,
        actions: Sequence[MessageAction] = (),
        closable: bool = True,
        busy: bool = False,
    ) -> None:
        """Show a sentence; while `busy`, a progress bar replaces the close button."""
        set_style_property(self, "level", level)
        self._label.style().unpolish(self._label)
        self._label.style().polish(self._label)
        self._label.setText(text)
        self._progress_bar.setVisible(busy)
        self._show_icon(level)
        self._show_buttons(actions, closable and not busy)
        self.show()

    def clear(self) -> None:
        """Hide the bar."""
        self.hide()

    def click(self, text: str) -> None:
        """Press the button with this text."""
        next(button for button in self._buttons if button.text() == text).click()

    def _show_icon(self, level: MessageLevel) -> None:
        if not self._is_lasting:
            return
        if self._icon is not None:
            self._remove(self._icon)
        self._icon = text_label("✓", "state", wraps=False) if level == "done" else LevelIcon(Severity(level))
        self._row.insertWidget(0, self._icon, 0, Qt.AlignmentFlag.AlignVCenter)

    def _show_buttons(self, actions: Sequence[MessageAction], closable: bool) -> None:
        for button in self._buttons:
            self._remove(button)
        self._buttons = [action_button(text, action) for text, action in actions]
        if closable:
            self._buttons.append(action_button("知道了" if self._is_lasting else "关闭", self.clear, "quiet"))
        for button in self._buttons:
            self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def _remove(self, widget: QWidget) -> None:
        self._row.removeWidget(widget)
        widget.hide()
        widget.deleteLater()
