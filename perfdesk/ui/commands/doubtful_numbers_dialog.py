"""Doubtful numbers of a public copy: before it is written, the user decides which of them are redacted.

They may or may not be numbers of persons. They are redacted unless the user unticks them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QTreeWidgetItem, QWidget

from perfdesk.document.build import build
from perfdesk.ui.commands.export_dialog import SetChoice
from perfdesk.ui.widgets.column_list import column_list
from perfdesk.ui.widgets.dialog_parts import action_button, button_row, dialog_column, open_dialog
from perfdesk.ui.widgets.labels import text_label

if TYPE_CHECKING:
    from perfdesk.application.session import Snapshot
    from perfdesk.document.blocks import Redaction

_SIZE = (720, 440)
_WIDTHS = (150, 200)
_TITLE = "这些号码拿不准"


class DoubtfulDialog(QDialog):
    """Asks for a decision; `agreed` carries the keys of the numbers that are printed unchanged."""

    agreed = Signal(object)

    def __init__(self, doubtful: list[Redaction], parent: QWidget) -> None:
        super().__init__(parent)
        column = dialog_column(self, _TITLE, _SIZE)
        column.addWidget(text_label("打勾的遮盖，去掉勾的照原样印在公开稿里。不能确定的，请让它打着勾。"))
        self.list = column_list(_TITLE, ("遮盖", "遮盖后", "在哪里"), _WIDTHS)
        for redaction in doubtful:
            item = QTreeWidgetItem([redaction.kind, redaction.redacted_text, redaction.section_label])
            item.setCheckState(0, Qt.CheckState.Checked)
            item.setData(0, Qt.ItemDataRole.UserRole, redaction.key)
            item.setToolTip(2, redaction.section_label)
            self.list.addTopLevelItem(item)
        column.addWidget(self.list, 1)
        self.export = action_button("导出", self._on_export, "strong")
        column.addLayout(button_row(action_button("取消", self.reject), self.export))
        self.export.setFocus()

    def _on_export(self) -> None:
        items = (self.list.topLevelItem(number) for number in range(self.list.topLevelItemCount()))
        printed = (item for item in items if item is not None and item.checkState(0) == Qt.CheckState.Unchecked)
        self.accept()
        self.agreed.emit(frozenset(item.data(0, Qt.ItemDataRole.UserRole) for item in printed))


def decide(snapshot: Snapshot, choice: SetChoice, parent: QWidget, export: Callable[[SetChoice], object]) -> None:
    """Call `export` immediately, or after the user has decided about doubtful numbers in a public copy."""
    if choice.edition == "submission":
        export(choice)
        return
    report = build(snapshot.answers, snapshot.findings, draft=False, edition=choice.edition)
    doubtful = {redaction.key: redaction for redaction in reversed(report.redactions) if redaction.is_doubtful}
    if not doubtful:
        export(choice)
        return
    dialog = DoubtfulDialog(list(reversed(doubtful.values())), parent)

    def on_agreed(kept: frozenset[str]) -> None:
        export(replace(choice, kept=kept))

    dialog.agreed.connect(on_agreed)
    open_dialog(dialog)
