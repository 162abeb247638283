"""A list of the answers carried over from last year, to be reviewed one by one next to the report."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QTreeWidgetItem, QWidget

from perfdesk.checks.carried_over import old_years, unrevised
from perfdesk.definition.address import Address
from perfdesk.definition.text import shorten
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.labels import full_label
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.widgets.column_list import column_list
from perfdesk.ui.widgets.dialog_parts import action_button, button_row, dialog_column
from perfdesk.ui.widgets.labels import text_label

_SIZE = (860, 480)
_WIDTHS = (280, 150)
_MAX_LENGTH = 80
_ADDRESS = Qt.ItemDataRole.UserRole
#: Shown when no carried-over answer needs review.
NOTHING_CARRIED = "没有要核对的：没有未改动的上年文字，也没有留下要核对的年份。"


class RolloverReview(QDialog):
    """结转核对: lists unrevised texts and mentioned years; stays open while the user edits the report."""

    go_to_requested = Signal(object)

    def __init__(self, model: ReportModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        column = dialog_column(self, "结转核对", _SIZE)
        self.summary_label = text_label("")
        column.addWidget(self.summary_label)
        self.list = column_list("要核对的各处", ("哪里", "核对什么", "文字"), _WIDTHS)
        self.list.itemDoubleClicked.connect(self._on_go)
        column.addWidget(self.list, 1)
        self.go_button = action_button("去这一处", self._on_go, "strong")
        column.addLayout(button_row(action_button("关闭", self.reject), self.go_button))
        model.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """List the answers that still need review."""
        current = self.list.currentItem()
        at = max(0, self.list.indexOfTopLevelItem(current)) if current is not None else 0
        self.list.clear()
        for address, why, text in carried_over_places(self._model.answers):
            item = QTreeWidgetItem([full_label(self._model.answers, address), why, _one_line(text)])
            item.setData(0, _ADDRESS, address)
            for column in range(3):
                item.setToolTip(column, item.text(column))
            self.list.addTopLevelItem(item)
        count = self.list.topLevelItemCount()
        self.summary_label.setText(
            f"还有 {count} 处要核对，改过一处就少一处。双击或回车前往。" if count else NOTHING_CARRIED
        )
        self.go_button.setEnabled(bool(count))
        next_item = self.list.topLevelItem(min(at, count - 1))
        if next_item is not None:
            self.list.setCurrentItem(next_item)

    def _on_go(self) -> None:
        item = self.list.currentItem()
        address = item.data(0, _ADDRESS) if item is not None else None
        if isinstance(address, Address):
            self.go_to_requested.emit(address)


def carried_over_places(answers: Answers) -> Iterator[tuple[Address, str, str]]:
    """Yield address, reason and text of each answer to review; years first, because they are more often wrong."""
    mentioned: set[Address] = set()
    for mention in old_years(answers):
        mentioned.add(mention.address)
        yield mention.address, f"年份“{mention.found}”", mention.sentence
    for address in unrevised(answers):
        if address not in mentioned:
            yield address, "未改动", answers.entries.text(address) or ""


def _one_line(text: str) -> str:
    return shorten(" ".join(text.split()), _MAX_LENGTH)
