"""The manual and the tour of one main window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow, QWidget

from perfdesk.ui.help.manual import ManualWindow, page_for
from perfdesk.ui.help.tour import Tour
from perfdesk.ui.workspace.workspace import Workspace


class HelpWindows(QObject):
    """Opens the manual and runs the tour; `workspace` returns the open report, `export` is the button for Word."""

    def __init__(self, window: QMainWindow, workspace: Callable[[], Workspace | None], export: QWidget) -> None:
        super().__init__(window)
        self._window, self._workspace, self._export = window, workspace, export
        self.manual: ManualWindow | None = None
        self.tour: Tour | None = None

    def open_manual(self) -> None:
        """Open the manual at the page about the focused part of the window."""
        if self.manual is None:
            self.manual = ManualWindow(self._window.menuBar(), self._window)
        self.manual.show_at_page(page_for(self._workspace()))

    def begin_tour(self) -> None:
        """Start the tour on the open report."""
        self.tour = Tour(self._window, self._workspace, self._export)
        self.tour.begin()

    def end_tour(self) -> None:
        """End the tour, if one is running."""
        if self.tour is not None:
            self.tour.end()
            self.tour = None
