"""One report opened lately, as a line of the start page: what it is called, where it lies, and what it still lacks."""

from __future__ import annotations

import datetime
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from perfdesk.ui.appearance.theme import set_style_property
from perfdesk.ui.models.dates import moment_text
from perfdesk.ui.models.report_summary import ReportSummary
from perfdesk.ui.widgets.dialog_parts import action_button, text_label


class Elided(QLabel):
    """One line that loses its middle, not its end, where the room is short."""

    def __init__(self, words: str, role: str) -> None:
        super().__init__()
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._words = ""
        self.show_words(words)

    def show_words(self, words: str) -> None:
        """Show these, as far as there is room."""
        self._words = words
        self.setText(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, max(0, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.fontMetrics().height() + 2)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._words), self.minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.show_words(self._words)


class RecentLine(QWidget):
    """The line; a click opens the report, 移出 takes it off the list."""

    wanted = Signal(Path)
    unwanted = Signal(Path)

    def __init__(self, path: Path, glance: ReportSummary | None) -> None:
        super().__init__()
        self.path = path
        self.open_button = _WideButton()
        self._name, self._state = text_label("", "strongLabel", wraps=False), text_label("", "state", wraps=False)
        self._where, self._edited = Elided("", "note"), text_label("", "note", wraps=False)
        self._lay_out()
        self.open_button.clicked.connect(lambda _checked=False: self.wanted.emit(path))
        self.remove_button = action_button("移出", lambda: self.unwanted.emit(path), "quiet")
        self.remove_button.setToolTip("只从这张单子里移出，文件不动")
        self.remove_button.setAccessibleName(f"从最近打开里移出 {path.name}")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self.open_button, 1)
        line.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.show_glance(glance or ReportSummary())

    @property
    def words(self) -> tuple[str, str]:
        """What the report is called, and what is said about its state."""
        return self._name.text(), self._state.text()

    def show_glance(self, glance: ReportSummary) -> None:
        """Show how the report stands."""
        known = bool(glance.stamp or glance.name)
        self._name.setText(glance.name or self.path.stem)
        where = glance.trouble or f"{self.path.name}　{self.path.parent}"
        edited = f"{moment_text(datetime.datetime.fromisoformat(glance.edited))} 填过" if glance.edited else ""
        self._where.show_words(where)
        self._edited.setText("" if glance.trouble else edited)
        words, level = _state(glance) if known and not glance.trouble else ("", "")
        self._state.setText("打不开" if glance.trouble else words)
        set_style_property(self._state, "level", level)
        set_style_property(self._name, "faint", "true" if glance.trouble else "false")
        self.open_button.setToolTip(str(self.path))
        self.open_button.setAccessibleName(
            "，".join(part for part in (self._name.text(), words, where, edited) if part)
        )

    def _lay_out(self) -> None:
        column = QVBoxLayout(self.open_button)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self._name)
        head.addStretch(1)
        head.addWidget(self._state)
        below = QHBoxLayout()
        below.setSpacing(16)
        below.addWidget(self._where, 1)
        below.addWidget(self._edited)
        column.addLayout(head)
        column.addLayout(below)
        for one in (self._name, self._state, self._where, self._edited):
            one.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


class _WideButton(QPushButton):
    """A button as high as what is laid out in it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "findingButton")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def sizeHint(self) -> QSize:
        return self.layout().totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.layout().totalMinimumSize()


def _state(glance: ReportSummary) -> tuple[str, str]:
    if glance.errors:
        missing = f"（其中未填 {glance.missing}）" if glance.missing else ""
        return f"● 错误 {glance.errors}{missing}", "error"
    if glance.warnings:
        return f"▲ 警告 {glance.warnings}", "warning"
    return "✓ 没有错误", "done"
