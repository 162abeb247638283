"""导出全套: a dialog for the folder and the options of an export, which are saved for the next one."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QDialog, QRadioButton, QVBoxLayout, QWidget

from perfdesk.application.export_set import dated_folder
from perfdesk.paths import documents as user_documents
from perfdesk.ui.settings import remember, remembered
from perfdesk.ui.widgets import message_boxes
from perfdesk.ui.widgets.dialog_parts import PathRow, action_button, button_row, dialog_column
from perfdesk.ui.widgets.labels import text_label
from perfdesk.writers.formats import format_names

if TYPE_CHECKING:
    from perfdesk.document.blocks import Edition

_SIZE = (640, 480)
_INSET = 22
_DATED, _CHARTS = "export_dated", "export_charts"


@dataclass(frozen=True, slots=True)
class SetChoice:
    """The options of an export: edition, folder, and whether the Excel file has a sheet of charts.

    `kept` contains the keys of doubtful numbers that a public copy prints unchanged.
    """

    edition: Edition
    folder: Path
    charts: bool
    kept: frozenset[str] = frozenset()


class ExportSetDialog(QDialog):
    """Asks for the options of an export; `confirmed` carries a SetChoice."""

    confirmed = Signal(object)

    def __init__(self, edition: Edition, folder: Path, has_charts: bool, parent: QWidget) -> None:
        super().__init__(parent)
        column = dialog_column(self, "导出全套", _SIZE)
        column.addWidget(text_label(f"{format_names()}和一份清单，一次写好。"))
        column.addSpacing(8)
        self.submission = QRadioButton("报送稿")
        self.public = QRadioButton("公开稿")
        _add_group(
            column,
            "版本",
            (self.submission, "全部内容，报财政部门用。"),
            (self.public, "不印签字栏和内部项目，遮盖电话、证件号、银行卡号、邮箱、车牌和住址；逐项列出。"),
        )
        (self.public if edition == "public" else self.submission).setChecked(True)
        self._opened_at = datetime.datetime.now().astimezone()
        self.plain_folder = QRadioButton("放在这个文件夹里；有同名文件时，新的加“(2)”，原来的不动")
        self.dated_folder = QRadioButton(f"放进以日期命名的文件夹“{dated_folder(folder, self._opened_at).name}”")
        column.addWidget(text_label("存到", "strongLabel"))
        self.target = PathRow("存到", self._choose_folder)
        self.target.show_path(folder)
        column.addWidget(self.target)
        _add_group(column, "", (self.plain_folder, ""), (self.dated_folder, ""))
        (self.dated_folder if remembered(_DATED, False) else self.plain_folder).setChecked(True)
        self.charts = QCheckBox("Excel 附表带“图表”页")
        self.charts.setChecked(bool(remembered(_CHARTS, True)))
        self.charts.setVisible(has_charts)
        column.addWidget(self.charts)
        column.addStretch(1)
        self.export = action_button("导出", self._on_export, "strong")
        column.addLayout(button_row(action_button("取消", self.reject), self.export))
        self.export.setFocus()

    def _choose_folder(self, present: Path | None) -> Path | None:
        return message_boxes.ask_folder(self, present or user_documents())

    def _on_export(self) -> None:
        folder = self.target.path
        if folder is None:
            return
        remember(_DATED, self.dated_folder.isChecked())
        remember(_CHARTS, self.charts.isChecked())
        into = dated_folder(folder, self._opened_at) if self.dated_folder.isChecked() else folder
        self.accept()
        self.confirmed.emit(
            SetChoice("public" if self.public.isChecked() else "submission", into, self.charts.isChecked())
        )


def _add_group(column: QVBoxLayout, title: str, *choices: tuple[QRadioButton, str]) -> None:
    """Add radio buttons that exclude each other, each with a note below it."""
    if title:
        column.addWidget(text_label(title, "strongLabel"))
    group = QButtonGroup(choices[0][0])
    for choice, text in choices:
        group.addButton(choice)
        column.addWidget(choice)
        if text:
            choice.setAccessibleDescription(text)
            note = text_label(text, "help")
            note.setContentsMargins(_INSET, 0, 0, 4)
            column.addWidget(note)
    column.addSpacing(8)
