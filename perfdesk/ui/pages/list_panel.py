"""A list of texts, such as duties, goals or problems: numbered items that can be added, moved and deleted."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from perfdesk.checks.finding import Finding
from perfdesk.definition.address import Address, new_row_id
from perfdesk.definition.model import Table
from perfdesk.ui.editors.prose import pasted_items
from perfdesk.ui.findings.finding_banner import FindingBanners
from perfdesk.ui.findings.finding_groups import first_on_page
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.pages.list_item import NUMBER_WIDTH, TOOLS_WIDTH, ListItem
from perfdesk.ui.widgets.captions import UNREVISED, label_with_mark, unrevised_mark
from perfdesk.ui.widgets.card import Card
from perfdesk.ui.widgets.labels import text_label


class AddButton(QPushButton):
    """The button that adds an item: by Space, Enter, Ctrl++ and pasted lines."""

    lines_pasted = Signal(list)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        adds = control and event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal)
        if adds or event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.lines_pasted.emit(pasted_items(QGuiApplication.clipboard().text()))
        else:
            super().keyPressEvent(event)


class ListPanel(QWidget):
    """All items of one open table with prose."""

    def __init__(self, model: ReportModel, instance: str, table: Table, named: bool = True) -> None:
        super().__init__()
        self._model = model
        self._instance = instance
        self._table = table
        self._items: dict[str, ListItem] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        label_row, self._required_mark = label_with_mark(table.label if named else "", strong=True)
        self._unrevised_mark = unrevised_mark()
        label_row.insertWidget(2, self._unrevised_mark)
        column.addLayout(label_row)
        if table.help:
            column.addWidget(text_label(table.help, "help"))
        column.addSpacing(4)
        column.addWidget(self._make_card())
        column.addSpacing(2)
        self._findings = FindingBanners(model)
        column.addWidget(self._findings)
        self.refresh()

    @property
    def items(self) -> dict[str, ListItem]:
        """The items by row id."""
        return self._items

    def flush(self) -> None:
        """Enter what is still being typed."""
        for item in self._items.values():
            item.flush()

    def refresh(self) -> None:
        """Show the current items; items that remain keep their editors."""
        rows = self._model.answers.rows(self._instance, self._table.id)
        for row in [known for known in self._items if known not in rows]:
            deleted = self._items.pop(row)
            deleted.hide()
            deleted.deleteLater()
        for position, row in enumerate(rows):
            if row not in self._items:
                self._items[row] = ListItem(self._model, self._instance, self._table, row, self.go_to)
                self._items[row].lines_pasted.connect(self._on_lines_pasted)
            item = self._items[row]
            if self._rows.indexOf(item) != position:
                self._rows.removeWidget(item)
                self._rows.insertWidget(position, item)
            item.refresh(position + 1, len(rows))
        self._items = {row: self._items[row] for row in rows}
        self._required_mark.setVisible(self._table.required and not rows)
        self._show_unrevised(rows)
        self._show_findings()
        self._set_tab_order()

    def contains(self, address: Address) -> bool:
        """Whether an address is that of an answer of this list, or of the list as a whole."""
        return (address.section, address.field) == (self._instance, self._table.id)

    def target_widget(self, address: Address) -> QWidget:
        """Return the widget of an answer."""
        item = self._items.get(address.row)
        return item.editors.get(address.column, item.tab_chain()[0]) if item is not None else self.add_button

    def go_to(self, address: Address) -> None:
        """Put the focus on an item."""
        self.target_widget(address).setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_card(self) -> Card:
        card = Card(margins=(12, 8, 8, 8))
        if len(self._table.columns) > 1:
            card.column.addLayout(self._make_headings())
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        card.column.addLayout(self._rows)
        card.column.addLayout(self._make_footer())
        return card

    def _make_headings(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addSpacing(NUMBER_WIDTH + 8)
        for question in self._table.columns:
            line.addWidget(text_label(question.label, "note", wraps=False), int(question.width))
        line.addSpacing(TOOLS_WIDTH + 8)
        return line

    def _make_footer(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addSpacing(NUMBER_WIDTH)
        self.add_button = AddButton("＋ 加一条")
        self.add_button.lines_pasted.connect(self._add_lines)
        self.add_button.setProperty("role", "link")
        self.add_button.setAccessibleName(f"{self._table.label}：加一条")
        self.add_button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.add_button.clicked.connect(self._on_add)
        line.addWidget(self.add_button)
        line.addStretch(1)
        return line

    def _on_add(self) -> None:
        row = self._model.add_row(self._instance, self._table.id)
        if row:
            self.go_to(Address(self._instance, self._table.id, row, self._table.columns[0].id))

    def focus_first(self) -> bool:
        """Focus the first item, or the button that adds one; return True."""
        first = next(iter(self._items.values()), None)
        widget = first.tab_chain()[0] if first is not None else self.add_button
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _add_lines(self, lines: list[str]) -> None:
        """Add an item at the end for each line, as one change."""
        texts = {self._new_address(self._table.columns[0].id): line for line in lines}
        if texts and self._model.fill(texts, f"{self._table.label}贴入 {len(texts)} 条"):
            self.go_to(next(reversed(texts)))

    def _on_lines_pasted(self, address: Address, lines: list[str]) -> None:
        """Enter the first line in an item, and add items for the others below it."""
        rows = self._model.answers.rows(self._instance, self._table.id)
        if address.row == rows[-1]:
            texts = {address: lines[0], **{self._new_address(address.column): line for line in lines[1:]}}
            self._model.fill(texts, f"{self._table.label}贴入 {len(texts)} 条")
            self.go_to(next(reversed(texts)))
            return
        self._model.fill({address: lines[0]}, self._table.label)
        after = address.row
        for line in lines[1:]:
            after = self._model.add_row(self._instance, self._table.id, after, {address.column: line})
        self.go_to(Address(self._instance, self._table.id, after, address.column))

    def _new_address(self, column: str) -> Address:
        return Address(self._instance, self._table.id, new_row_id(), column)

    def _show_unrevised(self, rows: tuple[str, ...]) -> None:
        """Show the numbers of the items that are unchanged since last year's report."""
        columns = [column.id for column in self._table.columns]
        addresses = {row: [Address(self._instance, self._table.id, row, column) for column in columns] for row in rows}
        unrevised = [
            str(number) for number, row in enumerate(rows, 1) if self._model.unrevised.intersection(addresses[row])
        ]
        self._unrevised_mark.setText(f"第{'、'.join(unrevised)}条{UNREVISED}")
        self._unrevised_mark.setVisible(bool(unrevised))

    def _show_findings(self) -> None:
        found = {
            id(finding): finding
            for row in self._items
            for question in self._table.columns
            for finding in self._model.findings_at(Address(self._instance, self._table.id, row, question.id))
            if not finding.is_blank_answer and self._is_written_here(finding)
        }
        self._findings.show_findings(list(found.values()))

    def _is_written_here(self, finding: Finding) -> bool:
        home = first_on_page(finding, self._instance)
        return home is not None and self.contains(home)

    def _set_tab_order(self) -> None:
        """Tab goes from row to row, then to the button. There is no focus proxy: Tab would enter there instead."""
        chain = [widget for item in self._items.values() for widget in item.tab_chain()]
        for before, after in zip(chain, [*chain[1:], self.add_button], strict=False):
            QWidget.setTabOrder(before, after)
