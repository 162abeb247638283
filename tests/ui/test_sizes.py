"""Sizes set by the user are restored: of the window, its parts and the columns of a list."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QSplitter, QTreeWidget

from perfdesk.ui.panels.find_dialog import GO_TO, FindDialog
from perfdesk.ui.table.paste_dialog import PasteDialog
from perfdesk.ui.window.main_window import MainWindow
from support.user import User

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]


def _finder(user: User) -> FindDialog:
    user.workspace.open_find_dialog(GO_TO)
    return user.workspace.findChildren(FindDialog)[-1]


def _pasting(user: User) -> PasteDialog:
    user.go_to("spending/goods/e30201/actual")
    QGuiApplication.clipboard().setText("1\n2")
    user.panel("spending/goods/e30201/actual").clipboard.paste()
    return user.paste_dialog()


@pytest.mark.parametrize("make", [_finder, _pasting])
def test_columns_of_a_list_keep_their_widths(user: User, make: object) -> None:
    widths = []
    for wanted in (150, None):
        dialog: QDialog = make(user)
        header = dialog.findChild(QTreeWidget).header()
        if wanted:
            assert header.sectionSize(0) != wanted
            header.resizeSection(0, wanted)
        widths.append([header.sectionSize(0), header.sectionSize(1)])
        dialog.reject()
        user.qtbot.wait(1)
    assert widths[0] == widths[1]
    assert widths[0][0] == 150


def test_the_window_and_its_parts_keep_their_sizes(user: User) -> None:
    window = user.window
    window.resize(880, 640)  # not higher than the screen of the tests
    upright = next(one for one in user.workspace.findChildren(QSplitter) if user.workspace.checks in one.children())
    upright.setSizes([280, 210])
    user.qtbot.wait(1)
    sizes, path = upright.sizes(), user.session.path
    window.close()
    again = MainWindow()
    user.qtbot.addWidget(again)
    again.show()
    again.open_path(path)
    user.qtbot.wait(1)
    assert (again.width(), again.height()) == (880, 640)
    found = next(one for one in again.workspace.findChildren(QSplitter) if again.workspace.checks in one.children())
    assert found.sizes() == sizes
    again.close()
