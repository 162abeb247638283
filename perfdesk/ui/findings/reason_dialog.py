"""The dialog in which a warning is accepted with a reason (保留并说明)."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QWidget

from perfdesk.checks.accepted import earlier_reason
from perfdesk.checks.finding import Finding
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.widgets.dialog_parts import dialog_column, open_dialog
from perfdesk.ui.widgets.labels import text_label

_WIDTH, _LINES_HEIGHT = 520, 96
_MAX_LENGTH = 300
_NOTE = "说明只对现在的这些数有效：其中任何一个改了，这条警告会再出现，写过的说明会放在这里供您再用。"


class ReasonDialog(QDialog):
    """Shows the warning and asks for the reason; 保留 is enabled once a reason is written."""

    def __init__(self, model: ReportModel, finding: Finding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._finding = finding
        self.setMinimumWidth(_WIDTH)
        column = dialog_column(self, "保留并说明", (_WIDTH, 0))
        column.addWidget(text_label(finding.section_label, "strongLabel"))
        column.addWidget(text_label(finding.message, "label"))
        column.addSpacing(4)
        earlier = earlier_reason(model.answers, finding)
        column.addWidget(text_label("说明（上次写的，可以再用）" if earlier else "说明", "strongLabel"))
        self.reason_edit = QPlainTextEdit(earlier)
        self.reason_edit.setAccessibleName("说明")
        self.reason_edit.setPlaceholderText("写明为什么没有错，如“当年承办全县防汛现场会，接待增加，已报财政同意”")
        self.reason_edit.setTabChangesFocus(True)
        self.reason_edit.setFixedHeight(_LINES_HEIGHT)
        self.reason_edit.textChanged.connect(self._on_changed)
        column.addWidget(self.reason_edit)
        column.addWidget(text_label(_NOTE, "note"))
        column.addSpacing(8)
        column.addLayout(self._buttons())
        self._on_changed()

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self._count_label = text_label("", "help", wraps=False)
        line.addWidget(self._count_label)
        line.addStretch(1)
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        self.accept_button = QPushButton("保留")
        self.accept_button.setProperty("role", "strong")
        self.accept_button.setDefault(True)
        self.accept_button.clicked.connect(self._on_accept)
        line.addWidget(cancel)
        line.addWidget(self.accept_button)
        return line

    def _on_changed(self) -> None:
        length = len(self.reason_edit.toPlainText().strip())
        self.accept_button.setEnabled(0 < length <= _MAX_LENGTH)
        self._count_label.setText(f"{length} 字，最多 {_MAX_LENGTH} 字" if length else "")

    def _on_accept(self) -> None:
        self._model.accept_warning(self._finding, self.reason_edit.toPlainText())
        self.accept()
        if self._finding.addresses:
            self._model.focus_requested.emit(self._finding.addresses[0])


def ask_reason(model: ReportModel, finding: Finding, parent: QWidget) -> None:
    """Open the dialog over the window of `parent`; the model reports the result."""
    open_dialog(ReasonDialog(model, finding, parent.window()))
