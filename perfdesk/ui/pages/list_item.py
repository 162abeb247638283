"""One item of a list: its number, its editors side by side, and the buttons that move, copy or delete it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from perfdesk.definition.address import Address
from perfdesk.definition.model import Question, Table
from perfdesk.ui.appearance.theme import set_style_property
from perfdesk.ui.editors.choice import LinkEditor
from perfdesk.ui.editors.factory import Editor, create_editor, link_options
from perfdesk.ui.editors.line import LineEditor
from perfdesk.ui.editors.marked_words import underline_findings
from perfdesk.ui.editors.prose import ProseEditor
from perfdesk.ui.models.last_year import take_last_year
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.table.row_actions import row_texts, shortcut_text

NUMBER_WIDTH = 28
TOOLS_WIDTH = 160


class ListItem(QWidget):
    """The editors take the focus; the buttons are reached by mouse and by the keys in their tool tips.

    `lines_pasted` emits the address of an empty answer and the lines pasted into it.
    """

    lines_pasted = Signal(object, list)

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
        self._number.setFixedWidth(NUMBER_WIDTH)
        self._number.setProperty("room", "number")
        self._number.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        line.addWidget(self._number)
        self.editors: dict[str, Editor] = {}
        for question in table.columns:
            editor = self._make_editor(question)
            self.editors[question.id] = editor
            line.addWidget(editor, int(question.width), Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._make_buttons(), 0, Qt.AlignmentFlag.AlignTop)

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
            if isinstance(editor, ProseEditor):
                underline_findings(editor, address, findings)
            elif isinstance(editor, LineEditor):
                set_style_property(editor, "level", findings[0].severity.value if findings else "")

    def address(self, column: str) -> Address:
        """Return the address of the answer in a column."""
        return Address(*self._address_base, column)

    def tab_chain(self) -> list[QWidget]:
        """Return the widgets in tab order."""
        return list(self.editors.values())

    def _make_editor(self, question: Question) -> Editor:
        editor = create_editor(self._model, Address(*self._address_base, question.id), question, lines=2)
        if isinstance(editor, ProseEditor):
            editor.setPlaceholderText(question.label)
            editor.takes_single_lines = True
            editor.lines_pasted.connect(partial(self.lines_pasted.emit, self.address(question.id)))
        return editor

    def _make_buttons(self) -> QWidget:
        tools = QWidget()
        tools.setFixedWidth(TOOLS_WIDTH)
        line = QHBoxLayout(tools)
        line.setContentsMargins(0, 6, 0, 0)
        line.setSpacing(0)
        self.up_button = self._button("上移", lambda: self._move(-1), "Alt+Shift+Up", "Ctrl+Shift+Up")
        self.down_button = self._button("下移", lambda: self._move(1), "Alt+Shift+Down", "Ctrl+Shift+Down")
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

    def _button(self, text: str, slot: Callable[[], None], *keys: str) -> QPushButton:
        button = QPushButton(text)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setToolTip(f"{text}（{shortcut_text(keys[0])}）")
        for one in keys:
            self._add_shortcut(one, button.click)
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
