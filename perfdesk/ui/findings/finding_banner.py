"""Banners with findings, next to the answers that they are about."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from perfdesk.checks.finding import Finding
from perfdesk.ui.appearance.theme import set_shown
from perfdesk.ui.findings.finding_actions import FindingAction, FindingRow, finding_actions
from perfdesk.ui.findings.finding_groups import Group, group_key, group_text, grouped_findings
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.widgets.flow_layout import FlowLayout
from perfdesk.ui.widgets.labels import selectable_label
from perfdesk.ui.widgets.level_icon import LevelIcon


class FindingBanner(QFrame):
    """The message of one finding and the actions on it, or that of a group, which `opened` asks to show one by one."""

    opened = Signal()

    def __init__(self, group: Group, model: ReportModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.group = group
        finding = group[0]
        self.setProperty("role", "strip")
        self.setProperty("level", finding.severity.value)
        line = QHBoxLayout(self)
        line.setContentsMargins(10, 5, 8, 5)
        line.setSpacing(8)
        line.addWidget(LevelIcon(finding.severity), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(selectable_label(group_text(group)))
        line.addLayout(column, 1)
        links = QWidget()
        flow = FlowLayout(links, gap=16)
        one_by_one = FindingAction(f"逐处看（{len(group)} 处）", self.opened.emit)
        actions = [one_by_one] if len(group) > 1 else finding_actions(FindingRow(finding), model, self)
        for action in actions:
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
        self._open_groups: set[object] = set()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.hide()

    @property
    def shown_findings(self) -> tuple[Finding, ...]:
        """The findings shown."""
        return tuple(finding for banner in self._banners for finding in banner.group)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show these findings, those of one kind together until they are opened; hide if there are none."""
        wanted: list[Group] = []
        for group in grouped_findings(findings):
            wanted += [(finding,) for finding in group] if group_key(group[0]) in self._open_groups else [group]
        if wanted == [banner.group for banner in self._banners]:
            return
        for banner in [known for known in self._banners if known.group not in wanted]:
            self._banners.remove(banner)
            self._column.removeWidget(banner)
            banner.hide()
            banner.deleteLater()
        before, self._banners = self._banners, []
        for position, group in enumerate(wanted):
            banner = next((known for known in before if known.group == group), None) or self._new_banner(group)
            if self._column.indexOf(banner) != position:
                self._column.insertWidget(position, banner)
            self._banners.append(banner)
        set_shown(self, bool(wanted))

    def _new_banner(self, group: Group) -> FindingBanner:
        banner = FindingBanner(group, self._model)
        banner.opened.connect(partial(self._open, group))
        return banner

    def _open(self, group: Group) -> None:
        """Show the findings of a group one by one."""
        self._open_groups.add(group_key(group[0]))
        self.show_findings(self.shown_findings)


def _run(action: FindingAction, _checked: bool = False) -> None:
    action.run()
