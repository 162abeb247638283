"""A table on the page with its title, help, row actions and findings."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from perfdesk.checks.finding import Finding
from perfdesk.definition.address import Address
from perfdesk.definition.model import Table
from perfdesk.document.blocks import Grid
from perfdesk.ui.editors.context_menu import offered
from perfdesk.ui.findings.finding_banner import FindingBanners
from perfdesk.ui.findings.finding_groups import first_on_page
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.settings import remember, remembered
from perfdesk.ui.table.clipboard_actions import TableClipboard
from perfdesk.ui.table.model import GridModel
from perfdesk.ui.table.row_actions import RowActions
from perfdesk.ui.table.view import GridView
from perfdesk.ui.widgets.labels import text_label
from perfdesk.ui.widgets.message_bar import MessageBar

_FILTER_FROM_ROWS = 11


class GridPanel(QWidget):
    """A table with its title, row actions, messages, notes and findings.

    `table` is None for the sheet of an attachment, whose `open_tables` are those that can take rows.
    """

    cell_reached = Signal(QWidget, QRect)
    go_to_requested = Signal(object)

    def __init__(
        self,
        model: ReportModel,
        instance: str,
        make_grid: Callable[[], Grid],
        open_tables: tuple[Table, ...] = (),
        table: Table | None = None,
        named: bool = True,
    ) -> None:
        super().__init__()
        self._model = model
        self._table = table
        self._shows_title = named
        self.grid = GridModel(model, instance, make_grid, self)
        self.view = GridView(self.grid)
        self.rows = RowActions(model, instance, open_tables, self.view) if open_tables else None
        self._findings = FindingBanners(model)
        self.messages = MessageBar()
        self.clipboard = TableClipboard(model, self.view, self.messages, table)
        self._notes: list[QLabel] = []
        self._subtitle = text_label(self.grid.grid.subtitle, "note")
        self._unit = text_label(self.grid.grid.unit_note, "help", wraps=False)
        self._filter: QPushButton | None = None
        self._lay_out_all()
        self.setFocusProxy(self.view)
        self.view.cell_reached.connect(self._on_cell_reached)
        self.view.customContextMenuRequested.connect(self._on_menu)
        self.view.doubleClicked.connect(self._on_double_clicked)
        self.grid.layout_changed.connect(self._apply_filter)
        self._show_findings()
        self._apply_filter()

    def flush(self) -> None:
        """Enter what is still being typed."""
        self.view.flush()

    def refresh(self) -> None:
        """Show the current answers."""
        self.view.refresh()
        self._show_findings()
        self._subtitle.setText(self.grid.grid.subtitle)
        self._unit.setText(self.grid.grid.unit_note)
        for label, text in zip(self._notes, self.grid.grid.notes, strict=False):
            label.setText(text)

    def contains(self, address: Address) -> bool:
        """Whether an address is that of an answer of this table, or of the table as a whole."""
        if self.grid.position_of(address) is not None:
            return True
        return self._table is not None and address == Address(self.grid.instance, self._table.id)

    def go_to(self, address: Address) -> None:
        """Focus an answer, or the first editable cell if the address is that of the table."""
        if not self.view.go_to(address) and not self.focus_first():
            self.setFocus()

    def focus_first(self) -> bool:
        """Focus the first white cell; return False if there is none."""
        first = next(self.view.editable_positions(), None)
        cell = self.grid.cell_at(first) if first else None
        return cell is not None and cell.address is not None and self.view.go_to(cell.address)

    def _lay_out_all(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._make_header())
        if self._table is not None and self._table.help:
            column.addWidget(text_label(self._table.help, "help"))
        column.addSpacing(4)
        column.addWidget(self.messages)
        column.addWidget(self.view)
        for text in self.grid.grid.notes:
            note = text_label(text, "help")
            self._notes.append(note)
            column.addWidget(note)
        column.addSpacing(2)
        column.addWidget(self._findings)
        if self._table is not None:
            self.view.setAccessibleName(self._table.label)
            self.view.setAccessibleDescription(self._table.help)
        else:
            self.view.setAccessibleName(self.grid.grid.title)

    def _make_header(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(16)
        if self._table is not None and self._shows_title:
            line.addWidget(text_label(self._table.label, "strongLabel", wraps=False))
        if self._table is None:
            line.addWidget(self._subtitle, 1)  # wraps in a narrow window
        else:
            line.addStretch(1)
        if self.rows is not None:
            self._add_row_buttons(line, self.rows)
        if self._table is not None and not self._table.open and len(self._table.rows) > _FILTER_FROM_ROWS:
            self._filter = self._make_filter()
            line.addWidget(self._filter)
        if self.grid.grid.unit_note:
            line.addWidget(self._unit)
        return line

    def _add_row_buttons(self, line: QHBoxLayout, rows: RowActions) -> None:
        for action in rows.actions:
            self.addAction(action)
            button = QToolButton()
            button.setProperty("role", "link")
            if action is rows.add and rows.menu is not None:
                button.setText("加一行 ▾")
                button.setMenu(rows.menu)
                button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            else:
                button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            line.addWidget(button)

    def _make_filter(self) -> QPushButton:
        button = QPushButton()
        button.setProperty("role", "link")
        button.setCheckable(True)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setChecked(bool(remembered(self._filter_key(), False)))
        button.clicked.connect(self._on_filter_toggled)
        return button

    def _filter_key(self) -> str:
        return f"filled_only/{self.grid.instance}/{self._table.id if self._table else ''}"

    def _on_filter_toggled(self) -> None:
        if self._filter is not None:
            remember(self._filter_key(), self._filter.isChecked())
            self._apply_filter()

    def _apply_filter(self) -> None:
        if self._filter is None:
            return
        only = self._filter.isChecked()
        self._filter.setText("显示全部" if only else "只看已填")
        self.view.set_hidden_rows(self._empty_rows() if only else frozenset())

    def _empty_rows(self) -> frozenset[int]:
        grid = self.grid.grid
        filled = {
            cell.row
            for cell in grid.cells
            if cell.row < grid.header_rows
            or (cell.address is not None and (not self.grid.is_blank(cell) or self._model.findings_at(cell.address)))
        }
        return frozenset(range(grid.rows)) - filled

    def _show_findings(self) -> None:
        found: dict[int, Finding] = {}
        marks = self.grid.marks
        located = [
            (position, found) for address, found in marks.items() if (position := self.grid.position_of(address))
        ]
        for _, in_cell in sorted(located, key=lambda pair: pair[0]):
            for finding in in_cell:
                home = first_on_page(finding, self.grid.instance)
                if not finding.is_blank_answer and home is not None and self.contains(home):
                    found[id(finding)] = finding
        self._findings.show_findings(list(found.values()))

    def _on_menu(self, position: QPoint) -> None:
        menu = QMenu(self)
        for text, key, slot in (
            ("复制", "Ctrl+C", self.clipboard.copy),
            ("粘贴", "Ctrl+V", self.clipboard.paste),
            ("取上年数", "Ctrl+D", self.clipboard.take_last_year),
        ):
            action = QAction(text, menu)
            action.setShortcut(QKeySequence(key))
            action.triggered.connect(slot)
            menu.addAction(action)
        if self.rows is not None:
            menu.addSeparator()
            menu.addActions(self.rows.actions)
        menu.addSeparator()
        menu.addActions(offered(self.view.actions()))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(position))

    def _on_cell_reached(self, box: QRect) -> None:
        self.cell_reached.emit(self.view, box)

    def _on_double_clicked(self) -> None:
        cell = self.view.current_cell()
        if cell is not None and cell.address is not None and cell.address.section != self.grid.instance:
            self.go_to_requested.emit(cell.address)
