"""Building blocks of dialogs: buttons, the main column, a file row, and opening."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from perfdesk.ui.appearance.theme import set_dialog_size


def action_button(text: str, action: Callable[[], object], role: str = "plain") -> QPushButton:
    """Return a button that calls `action`; its role is `plain`, `strong`, `link` or `quiet`."""
    button = QPushButton(text)
    button.setProperty("role", role)
    if role == "link":
        button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setAutoDefault(role == "strong")
    button.clicked.connect(lambda _checked=False: action())
    return button


def dialog_column(dialog: QDialog, title: str, size: tuple[int, int]) -> QVBoxLayout:
    """Set the title and size of a dialog; return the column for its contents."""
    dialog.setWindowTitle(title)
    set_dialog_size(dialog, size)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(24, 24, 24, 24)
    column.setSpacing(8)
    return column


def button_row(*buttons: QPushButton, left: QPushButton | None = None) -> QHBoxLayout:
    """Return the row of buttons at the lower edge of a dialog, the main one last."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 8, 0, 0)
    row.setSpacing(8)
    if left is not None:
        row.addWidget(left)
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    return row


def open_dialog(dialog: QDialog, blocks: bool = True) -> None:
    """Show a dialog that is deleted when it closes and gives its window the keyboard back.

    `blocks` makes it modal for its window.
    """
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    parent = dialog.parentWidget()
    if parent is not None:
        dialog.finished.connect(parent.window().activateWindow)
    _make_room(dialog)
    dialog.open() if blocks else dialog.show()


def _make_room(dialog: QDialog) -> None:
    """Make a dialog high enough for its wrapped texts, which its layout takes no notice of by itself."""
    dialog.ensurePolished()
    layout = dialog.layout()
    if layout is not None and layout.hasHeightForWidth():
        layout.activate()
        width = max(dialog.width(), dialog.minimumWidth())
        dialog.resize(width, max(dialog.height(), layout.totalHeightForWidth(width)))


class PathRow(QWidget):
    """A path and a button to change it; `choose` asks the user and receives the current path."""

    changed = Signal(Path)

    def __init__(self, name: str, choose: Callable[[Path | None], Path | None], text: str = "更改…") -> None:
        super().__init__()
        self._choose = choose
        self._path: Path | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._path_edit = QLineEdit()
        self._path_edit.setReadOnly(True)
        self._path_edit.setProperty("computed", "true")
        self._path_edit.setAccessibleName(name)
        self.button = action_button(text, self._on_clicked)
        self.button.setAccessibleName(f"{name}：{text}")
        row.addWidget(self._path_edit, 1)
        row.addWidget(self.button)

    @property
    def path(self) -> Path | None:
        """The current path."""
        return self._path

    def show_path(self, path: Path) -> None:
        """Set the current path and show it."""
        self._path = path
        self._path_edit.setText(str(path))
        self._path_edit.setToolTip(str(path))

    def _on_clicked(self) -> None:
        path = self._choose(self._path)
        if path is not None:
            self.show_path(path)
            self.changed.emit(path)
