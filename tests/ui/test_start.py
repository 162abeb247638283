"""Starting the program: the window first, then the modules that read a report; its menus are complete immediately."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QToolBar
from pytestqt.qtbot import QtBot

from perfdesk.application.samples import make_sample
from perfdesk.ui.app import StartAfterFirstPaint
from perfdesk.ui.commands.command import MENUS
from perfdesk.ui.commands.registry import COMMANDS, ENTRIES
from perfdesk.ui.window.main_window import MainWindow
from support.user import User

pytestmark = pytest.mark.slow

#: Prints the modules loaded at the first paint.
FIRST_PAINT = """
import sys
from PySide6 import QtCore, QtGui, QtWidgets
from perfdesk.ui.app import create_application
from perfdesk.ui.window.main_window import MainWindow
class Window(MainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        names = (f"Qt.{name}" for module in (QtCore, QtGui, QtWidgets) for name in vars(module))
        print(*sys.modules, *names, sep="\\n", flush=True)
        QApplication.exit()
from PySide6.QtWidgets import QApplication
app = create_application([])
window = Window()
window.show()
app.exec()
"""


def test_modules_that_only_a_report_needs_are_not_loaded_for_the_first_paint(tmp_path: Path) -> None:
    own = os.environ | {"XDG_CONFIG_HOME": str(tmp_path), "PERFDESK_DATA": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT], env=own, capture_output=True, encoding="utf-8", check=True
    )
    loaded = set(done.stdout.split())
    assert "perfdesk.ui.window.actions" in loaded
    steps = ("definition", "entries", "storage", "evaluation", "checks", "document", "application.session")
    writers = ("docx", "pdf", "xlsx")
    libraries = ("sqlalchemy", "reportlab", "openpyxl", "docx", "pypdfium2", "pypinyin")
    heavy = [
        *libraries,
        "perfdesk.ui.workspace.workspace",
        *(f"perfdesk.{step}" for step in steps),
        *(f"perfdesk.writers.{name}" for name in writers),
    ]
    assert [name for name in heavy if name in loaded] == []
    classes_of_hundreds_of_constants = ("QStyle", "QIcon", "Qt")
    assert "Qt.QMainWindow" in loaded
    assert [name for name in classes_of_hundreds_of_constants if f"Qt.{name}" in loaded] == []


def test_modules_are_loaded_without_the_import_that_reads_their_source() -> None:
    code = (
        "import builtins, importlib, perfdesk.ui.app\n"
        "for name in ('QtPrintSupport', 'QtSvg', 'QtTest'): importlib.import_module(f'PySide6.{name}')\n"
        "print(builtins.__import__.__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() not in ("", "__feature_import__")


def test_the_report_is_opened_after_the_first_paint(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "样例.db"
    make_sample("daoxian-2023", path)
    window = MainWindow()
    qtbot.addWidget(window)
    StartAfterFirstPaint(window, path)
    assert window.workspace is None
    window.show()
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=20_000)
    assert window.workspace is not None
    assert window.workspace.checks.finding_list.count() > 0
    assert window.windowTitle() == "样例.db — PerfDesk"


def test_every_command_has_a_unique_id_and_is_in_its_menu(user: User) -> None:
    assert len({entry.id for entry in ENTRIES}) == len(ENTRIES)
    bar = user.window.menuBar()
    shown = {
        menu.title(): [one.text().partition("：")[0] for one in menu.actions() if not one.isSeparator()]
        for menu in (action.menu() for action in bar.actions())
    }
    asked = {title: [entry.text for entry in ENTRIES if entry.menu == name] for name, title in MENUS.items()}
    assert shown == asked


def test_shortcuts_are_unique_and_groups_contiguous() -> None:
    keys = [key for command in COMMANDS.values() for key in command.shortcuts]
    assert len(set(keys)) == len(keys)
    for menu in MENUS:
        groups = [entry.group for entry in ENTRIES if entry.menu == menu]
        assert groups == sorted(groups)
    places = [command.toolbar for command in COMMANDS.values() if command.toolbar]
    assert len(set(places)) == len(places)
    assert sum(command.is_primary for command in COMMANDS.values()) == 1


def test_the_tool_bar_cannot_be_hidden_by_a_context_menu(user: User) -> None:
    (tools,) = user.window.findChildren(QToolBar)
    at = QPoint(3, 3)
    QApplication.sendEvent(tools, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, tools.mapToGlobal(at)))
    assert QApplication.activePopupWidget() is None
