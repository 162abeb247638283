"""The tab 历史: who changed what and when; an answer can be restored to an earlier value."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from perfdesk.definition.address import Address
from perfdesk.definition.text import shorten
from perfdesk.entries.timeline import HistoryStep, history_steps
from perfdesk.errors import PerfDeskError
from perfdesk.evaluation.labels import full_label
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.widgets.labels import selectable_label
from perfdesk.ui.widgets.text_column import TextColumn

_MAX_COUNT = 60
_MAX_LENGTH = 30
_KIND_PREFIXES = {"do": "", "undo": "撤销：", "redo": "重做：", "roll": "结转：", "update": "表单更新："}


class HistoryPanel(QWidget):
    """The changes of one answer or of the whole report, newest first; `go_to_requested` asks to go to an answer."""

    go_to_requested = Signal(str, object)

    def __init__(self, model: ReportModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._address: Address | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.only_this_answer = QCheckBox("只看光标所在的这一格")
        self.only_this_answer.setChecked(True)
        self.only_this_answer.toggled.connect(self.refresh)
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 16, 0)
        head.addWidget(self.only_this_answer)
        column.addLayout(head)
        self._area = TextColumn("历史")
        column.addWidget(self._area, 1)

    def show_address(self, address: Address | None) -> None:
        """Show the history of this answer."""
        self._address = address
        self.refresh()

    def refresh(self) -> None:
        """Read the journal and show it."""
        self._area.show_column(self._fill)

    def shown_texts(self) -> list[str]:
        """Return all texts shown, in order."""
        return self._area.shown_texts()

    def restore_buttons(self) -> list[QPushButton]:
        """Return the buttons that restore earlier values, the newest first."""
        return self._area.findChildren(QPushButton, "restore")

    def _fill(self, column: QVBoxLayout) -> None:
        only = self.only_this_answer.isChecked()
        if only and self._address is None:
            column.addWidget(selectable_label("把光标放到一格里，这里就说它改过几次。", "note"))
            return
        try:
            steps = history_steps(self._model.session.file.changes(), self._address if only else None)
        except PerfDeskError as error:
            column.addWidget(selectable_label(f"{error.what}{error.why}", "note"))
            return
        if self._address is not None and only:
            column.addWidget(selectable_label(full_label(self._model.answers, self._address), "strongLabel"))
        if not steps:
            column.addWidget(selectable_label("还没有改过。", "note"))
        for step in steps[:_MAX_COUNT]:
            self._add_step(column, step, only)
        if len(steps) > _MAX_COUNT:
            column.addWidget(selectable_label(f"……更早还有 {len(steps) - _MAX_COUNT} 次", "note"))

    def _add_step(self, column: QVBoxLayout, step: HistoryStep, only: bool) -> None:
        column.addSpacing(8)
        column.addWidget(selectable_label(f"{step.at:%Y-%m-%d %H:%M:%S}　{step.who}", "help"))
        edit = step.edits[0]
        if not only:
            many = f"（{len(step.edits)} 处）" if len(step.edits) > 1 else ""
            column.addWidget(selectable_label(f"{_KIND_PREFIXES[step.kind]}{step.label}{many}", "label"))
            if self._model.question(edit.address) is not None:
                link = self._button("去这一格", "goThere", partial(self._go, edit.address))
                column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
            return
        column.addWidget(
            selectable_label(
                f"{_KIND_PREFIXES[step.kind]}{_shown_answer(edit.before)} → {_shown_answer(edit.after)}", "label"
            )
        )
        if edit.after != self._model.session.entries.text(edit.address):
            button = self._button("恢复为这个值", "restore", partial(self._restore, edit.address, edit.after or ""))
            button.setAccessibleName(f"恢复为 {_shown_answer(edit.after)}")
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _button(self, text: str, name: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setProperty("role", "link")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(lambda _checked=False: slot())
        return button

    def _go(self, address: Address) -> None:
        self.go_to_requested.emit(address.section, address)

    def _restore(self, address: Address, text: str) -> None:
        self._model.fill({address: text}, f"恢复为 {_shown_answer(text or None)}")


def _shown_answer(text: str | None) -> str:
    return "空" if text is None else shorten(text.replace("\n", " "), _MAX_LENGTH)
