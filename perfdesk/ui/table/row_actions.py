"""Adding, deleting and moving the rows of an open table, from the cell one is in."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from perfdesk.definition.address import Address
from perfdesk.definition.model import Table
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.table.view import GridView


def row_texts(model: ReportModel, row: Address, table: Table) -> dict[str, str]:
    """What has been typed in a row, by column."""
    columns = (column.id for column in table.columns)
    typed = {name: model.session.entries.text(Address(row.section, row.field, row.row, name)) for name in columns}
    return {name: text for name, text in typed.items() if text}


def shortcut_text(keys: str) -> str:
    """Keys as they are printed on a keyboard: `Ctrl+Shift+↑`."""
    return keys.replace("Up", "↑").replace("Down", "↓")


class RowActions(QObject):
    """The row tools of one table or paper; a paper may hold several open tables."""

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
        self.up = self._action("上移", lambda: self.move_row(-1), "Ctrl+Shift+Up", "Alt+Up")
        self.down = self._action("下移", lambda: self.move_row(1), "Ctrl+Shift+Down", "Alt+Down")
        self.actions = [self.add, self.copy, self.delete, self.up, self.down]
        self.menu = self._menu() if len(tables) > 1 else None
        view.selectionModel().currentChanged.connect(self._on_current_changed)
        view.grid.modelReset.connect(self._on_current_changed)
        self._on_current_changed()

    def add_row(self, table: str = "") -> None:
        """Add a row below the one at hand, of the same kind, or to the table named."""
        self._view.finish()
        here = self._current_row_address()
        after = here.row if here and (not table or here.field == table) else None
        name = table or (here.field if here else next(iter(self._tables)))
        texts = self._shared_group_texts(name, after) if after else {}
        row = self._model.add_row(self._instance, name, after, texts)
        if row:
            self._go_to_new(name, row, texts)

    def add_row_of_kind(self, table: str, column: str, option: str, _checked: bool = False) -> None:
        """Add a row of one kind, below the others of that kind."""
        self._view.finish()
        answers = self._model.answers
        rows = answers.rows(self._instance, table)
        alike = [row for row in rows if answers.text(Address(self._instance, table, row, column)) == option]
        after = alike[-1] if alike and column else rows[-1] if rows else None
        texts = {column: option} if column else {}
        row = self._model.add_row(self._instance, table, after, texts)
        if row:
            self._go_to_new(table, row, texts)

    def copy_row(self) -> None:
        """Add a row below the one at hand with the same answers."""
        self._view.finish()
        here = self._current_row_address()
        if here is None:
            return
        texts = row_texts(self._model, here, self._tables[here.field])
        row = self._model.add_row(self._instance, here.field, here.row, texts)
        if row:
            self._view.go_to(Address(self._instance, here.field, row, here.column))

    def delete_row(self) -> None:
        """Delete the row at hand and stay where one was."""
        self._view.finish()
        here = self._current_row_address()
        if here is None:
            return
        rows = list(self._model.answers.rows(self._instance, here.field))
        at = rows.index(here.row)
        self._model.delete_row(self._instance, here.field, here.row)
        left = [row for row in rows if row != here.row]
        if left:
            self._view.go_to(Address(self._instance, here.field, left[min(at, len(left) - 1)], here.column))

    def move_row(self, by: int) -> None:
        """Move the row at hand and go with it."""
        self._view.finish()
        here = self._current_row_address()
        if here is not None:
            self._model.move_row(self._instance, here.field, here.row, by)
            self._view.refresh()
            self._view.go_to(here)
            self._on_current_changed()

    def _action(self, text: str, slot: object, *keys: str) -> QAction:
        action = QAction(text, self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setToolTip(f"{text}（{shortcut_text(keys[0])}）")
        action.triggered.connect(lambda _checked=False: slot())  # pyright: ignore
        return action

    def _menu(self) -> QMenu:
        menu = QMenu("加一行", self._view)
        menu.addAction(self.add)
        menu.addSeparator()
        for table in self._tables.values():
            kinds = next((column for column in table.columns if column.kind == "choice"), None)
            below = menu.addMenu(table.label) if kinds is not None else menu
            for option in kinds.options if kinds is not None else ("",):
                action = QAction(option or table.label, below)
                action.triggered.connect(partial(self.add_row_of_kind, table.id, kinds.id if kinds else "", option))
                below.addAction(action)
        return menu

    def _current_row_address(self) -> Address | None:
        """The answer at hand, when it belongs to a row of an open table."""
        cell = self._view.current_cell()
        address = cell.address if cell else None
        if address is not None and address.section == self._instance and address.field in self._tables:
            return address
        return self._first_row_address()

    def _first_row_address(self) -> Address | None:
        """Standing on a number or a heading, the first answer of the same line."""
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
        """What a new row takes over: the groups that are printed as one merged cell."""
        grid = self._view.grid
        taken: dict[str, str] = {}
        for column in self._tables[table].columns:
            address = Address(self._instance, table, row, column.id)
            text = self._model.session.entries.text(address)
            if text and column.kind == "choice" and grid.columnCount() > len(self._tables[table].columns) + 1:
                taken[column.id] = text
        return taken

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
