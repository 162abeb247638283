"""The dialog in which a reason is written for a warning that is to stand (保留并说明)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from perfdesk.checks.accepted import earlier_reason
from perfdesk.checks.finding import Finding
from perfdesk.ui.models.report_model import ReportModel

_WIDTH, _LINES_HEIGHT = 520, 96
_LONGEST = 300
_NOTE = "说明只对现在的这些数有效：其中任何一个改了，这条警告会再出现，写过的说明会放在这里供您再用。"


class ReasonDialog(QDialog):
    """Shows the warning; 保留 lets it stand as soon as something is written."""

    def __init__(self, model: ReportModel, finding: Finding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._finding = finding
        self.setWindowTitle("保留并说明")
        self.setMinimumWidth(_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(_label(finding.section_label, "strongLabel"))
        column.addWidget(_label(finding.message, "label"))
        column.addSpacing(4)
        earlier = earlier_reason(model.answers, finding)
        column.addWidget(_label("说明（上次写的，可以再用）" if earlier else "说明", "strongLabel"))
        self.words = QPlainTextEdit(earlier)
        self.words.setAccessibleName("说明")
        self.words.setPlaceholderText("写明为什么没有错，如“当年承办全县防汛现场会，接待增加，已报财政同意”")
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(_LINES_HEIGHT)
        self.words.textChanged.connect(self._on_changed)
        column.addWidget(self.words)
        column.addWidget(_label(_NOTE, "note"))
        column.addSpacing(8)
        column.addLayout(self._buttons())
        self._on_changed()

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self._count = QLabel()
        self._count.setProperty("role", "help")
        line.addWidget(self._count)
        line.addStretch(1)
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        self.keep = QPushButton("保留")
        self.keep.setProperty("role", "strong")
        self.keep.setDefault(True)
        self.keep.clicked.connect(self._on_keep)
        line.addWidget(cancel)
        line.addWidget(self.keep)
        return line

    def _on_changed(self) -> None:
        length = len(self.words.toPlainText().strip())
        self.keep.setEnabled(0 < length <= _LONGEST)
        self._count.setText(f"{length} 字，最多 {_LONGEST} 字" if length else "")

    def _on_keep(self) -> None:
        self._model.keep(self._finding, self.words.toPlainText())
        self.accept()


def ask_reason(model: ReportModel, finding: Finding, parent: QWidget) -> None:
    """Open the dialog over a window; what comes of it is told by the model."""
    dialog = ReasonDialog(model, finding, parent.window())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def _label(words: str, role: str) -> QLabel:
    made = QLabel(words)
    made.setProperty("role", role)
    made.setWordWrap(True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made
