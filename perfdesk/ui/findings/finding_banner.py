"""Banners with findings, next to the answers that they are about."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from perfdesk.checks.finding import Finding
from perfdesk.ui.appearance.theme import set_shown
from perfdesk.ui.findings.finding_actions import FindingAction, FindingRow, finding_actions
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.widgets.flow_layout import FlowLayout
from perfdesk.ui.widgets.labels import selectable_label
from perfdesk.ui.widgets.level_icon import LevelIcon


class FindingBanner(QFrame):
    """The message of one finding and the actions on it."""

    def __init__(self, finding: Finding, model: ReportModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.finding = finding
        self.setProperty("role", "strip")
        self.setProperty("level", finding.severity.value)
        line = QHBoxLayout(self)
        line.setContentsMargins(10, 5, 8, 5)
        line.setSpacing(8)
        line.addWidget(LevelIcon(finding.severity), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(selectable_label(finding.message))
        line.addLayout(column, 1)
        links = QWidget()
        flow = FlowLayout(links, gap=16)
        for action in finding_actions(FindingRow(finding), model, self):
            button = QPushButton(action.text)
            button.setProperty("role", "link")
            button.setProperty("level", finding.severity.value)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(partial(_run, action))
            flow.addWidget(button)
        if flow.count():
            column.addWidget(links)


class FindingBanners(QWidget):
    """The banners of one field or table, one below the other."""

    def __init__(self, model: ReportModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._banners: list[FindingBanner] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.hide()

    @property
    def shown_findings(self) -> tuple[Finding, ...]:
        """The findings shown."""
        return tuple(banner.finding for banner in self._banners)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show these findings; hide if there are none."""
        wanted = tuple(findings)
        if wanted == self.shown_findings:
            return
        for banner in [known for known in self._banners if known.finding not in wanted]:
            self._banners.remove(banner)
            self._column.removeWidget(banner)
            banner.hide()
            banner.deleteLater()
        before, self._banners = self._banners, []
        for position, finding in enumerate(wanted):
            banner = next((known for known in before if known.finding == finding), None)
            banner = banner or FindingBanner(finding, self._model)
            if self._column.indexOf(banner) != position:
                self._column.insertWidget(position, banner)
            self._banners.append(banner)
        set_shown(self, bool(wanted))


def _run(action: FindingAction, _checked: bool = False) -> None:
    action.run()
