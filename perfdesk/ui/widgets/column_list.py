"""A list of rows with columns."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget

from perfdesk.ui.widgets.column_widths import remember_column_widths


def column_list(name: str, headings: Sequence[str], widths: Sequence[int], key: str = "") -> QTreeWidget:
    """Return a list with columns; the last column takes the remaining width.

    `widths` are those of the other columns, in pixels. The widths set by the user are saved under `key`, by default
    the accessible name.
    """
    made = QTreeWidget()
    made.setHeaderLabels(list(headings))
    made.setRootIsDecorated(False)
    made.setUniformRowHeights(True)
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setAccessibleName(name)
    header = made.header()
    header.setSectionsMovable(False)
    header.setSectionResizeMode(len(widths), QHeaderView.ResizeMode.Stretch)
    for column, width in enumerate(widths):
        header.resizeSection(column, width)
    remember_column_widths(header, key or name)
    made.ensurePolished()  # uniform rows keep the height that the first row had when it was added
    return made
