"""A page that takes the place of everything around a report's sections while it is shown."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from perfdesk.ui.workspace.workspace import Workspace


class FullPage(QObject):
    """Shows a widget in place of the sections; going to a section leaves it, and a message offers to return.

    `name` is what the user was doing, for that message.
    """

    def __init__(self, workspace: Workspace, widget: QWidget, name: str) -> None:
        super().__init__(widget)
        self._workspace, self._widget, self._name = workspace, widget, name
        self._section = ""
        self._is_shown = False
        workspace.stack.addWidget(widget)
        workspace.section_shown.connect(self._on_section_shown)

    def show(self) -> None:
        """Show the page."""
        workspace = self._workspace
        workspace.flush()
        self._section = workspace.navigation.current_section() or self._section
        workspace.navigation.setCurrentRow(-1)  # choosing any section leaves the page
        workspace.messages.clear()
        workspace.inspector.hide()
        self._is_shown = True
        workspace.stack.setCurrentWidget(self._widget)
        workspace.checks.hide()
        workspace.set_preview(False, keep=False)

    def leave(self) -> None:
        """Return to the section shown before; the page remains, and `show` shows it again."""
        self._is_shown = False
        self._workspace.navigation.choose(self._section)

    def close(self) -> None:
        """Return to the section shown before, and remove the page."""
        if self._workspace.stack.currentWidget() is self._widget:
            self.leave()
        self._workspace.section_shown.disconnect(self._on_section_shown)
        self._workspace.stack.removeWidget(self._widget)
        self._widget.deleteLater()

    def _on_section_shown(self, _section: str) -> None:
        if not self._is_shown:
            return
        self._is_shown = False
        text = f"{self._name}还没有完成。"
        self._workspace.messages.show_message("notice", text, [("接着看", partial(FullPage.show, self))])
