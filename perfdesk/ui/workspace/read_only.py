"""Read-only pages: editors turn grey, and an attempt to type is reported to the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QPlainTextEdit, QTableView, QWidget

from perfdesk.ui.appearance.theme import set_style_property
from perfdesk.ui.editors.choice import ChoiceEditor, LinkEditor
from perfdesk.ui.editors.sentence import SentenceEditor

if TYPE_CHECKING:
    from perfdesk.ui.workspace.workspace import Workspace

_EDITING_KEYS = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_F2)
_EDITING_SEQUENCES = (QKeySequence.StandardKey.Paste, QKeySequence.StandardKey.Cut)


class ReadOnlyGuard(QObject):
    """Makes every page of a workspace read-only, once activated; emits `edit_attempted` when the user tries to type."""

    edit_attempted = Signal()

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._is_active = False

    def activate(self) -> None:
        """Make the current page and all pages shown later read-only."""
        if not self._is_active:
            self._is_active = True
            self._workspace.section_shown.connect(self._lock_page)
            self._lock_page()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and _is_typing(event):
            self.edit_attempted.emit()
            return True
        return False

    def _lock_page(self) -> None:
        page = self._workspace.page
        if page is None:
            return
        for widget in page.findChildren(QWidget):
            if isinstance(widget, QLineEdit | QPlainTextEdit):
                if not widget.isReadOnly():
                    widget.setReadOnly(True)
                    set_style_property(widget, "computed", "true")
            elif isinstance(widget, QTableView):
                widget.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
            elif isinstance(widget, SentenceEditor):
                widget.toggle_button.setEnabled(False)
            elif isinstance(widget, ChoiceEditor | LinkEditor):
                widget.setEnabled(False)
                continue
            else:
                continue
            widget.installEventFilter(self)


def _is_typing(event: QKeyEvent) -> bool:
    if event.key() in _EDITING_KEYS or any(event.matches(key) for key in _EDITING_SEQUENCES):
        return True
    shortcut = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    return event.text().isprintable() and bool(event.text()) and not shortcut
