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
    QVBoxLayout,
    QWidget,
)

from perfdesk.ui.appearance.theme import colour, set_dialog_size
from perfdesk.ui.table.paste_plan import NOTE_LABELS, PastePlan, PasteTarget, plan_paste, summary_text
from perfdesk.ui.table.pasted_block import PastedBlock
from perfdesk.ui.widgets.column_list import column_list

_SIZE = (860, 500)
_WIDTHS = (260, 160, 160)
_MAX_LISTED = 500


class PasteDialog(QDialog):
    """Lists the old and new text of every cell, those with a note first; `confirmed` emits the plan to enter."""

    confirmed = Signal(object)

    def __init__(self, target: PasteTarget, block: PastedBlock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._target = target
        self._block = block
        self.plan = PastePlan(())
        self.setWindowTitle("粘贴预览")
        set_dialog_size(self, _SIZE)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(8)
        self.summary_label = QLabel()
        self.summary_label.setWordWrap(True)
        column.addWidget(self.summary_label)
        self.by_row = self._option(f"按科目编码或名称对行（认出 {len(block.matched_rows)} 行），不按位置")
        self.by_row.setVisible(bool(block.matched_rows))
        self.by_row.setChecked(bool(block.matched_rows))
        self.from_yuan = self._option("复制的数以元为单位，换算成万元")
        looked_at = target.grid.report.in_yuan
        self.from_yuan.setVisible(looked_at or block.in_yuan is True)
        self.from_yuan.setChecked(looked_at if block.in_yuan is None else block.in_yuan)
        for option in (self.by_row, self.from_yuan):
            column.addWidget(option)
        self.list = column_list("逐格预览", ("贴到哪里", "原来", "贴入后", "说明"), _WIDTHS, key="pasted")
        self.list.setAllColumnsShowFocus(False)  # no row is current
        column.addWidget(self.list, 1)
        column.addLayout(self._buttons())
        self.refresh()

    def refresh(self) -> None:
        """Plan again with the current options and list the result."""
        self.plan = plan_paste(self._target, self._block, self.by_row.isChecked(), self.from_yuan.isChecked())
        self.summary_label.setText(summary_text(self.plan))
        self.list.clear()
        for one in sorted(self.plan.cells, key=lambda cell: not cell.note)[:_MAX_LISTED]:
            texts = (self._target.shown_text(one, text) or "（空）" for text in (one.before, one.after))
            item = QTreeWidgetItem([one.label, *texts, NOTE_LABELS[one.note]])
            if one.note:
                item.setForeground(3, colour("error" if one.proposed_answer() is None else "warning"))
            for place in range(3):
                item.setToolTip(place, item.text(place))
            self.list.addTopLevelItem(item)
        count = len(self.plan.proposal.texts)
        self.paste_button.setText(f"贴入 {count} 格")
        self.paste_button.setEnabled(bool(count))

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
