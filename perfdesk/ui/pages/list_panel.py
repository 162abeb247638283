"""A list of texts, such as duties, goals or problems: numbered items that can be added, moved and deleted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from perfdesk.definition.address import Address
from perfdesk.definition.model import Question, Table
from perfdesk.ui.appearance.theme import set_style_property
from perfdesk.ui.editors.choice import LinkEditor
from perfdesk.ui.editors.factory import Editor, create_editor, link_options
from perfdesk.ui.editors.line import LineEditor
from perfdesk.ui.editors.prose import ProseEditor
from perfdesk.ui.findings.finding_banner import FindingBanners
from perfdesk.ui.models.last_year import take_last_year
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.table.row_actions import row_texts, shortcut_text
from perfdesk.ui.widgets.captions import UNREVISED, label_with_mark, unrevised_mark
from perfdesk.ui.widgets.card import Card
from perfdesk.ui.widgets.labels import text_label

_NUMBER_WIDTH = 28
_TOOLS_WIDTH = 160


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
        self.setFocusProxy(self.add_button)
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
        return item.editors.get(address.column, item) if item is not None else self.add_button

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
        line.addSpacing(_NUMBER_WIDTH + 8)
        for question in self._table.columns:
            line.addWidget(text_label(question.label, "note", wraps=False), int(question.width))
        line.addSpacing(_TOOLS_WIDTH + 8)
        return line

    def _make_footer(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addSpacing(_NUMBER_WIDTH)
        self.add_button = QPushButton("＋ 加一条")
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
            if not finding.is_blank_answer
        }
        self._findings.show_findings(list(found.values()))

    def _set_tab_order(self) -> None:
        chain = [widget for item in self._items.values() for widget in item.tab_chain()]
        for before, after in zip(chain, [*chain[1:], self.add_button], strict=False):
            QWidget.setTabOrder(before, after)


class ListItem(QWidget):
    """One item: its number, its editors side by side, and the buttons that move, copy or delete it."""

    def __init__(
        self, model: ReportModel, instance: str, table: Table, row: str, go_to: Callable[[Address], None]
    ) -> None:
        super().__init__()
        self._model = model
        self._table = table
        self._address_base = (instance, table.id, row)
        self._go_to = go_to
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self._number = QLabel()
        self._number.setFixedWidth(_NUMBER_WIDTH)
        self._number.setProperty("room", "number")
        self._number.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        line.addWidget(self._number)
        self.editors: dict[str, Editor] = {}
        for question in table.columns:
            editor = self._make_editor(question)
            self.editors[question.id] = editor
            line.addWidget(editor, int(question.width), Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._make_buttons(), 0, Qt.AlignmentFlag.AlignTop)
        self.setFocusProxy(next(iter(self.editors.values())))

    def flush(self) -> None:
        """Enter what is still being typed."""
        for editor in self.editors.values():
            editor.flush()

    def refresh(self, number: int, count: int) -> None:
        """Show the current item, which is the `number`th of `count`."""
        self._number.setText(f"{number}.")
        self.up_button.setEnabled(number > 1)
        self.down_button.setEnabled(number < count)
        for question in self._table.columns:
            address = Address(*self._address_base, question.id)
            editor = self.editors[question.id]
            if isinstance(editor, LinkEditor):
                blank = "（请选择）" if question.required else "（未选）"
                editor.show_options(link_options(self._model, question), blank)
            editor.show_value(self._model.typed_text(address))
            editor.setAccessibleName(f"{self._table.label}第{number}项 {question.label}")
            findings = [finding for finding in self._model.findings_at(address) if not finding.is_blank_answer]
            if isinstance(editor, LineEditor | ProseEditor):
                set_style_property(editor, "level", findings[0].severity.value if findings else "")

    def address(self, column: str) -> Address:
        """Return the address of the answer in a column."""
        return Address(*self._address_base, column)

    def tab_chain(self) -> list[QWidget]:
        """Return the widgets in tab order."""
        return [*self.editors.values(), self.up_button, self.down_button, self.copy_button, self.delete_button]

    def _make_editor(self, question: Question) -> Editor:
        editor = create_editor(self._model, Address(*self._address_base, question.id), question, lines=2)
        if isinstance(editor, ProseEditor):
            editor.setPlaceholderText(question.label)
        return editor

    def _make_buttons(self) -> QWidget:
        tools = QWidget()
        tools.setFixedWidth(_TOOLS_WIDTH)
        line = QHBoxLayout(tools)
        line.setContentsMargins(0, 6, 0, 0)
        line.setSpacing(0)
        self.up_button = self._button("上移", lambda: self._move(-1), "Ctrl+Shift+Up")
        self.down_button = self._button("下移", lambda: self._move(1), "Ctrl+Shift+Down")
        self.copy_button = self._button("复制", lambda: self._on_add(copied=True), "Ctrl+Shift+D")
        self.delete_button = self._button("删除", self._on_delete, "Ctrl+-")
        for button in (self.up_button, self.down_button, self.copy_button, self.delete_button):
            line.addWidget(button)
        self._add_shortcut("Ctrl++", lambda: self._on_add(copied=False))
        self._add_shortcut("Ctrl+=", lambda: self._on_add(copied=False))
        self._add_shortcut("Ctrl+D", self._on_last_year)
        return tools

    def _add_shortcut(self, keys: str, slot: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(slot)

    def _button(self, text: str, slot: Callable[[], None], keys: str) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(f"{text}（{shortcut_text(keys)}）")
        self._add_shortcut(keys, button.click)
        button.setProperty("role", "quiet")
        button.setAccessibleName(f"{self._table.label}：{text}")
        button.clicked.connect(lambda _checked=False: slot())
        return button

    def _move(self, by: int) -> None:
        self.flush()
        self._model.move_row(*self._address_base, by)
        self._go_to(Address(*self._address_base, self._table.columns[0].id))

    def _on_add(self, copied: bool) -> None:
        """Add an item below this one, empty or with the same texts."""
        self.flush()
        section, table, after = self._address_base
        texts = row_texts(self._model, Address(*self._address_base), self._table) if copied else {}
        row = self._model.add_row(section, table, after, texts)
        if row:
            self._go_to(Address(section, table, row, self._table.columns[0].id))

    def _on_last_year(self) -> None:
        self.flush()
        column = next((column for column, editor in self.editors.items() if editor.hasFocus()), None)
        if column is not None:
            take_last_year(self._model, self.address(column))

    def _on_delete(self) -> None:
        self.flush()
        self._model.delete_row(*self._address_base)
