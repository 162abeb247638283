"""What does not fit on a screen: `python layout_faults.py WIDTH HEIGHT REPORT.db` prints a line for each, for every
tab, the overview, the side panel, the start page and the manual; QT_SCALE_FACTOR sets the scale."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLabel, QScrollArea, QToolBar, QWidget

from perfdesk.ui.app import create_application
from perfdesk.ui.help.manual import ManualWindow, pages
from perfdesk.ui.panels.section_list import OVERVIEW
from perfdesk.ui.table.panel import GridPanel
from perfdesk.ui.window.main_window import MainWindow
from perfdesk.ui.workspace.workspace import Workspace

_SETTLE_MS = 40
_ROUNDS = 12


def cut_off(top: QWidget, where: str) -> Iterator[str]:
    """Every label and button below a widget that is narrower or lower than its words, or sticks out."""
    for widget in top.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, QLabel | QAbstractButton) or not widget.text():
            continue
        fault = f"{where}: {widget.text()[:30]} {widget.size().toTuple()} needs {widget.sizeHint().toTuple()}"
        wraps = isinstance(widget, QLabel) and widget.wordWrap()
        if wraps and widget.height() < widget.heightForWidth(widget.width()):
            yield f"{fault}, too low"
        if not wraps and not _is_elided(widget) and widget.width() < widget.sizeHint().width():
            yield f"{fault}, too narrow"
        room = _room(widget)
        if room is not None and widget.mapTo(room, widget.rect().topRight()).x() > room.width():
            yield f"{fault}, sticks out"


def _is_elided(widget: QWidget) -> bool:
    """Whether the text is shortened on purpose: the tool tip then contains all of it."""
    return bool(widget.toolTip()) and widget.minimumSizeHint().width() < widget.sizeHint().width()


def _room(widget: QWidget) -> QWidget | None:
    """What a widget must not stick out of: the scrolled area it lies in, or its window."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QAbstractScrollArea):
        parent = parent.parentWidget()
    return parent.viewport() if isinstance(parent, QScrollArea) else widget.window()


def faults_of_page(workspace: Workspace, where: str) -> Iterator[str]:
    """What does not fit on the page shown."""
    page = workspace.page
    if page is None:
        return
    page.refresh_pending()
    if page.widget().width() > page.viewport().width():
        yield f"{where}: the page is wider than the window"
    for part in page.parts():
        if isinstance(part, GridPanel) and part.isVisible():
            view = part.view
            wide = sum(view.columnWidth(column) for column in range(view.model().columnCount()))
            if wide > view.viewport().width() + 1:
                yield f"{where}: a table is {wide} wide in {view.viewport().width()}"


def faults(window: MainWindow) -> Iterator[str]:
    """Everything that does not fit, tab by tab."""
    workspace = window.workspace
    assert workspace is not None
    for instance in (*(entry.instance for entry in workspace.navigation.section_entries()), OVERVIEW):
        workspace.navigation.choose(instance)
        yield from _settled(window, instance)
    first = workspace.navigation.section_entries()[2].instance
    workspace.navigation.choose(first)
    workspace.open_inspector("origin")
    yield from _settled(window, f"{first} next to the origin")
    workspace.close_inspector()
    hidden = [name for name in ("word", *window.actions_.by_id) if _is_lost(window, name)]
    yield from (f"the tool bar has no room for {name}" for name in hidden)


def _settled(window: MainWindow, where: str) -> list[str]:
    """What still does not fit when the page has come to rest: a layout takes a few rounds."""
    found: list[str] = []
    for _ in range(_ROUNDS):
        QTest.qWait(_SETTLE_MS)
        assert window.workspace is not None
        found = [*faults_of_page(window.workspace, where), *cut_off(window, where)]
        if not found:
            break
    return found


def _is_lost(window: MainWindow, name: str) -> bool:
    """Whether a tool has fallen off the end of the tool bar."""
    if name in window.actions_.buttons:
        return name == "word" and not window.actions_.buttons[name].isVisible()
    bar = window.findChild(QToolBar, "tools")
    tool = bar.widgetForAction(window.actions_.by_id[name])
    return tool is not None and not tool.isVisible()


def _manual_faults(window: MainWindow) -> Iterator[str]:
    manual = ManualWindow(window.menuBar(), window)
    manual.resize(window.size())
    for page in pages():
        manual.show_at_page(page.name)
        QTest.qWait(_SETTLE_MS)
        yield from cut_off(manual, page.name)
        if manual.page_view.horizontalScrollBar().maximum():
            yield f"{page.name}: wider than the manual"
    manual.close()


def _main(width: int, height: int, report: Path) -> None:
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(report.parent / f"settings{width}"))
    create_application([])
    window = MainWindow()
    window.resize(width, height)
    window.show()
    window.begin(None)
    QTest.qWait(_SETTLE_MS)
    if window.width() > width or window.height() > height:
        print(f"the window is {window.size().toTuple()}")
    found = [*cut_off(window, "start"), *_manual_faults(window)]
    window.open_path(report)
    found += faults(window)
    window.close()
    print("\n".join((*found, "looked at everything")))


if __name__ == "__main__":
    _main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
