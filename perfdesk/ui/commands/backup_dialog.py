"""恢复备份: lists the backups of a report with their differences, and opens one as a copy."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QTreeWidgetItem, QWidget

from perfdesk.application.backup_diff import Differences, differences
from perfdesk.application.session import Session
from perfdesk.atomic_file import free_path
from perfdesk.errors import PerfDeskError
from perfdesk.evaluation.answers import Answers
from perfdesk.paths import documents as user_documents
from perfdesk.storage.backup import Backup, list_backups, restore_copy, restored_copy_name
from perfdesk.storage.user_dirs import user_data_folder
from perfdesk.ui.background import BackgroundTasks
from perfdesk.ui.models.report_summary import cached_summary, summarize
from perfdesk.ui.settings import recent_files
from perfdesk.ui.widgets import message_boxes
from perfdesk.ui.widgets.column_list import column_list
from perfdesk.ui.widgets.dialog_parts import PathRow, action_button, button_row, dialog_column
from perfdesk.ui.widgets.labels import text_label
from perfdesk.ui.widgets.message_bar import MessageBar
from perfdesk.ui.widgets.system_open import open_with_system

_SIZE = (820, 520)
_WIDTHS = (170, 100)
_BACKUP = Qt.ItemDataRole.UserRole
_SAME = "内容相同"


@dataclass(frozen=True, slots=True)
class BackupSource:
    """A report that has backups: its id, name and file, and the answers that the backups are compared with."""

    report_id: str
    name: str
    path: Path
    answers: Answers


def backup_sources(folder: Path, only: str = "") -> list[BackupSource]:
    """Return every report with backups on this machine, or one; each is compared with its newest readable backup.

    `only` is the id of a report. `folder` is the assumed folder of reports that were not opened recently.
    """
    paths: dict[str, Path] = {}
    for path in reversed(recent_files()):
        summary = cached_summary(path)
        paths.update({summary.report: path} if summary is not None and summary.report else {})
    backups = user_data_folder("backups", "找不到备份。")
    sources = [_source_of(one.name, paths, folder) for one in sorted(backups.iterdir()) if only in ("", one.name)]
    return [source for source in sources if source is not None]


def _source_of(report: str, paths: dict[str, Path], folder: Path) -> BackupSource | None:
    for backup in list_backups(report):
        with contextlib.suppress(PerfDeskError), contextlib.closing(Session.open(backup.path, True)) as session:
            name = summarize(session).name or "未写单位的报告"
            return BackupSource(
                report, name, paths.get(report, folder / f"{name.replace(' ', '')}.db"), session.answers
            )
    return None


class BackupDialog(QDialog):
    """Lists the backups; `confirmed` carries the selected backup and the path of its copy."""

    confirmed = Signal(object, Path)

    def __init__(
        self, sources: list[BackupSource], background: BackgroundTasks, present: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._sources, self._background = sources, background
        self._comparisons: list[_Comparison] = []
        column = dialog_column(self, "恢复备份", _SIZE)
        column.addWidget(text_label("备份恢复成一份新文件打开，先看对不对；现在的文件不会被盖掉。"))
        self.report = QComboBox()
        self.report.setAccessibleName("哪一份报告")
        self.report.addItems([source.name for source in sources])
        self.report.setVisible(len(sources) > 1)
        self.report.currentIndexChanged.connect(self._show_report)
        column.addWidget(self.report)
        self.list = column_list("备份", ("时间", "大小", "与现在相比" if present else "与最新一份相比"), _WIDTHS)
        self.list.currentItemChanged.connect(self._on_current)
        self.list.itemDoubleClicked.connect(self._on_restore)
        column.addWidget(self.list, 1)
        self.summary_label = text_label("", "note")
        self.summary_label.setMinimumHeight(40)
        self.summary_label.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.summary_label)
        column.addWidget(text_label("恢复为", "strongLabel"))
        self.target = PathRow("恢复为", self._ask_target)
        column.addWidget(self.target)
        self.error_bar = MessageBar(is_lasting=True)
        column.addWidget(self.error_bar)
        self.restore = action_button("恢复并打开", self._on_restore, "strong")
        folder = action_button("打开备份所在文件夹", self._open_folder, "link")
        column.addLayout(button_row(action_button("取消", self.reject), self.restore, left=folder))
        self._show_report()

    def selected_backup(self) -> Backup | None:
        """Return the backup of the current row."""
        item = self.list.currentItem()
        return item.data(0, _BACKUP) if item is not None else None

    def _show_report(self) -> None:
        source = self._sources[self.report.currentIndex()]
        self.list.clear()
        for comparison in self._comparisons:
            comparison.deleteLater()
        self._comparisons.clear()
        for backup in list_backups(source.report_id):
            when = f"{backup.at.astimezone():%Y-%m-%d %H:%M}"
            item = QTreeWidgetItem([when, size_text(backup.size), "正在比较……"])
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setData(0, _BACKUP, backup)
            self.list.addTopLevelItem(item)
            comparison = _Comparison(item, self._on_current, self)
            self._comparisons.append(comparison)
            self._background.start(
                lambda _report_progress, backup=backup: differences(backup, source.answers),
                done=comparison.show_differences,
                failed=comparison.show_error,
            )
        newest = self.list.topLevelItem(0)
        if newest is not None:
            self.list.setCurrentItem(newest)
        self.restore.setEnabled(newest is not None)

    def _on_current(self) -> None:
        item, backup = self.list.currentItem(), self.selected_backup()
        if item is None or backup is None:
            self.summary_label.clear()
            return
        self.summary_label.setText(item.toolTip(2))
        path = self._sources[self.report.currentIndex()].path
        name = restored_copy_name(backup, path)
        self.target.show_path(free_path(path.with_name(name)))

    def _on_restore(self) -> None:
        backup, path = self.selected_backup(), self.target.path
        if backup is None or path is None:
            return
        try:
            restore_copy(backup, path)
        except PerfDeskError as error:
            self.error_bar.show_message("error", f"{error.what}{error.why}{error.remedy}", closable=False)
            return
        self.accept()
        self.confirmed.emit(backup, path)

    def _ask_target(self, present: Path | None) -> Path | None:
        return message_boxes.ask_new_path(self, "恢复为", present or user_documents())

    def _open_folder(self) -> None:
        backup = self.selected_backup()
        if backup is not None:
            open_with_system(backup.path.parent)


class _Comparison(QObject):
    """Receives the differences of one backup and shows them in its row."""

    def __init__(self, item: QTreeWidgetItem, on_shown: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._item, self._on_shown = item, on_shown

    def show_differences(self, result: Differences) -> None:
        """Show how many answers differ, and the names of the first."""
        labels = "、".join(result.labels)
        more = "等" if result.count > len(result.labels) else ""
        details = f"不同的是：{labels}{more}。" if labels else _SAME
        self._show(f"{result.count} 处不同" if result.count else _SAME, details)

    def show_error(self, error: Any) -> None:
        """Show that the backup cannot be read."""
        self._show("读不出", str(error) if isinstance(error, PerfDeskError) else "这份备份读不出来。")

    def _show(self, summary: str, details: str) -> None:
        self._item.setText(2, summary if summary == details or not details else f"{summary}　{details}")
        self._item.setToolTip(2, details)
        self._on_shown()


def size_text(size: int) -> str:
    """Return a size in bytes as text, such as `236 KB` or `1.4 MB`."""
    return f"{size / 1024:,.0f} KB" if size < 1 << 20 else f"{size / (1 << 20):,.1f} MB"
