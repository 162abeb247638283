"""The dialog that searches for answers while the user types: by name or code (转到), or by content (查找)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QTreeWidget, QTreeWidgetItem, QWidget

from perfdesk.evaluation.answers import Answers
from perfdesk.ui.models.search import SearchResult, by_name, by_text
from perfdesk.ui.widgets.column_list import column_list
from perfdesk.ui.widgets.dialog_parts import dialog_column
from perfdesk.ui.widgets.labels import text_label

_SIZE = (920, 460)
_WIDTHS = (280, 220)
_MAX_COUNT = 200
_IDLE_MS = 120
_LIST_KEYS = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
_RESULT = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class SearchMode:
    """A way to search for answers, with the texts of the dialog; `enter` says what Enter does with an answer."""

    title: str
    hint: str
    search: Callable[[Answers, Iterable[str], str], list[SearchResult]]
    enter: str = "前往"


GO_TO = SearchMode("转到", "名称、科目编码或拼音首字母的一部分，如“其他交通”“30239 本年”", by_name)
FIND = SearchMode("查找", "要找的文字或数，所有部分一起找，自动写出的句子也在内", by_text)


class FindDialog(QDialog):
    """A search line with the results below it; Enter goes to the selected one."""

    go_to_requested = Signal(object)

    def __init__(self, mode: SearchMode, answers: Answers, sections: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mode = mode
        self._answers = answers
        self._sections = sections
        column = dialog_column(self, mode.title, _SIZE)
        self.line = _SearchLine()
        self.line.setPlaceholderText(mode.hint)
        self.line.setAccessibleName(mode.title)
        self.line.setAccessibleDescription(mode.hint)
        self.line.list_key_pressed.connect(self._on_list_key)
        column.addWidget(self.line)
        self.list = self._make_list()
        column.addWidget(self.list, 1)
        self.summary_label = text_label("", "help", wraps=False)
        column.addWidget(self.summary_label)
        self._idle_timer = QTimer(self)
        self._idle_timer.setSingleShot(True)
        self._idle_timer.setInterval(_IDLE_MS)
        self._idle_timer.timeout.connect(self.search)
        self.line.textChanged.connect(self._idle_timer.start)
        self.line.returnPressed.connect(self._on_enter)
        self.search()

    def search(self) -> None:
        """List the results for the text typed."""
        self._idle_timer.stop()
        searched = self.line.text().strip()
        results = self._mode.search(self._answers, self._sections, searched)
        self.list.clear()
        for result in results[:_MAX_COUNT]:
            texts = (result.label, result.section, result.excerpt)
            item = QTreeWidgetItem(texts)
            item.setData(0, _RESULT, result)
            for column, text in enumerate(texts):
                item.setToolTip(column, text)
            self.list.addTopLevelItem(item)
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(first)
        self.summary_label.setText(_summary_text(len(results), searched, self._mode.enter))

    def _make_list(self) -> QTreeWidget:
        made = column_list("找到的各处", ("名称", "所在部分", "内容"), _WIDTHS, key="found")
        made.setObjectName("found")
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.itemDoubleClicked.connect(self._on_enter)
        return made

    def _on_list_key(self, event: QKeyEvent) -> None:
        QApplication.sendEvent(self.list, event)

    def _on_enter(self) -> None:
        if self._idle_timer.isActive():
            self.search()
        item = self.list.currentItem()
        result = item.data(0, _RESULT) if item is not None else None
        if isinstance(result, SearchResult):
            self.accept()
            self.go_to_requested.emit(result.address)


class _SearchLine(QLineEdit):
    """The search line. It keeps the focus; keys that move up and down are passed to the list."""

    list_key_pressed = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _LIST_KEYS:
            self.list_key_pressed.emit(event)
            return
        super().keyPressEvent(event)


def _summary_text(count: int, searched: str, enter: str) -> str:
    keys = f"↑↓ 选择 · 回车{enter} · Esc 关闭"
    if not count:
        return "没有找到。可以只输入名称里的两三个字再试。" if searched else keys
    most = f"，列出前 {_MAX_COUNT} 处" if count > _MAX_COUNT else ""
    return f"共 {count} 处{most} · {keys}"
