"""The strip about the report's own file, at the top of the page: it stays until what it tells of is over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from perfdesk.definition.model import Level
from perfdesk.ui.appearance.theme import set_style_property
from perfdesk.ui.widgets.dialog_parts import action_button, text_label
from perfdesk.ui.widgets.level_icon import LevelIcon

#: What can be done about it: words on the button, and the deed.
MessageAction = tuple[str, Callable[[], object]]


class FileMessageBar(QFrame):
    """One sentence about the file, and what can be done about it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "strip")
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(16, 8, 8, 8)
        self._line.setSpacing(8)
        self._label: QLabel | None = None
        self._buttons: list[QPushButton] = []
        self.hide()

    @property
    def message(self) -> str:
        """The sentence shown; empty when hidden."""
        return "" if self.isHidden() or self._label is None else self._label.text()

    @property
    def action_labels(self) -> list[str]:
        """The words on the buttons."""
        return [] if self.isHidden() else [one.text() for one in self._buttons]

    def show_message(
        self, level: Level | Literal["done"], text: str, actions: Sequence[MessageAction] = (), closable: bool = False
    ) -> None:
        """Show a sentence; with `closes` the clerk can put it away."""
        self._remove_buttons()
        set_style_property(self, "level", level)
        self._label = text_label(text)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        sign = text_label("✓", "state", wraps=False) if level == "done" else LevelIcon(level)
        self._line.addWidget(sign, 0, Qt.AlignmentFlag.AlignVCenter)
        self._line.addWidget(self._label, 1)
        self._buttons = [action_button(name, action) for name, action in actions]
        if closable:
            self._buttons.append(action_button("知道了", self.clear, "quiet"))
        for one in self._buttons:
            self._line.addWidget(one, 0, Qt.AlignmentFlag.AlignVCenter)
        self.show()

    def clear(self) -> None:
        """Take the strip away."""
        self.hide()

    def click(self, text: str) -> None:
        """Press one of the buttons."""
        next(one for one in self._buttons if one.text() == text).click()

    def _remove_buttons(self) -> None:
        while (item := self._line.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
