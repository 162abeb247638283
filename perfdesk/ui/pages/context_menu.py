"""The context menu for answers that have no menu of their own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from perfdesk.ui.editors.context_menu import offered
from perfdesk.ui.pages.list_panel import ListPanel
from perfdesk.ui.pages.page import Page
from perfdesk.ui.table.panel import GridPanel


def install_context_menu(page: Page, actions: Sequence[QAction]) -> None:
    """Offer these actions for every single field of a page; text editors add them to their own menu."""
    page.addActions(actions)
    page.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    page.customContextMenuRequested.connect(partial(_open_menu, page))


def _open_menu(page: Page, position: QPoint) -> None:
    child = page.childAt(position)
    for part in page.parts():
        is_single = not isinstance(part, GridPanel | ListPanel)
        if is_single and child is not None and (part is child or part.isAncestorOf(child)):
            part.setFocus(Qt.FocusReason.MouseFocusReason)
            menu = QMenu(page)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addActions(offered(page.actions()))
            menu.popup(page.mapToGlobal(position))
