"""发送副本: asks for the path of a copy, and whether it contains the history."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QDialog, QRadioButton, QWidget

from perfdesk.atomic_file import free_path
from perfdesk.paths import documents as user_documents
from perfdesk.ui.widgets import message_boxes
from perfdesk.ui.widgets.dialog_parts import PathRow, action_button, button_row, dialog_column
from perfdesk.ui.widgets.labels import text_label

_SIZE = (640, 384)


class SendCopyDialog(QDialog):
    """Asks for path and history; `confirmed` carries the path and whether the history is included."""

    confirmed = Signal(Path, bool)

    def __init__(self, suggested: Path, parent: QWidget) -> None:
        super().__init__(parent)
        column = dialog_column(self, "发送副本", _SIZE)
        column.addWidget(
            text_label("存一份干净、紧凑的副本，交给同事、上级，或带到另一台电脑上接着填。现在填的这一份不变。")
        )
        column.addSpacing(8)
        self.with_history = QRadioButton("带修改记录")
        self.without_history = QRadioButton("不带修改记录")
        group = QButtonGroup(self)
        for choice, text in (
            (self.with_history, "收到的人能看到谁在什么时候改了什么，也能撤销。换电脑接着填时用。"),
            (self.without_history, "只有现在的内容，看不到改动经过。给外单位或上级时用。"),
        ):
            group.addButton(choice)
            choice.setAccessibleDescription(text)
            column.addWidget(choice)
            note = text_label(text, "help")
            note.setContentsMargins(22, 0, 0, 4)
            column.addWidget(note)
        self.with_history.setChecked(True)
        column.addSpacing(4)
        column.addWidget(text_label("存到", "strongLabel"))
        self.target = PathRow("存到", self._choose)
        self.target.show_path(free_path(suggested))
        column.addWidget(self.target)
        column.addStretch(1)
        self.send_button = action_button("发送副本", self._on_send, "strong")
        column.addLayout(button_row(action_button("取消", self.reject), self.send_button))

    def _choose(self, present: Path | None) -> Path | None:
        return message_boxes.ask_new_path(self, "副本存到哪里", present or user_documents())

    def _on_send(self) -> None:
        path = self.target.path
        if path is not None:
            self.accept()
            self.confirmed.emit(path, self.with_history.isChecked())
