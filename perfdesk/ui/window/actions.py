"""The window's menus and tool bar: every deed has one name, one key and one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QPushButton, QSizePolicy, QToolBar, QWidget


@dataclass(frozen=True, slots=True)
class Deed:
    """Something the window can do: its id, name, keys, and whether it needs an open report."""

    id: str
    words: str
    keys: tuple[str, ...] = ()
    needs_report: bool = True


DEEDS = (
    Deed("new", "新建…", ("Ctrl+N",), needs_report=False),
    Deed("open", "打开…", ("Ctrl+O",), needs_report=False),
    Deed("roll", "由上年结转…", needs_report=False),
    Deed("copy", "另存副本…", ("Ctrl+Shift+S",)),
    Deed("send", "发送副本…"),
    Deed("restore", "恢复备份…", needs_report=False),
    Deed("info", "文件信息与体检…"),
    Deed("carried", "结转核对…"),
    Deed("close", "关闭填报文件", ("Ctrl+W",)),
    Deed("quit", "退出", ("Ctrl+Q",), needs_report=False),
    Deed("undo", "撤销", ("Ctrl+Z",)),
    Deed("redo", "重做", ("Ctrl+Y", "Ctrl+Shift+Z")),
    Deed("go_to", "转到…", ("Ctrl+G",)),
    Deed("find", "查找…", ("Ctrl+F",)),
    Deed("next_section", "下一部分", ("Ctrl+PgDown",)),
    Deed("previous_section", "上一部分", ("Ctrl+PgUp",)),
    Deed("preview", "显示预览", ("F4",)),
    Deed("overview", "概览", ("Alt+0",)),
    Deed("origin", "这个数怎么来的", ("Ctrl+I",)),
    Deed("history", "历史", ("Ctrl+H",)),
    Deed("yuan", "金额按元显示", ("Ctrl+Shift+Y",)),
    Deed("dark", "深色", needs_report=False),
    Deed("next_problem", "下一问题", ("F8",)),
    Deed("previous_problem", "上一问题", ("Shift+F8",)),
    Deed("word", "导出 Word…", ("Ctrl+E",)),
    Deed("pdf", "导出 PDF…"),
    Deed("excel", "导出 Excel 附表…"),
    Deed("all", "导出全套…"),
    Deed("public", "导出公开稿全套…"),
    Deed("remarks", "导出核对说明…"),
    Deed("manual", "使用手册", ("F1",), needs_report=False),
    Deed("tour", "五分钟上手", needs_report=False),
    Deed("about", "关于 PerfDesk", needs_report=False),
)
_TOOLS = ("new", "open", "send", "", "undo", "redo", "", "previous_problem", "next_problem", "overview")
_MENUS = (
    ("文件(&F)", ("new", "open", "recent", "roll", "", "copy", "send", "restore", "", "info", "", "close", "quit")),
    ("编辑(&E)", ("undo", "redo", "", "find", "go_to")),
    ("填报(&R)", ("overview", "", "previous_section", "next_section")),
    ("视图(&V)", ("preview", "origin", "history", "", "yuan", "dark")),
    ("检查(&C)", ("next_problem", "previous_problem", "", "carried")),
    ("导出(&X)", ("word", "pdf", "excel", "all", "", "public", "remarks")),
    ("帮助(&H)", ("manual", "tour", "", "about")),
)
_EXPORTS = (("pdf", "PDF"), ("excel", "Excel 附表"), ("all", "全套"), ("word", "导出 Word"))
_ROOM_FOR_EXPORTS = 1060


class Actions(QObject):
    """All actions of the window by id, with its menus and its tool bar."""

    def __init__(self, window: QMainWindow, do: Callable[[str], object]) -> None:
        super().__init__(window)
        self._window = window
        self.by_id: dict[str, QAction] = {}
        for deed in DEEDS:
            action = QAction(deed.words, self)
            action.setShortcuts([QKeySequence(key) for key in deed.keys])
            action.triggered.connect(lambda _checked=False, name=deed.id: do(name))
            self.by_id[deed.id] = action
            window.addAction(action)
        for name in ("preview", "yuan", "dark"):
            self.by_id[name].setCheckable(True)
        self.recent = QMenu("最近打开")
        self._make_menus()
        self.buttons: dict[str, QPushButton] = {}
        self._make_tools()

    def set_open(self, is_open: bool) -> None:
        """Offer what needs a report only while one is open."""
        for deed in DEEDS:
            if deed.needs_report:
                self.by_id[deed.id].setEnabled(is_open)
        self.by_id["yuan"].setChecked(False)
        for button in self.buttons.values():
            button.setEnabled(is_open)

    def fit(self, width: int) -> None:
        """In a narrow window only the strong button stands beside the tools; the menu has the others."""
        for name, button in self.buttons.items():
            button.setVisible(name == _EXPORTS[-1][0] or width >= _ROOM_FOR_EXPORTS)

    def show_history(self, undo: str, redo: str) -> None:
        """Name what undo and redo would do."""
        for name, words, label in (("undo", "撤销", undo), ("redo", "重做", redo)):
            action = self.by_id[name]
            action.setEnabled(bool(label))
            action.setText(f"{words}：{label}" if label else words)
            action.setIconText(words)
            action.setToolTip(f"{action.text()}（{action.shortcut().toString()}）")

    def _make_menus(self) -> None:
        for title, names in _MENUS:
            menu = self._window.menuBar().addMenu(title)
            for name in names:
                if not name:
                    menu.addSeparator()
                elif name == "recent":
                    menu.addMenu(self.recent)
                else:
                    menu.addAction(self.by_id[name])

    def _make_tools(self) -> None:
        bar = QToolBar("工具栏")
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.toggleViewAction().setVisible(False)  # no menu of Qt's own by which the tools could be put away
        bar.setIconSize(QSize(1, 1))
        for name in _TOOLS:
            if not name:
                bar.addSeparator()
                continue
            action = self.by_id[name]
            action.setIconText(action.text().removesuffix("…"))
            bar.addAction(action)
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(space)
        exports = QWidget()
        line = QHBoxLayout(exports)
        line.setContentsMargins(0, 0, 7, 0)
        line.setSpacing(8)
        for name, words in _EXPORTS:
            button = QPushButton(words)
            button.clicked.connect(self.by_id[name].trigger)
            button.setProperty("role", "strong" if name == "word" else "plain")
            button.setToolTip(self.by_id[name].text())
            self.buttons[name] = button
            line.addWidget(button)
        bar.addWidget(exports)
        self._window.addToolBar(bar)
