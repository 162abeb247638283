"""What pasting a block would do, shown before it is done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from perfdesk.ui.appearance.theme import colour, set_dialog_size
from perfdesk.ui.table.paste_plan import NOTES, Block, Ground, Pasting, plan, summary
from perfdesk.ui.widgets.column_widths import keep_columns

_SIZE = (860, 500)
_WIDTHS = (260, 160, 160)
_MOST_LISTED = 500


class PastePreview(QDialog):
    """Lists old and new of every cell, what needs a look first; `agreed` tells of what is to be entered."""

    agreed = Signal(object)

    def __init__(self, ground: Ground, block: Block, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ground = ground
        self._block = block
        self.pasting = Pasting(())
        self.setWindowTitle("粘贴预览")
        set_dialog_size(self, _SIZE)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(8)
        self.told = QLabel()
        self.told.setWordWrap(True)
        column.addWidget(self.told)
        self.by_row = self._option(f"按科目编码或名称对行（认出 {len(block.matched)} 行），不按位置")
        self.by_row.setVisible(bool(block.matched))
        self.by_row.setChecked(bool(block.matched))
        self.from_yuan = self._option("复制的数以元为单位，换算成万元")
        looked_at = ground.grid.report.in_yuan
        self.from_yuan.setVisible(looked_at or block.in_yuan is True)
        self.from_yuan.setChecked(looked_at if block.in_yuan is None else block.in_yuan)
        for option in (self.by_row, self.from_yuan):
            column.addWidget(option)
        self.list = self._make_list()
        column.addWidget(self.list, 1)
        column.addLayout(self._buttons())
        self.refresh()

    def refresh(self) -> None:
        """Work out anew what would happen with the options as they stand."""
        self.pasting = plan(self._ground, self._block, self.by_row.isChecked(), self.from_yuan.isChecked())
        self.told.setText(summary(self.pasting))
        self.list.clear()
        for one in sorted(self.pasting.landings, key=lambda landing: not landing.note)[:_MOST_LISTED]:
            texts = (self._ground.viewed(one, text) or "（空）" for text in (one.before, one.after))
            item = QTreeWidgetItem([one.label, *texts, NOTES[one.note]])
            if one.note:
                item.setForeground(3, colour("warning" if one.is_entered else "error"))
            for place in range(3):
                item.setToolTip(place, item.text(place))
            self.list.addTopLevelItem(item)
        count = len(self.pasting.texts)
        self.paste.setText(f"贴入 {count} 格")
        self.paste.setEnabled(bool(count))

    def _option(self, words: str) -> QCheckBox:
        option = QCheckBox(words)
        option.toggled.connect(lambda _checked: self.refresh() if self.isVisible() else None)
        return option

    def _make_list(self) -> QTreeWidget:
        made = QTreeWidget()
        made.setHeaderLabels(["贴到哪里", "原来", "贴入后", "说明"])
        made.setRootIsDecorated(False)
        made.setUniformRowHeights(True)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setAccessibleName("逐格预览")
        made.header().setSectionsMovable(False)
        made.header().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate(_WIDTHS):
            made.header().resizeSection(column, width)
        keep_columns(made.header(), "pasted")
        return made

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addStretch(1)
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        cancel.setAutoDefault(False)
        self.paste = QPushButton()
        self.paste.setProperty("role", "strong")
        self.paste.setDefault(True)
        self.paste.clicked.connect(self._on_agreed)
        line.addWidget(cancel)
        line.addWidget(self.paste)
        self.paste.setFocus(Qt.FocusReason.OtherFocusReason)
        return line

    def _on_agreed(self) -> None:
        self.accept()
        self.agreed.emit(self.pasting)
