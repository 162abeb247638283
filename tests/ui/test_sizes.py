"""Sizes that the clerk has chosen are there again: of the window, of its parts, of the columns of a list."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QSplitter, QTreeWidget

from perfdesk.ui.panels.find_dialog import GO_TO, Finder
from perfdesk.ui.table.paste_dialog import PastePreview
from perfdesk.ui.window.main_window import MainWindow
from support.user import Clerk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def _finder(clerk: Clerk) -> Finder:
    clerk.desk.look_for(GO_TO)
    return clerk.desk.findChildren(Finder)[-1]


def _pasting(clerk: Clerk) -> PastePreview:
    clerk.go("spending/goods/e30201/actual")
    QGuiApplication.clipboard().setText("1\n2")
    clerk.panel("spending/goods/e30201/actual").exchange.paste()
    return clerk.preview()


@pytest.mark.parametrize("make", [_finder, _pasting])
def test_columns_of_a_list_keep_their_widths(clerk: Clerk, make: object) -> None:
    widths = []
    for wanted in (150, None):
        dialog: QDialog = make(clerk)
        header = dialog.findChild(QTreeWidget).header()
        if wanted:
            assert header.sectionSize(0) != wanted
            header.resizeSection(0, wanted)
        widths.append([header.sectionSize(0), header.sectionSize(1)])
        dialog.reject()
        clerk.qtbot.wait(1)
    assert widths[0] == widths[1]
    assert widths[0][0] == 150


def test_the_window_and_its_parts_keep_their_sizes(clerk: Clerk) -> None:
    window = clerk.window
    window.resize(880, 640)  # no larger than the screen of the tests is high
    upright = next(one for one in clerk.desk.findChildren(QSplitter) if clerk.desk.checks in one.children())
    upright.setSizes([280, 210])
    clerk.qtbot.wait(1)
    sizes, path = upright.sizes(), clerk.session.path
    window.close()
    again = MainWindow()
    clerk.qtbot.addWidget(again)
    again.show()
    again.open_path(path)
    clerk.qtbot.wait(1)
    assert (again.width(), again.height()) == (880, 640)
    found = next(one for one in again.workspace.findChildren(QSplitter) if again.workspace.checks in one.children())
    assert found.sizes() == sizes
    again.close()
