"""The context menu of a text editor: Qt's own actions, followed by those the page has for every answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget


class CursorAction(QAction):
    """An action on the words at the cursor. `describe` returns its text at present, empty if there is nothing to do."""

    def __init__(self, describe: Callable[[], str], run: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._describe = describe
        self.triggered.connect(lambda _checked=False: run())

    def is_offered(self) -> bool:
        """Name the action after what it would do now; return whether that is anything."""
        self.setText(self._describe())
        return bool(self.text())


def offered(actions: Iterable[QAction]) -> list[QAction]:
    """Return the actions without those that have nothing to do at the cursor."""
    return [action for action in actions if not isinstance(action, CursorAction) or action.is_offered()]


def show_context_menu(editor: QLineEdit | QPlainTextEdit, event: QContextMenuEvent) -> None:
    """Open the menu at the position of the event; the cursor moves there unless words are selected."""
    editor.setFocus(Qt.FocusReason.MouseFocusReason)
    if event.reason() == QContextMenuEvent.Reason.Mouse:
        _move_cursor(editor, event)
    menu = editor.createStandardContextMenu()
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    inherited = offered(_inherited_actions(editor))
    if inherited:
        menu.addSeparator()
        menu.addActions(inherited)
    menu.popup(event.globalPos())


def _move_cursor(editor: QLineEdit | QPlainTextEdit, event: QContextMenuEvent) -> None:
    if isinstance(editor, QLineEdit):
        if not editor.hasSelectedText():
            editor.setCursorPosition(editor.cursorPositionAt(event.pos()))
    elif not editor.textCursor().hasSelection():
        editor.setTextCursor(editor.cursorForPosition(event.pos()))


def _inherited_actions(widget: QWidget) -> list[QAction]:
    """Return the actions of the nearest ancestor that has any, the window excepted: its actions are its menus."""
    ancestor = widget.parentWidget()
    while ancestor is not None and not ancestor.isWindow():
        if ancestor.actions():
            return ancestor.actions()
        ancestor = ancestor.parentWidget()
    return []
