"""文件信息与体检: what the report's file is, who worked on it, where its backups are, and whether it is sound."""

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
    """The facts at once, the examination as soon as it is done."""

    def __init__(self, session: Session, background: BackgroundTasks, parent: QWidget) -> None:
        super().__init__(parent)
        column = dialog_column(self, "文件信息与体检", _SIZE)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(12)
        facts, self.folder = _facts(session)
        self._column.addWidget(_card("文件", facts))
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
            lambda _tell: _examine(path),
            done=self.show_results,
            failed=self.show_error,
        )

    def show_results(self, results: Iterable[CheckResult]) -> None:
        """What the examination found, one line each."""
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
        """The file cannot even be read."""
        self.summary_label.setText(str(error) if isinstance(error, PerfDeskError) else "没有做成体检，填报不受影响。")

    def _open_folder(self) -> None:
        if self.folder is not None:
            open_with_system(self.folder)


def _examine(path: Path) -> list[CheckResult]:
    from perfdesk.application.health_check import check_health  # it loads the writers, which takes a while

    return list(check_health(path))


def _facts(session: Session) -> tuple[list[tuple[str, str]], Any]:
    """Names and values, and the folder of the backups if there are any; PerfDeskError when it cannot be read."""
    found = read_file_info(session)
    backups = backups_of(session.file.report_id())
    kept = f"{len(backups)} 份，最近一份 {moment_text(backups[0].at)}" if backups else "还没有；填报十分钟后自动备份"
    facts = [
        ("单位", found.unit or "未填"),
        ("年度", found.year or "未填"),
        ("表单", f"{found.form}（第 {found.form_version} 版）"),
        ("位置", str(session.path)),
        ("大小", f"{size_text(found.size)}，修改 {found.changes} 次"),
        ("备份", kept),
    ]
    place = storage_warning(session.path)
    if place:
        facts.append(("存放", place))
    for editor in found.contributors[:_MAX_CONTRIBUTORS]:
        when = f"{moment_text(editor.first)} 至 {moment_text(editor.last)}"
        facts.append(
            ("填报人" if editor is found.contributors[0] else "", f"{editor.who}：{editor.changes} 次，{when}")
        )
    return facts, backups[0].path.parent if backups else None


def _card(title: str, facts: list[tuple[str, str]]) -> Card:
    card = Card(title, margins=(16, 10, 16, 12))
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnMinimumWidth(0, _NAME_WIDTH)
    grid.setColumnStretch(1, 1)
    for row, (name, value) in enumerate(facts):
        grid.addWidget(text_label(name, "note"), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(selectable_label(value), row, 1)
    card.column.addLayout(grid)
    return card
