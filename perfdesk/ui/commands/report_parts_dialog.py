"""从另一份填报文件取用: asks which chapters, projects and tables of indicators of another report are taken."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QDialog, QTreeWidgetItem, QWidget

from perfdesk.application.import_report import OtherReport
from perfdesk.definition.kinds import value_text
from perfdesk.definition.model import Form
from perfdesk.importers.report.parts import PART_KINDS, ReportPart
from perfdesk.ui.widgets.column_list import column_list
from perfdesk.ui.widgets.dialog_parts import action_button, button_row, dialog_column
from perfdesk.ui.widgets.labels import text_label

_TITLE = "从另一份填报文件取用"
_SIZE = (680, 560)
_WIDTHS = (520,)
_EXPLANATION = "打勾要取用的部分（空格键打勾）。下一步先逐处给您看，看过再取用。那一份只读，不改动。"
_OTHER_FORM = "它用的是另一份表单“{}”，这里没有位置的会列出来。"
_PART = Qt.ItemDataRole.UserRole


class ReportPartsDialog(QDialog):
    """Lists the parts of another report, none of them ticked; `confirmed` carries those that the user ticks."""

    confirmed = Signal(object)

    def __init__(self, other: OtherReport, form: Form, parent: QWidget) -> None:
        super().__init__(parent)
        column = dialog_column(self, _TITLE, _SIZE)
        column.addWidget(text_label(_name_of(other), "strongLabel"))
        column.addWidget(text_label(_EXPLANATION, "note"))
        if other.answers.form.id != form.id:
            column.addWidget(text_label(_OTHER_FORM.format(other.answers.form.title), "note"))
        self.list = column_list("可以取用的部分", ("部分", "填了"), _WIDTHS, key="parts")
        self.list.setIndentation(22)
        self._items: list[QTreeWidgetItem] = []
        for kind, title in PART_KINDS.items():
            self._add_group(title, [part for part in other.parts if part.kind == kind])
        self.list.itemChanged.connect(self._show_count)
        column.addWidget(self.list, 1)
        self.next_button = action_button("", self._on_next, "strong")
        column.addLayout(button_row(action_button("取消", self.reject), self.next_button))
        self._show_count()
        self.list.setCurrentItem(self._items[0])
        self.list.setFocus()

    def chosen_parts(self) -> list[ReportPart]:
        """Return the parts that are ticked."""
        return [item.data(0, _PART) for item in self._items if item.checkState(0) == Qt.CheckState.Checked]

    def _add_group(self, title: str, parts: list[ReportPart]) -> None:
        if not parts:
            return
        heading = QTreeWidgetItem([title, f"{len(parts)} 个部分"])
        heading.setFlags(heading.flags() | Qt.ItemFlag.ItemIsAutoTristate)
        heading.setCheckState(0, Qt.CheckState.Unchecked)
        heading.setToolTip(0, f"打勾就是{title}全部取用")
        font = heading.font(0)
        font.setBold(True)
        heading.setFont(0, font)
        for part in parts:
            item = QTreeWidgetItem([part.label, f"{len(part.addresses)} 处"])
            item.setCheckState(0, Qt.CheckState.Unchecked)
            item.setData(0, _PART, part)
            item.setToolTip(0, part.label)
            heading.addChild(item)
            self._items.append(item)
        self.list.addTopLevelItem(heading)
        heading.setExpanded(True)

    def _show_count(self) -> None:
        count = len(self.chosen_parts())
        with QSignalBlocker(self.list):
            self.next_button.setText(f"下一步（{count} 个部分）")
            self.next_button.setEnabled(bool(count))

    def _on_next(self) -> None:
        parts = self.chosen_parts()
        self.accept()
        self.confirmed.emit(parts)


def _name_of(other: OtherReport) -> str:
    fields = other.answers.form.report_fields
    unit, year = (value_text(other.answers.value(field)) for field in (fields.unit, fields.year))
    words = " ".join(part for part in (unit, f"{year} 年度" if year else "") if part)
    return f"{other.file}：{words}" if words else other.file
