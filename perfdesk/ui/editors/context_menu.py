"""The menu of a text editor: Qt's own, and below it what the page offers for every answer."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget


def show_context_menu(editor: QLineEdit | QPlainTextEdit, event: QContextMenuEvent) -> None:
    """Open the menu where it is asked for."""
    editor.setFocus(Qt.FocusReason.MouseFocusReason)
    menu = editor.createStandardContextMenu()
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    offered = _inherited_actions(editor)
    if offered:
        menu.addSeparator()
        menu.addActions(offered)
    menu.popup(event.globalPos())


def _inherited_actions(widget: QWidget) -> list[QAction]:
    """The actions of the nearest widget around that has any; those of the window are its menus."""
    around = widget.parentWidget()
    while around is not None and not around.isWindow():
        if around.actions():
            return around.actions()
        around = around.parentWidget()
    return []
