"""Add, copy, delete and move the rows of an open table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from perfdesk.definition.address import Address
from perfdesk.definition.model import Table
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.table.view import GridView


def row_texts(model: ReportModel, row: Address, table: Table) -> dict[str, str]:
    """Return the texts typed in a row, by column."""
    columns = (column.id for column in table.columns)
    typed = {name: model.session.entries.text(Address(row.section, row.field, row.row, name)) for name in columns}
    return {name: text for name, text in typed.items() if text}


def shortcut_text(keys: str) -> str:
    """Return a shortcut as it is printed on a keyboard: `Ctrl+Shift+↑`."""
    return keys.replace("Up", "↑").replace("Down", "↓")


class RowActions(QObject):
    """The row actions of one table or sheet; a sheet may contain several open tables."""

    def __init__(self, model: ReportModel, instance: str, tables: tuple[Table, ...], view: GridView) -> None:
        super().__init__(view)
        self._model = model
        self._instance = instance
        self._tables = {table.id: table for table in tables}
        self._view = view
        view.is_single_row_kept = True
        self.add = self._action("在本行下面加一行" if len(tables) > 1 else "加一行", self.add_row, "Ctrl++", "Ctrl+=")
        self.copy = self._action("复制本行", self.copy_row, "Ctrl+Shift+D")
        self.delete = self._action("删除本行", self.delete_row, "Ctrl+-")
        self.up = self._action("上移", lambda: self.move_row(-1), "Alt+Shift+Up", "Ctrl+Shift+Up")
        self.down = self._action("下移", lambda: self.move_row(1), "Alt+Shift+Down", "Ctrl+Shift+Down")
        self.actions = [self.add, self.copy, self.delete, self.up, self.down]
        self.menu = self._menu() if len(tables) > 1 else None
        view.selectionModel().currentChanged.connect(self._on_current_changed)
        view.grid.modelReset.connect(self._on_current_changed)
        self._on_current_changed()

    def add_row(self, table: str = "") -> None:
        """Add a row below the current one, in the same group; `table` names another table to add it to."""
        self._view.finish()
        here = self._current_row_address()
        after = here.row if here and (not table or here.field == table) else None
        name = table or (here.field if here else next(iter(self._tables)))
        texts = self._shared_group_texts(name, after) if after else {}
        row = self._model.add_row(self._instance, name, after, texts)
        if row:
            self._go_to_new(name, row, texts)

    def add_row_to_group(self, table: str, column: str, option: str, _checked: bool = False) -> None:
        """Add a row with this option in its group column, below the other rows of the group."""
        self._view.finish()
        answers = self._model.answers
        rows = answers.rows(self._instance, table)
        group = [row for row in rows if answers.text(Address(self._instance, table, row, column)) == option]
        after = group[-1] if group and column else rows[-1] if rows else None
        texts = {column: option} if column else {}
        row = self._model.add_row(self._instance, table, after, texts)
        if row:
            self._go_to_new(table, row, texts)

    def copy_row(self) -> None:
        """Add a row below the current one with the same answers."""
        self._view.finish()
        here = self._current_row_address()
        if here is None:
            return
        texts = row_texts(self._model, here, self._tables[here.field])
        row = self._model.add_row(self._instance, here.field, here.row, texts)
        if row:
            self._view.go_to(Address(self._instance, here.field, row, here.column))

    def delete_row(self) -> None:
        """Delete the current row; the row in its place becomes the current one."""
        self._view.finish()
        here = self._current_row_address()
        if here is None:
            return
        rows = list(self._model.answers.rows(self._instance, here.field))
        at = rows.index(here.row)
        self._model.delete_row(self._instance, here.field, here.row)
        others = [row for row in rows if row != here.row]
        if others:
            self._view.go_to(Address(self._instance, here.field, others[min(at, len(others) - 1)], here.column))

    def move_row(self, by: int) -> None:
        """Move the current row; it remains the current one."""
        self._view.finish()
        here = self._current_row_address()
        if here is not None:
            self._model.move_row(self._instance, here.field, here.row, by)
            self._view.refresh()
            self._view.go_to(here)
            self._on_current_changed()

    def _action(self, text: str, slot: Callable[[], None], *keys: str) -> QAction:
        action = QAction(text, self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setToolTip(f"{text}（{shortcut_text(keys[0])}）")
        action.triggered.connect(lambda _checked=False: slot())
        return action

    def _menu(self) -> QMenu:
        menu = QMenu("加一行", self._view)
        menu.addAction(self.add)
        menu.addSeparator()
        for table in self._tables.values():
            group = next((column for column in table.columns if column.kind == "choice"), None)
            submenu = menu.addMenu(table.label) if group is not None else menu
            for option in group.options if group is not None else ("",):
                action = QAction(option or table.label, submenu)
                action.triggered.connect(partial(self.add_row_to_group, table.id, group.id if group else "", option))
                submenu.addAction(action)
        return menu

    def _current_row_address(self) -> Address | None:
        """Return the current answer, or another one of the same row, if it belongs to an open table."""
        cell = self._view.current_cell()
        address = cell.address if cell else None
        if address is not None and address.section == self._instance and address.field in self._tables:
            return address
        return self._first_row_address()

    def _first_row_address(self) -> Address | None:
        """Return the first answer in the row of the current cell, which may be a number or a heading."""
        index = self._view.currentIndex()
        if not index.isValid():
            return None
        for column in range(self._view.grid.columnCount()):
            cell = self._view.grid.cell_at((index.row(), column))
            address = cell.address if cell else None
            if address is not None and address.section == self._instance and address.field in self._tables:
                return address
        return None

    def _shared_group_texts(self, table: str, row: str) -> dict[str, str]:
        """Return the texts a new row shares with `row`: the groups that are printed as one merged cell."""
        grid = self._view.grid
        shared: dict[str, str] = {}
        for column in self._tables[table].columns:
            address = Address(self._instance, table, row, column.id)
            text = self._model.session.entries.text(address)
            if text and column.kind == "choice" and grid.columnCount() > len(self._tables[table].columns) + 1:
                shared[column.id] = text
        return shared

    def _go_to_new(self, table: str, row: str, texts: dict[str, str]) -> None:
        for column in self._tables[table].columns:
            if column.id not in texts and self._view.go_to(Address(self._instance, table, row, column.id)):
                return

    def _on_current_changed(self) -> None:
        here = self._current_row_address()
        rows = self._model.answers.rows(self._instance, here.field) if here else ()
        self.add.setEnabled(self.menu is None or here is not None)
        self.copy.setEnabled(here is not None)
        self.delete.setEnabled(here is not None)
        self.up.setEnabled(here is not None and rows[:1] != (here.row,))
        self.down.setEnabled(here is not None and rows[-1:] != (here.row,))
