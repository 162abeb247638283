"""Which answer the clerk is at, told from where the focus is."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget

from perfdesk.definition.address import Address
from perfdesk.ui.grid.panel import GridPanel
from perfdesk.ui.list_panel import ListPanel
from perfdesk.ui.page import Page


def current_address(page: Page | None) -> Address | None:
    """The answer on this page that has the focus; None when none has."""
    focused = QApplication.focusWidget()
    if page is None or focused is None or not page.isAncestorOf(focused):
        return None
    for part in page.parts():
        if part is focused or part.isAncestorOf(focused):
            if isinstance(part, GridPanel):
                cell = part.view.current_cell()
                return cell.address if cell is not None else None
            return _in_list(part, focused) if isinstance(part, ListPanel) else part.address
    return None


def _in_list(part: ListPanel, focused: QWidget) -> Address | None:
    """Which item's editor has the focus."""
    for item in part.items.values():
        for column, editor in item.editors.items():
            if editor is focused or editor.isAncestorOf(focused):
                return item.address(column)
    return None
