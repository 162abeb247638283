"""The texts of a pasted block that are no options here, each with a list of the options that it may mean."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from perfdesk.importers.matching.plan import UnknownChoice
from perfdesk.ui.widgets.labels import text_label

_NOT_PASTED = "不贴"
_MOST_LISTED = 6


class UnknownChoices(QWidget):
    """Asks once for each text what it means in the whole block; `changed` is emitted with each decision."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        #: The options chosen so far, by column and text.
        self.chosen: dict[tuple[str, str], str] = {}
        self.boxes: dict[tuple[str, str], QComboBox] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def show_choices(self, unknown: Sequence[UnknownChoice]) -> None:
        """List the texts that are not listed yet; those that have been decided stay, so that they can be changed."""
        for one in unknown:
            key = (one.column, one.text)
            if key in self.boxes or len(self.boxes) >= _MOST_LISTED:
                continue
            box = QComboBox()
            box.addItem(_NOT_PASTED, "")
            for option in one.options:
                box.addItem(option, option)
            text = f"“{one.text}”（{one.count} 格）不是“{one.label}”的可选项，改为："
            box.setAccessibleName(text)
            box.activated.connect(partial(self._on_chosen, key))
            row = len(self.boxes)
            self._grid.addWidget(text_label(text, "note", wraps=False), row, 0)
            self._grid.addWidget(box, row, 1)
            self._grid.setColumnStretch(2, 1)
            self.boxes[key] = box
        self.setVisible(bool(self.boxes))

    def _on_chosen(self, key: tuple[str, str], _index: int) -> None:
        option = str(self.boxes[key].currentData())
        if option:
            self.chosen[key] = option
        else:
            self.chosen.pop(key, None)
        self.changed.emit()
