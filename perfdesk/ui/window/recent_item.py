"""A recent report on the start page: its name, its folder, and the number of findings."""

from __future__ import annotations

import datetime
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from perfdesk.ui.appearance.theme import set_style_property
from perfdesk.ui.models.dates import moment_text
from perfdesk.ui.models.report_summary import ReportSummary
from perfdesk.ui.widgets.dialog_parts import action_button
from perfdesk.ui.widgets.labels import text_label
from perfdesk.ui.widgets.layout_button import LayoutButton


class ElidedLabel(QLabel):
    """A label of one line that is elided in the middle if it does not fit."""

    def __init__(self, text: str, role: str) -> None:
        super().__init__()
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._full_text = ""
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show a text, elided to the width of the label."""
        self._full_text = text
        self.setText(self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, max(0, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.fontMetrics().height() + 2)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._full_text), self.minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.show_text(self._full_text)


class RecentItem(QWidget):
    """One recent report; a click opens it, 移出 removes it from the list."""

    open_requested = Signal(Path)
    remove_requested = Signal(Path)

    def __init__(self, path: Path, summary: ReportSummary | None) -> None:
        super().__init__()
        self.path = path
        self.open_button = LayoutButton()
        self._name_label, self._state_label = (
            text_label("", "strongLabel", wraps=False),
            text_label("", "state", wraps=False),
        )
        self._folder_label, self._edited_label = ElidedLabel("", "note"), text_label("", "note", wraps=False)
        self._lay_out()
        self.open_button.clicked.connect(lambda _checked=False: self.open_requested.emit(path))
        self.remove_button = action_button("移出", lambda: self.remove_requested.emit(path), "quiet")
        self.remove_button.setToolTip("只从这张单子里移出，文件不动")
        self.remove_button.setAccessibleName(f"从最近打开里移出 {path.name}")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self.open_button, 1)
        line.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.show_summary(summary or ReportSummary())

    @property
    def texts(self) -> tuple[str, str]:
        """The name of the report and the text about its state."""
        return self._name_label.text(), self._state_label.text()

    def show_summary(self, summary: ReportSummary) -> None:
        """Show the summary of the report."""
        is_known = bool(summary.stamp or summary.name)
        self._name_label.setText(summary.name or self.path.stem)
        where = summary.trouble or f"{self.path.name}　{self.path.parent}"
        edited = f"{moment_text(datetime.datetime.fromisoformat(summary.edited))} 填过" if summary.edited else ""
        self._folder_label.show_text(where)
        self._edited_label.setText("" if summary.trouble else edited)
        text, level = _state_text(summary) if is_known and not summary.trouble else ("", "")
        self._state_label.setText("打不开" if summary.trouble else text)
        set_style_property(self._state_label, "level", level)
        set_style_property(self._name_label, "faint", "true" if summary.trouble else "false")
        self.open_button.setToolTip(str(self.path))
        self.open_button.setAccessibleName(
            "，".join(part for part in (self._name_label.text(), text, where, edited) if part)
        )

    def _lay_out(self) -> None:
        column = QVBoxLayout(self.open_button)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self._name_label)
        head.addStretch(1)
        head.addWidget(self._state_label)
        below = QHBoxLayout()
        below.setSpacing(16)
        below.addWidget(self._folder_label, 1)
        below.addWidget(self._edited_label)
        column.addLayout(head)
        column.addLayout(below)
        for one in (self._name_label, self._state_label, self._folder_label, self._edited_label):
            one.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


def _state_text(summary: ReportSummary) -> tuple[str, str]:
    missing = f"○ 未填 {summary.missing}" if summary.missing else ""
    if summary.errors:
        return f"● 错误 {summary.errors}{f'　{missing}' if missing else ''}", "error"
    if missing:
        return missing, "missing"
    if summary.warnings:
        return f"▲ 警告 {summary.warnings}", "warning"
    return "✓ 没有错误", "done"
