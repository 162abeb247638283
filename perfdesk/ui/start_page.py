"""What one sees first: new, open, the samples, and the reports opened lately."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from perfdesk.resources import SAMPLES
from perfdesk.ui.settings import recent_files

_WIDTH = 640


class StartPage(QWidget):
    """The start page; it asks for things and does none itself."""

    new_wanted = Signal()
    open_wanted = Signal()
    file_wanted = Signal(Path)
    sample_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("startPage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = QHBoxLayout(self)
        outer.addStretch(1)
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        outer.addLayout(self._column)
        outer.addStretch(1)
        self._column.addStretch(2)
        title = QLabel("部门整体支出绩效自评")
        title.setProperty("role", "title")
        self._column.addWidget(title)
        words = QLabel("逐章填写，合计和勾稽自动核对，写完导出 Word、PDF 和 Excel 附表。每改一处随即保存。")
        words.setProperty("role", "note")
        words.setWordWrap(True)
        words.setFixedWidth(_WIDTH)
        self._column.addWidget(words)
        self._column.addSpacing(12)
        self._column.addLayout(self._buttons())
        self._column.addSpacing(12)
        self._column.addWidget(
            self._card("看样例", [(title, name) for name, title in SAMPLES.items()], self._on_sample)
        )
        recent = [(f"{path.name}　{path.parent}", str(path)) for path in recent_files()]
        if recent:
            self._column.addWidget(self._card("最近打开", recent, lambda name: self.file_wanted.emit(Path(name))))
        self._column.addStretch(3)

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        self.new_button = QPushButton("新建填报…")
        self.new_button.setProperty("role", "strong")
        self.new_button.clicked.connect(self.new_wanted)
        self.open_button = QPushButton("打开…")
        self.open_button.clicked.connect(self.open_wanted)
        line.addWidget(self.new_button)
        line.addWidget(self.open_button)
        line.addStretch(1)
        return line

    def _card(self, title: str, entries: list[tuple[str, str]], slot: object) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        card.setFixedWidth(_WIDTH)
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(4)
        head = QLabel(title)
        head.setProperty("role", "note")
        column.addWidget(head)
        for words, name in entries:
            button = QPushButton(words)
            button.setProperty("role", "link")
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda _checked=False, name=name: slot(name))  # pyright: ignore
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _on_sample(self, name: str) -> None:
        self.sample_wanted.emit(name)
