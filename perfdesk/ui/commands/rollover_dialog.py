"""由上年结转: asks for last year's file and the path of the new report, and shows its year."""

from __future__ import annotations

import contextlib
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from perfdesk.application.session import Session
from perfdesk.atomic_file import free_path
from perfdesk.definition.text import LONGEST_REPORT_NAME, file_name_from
from perfdesk.errors import PerfDeskError
from perfdesk.ui.models.report_summary import ReportSummary, summarize
from perfdesk.ui.widgets import message_boxes
from perfdesk.ui.widgets.dialog_parts import PathRow, action_button, button_row, dialog_column
from perfdesk.ui.widgets.labels import text_label
from perfdesk.ui.widgets.message_bar import MessageBar

_SIZE = (660, 400)
_EXPLANATION = (
    "带过来：单位、职能、项目、指标和成段的文字；今年的决算数放进“上年”各栏，年末结余变成上年结转。",
    "空着等填：今年的预算、决算和得分。带来的文字标“未改动”，写着年份的地方逐处列出，供核对。",
)


class RolloverDialog(QDialog):
    """Asks for both files; `last_path`, `year` and `target` are set when it is accepted."""

    def __init__(self, folder: Path, last: Path | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._folder = folder
        self.year = 0
        column = dialog_column(self, "由上年结转", _SIZE)
        for text in _EXPLANATION:
            column.addWidget(text_label(text, "note"))
        column.addSpacing(8)
        column.addWidget(text_label("上年的填报文件", "strongLabel"))
        self.last_path = PathRow("上年的填报文件", self._choose_last, "选择…")
        self.last_path.changed.connect(self._on_last)
        column.addWidget(self.last_path)
        self.found_label = text_label("", "note")
        column.addWidget(self.found_label)
        column.addSpacing(4)
        column.addWidget(text_label("今年的新文件", "strongLabel"))
        self.target = PathRow("今年的新文件", self._choose_target)
        column.addWidget(self.target)
        self.error_bar = MessageBar(is_lasting=True)
        column.addWidget(self.error_bar)
        column.addStretch(1)
        self.begin_button = action_button("结转", self.accept, "strong")
        column.addLayout(button_row(action_button("取消", self.reject), self.begin_button))
        self._set_complete(False)
        if last is not None:
            self.last_path.show_path(last)
            self._on_last(last)
        self.last_path.button.setFocus()

    def _on_last(self, path: Path) -> None:
        self.error_bar.clear()
        try:
            with contextlib.closing(Session.open(path, read_only=True)) as session:
                summary = summarize(session)
        except PerfDeskError as error:
            self._show_problem(f"{error.what}{error.why}{error.remedy}")
            return
        if not summary.year.isdigit():
            self._show_problem("上年的文件没有填报告年度。请先打开它填上，再结转。")
            return
        self.year = int(summary.year) + 1
        self.found_label.setText(f"{summary.name}的报告，结转为 {self.year} 年度。")
        self.target.show_path(free_path(path.with_name(_new_name(summary, self.year))))
        self._set_complete(True)

    def _show_problem(self, text: str) -> None:
        self.found_label.clear()
        self.error_bar.show_message("error", text, closable=False)
        self._set_complete(False)

    def _set_complete(self, complete: bool) -> None:
        self.begin_button.setEnabled(complete)
        self.target.setEnabled(complete)

    def _choose_last(self, present: Path | None) -> Path | None:
        return message_boxes.ask_report(self, present.parent if present else self._folder)

    def _choose_target(self, present: Path | None) -> Path | None:
        return message_boxes.ask_new_path(self, "今年的新文件存到哪里", present or self._folder)


def _new_name(summary: ReportSummary, year: int) -> str:
    return file_name_from("".join(summary.unit.split()).lstrip("."), f"{year}年度填报.db", LONGEST_REPORT_NAME)
