"""The status bar: time of the last save, progress, number of findings, and file."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QStatusBar, QWidget

from perfdesk.logs import program_version
from perfdesk.ui.appearance.theme import set_style_property

if TYPE_CHECKING:
    from perfdesk.ui.models.report_model import ReportModel


_ICON_SIDE = 12


class StatusBar(QStatusBar):
    """Follows the open report; empty while none is open. A click on a count asks for the list of findings."""

    checks_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: ReportModel | None = None
        self._is_in_recovery_copy = False
        self.saved, self.progress = QLabel(), QLabel()
        self.errors, self.missing, self.warnings = (self._count(level) for level in ("error", "missing", "warning"))
        self.file = FileLabel()
        for label in (self.saved, self.progress):
            self.addWidget(label)
        self.yuan = QLabel("按元显示")
        self.yuan.setProperty("role", "pill")
        self.yuan.setProperty("own", "true")
        self.yuan.setToolTip("金额暂按元显示和输入；保存和导出仍是万元。在“视图”菜单里改回。")
        self.addPermanentWidget(self.yuan)
        self.yuan.hide()
        for label in (self.errors, self.missing, self.warnings, self.file):
            self.addPermanentWidget(label)
        self.setSizeGripEnabled(False)

    def set_model(self, model: ReportModel | None) -> None:
        """Follow another report, or none."""
        self._model, self._is_in_recovery_copy = model, False
        self.yuan.hide()
        for label in (self.saved, self.progress, self.file):
            label.clear()
        for count in (self.errors, self.missing, self.warnings):
            count.hide()
        if model is not None:
            self._make_counts_links()
            model.changed.connect(self._on_changed)
            model.failed.connect(self._on_failed)
            model.saved.connect(self._on_saved)
            set_style_property(self.saved, "level", "")
            self.saved.setText("只读" if model.session.read_only else "内容已保存")
            self._on_changed()

    def show_saved(self, text: str, level: str = "") -> None:
        """Show where the report is saved."""
        set_style_property(self.saved, "level", level)
        self.saved.setText(text)

    def show_file(self, text: str, in_recovery_copy: bool = False) -> None:
        """Show the open file; `in_recovery_copy` if changes are saved in a recovery copy on this machine."""
        self.file.setText(text)
        self._is_in_recovery_copy = in_recovery_copy
        if in_recovery_copy:
            self.show_saved("已保存在本机")
        elif self._model is not None and self._model.session.read_only:
            self.show_saved("只读")

    def show_published(self) -> None:
        """Show that the changes saved on this machine have been published."""
        self.show_saved(f"已保存并写回 {_time_text()}")

    def _on_saved(self) -> None:
        if self._model is not None and not self._model.session.is_published:
            self.show_saved(f"已保存在本机 {_time_text()}，待写回")
        else:
            self.show_saved(f"已保存{'在本机' if self._is_in_recovery_copy else ''} {_time_text()}")

    def _on_failed(self) -> None:
        self.show_saved("● 有内容没有存进文件", "error")

    def _on_changed(self) -> None:
        if self._model is not None:
            self._show_progress(self._model)
            self._show_counts(self._model)

    def _show_progress(self, model: ReportModel) -> None:
        self.yuan.setVisible(model.in_yuan)
        filled = model.progress
        required = sum(one.required for one in filled)
        answered = sum(one.answered for one in filled)
        self.progress.setText(f"填报进度 {answered * 100 // required if required else 100}%")
        self.progress.setToolTip(f"必填 {required} 项，已填 {answered} 项")

    def _show_counts(self, model: ReportModel) -> None:
        from perfdesk.checks.finding import LEVEL_LABELS
        from perfdesk.definition.severity import Severity
        from perfdesk.ui.widgets.level_icon import level_icon

        counts = model.finding_counts()
        for label, severity in (
            (self.errors, Severity.ERROR),
            (self.missing, Severity.MISSING),
            (self.warnings, Severity.WARNING),
        ):
            label.setText(f"{LEVEL_LABELS[severity]} {counts[severity]}")
            label.setIcon(level_icon(severity, self.devicePixelRatioF()))
            label.setVisible(bool(counts[severity]))

    def _make_counts_links(self) -> None:
        """Let the mouse reach the counts, not the keyboard. The names of Qt take long: not before the first paint."""
        from PySide6.QtCore import Qt

        for count in (self.errors, self.missing, self.warnings):
            count.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            count.setCursor(Qt.CursorShape.PointingHandCursor)

    def _count(self, level: str) -> QPushButton:
        count = QPushButton()
        count.setProperty("role", "count")
        count.setProperty("level", level)
        count.setIconSize(QSize(_ICON_SIDE, _ICON_SIDE))
        count.setToolTip("显示检查结果")
        count.clicked.connect(self.checks_requested)
        count.hide()
        return count


class FileLabel(QLabel):
    """The open file; its tip names the version of the program, which is looked up when it is first shown."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and not self.toolTip():
            self.setToolTip(f"PerfDesk {program_version()}")
        return super().event(event)


def _time_text() -> str:
    return f"{datetime.datetime.now().astimezone():%H:%M:%S}"
