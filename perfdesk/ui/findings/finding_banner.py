"""Findings in words, next to the answers that they are about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from perfdesk.checks.finding import Finding
from perfdesk.ui.appearance.theme import show_when
from perfdesk.ui.findings.finding_actions import Line, deeds
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.widgets.flow_layout import FlowLayout
from perfdesk.ui.widgets.level_icon import LevelIcon


class FindingStrip(QFrame):
    """One finding in words, with what can be done about it."""

    def __init__(self, finding: Finding, model: ReportModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.finding = finding
        self.setProperty("role", "strip")
        self.setProperty("level", finding.severity)
        line = QHBoxLayout(self)
        line.setContentsMargins(10, 5, 8, 5)
        line.setSpacing(8)
        line.addWidget(LevelIcon(finding.severity), 0, Qt.AlignmentFlag.AlignTop)
        words = QLabel(finding.message)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        told = QVBoxLayout()
        told.setSpacing(2)
        told.addWidget(words)
        line.addLayout(told, 1)
        links = QWidget()
        flow = FlowLayout(links, gap=16)
        for deed in deeds(Line(finding), model, self):
            button = QPushButton(deed.words)
            button.setProperty("role", "link")
            button.setProperty("level", finding.severity)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda _checked=False, do=deed.do: do())
            flow.addWidget(button)
        if flow.count():
            told.addWidget(links)


class FindingStrips(QWidget):
    """The findings of one field or table, one below the other."""

    def __init__(self, model: ReportModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._strips: list[FindingStrip] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.hide()

    @property
    def shown(self) -> tuple[Finding, ...]:
        """The findings standing here."""
        return tuple(strip.finding for strip in self._strips)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show these, and nothing when there are none."""
        wanted = tuple(findings)
        if wanted == self.shown:
            return
        for strip in [known for known in self._strips if known.finding not in wanted]:
            self._strips.remove(strip)
            self._column.removeWidget(strip)
            strip.hide()
            strip.deleteLater()
        before, self._strips = self._strips, []
        for position, finding in enumerate(wanted):
            strip = next((known for known in before if known.finding == finding), None)
            strip = strip or FindingStrip(finding, self._model)
            if self._column.indexOf(strip) != position:
                self._column.insertWidget(position, strip)
            self._strips.append(strip)
        show_when(self, bool(wanted))
