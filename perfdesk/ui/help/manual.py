"""The manual (F1): Markdown pages with pictures, contents and search at the left. It never accesses a network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QByteArray, Qt, QUrl
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QMenuBar,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from perfdesk.ui.appearance.theme import set_dialog_size
from perfdesk.ui.help.manual_page import FOLDER, ManualPageView
from perfdesk.ui.panels.section_list import OVERVIEW
from perfdesk.ui.settings import remember, remembered
from perfdesk.ui.table.view import GridView
from perfdesk.ui.widgets.labels import text_label
from perfdesk.ui.workspace.workspace import Workspace

_SIZE = (1040, 720)
_CONTENTS_WIDTH = 220
_NAME = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class ManualPage:
    """One page: its file name, title, and Markdown text."""

    name: str
    title: str
    text: str


@cache
def pages() -> tuple[ManualPage, ...]:
    """Return the pages in the order of their file names, which is that of the contents."""
    files = [(path.name, path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.md"))]
    return tuple(ManualPage(name, text.split("\n", 1)[0].removeprefix("# ").strip(), text) for name, text in files)


def page_for(workspace: Workspace | None) -> str:
    """Return the file name of the page about the focused part of the window."""
    focused = QApplication.focusWidget()
    if workspace is None:
        return "01_start.md"
    for widget, name in (
        (workspace.checks, "05_checks.md"),
        (workspace.inspector, "07_origin.md"),
        (workspace.preview, "08_export.md"),
    ):
        if focused is not None and widget.isAncestorOf(focused):
            return name
    if workspace.navigation.current_section() == OVERVIEW:
        return "02_window.md"
    in_table = isinstance(focused, GridView) or isinstance(_ancestor(focused, GridView), GridView)
    return "04_tables.md" if in_table else "03_chapter.md"


class ManualWindow(QWidget):
    """Contents at the left, a page at the right; the window is reused."""

    def __init__(self, bar: QMenuBar, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("使用手册")
        self.setObjectName("startPage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.page_view = ManualPageView(menus_table(bar))
        self.page_view.sourceChanged.connect(self._on_page_turned)
        self.back = QPushButton("返回")
        self.search = QLineEdit()
        self.contents = QListWidget()
        self.summary_label = text_label("", "help")
        self._prepare()
        self._lay_out()
        self._on_searched("")
        for keys, slot in (("Alt+Left", self.page_view.backward), ("Ctrl+F", self.search.setFocus)):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        set_dialog_size(self, _SIZE)
        saved = remembered("manual", None)
        if isinstance(saved, QByteArray):
            self.restoreGeometry(saved)

    def show_at_page(self, name: str) -> None:
        """Show the window with this page."""
        self.search.clear()
        self.turn_to_page(name)
        self.show()
        self.raise_()
        self.activateWindow()
        self.page_view.setFocus(Qt.FocusReason.OtherFocusReason)

    def turn_to_page(self, name: str) -> None:
        """Show a page."""
        if self.page_view.source().fileName() != name:
            self.page_view.setSource(QUrl(name))

    @property
    def current_page(self) -> str:
        """The file name of the page shown."""
        return self.page_view.source().fileName()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        remember("manual", self.saveGeometry())
        super().closeEvent(event)

    def _prepare(self) -> None:
        self.back.setToolTip("返回上一页（Alt+←）")
        self.back.setEnabled(False)
        self.back.clicked.connect(self.page_view.backward)
        self.page_view.backwardAvailable.connect(self.back.setEnabled)
        self.search.setPlaceholderText("在手册里找")
        self.search.setAccessibleName("在手册里找")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_searched)
        self.search.returnPressed.connect(self.page_view.setFocus)
        self.contents.setObjectName("contents")
        self.contents.setAccessibleName("手册目录")
        self.contents.currentItemChanged.connect(self._on_chosen)

    def _lay_out(self) -> None:
        left = QWidget()
        side = QVBoxLayout(left)
        side.setContentsMargins(12, 12, 0, 12)
        side.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self.search, 1)
        head.addWidget(self.back)
        side.addLayout(head)
        side.addWidget(self.contents, 1)
        side.addWidget(self.summary_label)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(8, 12, 12, 12)
        column.addWidget(self.page_view)
        across = QSplitter(Qt.Orientation.Horizontal)
        across.addWidget(left)
        across.addWidget(right)
        across.setStretchFactor(1, 1)
        across.setSizes([_CONTENTS_WIDTH, _SIZE[0] - _CONTENTS_WIDTH])
        across.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(across)

    def _on_searched(self, text: str) -> None:
        """List the pages that contain the text, and highlight it on the current page."""
        query = text.strip()
        listed = [page for page in pages() if query.lower() in page.text.lower()]
        self.contents.clear()
        for page in listed:
            item = QListWidgetItem(page.title)
            item.setData(_NAME, page.name)
            self.contents.addItem(item)
        self.summary_label.setText(f"{len(listed)} 页里有“{query}”。" if listed else "没有找到，换个说法再试。")
        self.summary_label.setVisible(bool(query))
        self.page_view.highlight_words(query)
        row = next((row for row, page in enumerate(listed) if page.name == self.current_page), None)
        if row is not None:
            self.contents.setCurrentRow(row)
        elif query and listed:
            self.contents.setCurrentRow(0)

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.turn_to_page(str(item.data(_NAME)))

    def _on_page_turned(self, source: QUrl) -> None:
        for row in range(self.contents.count()):
            if self.contents.item(row).data(_NAME) == source.fileName():
                self.contents.setCurrentRow(row)
        self.page_view.highlight_words(self.search.text().strip())


def menus_table(bar: QMenuBar) -> str:
    """Return the entries of all menus with their shortcuts, as Markdown tables."""
    lines: list[str] = []
    for menu in bar.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly):
        lines += [f"## 菜单“{_without_mnemonic(menu.title())}”", "", "| 做什么 | 键 |", "| --- | --- |"]
        lines += [f"| {text} | {keys} |" for text, keys in _entries(menu)]
        lines.append("")
    return "\n".join(lines)


def _entries(menu: QMenu) -> Iterator[tuple[str, str]]:
    for action in menu.actions():
        if not action.isSeparator():
            keys = "、".join(key.toString() for key in action.shortcuts())
            yield _without_mnemonic(action.text()).split("：")[0], f"**{keys}**" if keys else "—"


def _without_mnemonic(text: str) -> str:
    """Return the text of a menu without its mnemonic."""
    return text.split("(&", maxsplit=1)[0].removesuffix("…")


def _ancestor(widget: QWidget | None, kind: type[QWidget]) -> QWidget | None:
    while widget is not None and not isinstance(widget, kind):
        widget = widget.parentWidget()
    return widget
