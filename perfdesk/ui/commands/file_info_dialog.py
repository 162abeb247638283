"""文件信息与体检: information about the report's file, its editors and backups, and the result of a health check."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from perfdesk.application.file_info import read_file_info
from perfdesk.application.session import Session
from perfdesk.errors import PerfDeskError
from perfdesk.storage.backup import list_backups as backups_of
from perfdesk.storage.location import storage_warning
from perfdesk.ui.background import BackgroundTasks
from perfdesk.ui.commands.backup_dialog import size_text
from perfdesk.ui.models.dates import moment_text
from perfdesk.ui.widgets.card import Card
from perfdesk.ui.widgets.dialog_parts import action_button, button_row, dialog_column
from perfdesk.ui.widgets.labels import selectable_label, text_label
from perfdesk.ui.widgets.system_open import open_with_system

if TYPE_CHECKING:
    from perfdesk.application.health_check import CheckResult

_SIZE = (720, 560)
_NAME_WIDTH = 88
_ICON_SIZE = 14
_MAX_CONTRIBUTORS = 6


class FileInfoDialog(QDialog):
    """Shows the information immediately, and the health check when it has finished."""

    def __init__(self, session: Session, background: BackgroundTasks, parent: QWidget) -> None:
        super().__init__(parent)
        column = dialog_column(self, "文件信息与体检", _SIZE)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(12)
        properties, self.folder = _properties(session)
        self._column.addWidget(_card("文件", properties))
        self._results_column = QVBoxLayout()
        self._results_column.setSpacing(6)
        self.summary_label = text_label("正在检查文件、字体、权限和磁盘空间……", "note")
        self._results_column.addWidget(self.summary_label)
        card = _card("体检", [])
        card.column.addLayout(self._results_column)
        self._column.addWidget(card)
        self._column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        area.setAccessibleName("文件信息与体检")
        column.addWidget(area, 1)
        shown = action_button("打开备份所在文件夹", self._open_folder, "link")
        shown.setEnabled(self.folder is not None)
        column.addLayout(button_row(action_button("关闭", self.accept, "strong"), left=shown))
        path = session.path
        background.start(
            lambda _report_progress: _check_health(path),
            done=self.show_results,
            failed=self.show_error,
        )

    def show_results(self, results: Iterable[CheckResult]) -> None:
        """Show the results of the health check, one row each."""
        found = list(results)
        remarks = sum(not result.is_ok for result in found)
        self.summary_label.setText(f"有 {remarks} 处要注意。" if remarks else "一切正常。")
        for result in found:
            line = QHBoxLayout()
            line.setSpacing(8)
            sign = text_label("✓" if result.is_ok else "▲", "state", wraps=False)
            sign.setProperty("level", "done" if result.is_ok else "warning")
            sign.setFixedWidth(_ICON_SIZE)
            line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
            name = text_label(result.name, "label", wraps=False)
            name.setFixedWidth(_NAME_WIDTH - _ICON_SIZE + 4)
            line.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(text_label(result.message, "note"), 1)
            self._results_column.addLayout(line)

    def show_error(self, error: Any) -> None:
        """Show that the health check failed."""
        self.summary_label.setText(str(error) if isinstance(error, PerfDeskError) else "没有做成体检，填报不受影响。")

    def _open_folder(self) -> None:
        if self.folder is not None:
            open_with_system(self.folder)


def _check_health(path: Path) -> list[CheckResult]:
    from perfdesk.application.health_check import check_health  # importing it loads the writers, which takes a while

    return list(check_health(path))


def _properties(session: Session) -> tuple[list[tuple[str, str]], Path | None]:
    """Return names and values, and the folder of the backups if there are any.

    Raises PerfDeskError when the file cannot be read.
    """
    info = read_file_info(session)
    backups = backups_of(session.file.report_id())
    backup_text = "还没有；填报十分钟后自动备份"
    if backups:
        backup_text = f"{len(backups)} 份，最近一份 {moment_text(backups[0].at)}"
    properties = [
        ("单位", info.unit or "未填"),
        ("年度", info.year or "未填"),
        ("表单", f"{info.form}（第 {info.form_version} 版）"),
        ("位置", str(session.path)),
        ("大小", f"{size_text(info.size)}，修改 {info.changes} 次"),
        ("备份", backup_text),
    ]
    warning = storage_warning(session.path)
    if warning:
        properties.append(("存放", warning))
    for editor in info.contributors[:_MAX_CONTRIBUTORS]:
        when = f"{moment_text(editor.first)} 至 {moment_text(editor.last)}"
        properties.append(
            ("填报人" if editor is info.contributors[0] else "", f"{editor.who}：{editor.changes} 次，{when}")
        )
    return properties, backups[0].path.parent if backups else None


def _card(title: str, properties: list[tuple[str, str]]) -> Card:
    card = Card(title, margins=(16, 10, 16, 12))
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnMinimumWidth(0, _NAME_WIDTH)
    grid.setColumnStretch(1, 1)
    for row, (name, value) in enumerate(properties):
        grid.addWidget(text_label(name, "note"), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(selectable_label(value), row, 1)
    card.column.addLayout(grid)
    return card
