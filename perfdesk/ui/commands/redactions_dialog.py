"""The redactions of a public copy, for the user to review before publication."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QDialog, QTreeWidgetItem, QWidget

from perfdesk.document.blocks import Report
from perfdesk.ui.widgets.column_list import column_list
from perfdesk.ui.widgets.dialog_parts import action_button, button_row, dialog_column
from perfdesk.ui.widgets.labels import text_label
from perfdesk.ui.widgets.system_open import open_with_system

_SIZE = (720, 480)
_WIDTHS = (170, 190)


def redaction_summary(report: Report) -> str:
    """Return the number of redactions and omissions in one sentence; empty for the edition for submission."""
    if report.edition == "submission":
        return ""
    doubtful = sum(redaction.is_doubtful for redaction in report.redactions)
    among = f"（其中 {doubtful} 处存疑）" if doubtful else ""
    return f"公开稿遮盖了 {len(report.redactions)} 处号码{among}，有 {len(report.omitted)} 项没有印。"


class RedactionsDialog(QDialog):
    """Lists every redacted number as printed, and every omitted item."""

    def __init__(self, report: Report, list_path: Path, parent: QWidget) -> None:
        super().__init__(parent)
        column = dialog_column(self, "公开稿里看不到什么", _SIZE)
        column.addWidget(text_label(f"{redaction_summary(report)}公开前请逐项看一遍。"))
        column.addSpacing(4)
        self.list = column_list("公开稿里看不到什么", ("怎么处理", "现在是", "在哪里"), _WIDTHS)
        for redaction in report.redactions:
            self._add(
                f"遮盖{redaction.kind}{'（存疑）' if redaction.is_doubtful else ''}",
                redaction.redacted_text,
                redaction.section_label,
            )
        for item in report.omitted:
            self._add("没有印", "", item)
        column.addWidget(self.list, 1)
        column.addWidget(text_label(f"这些也写在“{list_path.name}”里。", "help"))
        opened = action_button("打开清单", partial(open_with_system, list_path), "link")
        close = action_button("关闭", self.accept, "strong")
        open_folder = action_button("打开文件夹", partial(open_with_system, list_path.parent))
        column.addLayout(button_row(open_folder, close, left=opened))
        close.setFocus()

    def _add(self, treatment: str, printed: str, section: str) -> None:
        item = QTreeWidgetItem([treatment, printed, section])
        for column in range(3):
            item.setToolTip(column, item.text(column))
        self.list.addTopLevelItem(item)
