"""Small parts of which the dialogs about files are made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from perfdesk.ui.appearance.theme import set_dialog_size


def action_button(text: str, action: Callable[[], object], role: str = "plain") -> QPushButton:
    """A button that does something: `plain`, `strong`, `link` or `quiet`."""
    made = QPushButton(text)
    made.setProperty("role", role)
    if role == "link":
        made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAutoDefault(role == "strong")
    made.clicked.connect(lambda _checked=False: action())
    return made


def dialog_column(dialog: QDialog, title: str, size: tuple[int, int]) -> QVBoxLayout:
    """Give a dialog its title and size; returns the column for what it shows."""
    dialog.setWindowTitle(title)
    set_dialog_size(dialog, size)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(24, 20, 24, 16)
    column.setSpacing(8)
    return column


def button_row(*buttons: QPushButton, left: QPushButton | None = None) -> QHBoxLayout:
    """The line of buttons at the lower edge, the one to press last."""
    line = QHBoxLayout()
    line.setContentsMargins(0, 8, 0, 0)
    line.setSpacing(8)
    if left is not None:
        line.addWidget(left)
    line.addStretch(1)
    for one in buttons:
        line.addWidget(one)
    return line


def open_dialog(dialog: QDialog, blocks: bool = True) -> None:
    """Show a dialog, which is deleted when it closes; with `blocks` its window waits for it."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open() if blocks else dialog.show()


class PathRow(QWidget):
    """A file with the button that chooses another one; `choose` asks the clerk, given the present one."""

    changed = Signal(Path)

    def __init__(self, name: str, choose: Callable[[Path | None], Path | None], text: str = "更改…") -> None:
        super().__init__()
        self._choose = choose
        self._path: Path | None = None
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self._shown = QLineEdit()
        self._shown.setReadOnly(True)
        self._shown.setProperty("computed", "true")
        self._shown.setAccessibleName(name)
        self.button = action_button(text, self._on_clicked)
        self.button.setAccessibleName(f"{name}：{text}")
        line.addWidget(self._shown, 1)
        line.addWidget(self.button)

    @property
    def path(self) -> Path | None:
        """The file chosen now."""
        return self._path

    def show_path(self, path: Path) -> None:
        """Show a file: its name and folder."""
        self._path = path
        self._shown.setText(str(path))
        self._shown.setToolTip(str(path))

    def _on_clicked(self) -> None:
        path = self._choose(self._path)
        if path is not None:
            self.show_path(path)
            self.changed.emit(path)
