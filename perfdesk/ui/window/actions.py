"""The window's menus, tool bar and shortcuts, made from the commands."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import groupby

from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QPushButton, QSizePolicy, QToolBar, QWidget

from perfdesk.ui.commands.command import MENUS, Command, Submenu
from perfdesk.ui.commands.workbench import Workbench

_MIN_WIDTH_FOR_EXPORTS = 1060


class Actions(QObject):
    """All actions of the window by the id of their command.

    `window` and `workbench` are one object: the parent of menus and bars, and what commands may use of it.
    """

    def __init__(self, window: QMainWindow, workbench: Workbench, entries: Sequence[Command | Submenu]) -> None:
        super().__init__(window)
        self._window, self._workbench = window, workbench
        self._entries = entries
        self._commands = [entry for entry in entries if isinstance(entry, Command)]
        self.by_id: dict[str, QAction] = {}
        self.buttons: dict[str, QPushButton] = {}
        for command in self._commands:
            self._make_action(command)
        self._make_menus()
        self._make_toolbar()

    @property
    def primary_button(self) -> QPushButton:
        """The strong button at the right end of the tool bar."""
        return next(self.buttons[command.id] for command in self._commands if command.is_primary)

    def set_report_open(self, is_open: bool) -> None:
        """Enable commands that need a report only while one is open, and uncheck those that are checkable."""
        for command in self._commands:
            if command.needs_report:
                self.by_id[command.id].setEnabled(is_open)
                if command.checkable:
                    self.by_id[command.id].setChecked(False)
        for button in self.buttons.values():
            button.setEnabled(is_open)

    def fit_to_width(self, width: int) -> None:
        """Show only the primary button in a narrow window; the menu contains the others."""
        for command in self._commands:
            if command.button:
                self.buttons[command.id].setVisible(command.is_primary or width >= _MIN_WIDTH_FOR_EXPORTS)

    def describe(self, command: str, target: str) -> None:
        """Show what a command would act on; without a target it is disabled."""
        text = next(one for one in self._commands if one.id == command).text
        action = self.by_id[command]
        action.setEnabled(bool(target))
        action.setText(f"{text}：{target}" if target else text)
        action.setIconText(text)
        action.setToolTip(f"{action.text()}（{action.shortcut().toString()}）")

    def _make_action(self, command: Command) -> None:
        action = QAction(self)
        action.setText(command.text)
        action.setShortcuts([QKeySequence(key) for key in command.shortcuts])
        action.setCheckable(command.checkable)
        action.triggered.connect(partial(self._on_triggered, command))
        self.by_id[command.id] = action
        self._window.addAction(action)

    def _on_triggered(self, command: Command, _checked: bool = False) -> None:
        command.run(self._workbench)

    def _make_menus(self) -> None:
        for name, title in MENUS.items():
            menu = self._window.menuBar().addMenu(title)
            menu_entries = [entry for entry in self._entries if entry.menu == name]
            for number, (_group, entries) in enumerate(groupby(menu_entries, lambda entry: entry.group)):
                if number:
                    menu.addSeparator()
                for entry in entries:
                    if isinstance(entry, Command):
                        menu.addAction(self.by_id[entry.id])
                    else:
                        self._add_submenu(menu, entry)

    def _add_submenu(self, menu: QMenu, entry: Submenu) -> None:
        submenu = menu.addMenu(entry.text)
        submenu.setObjectName(entry.id)
        menu.aboutToShow.connect(lambda: submenu.setDisabled(not entry.entries(self._workbench)))
        submenu.aboutToShow.connect(lambda: self._fill(submenu, entry))

    def _fill(self, submenu: QMenu, entry: Submenu) -> None:
        submenu.clear()
        for text, run in entry.entries(self._workbench):
            submenu.addAction(text, partial(run, self._workbench))

    def _make_toolbar(self) -> None:
        bar = QToolBar("工具栏")
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.toggleViewAction().setVisible(False)  # removes Qt's context menu that hides the tool bar
        bar.setIconSize(QSize(1, 1))
        tools = sorted((command for command in self._commands if command.toolbar), key=lambda one: one.toolbar)
        for number, (_ten, commands) in enumerate(groupby(tools, lambda command: command.toolbar // 10)):
            if number:
                bar.addSeparator()
            for command in commands:
                action = self.by_id[command.id]
                action.setIconText(command.text.removesuffix("…"))
                bar.addAction(action)
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(space)
        bar.addWidget(self._export_buttons())
        self._window.addToolBar(bar)

    def _export_buttons(self) -> QWidget:
        exports = QWidget()
        line = QHBoxLayout(exports)
        line.setContentsMargins(0, 0, 7, 0)
        line.setSpacing(8)
        for command in sorted((one for one in self._commands if one.button), key=lambda one: one.is_primary):
            button = QPushButton(command.button)
            button.clicked.connect(self.by_id[command.id].trigger)
            button.setProperty("role", "strong" if command.is_primary else "plain")
            button.setToolTip(command.text)
            self.buttons[command.id] = button
            line.addWidget(button)
        return exports
