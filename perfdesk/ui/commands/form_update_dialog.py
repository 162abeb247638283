"""The changes of a form update: new questions, moved answers, and answers without a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QTreeWidgetItem, QWidget

from perfdesk.ui.widgets.column_list import column_list
from perfdesk.ui.widgets.dialog_parts import action_button, button_row, dialog_column
from perfdesk.ui.widgets.labels import text_label

if TYPE_CHECKING:
    from perfdesk.application.form_update import FormUpdate

_SIZE = (760, 460)
_WIDTHS = (160,)


class FormUpdateDialog(QDialog):
    """Lists the changes for one report."""

    def __init__(self, update: FormUpdate, parent: QWidget) -> None:
        super().__init__(parent)
        column = dialog_column(self, "表单更新了什么", _SIZE)
        text = (
            "这份报告用的表单出了新版，答案已经跟着搬到新位置；更新以前自动做了一份备份。"
            "没有位置的答案照原样保留在文件里，不会丢，也不印在报告上。"
        )
        column.addWidget(text_label(text))
        self.list = column_list("表单更新了什么", ("变化", "哪里"), _WIDTHS)
        changes = (("新问的", update.new), ("没有位置，已保留", update.unplaced), ("搬了位置", update.moved))
        for change, labels in changes:
            for label in labels:
                item = QTreeWidgetItem([change, label])
                item.setToolTip(1, label)
                self.list.addTopLevelItem(item)
        column.addWidget(self.list, 1)
        column.addLayout(button_row(action_button("知道了", self.accept, "strong")))


def form_update_text(update: FormUpdate) -> str:
    """Return the changes in one sentence."""
    counted = (
        ("新问了 {} 处", update.new),
        ("{} 个答案搬了位置", update.moved),
        ("{} 个答案没有位置（已保留）", update.unplaced),
    )
    parts = "，".join(text.format(len(labels)) for text, labels in counted if labels)
    return f"这份报告用的表单出了新版：{parts}。"
