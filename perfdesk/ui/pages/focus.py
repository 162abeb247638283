"""Find the answer that has the focus, and select text in it."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from perfdesk.definition.address import Address
from perfdesk.ui.editors.marked_words import character_position, utf16_length
from perfdesk.ui.pages.list_panel import ListPanel
from perfdesk.ui.pages.page import Page
from perfdesk.ui.table.panel import GridPanel
from perfdesk.ui.widgets.highlight import highlight


def focused_address(page: Page | None) -> Address | None:
    """Return the answer on this page that has the focus, or None."""
    focused = QApplication.focusWidget()
    if page is None or focused is None or not page.isAncestorOf(focused):
        return None
    for part in page.parts():
        if part is focused or part.isAncestorOf(focused):
            if isinstance(part, GridPanel):
                cell = part.view.current_cell()
                return cell.address if cell is not None else None
            return _focused_list_address(part, focused) if isinstance(part, ListPanel) else part.address
    return None


def text_at_cursor() -> tuple[str, int] | None:
    """Return the text of the editor with the focus, and the position of its cursor in characters; None elsewhere."""
    editor = QApplication.focusWidget()
    if isinstance(editor, QLineEdit):
        text, units = editor.text(), editor.cursorPosition()
    elif isinstance(editor, QPlainTextEdit):
        text, units = editor.toPlainText(), editor.textCursor().position()
    else:
        return None
    return text, character_position(text, units)


def select_words(page: Page, start: int, end: int) -> None:
    """Select characters in the focused editor of a page, scroll to them and highlight them."""
    editor, content = page.focusWidget(), page.widget()
    if isinstance(editor, QLineEdit):
        text = editor.text()
        editor.setSelection(utf16_length(text[:start]), utf16_length(text[start:end]))
    elif isinstance(editor, QPlainTextEdit) and content is not None:
        text, cursor = editor.toPlainText(), editor.textCursor()
        cursor.setPosition(utf16_length(text[:start]))
        first = editor.cursorRect(cursor)
        cursor.setPosition(utf16_length(text[:end]), cursor.MoveMode.KeepAnchor)
        editor.setTextCursor(cursor)
        box = first | editor.cursorRect()
        if box.height() > first.height():
            box.setLeft(0)
            box.setRight(editor.viewport().width())
        middle = editor.viewport().mapTo(content, box.center())
        page.ensureVisible(middle.x(), middle.y(), 0, page.height() // 3)
        highlight(editor.viewport(), box.adjusted(-4, -2, 4, 2))


def _focused_list_address(part: ListPanel, focused: QWidget) -> Address | None:
    """Return the answer of the list whose editor has the focus."""
    for item in part.items.values():
        for column, editor in item.editors.items():
            if editor is focused or editor.isAncestorOf(focused):
                return item.address(column)
    return None
