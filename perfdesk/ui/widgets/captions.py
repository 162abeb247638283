"""The label of an answer and the marks next to it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel

from perfdesk.ui.widgets.labels import text_label

UNREVISED = "未改动（上年文字）"


def label_with_mark(text: str, strong: bool = False) -> tuple[QHBoxLayout, QLabel]:
    """Return a row with a label, and its mark 必填, to be shown only while the answer is missing."""
    line = QHBoxLayout()
    line.setSpacing(8)
    mark = text_label("必填", "required", wraps=False)
    mark.hide()
    line.addWidget(text_label(text, "strongLabel" if strong else "label", wraps=not strong))
    line.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
    line.addStretch(1)
    return line, mark


def unrevised_mark() -> QLabel:
    """Return the mark 未改动（上年文字）, to be shown until the user changes a text carried over from last year."""
    mark = text_label(UNREVISED, "pill", wraps=False)
    mark.setProperty("own", "carried")
    mark.setToolTip("这段文字由上年报告带来，还没有改动。请核对后修改；确实不用改的，在检查栏里说明。")
    mark.hide()
    return mark
