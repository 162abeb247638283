"""The page above and the findings below, with a border that can be moved."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from perfdesk.ui.findings.findings_panel import PANEL_HEIGHT, FindingsPanel
from perfdesk.ui.settings import remember, remembered

_PAGE_HEIGHT = 600
#: The most that the findings take of the height by themselves.
_MOST = 0.34
#: In the settings.
_HEIGHT = "splitter/checks"
_NO_LIMIT = 16_777_215  # QWIDGETSIZE_MAX


class ChecksSplitter(QSplitter):
    """Keeps room for the findings while there are any; dragged shut they come back when they are asked for.

    `checks_shown` says whether they are in sight.
    """

    checks_shown = Signal(bool)

    def __init__(self, page: QWidget, checks: FindingsPanel, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._checks = checks
        self._height = PANEL_HEIGHT
        self._is_moved = False
        self._is_shut = False
        self.addWidget(page)
        self.addWidget(checks)
        self.setStretchFactor(0, 1)
        self.setCollapsible(0, False)
        self.setSizes([_PAGE_HEIGHT, PANEL_HEIGHT])
        self.setHandleWidth(1)
        self.splitterMoved.connect(self._on_moved)
        checks.emptied.connect(self._on_emptied)
        self._on_emptied(checks.is_empty)

    @property
    def is_shut(self) -> bool:
        """Whether the findings have been dragged shut, which they stay while a page does without them."""
        return self._is_shut

    def remember_height(self) -> None:
        """Save the height that the user gave the findings, 0 if he shut them."""
        if self._is_moved or self._is_shut:
            remember(_HEIGHT, 0 if self._is_shut else self._height)

    def restore_height(self) -> None:
        """Restore the height that the user wanted, whether or not there is anything to list now."""
        saved = str(remembered(_HEIGHT, ""))  # an INI file has it as a text
        if not saved.isdecimal():
            return
        height = int(saved)
        self._is_moved, self._is_shut = True, height == 0
        if height > self._checks.minimumHeight():
            self._height = height
        self._set_height(0)
        self._on_emptied(self._checks.is_empty)

    def set_checks_allowed(self, allowed: bool) -> None:
        """Leave the whole height to a page that does without the findings, or give them theirs again."""
        self._checks.setVisible(allowed)
        if allowed and (self.sizes()[1] == 0) != self._is_shut:
            self._set_height(0 if self._is_shut else self._height)

    def set_checks_shown(self, shown: bool) -> None:
        """Bring the findings back at their last height, or shut them."""
        if shown == self._is_shut:
            self._is_shut = not shown
            if not self._checks.isHidden():
                self._set_height(self._height if shown else 0)
        self.checks_shown.emit(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the page most of a low window, unless the user has moved the border."""
        super().resizeEvent(event)
        most = max(self._checks.minimumHeight(), round(self.height() * _MOST))
        if not self._is_moved and self.sizes()[1] > most:
            self._set_height(most)

    def _set_height(self, height: int) -> None:
        whole = sum(self.sizes())
        self.setSizes([whole - height, height])

    def _on_moved(self) -> None:
        height = self.sizes()[1]
        self._is_moved, self._is_shut = True, height == 0
        if not self._checks.is_empty and height > self._checks.minimumHeight():
            self._height = height
        self.checks_shown.emit(not self._is_shut)

    def _on_emptied(self, is_empty: bool) -> None:
        """Leave only the header while there is nothing to list."""
        self._checks.setMaximumHeight(self._checks.minimumHeight() if is_empty else _NO_LIMIT)
        if not self._is_shut:
            self._set_height(self._checks.minimumHeight() if is_empty else self._height)
