"""A list of the answers carried over from last year, to be reviewed one by one next to the report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTreeWidgetItem, QVBoxLayout

from perfdesk.checks.accepted import REVIEWED
from perfdesk.checks.carried_over import old_years, unrevised
from perfdesk.checks.finding import Finding, FindingCode
from perfdesk.definition.text import shorten
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.labels import full_label
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.widgets.column_list import column_list
from perfdesk.ui.widgets.dialog_parts import action_button, button_row
from perfdesk.ui.widgets.labels import text_label

_MIN_WIDTH = 340
_WIDTHS = (170,)
_MAX_LENGTH, _MAX_SHOWN = 80, 200
_FINDING = Qt.ItemDataRole.UserRole
#: Shown when no carried-over answer needs review.
NOTHING_CARRIED = "没有要核对的：没有未改动的上年文字，也没有留下要核对的年份。"


class RolloverReview(QFrame):
    """结转核对: lists unrevised texts and mentioned years; stands at the right while the user edits the report."""

    go_to_requested = Signal(object)
    closed = Signal()

    def __init__(self, model: ReportModel) -> None:
        super().__init__()
        self.setObjectName("side")
        self._model = model
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        heading = QHBoxLayout()
        heading.addWidget(text_label("结转核对", "strongLabel", wraps=False))
        heading.addStretch(1)
        heading.addWidget(action_button("收起", self.closed.emit, "quiet"))
        column.addLayout(heading)
        self.summary_label = text_label("", "note")
        column.addWidget(self.summary_label)
        self.list = column_list("要核对的各处", ("哪里", "文字"), _WIDTHS, "结转核对")
        self.list.itemActivated.connect(self._on_go)
        column.addWidget(self.list, 1)
        self.text_label = text_label("", "help")
        column.addWidget(self.text_label)
        self.list.currentItemChanged.connect(self._show_text)
        self.review_button = action_button(REVIEWED, self._on_reviewed)
        self.go_button = action_button("去这一处", self._on_go, "strong")
        column.addLayout(button_row(self.review_button, self.go_button))
        self.setMinimumWidth(_MIN_WIDTH)
        model.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """List the answers that still need review."""
        current = self.list.currentItem()
        at = max(0, self.list.indexOfTopLevelItem(current)) if current is not None else 0
        self.list.clear()
        for finding, why, text in carried_over_places(self._model.answers, self._model.findings):
            item = QTreeWidgetItem([full_label(self._model.answers, finding.addresses[0]), _one_line(text)])
            item.setData(0, _FINDING, finding)
            item.setData(1, _FINDING, f"{why}：{text}")
            for column in range(2):
                item.setToolTip(column, item.text(column))
            self.list.addTopLevelItem(item)
        count = self.list.topLevelItemCount()
        self.summary_label.setText(
            f"还有 {count} 处要核对。要改的改了就少一处，不用改的按“{REVIEWED}”。" if count else NOTHING_CARRIED
        )
        for button in (self.go_button, self.review_button):
            button.setEnabled(bool(count))
        next_item = self.list.topLevelItem(min(at, count - 1))
        if next_item is not None:
            self.list.setCurrentItem(next_item)
        self._show_text(self.list.currentItem())

    def _show_text(self, item: QTreeWidgetItem | None) -> None:
        self.text_label.setText(shorten(item.data(1, _FINDING), _MAX_SHOWN) if item is not None else "")

    def _finding(self) -> Finding | None:
        item = self.list.currentItem()
        return item.data(0, _FINDING) if item is not None else None

    def _on_go(self) -> None:
        finding = self._finding()
        if finding is not None:
            self.go_to_requested.emit(finding.addresses[0])

    def _on_reviewed(self) -> None:
        """The text stays as it is; undo takes this back."""
        finding = self._finding()
        if finding is not None:
            self._model.accept_warning(finding, REVIEWED)


def carried_over_places(answers: Answers, findings: Iterable[Finding]) -> Iterator[tuple[Finding, str, str]]:
    """Yield finding, reason and text of each answer to review; years first, because they are more often wrong."""
    waiting = {finding.addresses[0]: finding for finding in findings if finding.code == FindingCode.CARRIED}
    for mention in old_years(answers):
        finding = waiting.pop(mention.address, None)
        if finding is not None:
            yield finding, f"年份“{mention.found}”", mention.sentence
    for address in unrevised(answers):
        if address in waiting:
            yield waiting[address], "未改动", answers.entries.text(address) or ""


def _one_line(text: str) -> str:
    return shorten(" ".join(text.split()), _MAX_LENGTH)
