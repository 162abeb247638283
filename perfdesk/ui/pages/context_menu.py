"""What the page offers for the answer under the pointer, where that has no menu of its own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from perfdesk.ui.pages.list_panel import ListPanel
from perfdesk.ui.pages.page import Page
from perfdesk.ui.table.panel import GridPanel


def install_context_menu(page: Page, actions: Sequence[QAction]) -> None:
    """Offer these actions for every single field of a page; editors show them below their own menu."""
    page.addActions(actions)
    page.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    page.customContextMenuRequested.connect(lambda at: _open_menu(page, at))


def _open_menu(page: Page, at: QPoint) -> None:
    under = page.childAt(at)
    for part in page.parts():
        is_single = not isinstance(part, GridPanel | ListPanel)
        if is_single and under is not None and (part is under or part.isAncestorOf(under)):
            part.setFocus(Qt.FocusReason.MouseFocusReason)
            menu = QMenu(page)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addActions(page.actions())
            menu.popup(page.mapToGlobal(at))
