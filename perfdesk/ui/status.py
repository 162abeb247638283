"""The line at the bottom: saved when, how far, how many errors, which file."""

from __future__ import annotations

import datetime
from collections import Counter

from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from perfdesk.ui.progress import instances, standing
from perfdesk.ui.report_model import ReportModel
from perfdesk.ui.theme import restyle


class Status(QStatusBar):
    """Follows the report; says nothing while none is open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: ReportModel | None = None
        self.saved, self.progress = QLabel(), QLabel()
        self.errors, self.warnings, self.file = QLabel(), QLabel(), QLabel()
        self.errors.setProperty("level", "error")
        self.warnings.setProperty("level", "warning")
        for label in (self.saved, self.progress):
            self.addWidget(label)
        for label in (self.errors, self.warnings, self.file):
            self.addPermanentWidget(label)
        self.setSizeGripEnabled(False)

    def follow(self, model: ReportModel | None) -> None:
        """Tell about this report from now on."""
        self._model = model
        for label in (self.saved, self.progress, self.errors, self.warnings, self.file):
            label.clear()
        if model is not None:
            model.changed.connect(self._on_changed)
            model.failed.connect(self._on_failed)
            model.saved.connect(self._on_saved)
            self.saved.setText("内容已保存")
            self._on_changed()

    def _on_saved(self) -> None:
        restyle(self.saved, "level", "")
        self.saved.setText(f"已保存 {datetime.datetime.now().astimezone():%H:%M:%S}")

    def _on_failed(self) -> None:
        restyle(self.saved, "level", "error")
        self.saved.setText("● 有内容没有存进文件")

    def _on_changed(self) -> None:
        if self._model is None:
            return
        answers, findings = self._model.answers, self._model.findings
        stands = [standing(answers, findings, section, instance) for section, instance in instances(answers)]
        asked = sum(one.asked for one in stands)
        answered = sum(one.answered for one in stands)
        self.progress.setText(f"填报进度 {answered * 100 // asked if asked else 100}%")
        self.progress.setToolTip(f"必填 {asked} 项，已填 {answered} 项")
        counts = Counter(finding.severity for finding in findings)
        self.errors.setText(f"● 错误 {counts['error']}" if counts["error"] else "")
        self.warnings.setText(f"▲ 警告 {counts['warning']}" if counts["warning"] else "")
        self.file.setText(self._model.session.file.path.name)
