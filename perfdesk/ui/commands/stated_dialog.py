"""原件上的数: what the user's source states for an answer that the program computes."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QWidget

from perfdesk.definition.address import Address
from perfdesk.entries.stated import stated_address
from perfdesk.evaluation.labels import answer_label, full_label
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.widgets.dialog_parts import button_row, dialog_column
from perfdesk.ui.widgets.labels import text_label

_WIDTH = 460
_NOTE = "这一格由程序算出，打印的总是算出的数。记下原件上写的数，两个数不同时，检查里会一直提醒；清空就不再比。"


class StatedDialog(QDialog):
    """Shows the computed answer and asks for the figure in the source; an empty one is no longer compared."""

    def __init__(self, model: ReportModel, address: Address, parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self._address = model, address
        question = model.question(address)
        unit = question.unit if question is not None else ""
        column = dialog_column(self, "原件上的数", (_WIDTH, 0))
        column.addWidget(text_label(full_label(model.answers, address), "strongLabel"))
        column.addWidget(text_label(f"按填报的数算出：{model.answers.text(address) or '还算不出'}{unit}", "label"))
        column.addSpacing(4)
        column.addWidget(text_label(f"原件上写的（{unit}）" if unit else "原件上写的", "strongLabel"))
        self.stated_edit = QLineEdit(model.session.entries.text(stated_address(address)) or "")
        self.stated_edit.setAccessibleName("原件上写的")
        column.addWidget(self.stated_edit)
        column.addWidget(text_label(_NOTE, "note"))
        cancel, keep = QPushButton("取消"), QPushButton("记下")
        cancel.clicked.connect(self.reject)
        keep.setProperty("role", "strong")
        keep.setDefault(True)
        keep.clicked.connect(self._on_keep)
        column.addLayout(button_row(cancel, keep))
        self.stated_edit.setFocus()

    def _on_keep(self) -> None:
        text = self.stated_edit.text().strip()
        name = answer_label(self._model.answers, self._address)
        label = f"{name}：原件上写 {text}" if text else f"{name}：不再比原件"
        self._model.fill({stated_address(self._address): text}, label)
        self.accept()
        self._model.focus_requested.emit(self._address)
