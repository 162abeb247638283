"""The context menu of a text editor: Qt's own actions, followed by those the page has for every answer."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget


def show_context_menu(editor: QLineEdit | QPlainTextEdit, event: QContextMenuEvent) -> None:
    """Open the menu at the position of the event."""
    editor.setFocus(Qt.FocusReason.MouseFocusReason)
    menu = editor.createStandardContextMenu()
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    inherited = _inherited_actions(editor)
    if inherited:
        menu.addSeparator()
        menu.addActions(inherited)
    menu.popup(event.globalPos())


def _inherited_actions(widget: QWidget) -> list[QAction]:
    """Return the actions of the nearest ancestor that has any, the window excepted: its actions are its menus."""
    ancestor = widget.parentWidget()
    while ancestor is not None and not ancestor.isWindow():
        if ancestor.actions():
            return ancestor.actions()
        ancestor = ancestor.parentWidget()
    return []
