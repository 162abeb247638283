"""新建填报: asks for the form and the file; only for the file if there is a single form."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QDialog, QRadioButton, QScrollArea, QVBoxLayout, QWidget

from perfdesk.atomic_file import free_path
from perfdesk.definition.library import FormInfo, available_forms, default_form
from perfdesk.ui.settings import remember, remembered
from perfdesk.ui.widgets import message_boxes
from perfdesk.ui.widgets.dialog_parts import PathRow, action_button, button_row, dialog_column, open_dialog
from perfdesk.ui.widgets.labels import text_label

_TITLE = "新建填报"
_SIZE = (640, 380)
_INSET = 22
_FORM = "new_form"


class NewReportDialog(QDialog):
    """Asks for form and file; `confirmed` carries the path and the id of the form."""

    confirmed = Signal(Path, str)

    def __init__(self, forms: list[FormInfo], suggested: Path, parent: QWidget) -> None:
        super().__init__(parent)
        column = dialog_column(self, _TITLE, _SIZE)
        column.addWidget(text_label("用哪份表单", "strongLabel"))
        self.choices: dict[str, QRadioButton] = {}
        column.addWidget(self._form_choices(forms), 1)
        column.addSpacing(4)
        column.addWidget(text_label("存到", "strongLabel"))
        self.target = PathRow("存到", lambda current: message_boxes.ask_new_path(self, _TITLE, current or suggested))
        self.target.show_path(suggested)
        column.addWidget(self.target)
        column.addWidget(text_label("一份报告一个文件；每改一处随即保存在这里。", "help"))
        self.begin_button = action_button("新建", self._on_begin, "strong")
        column.addLayout(button_row(action_button("取消", self.reject), self.begin_button))
        self.begin_button.setFocus()

    def _form_choices(self, forms: list[FormInfo]) -> QScrollArea:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(4)
        group = QButtonGroup(self)
        for form in forms:
            choice = QRadioButton(form.title)
            choice.setAccessibleDescription(form.description)
            self.choices[form.id] = choice
            group.addButton(choice)
            column.addWidget(choice)
            note = text_label(form.description or f"自己的表单，id 是“{form.id}”。", "help")
            note.setContentsMargins(_INSET, 0, 0, 6)
            column.addWidget(note)
        column.addStretch(1)
        last = remembered(_FORM, "")
        self.choices.get(str(last), self.choices[default_form()]).setChecked(True)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAccessibleName("用哪份表单")
        area.setWidget(inside)
        return area

    def _on_begin(self) -> None:
        path = self.target.path
        form = next(form for form, choice in self.choices.items() if choice.isChecked())
        if path is not None:
            remember(_FORM, form)
            self.accept()
            self.confirmed.emit(path, form)


def ask_new_report(parent: QWidget, folder: Path, on_confirmed: Callable[[Path, str], object]) -> None:
    """Ask for form and file, and call `on_confirmed` with the path and the id of the form."""
    forms = available_forms()
    suggested = free_path(folder / f"{datetime.datetime.now().astimezone().year - 1}年度绩效自评.db")
    if len(forms) == 1:
        path = message_boxes.ask_new_path(parent, _TITLE, suggested)
        if path is not None:
            on_confirmed(path, forms[0].id)
        return
    dialog = NewReportDialog(forms, suggested, parent)
    dialog.confirmed.connect(on_confirmed)
    open_dialog(dialog)
