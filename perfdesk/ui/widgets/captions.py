"""The small words round an answer: its label, the marks beside it, and what is meant."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel

UNREVISED = "未改动（上年文字）"


def label_with_mark(text: str, strong: bool = False) -> tuple[QHBoxLayout, QLabel]:
    """A label and beside it `必填`, to be shown only while the answer is missing."""
    line = QHBoxLayout()
    line.setSpacing(8)
    name = QLabel(text)
    name.setProperty("role", "strongLabel" if strong else "label")
    name.setWordWrap(not strong)
    mark = QLabel("必填")
    mark.setProperty("role", "required")
    mark.hide()
    line.addWidget(name)
    line.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
    line.addStretch(1)
    return line, mark


def unrevised_mark() -> QLabel:
    """A quiet `未改动（上年文字）`, to be shown until the clerk has touched what last year's report said."""
    mark = QLabel(UNREVISED)
    mark.setProperty("role", "pill")
    mark.setProperty("own", "carried")
    mark.setToolTip("这段文字由上年报告带来，还没有改动。请核对后修改；确实不用改的，在检查栏里说明。")
    mark.hide()
    return mark


def help_label(text: str) -> QLabel:
    """The small print below a label."""
    made = QLabel(text)
    made.setProperty("role", "help")
    made.setWordWrap(True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made
