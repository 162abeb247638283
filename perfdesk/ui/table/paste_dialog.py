"""The preview of a pasted block."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTreeWidgetItem,
    QWidget,
)

from perfdesk.importers.matching.answers import PasteOptions
from perfdesk.importers.matching.block import unit_in_yuan
from perfdesk.importers.matching.matcher import BlockMatch, plan_block
from perfdesk.importers.matching.plan import NOTE_LABELS, PastePlan, summary_text
from perfdesk.ui.appearance.theme import colour
from perfdesk.ui.table.paste_plan import PasteTarget
from perfdesk.ui.table.unknown_choices import UnknownChoices
from perfdesk.ui.widgets.column_list import column_list
from perfdesk.ui.widgets.dialog_parts import dialog_column

_SIZE = (860, 500)
_WIDTHS = (260, 160, 160)
_MAX_LISTED = 500


class PasteDialog(QDialog):
    """Lists the old and new text of every cell, those with a note first; `confirmed` emits the plan to enter."""

    confirmed = Signal(object)

    def __init__(
        self, target: PasteTarget, rows: list[list[str]], match: BlockMatch | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._target = target
        self._rows = rows
        self._match = match
        self.plan = PastePlan(())
        column = dialog_column(self, "粘贴预览", _SIZE)
        self.summary_label = QLabel()
        self.summary_label.setWordWrap(True)
        column.addWidget(self.summary_label)
        named = match.matched_lines if match is not None else 0
        self.by_row = self._option(f"按科目编码或名称对行（认出 {named} 行），不按位置")
        self.by_row.setVisible(match is not None and bool(named) and not match.has_headings)
        self.by_row.setChecked(bool(named))
        self.from_yuan = self._option("复制的数以元为单位，换算成万元")
        self._set_up_unit()
        for option in (self.by_row, self.from_yuan):
            column.addWidget(option)
        self.unknown_choices = UnknownChoices()
        self.unknown_choices.changed.connect(self.refresh)
        column.addWidget(self.unknown_choices)
        self.list = column_list("逐格预览", ("贴到哪里", "原来", "贴入后", "说明"), _WIDTHS, key="pasted")
        self.list.setAllColumnsShowFocus(False)  # no row is current
        column.addWidget(self.list, 1)
        column.addLayout(self._buttons())
        self.refresh()

    def refresh(self) -> None:
        """Plan again with the current options and list the result."""
        self.plan = self._make_plan()
        self.unknown_choices.show_choices(self.plan.unknown_choices)
        self.summary_label.setText(summary_text(self.plan))
        self.list.clear()
        listed = [cell for cell in self.plan.cells if cell.note != "same"]
        for one in sorted(listed, key=lambda cell: not cell.note)[:_MAX_LISTED]:
            texts = (self._target.shown_text(one, text) or "（空）" for text in (one.before, one.after))
            item = QTreeWidgetItem([one.label, *texts, NOTE_LABELS[one.note]])
            if one.note:
                item.setForeground(3, colour("error" if one.proposed_answer() is None else "warning"))
            for place in range(3):
                item.setToolTip(place, item.text(place))
            self.list.addTopLevelItem(item)
        count = self.plan.changed_count
        self.paste_button.setText(f"贴入 {count} 格")
        self.paste_button.setEnabled(bool(count))

    def _set_up_unit(self) -> None:
        """Offer the conversion for every block of money; it is chosen if the block or the window says 元."""
        match, is_shown_in_yuan = self._match, self._target.grid.report.in_yuan
        in_yuan = match.in_yuan if match is not None else unit_in_yuan(self._rows)
        has_money = match.has_money if match is not None else self._target.takes_money(self._rows)
        self.from_yuan.setVisible(has_money or is_shown_in_yuan or in_yuan is True)
        self.from_yuan.setChecked(is_shown_in_yuan if in_yuan is None else in_yuan)

    def _make_plan(self) -> PastePlan:
        options = PasteOptions(self.from_yuan.isChecked(), self.unknown_choices.chosen)
        by_position = self._match is None or (self._match.keys is not None and not self.by_row.isChecked())
        if self._match is None or (by_position and not self._match.has_headings):
            return self._target.plan_by_position(self._rows, options)
        return plan_block(self._match, options)

    def _option(self, text: str) -> QCheckBox:
        option = QCheckBox(text)
        option.toggled.connect(self._on_option_toggled)
        return option

    def _on_option_toggled(self) -> None:
        if self.isVisible():
            self.refresh()

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addStretch(1)
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        cancel.setAutoDefault(False)
        self.paste_button = QPushButton()
        self.paste_button.setProperty("role", "strong")
        self.paste_button.setDefault(True)
        self.paste_button.clicked.connect(self._on_confirmed)
        line.addWidget(cancel)
        line.addWidget(self.paste_button)
        self.paste_button.setFocus(Qt.FocusReason.OtherFocusReason)
        return line

    def _on_confirmed(self) -> None:
        self.accept()
        self.confirmed.emit(self.plan)
