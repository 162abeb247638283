"""The question whether the files are of the report's year or of the year before."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QWidget

from perfdesk.ui.widgets.labels import text_label


class YearChoice(QWidget):
    """Two choices, with what was recognised selected; `changed` emits whether the files are last year's."""

    changed = Signal(bool)

    def __init__(self, year: int | None, is_last_year: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(16)
        found = f"文件写的是 {year} 年度，" if year is not None else "文件里没有写年度，"
        row.addWidget(text_label(f"{found}对这份报告来说：", "label", wraps=False))
        self.this_year = QRadioButton("是本年的")
        self.last_year = QRadioButton("是上年的")
        self.last_year.setToolTip("照结转的办法带过来：文件里的本年决算数放进“上年”各栏，成段的文字标“未改动”")
        group = QButtonGroup(self)
        for choice in (self.this_year, self.last_year):
            group.addButton(choice)
            row.addWidget(choice)
        row.addStretch(1)
        self.choose(is_last_year)
        self.last_year.toggled.connect(self.changed)

    def choose(self, is_last_year: bool) -> None:
        """Select a choice, as the files shown were read; `changed` is not emitted."""
        with QSignalBlocker(self.last_year):
            (self.last_year if is_last_year else self.this_year).setChecked(True)
