"""The dialog that looks for answers while one types: by name or code (转到), or by what stands in them (查找)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from perfdesk.definition.address import Address
from perfdesk.evaluation.answers import Answers
from perfdesk.ui.appearance.theme import set_dialog_size
from perfdesk.ui.models.search import SearchResult, by_name, by_text
from perfdesk.ui.widgets.column_widths import keep_columns

_SIZE = (920, 460)
_WIDTHS = (280, 220)
_MOST = 200
_REST_MS = 120
_LIST_KEYS = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
_ADDRESS = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Search:
    """A way of looking for answers, in the words of the dialog."""

    title: str
    hint: str
    looked: Callable[[Answers, Iterable[str], str], list[SearchResult]]


GO_TO = Search("转到", "名称、科目编码或拼音首字母的一部分，如“其他交通”“30239 本年”", by_name)
FIND = Search("查找", "要找的文字或数，所有部分一起找，自动写出的句子也在内", by_text)


class Finder(QDialog):
    """A line to type in and the answers found below it; Enter goes to the chosen one."""

    wanted = Signal(object)

    def __init__(self, search: Search, answers: Answers, sections: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._search = search
        self._answers = answers
        self._sections = sections
        self.setWindowTitle(search.title)
        set_dialog_size(self, _SIZE)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(8)
        self.line = _Line()
        self.line.setPlaceholderText(search.hint)
        self.line.setAccessibleName(search.title)
        self.line.setAccessibleDescription(search.hint)
        self.line.stepped.connect(lambda event: QApplication.sendEvent(self.list, event))
        column.addWidget(self.line)
        self.list = self._make_list()
        column.addWidget(self.list, 1)
        self.told = QLabel()
        self.told.setProperty("role", "help")
        column.addWidget(self.told)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.look)
        self.line.textChanged.connect(self._rest.start)
        self.line.returnPressed.connect(self._on_enter)
        self.look()

    def look(self) -> None:
        """List what the typed words find."""
        self._rest.stop()
        wanted = self.line.text().strip()
        found = self._search.looked(self._answers, self._sections, wanted)
        self.list.clear()
        for one in found[:_MOST]:
            item = QTreeWidgetItem([one.label, one.section, one.excerpt])
            item.setData(0, _ADDRESS, one.address)
            for place, text in enumerate((one.label, one.section, one.excerpt)):
                item.setToolTip(place, text)
            self.list.addTopLevelItem(item)
        self.list.setCurrentItem(self.list.topLevelItem(0))
        self.told.setText(_told(len(found), wanted))

    def _make_list(self) -> QTreeWidget:
        made = QTreeWidget()
        made.setObjectName("found")
        made.setHeaderLabels(["名称", "所在部分", "内容"])
        made.setRootIsDecorated(False)
        made.setUniformRowHeights(True)
        made.setAllColumnsShowFocus(True)
        made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setAccessibleName("找到的各处")
        header = made.header()
        header.setSectionsMovable(False)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate(_WIDTHS):
            header.resizeSection(column, width)
        keep_columns(header, "found")
        made.itemDoubleClicked.connect(lambda _item: self._on_enter())
        return made

    def _on_enter(self) -> None:
        if self._rest.isActive():
            self.look()
        item = self.list.currentItem()
        address = item.data(0, _ADDRESS) if item is not None else None
        if isinstance(address, Address):
            self.accept()
            self.wanted.emit(address)


class _Line(QLineEdit):
    """The line stays in focus; keys that go up and down are the list's."""

    stepped = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _LIST_KEYS:
            self.stepped.emit(event)
            return
        super().keyPressEvent(event)


def _told(count: int, wanted: str) -> str:
    keys = "↑↓ 选择 · 回车前往 · Esc 关闭"
    if not wanted:
        return keys
    if not count:
        return "没有找到。可以只输入名称里的两三个字再试。"
    most = f"，列出前 {_MOST} 处" if count > _MOST else ""
    return f"共 {count} 处{most} · {keys}"
