"""Sizes set by the user are restored: of the window, its parts and the columns of a list."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QTreeWidget

from perfdesk.ui.panels.find_dialog import GO_TO, FindDialog
from perfdesk.ui.panels.section_list import OVERVIEW
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


@pytest.mark.parametrize("last_page", ["spending", "#overview"])
def test_the_window_and_its_parts_keep_their_sizes(user: User, last_page: str) -> None:
    window = user.window
    window.resize(880, 640)  # not higher than the screen of the tests
    user.workspace.navigation.choose("spending")
    upright = user.workspace.checks_splitter
    upright.moveSplitter(280, 1)
    user.qtbot.wait(1)
    sizes, path = upright.sizes(), user.session.path
    user.workspace.navigation.choose(last_page.replace("#overview", OVERVIEW))
    window.close()
    again = MainWindow()
    user.qtbot.addWidget(again)
    again.show()
    again.open_path(path)
    user.qtbot.wait(1)
    assert (again.width(), again.height()) == (880, 640)
    again.workspace.navigation.choose("spending")
    user.qtbot.wait(1)
    assert again.workspace.checks_splitter.sizes() == sizes
    again.close()


def test_findings_shut_by_the_user_stay_shut(user: User) -> None:
    user.workspace.navigation.choose("spending")
    user.workspace.checks_splitter.moveSplitter(user.workspace.checks_splitter.height(), 1)
    path = user.session.path
    user.window.actions_.by_id["close"].trigger()
    assert user.window.open_path(path)
    assert user.workspace.checks_splitter.is_shut
    assert user.workspace.checks_splitter.sizes()[1] == 0
