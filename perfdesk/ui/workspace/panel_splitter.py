"""The sections, the page, the preview and the panels at the right, side by side."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from perfdesk.ui.settings import remember, remembered

_NAVIGATION_WIDTH, _PAGE_WIDTH, _PANEL_WIDTH = 252, 800, 320
#: A wider window gives so many parts of its room to the page and to the preview.
_PAGE_SHARE, _PREVIEW_SHARE = 3, 2
#: In the settings.
_SIZES = "splitter/across"


class PanelSplitter(QSplitter):
    """Keeps every panel in sight; another can be docked at the right; `docked_changed` says that it came or went."""

    docked_changed = Signal()

    def __init__(self, navigation: QWidget, page: QWidget, preview: QWidget, inspector: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.docked: QWidget | None = None
        #: Whether the user has asked for the preview since the panel was docked.
        self.is_preview_beside_docked = False
        for widget in (navigation, page, preview, inspector):
            self._add(widget)
        self.setStretchFactor(1, _PAGE_SHARE)
        self.setStretchFactor(2, _PREVIEW_SHARE)
        self.setSizes([_NAVIGATION_WIDTH, _PAGE_WIDTH, _PANEL_WIDTH, _PANEL_WIDTH])
        self.setHandleWidth(1)

    def remember_sizes(self) -> None:
        """Save the sizes that the user left."""
        remember(_SIZES, self.saveState())

    def restore_sizes(self) -> None:
        """Restore the sizes that the user left."""
        saved = remembered(_SIZES, None)
        if isinstance(saved, QByteArray):
            self.restoreState(saved)

    def dock(self, panel: QWidget) -> None:
        """Show a panel at the right until it is closed or another one is shown."""
        self.close_docked()
        self.docked, self.is_preview_beside_docked = panel, False
        self._add(panel)
        self.docked_changed.emit()

    def close_docked(self) -> None:
        """Close the panel that was docked."""
        if self.docked is not None:
            self.docked.setParent(None)
            self.docked.deleteLater()
            self.docked = None
            self.docked_changed.emit()

    def _add(self, widget: QWidget) -> None:
        self.addWidget(widget)
        self.setCollapsible(self.indexOf(widget), False)
