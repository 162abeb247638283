"""What the pictures of `make look` show, in order: start page, every page of a report, side panels, every dialog."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from perfdesk.application.samples import make_sample
from perfdesk.definition.address import Address
from perfdesk.errors import PerfDeskError
from perfdesk.storage.backup import back_up
from perfdesk.ui.commands.begin_report import begin_report
from perfdesk.ui.commands.help_commands import begin_tour
from perfdesk.ui.commands.registry import COMMANDS
from perfdesk.ui.commands.rollover_commands import rolled_session
from perfdesk.ui.findings.reason_dialog import ask_reason
from perfdesk.ui.help.manual import pages
from perfdesk.ui.panels.inspector.panel import TAB_TITLES
from perfdesk.ui.panels.section_list import OVERVIEW
from perfdesk.ui.table.panel import GridPanel
from perfdesk.ui.widgets import message_boxes
from perfdesk.ui.window.main_window import MainWindow
from perfdesk.ui.workspace.workspace import Workspace
from screenshots.files import file_dialogs

PREVIEW_MS = 200
_MAX_ROUNDS = 50
_FADE_MS = 60
_BOX_MS = 300


def draw_scenes(window: MainWindow, out: Path, folder: Path, report: Path | None) -> list[Path]:
    """Draw everything, on a report given or on the samples, which are written into a folder."""
    window.begin(None)
    drawn = [grab(window, out / "00_start.png")]
    path = report or folder / "道县应急管理局2023.db"
    if report is None:
        make_sample("daoxian-2023", path)
    window.open_path(path)
    wait_for_pages(window)
    drawn += _overview(window, out)
    drawn += _sections(window, out)
    drawn += _side(window, out)
    drawn += _boxes(window, out)
    begin_report(window, folder / "空白.db", "hunan_overall_2023")
    wait_for_pages(window)
    drawn.append(grab(window, out / "90_blank.png"))
    drawn += _rolled(window, out, folder)
    window.actions_.by_id["close"].trigger()
    drawn.append(grab(window, out / "92_start_again.png"))
    drawn += _help(window, out)
    return drawn


def _overview(window: MainWindow, out: Path) -> list[Path]:
    workspace_of(window).navigation.choose(OVERVIEW)
    return [grab(window, out / "00_overview.png")]


def _sections(window: MainWindow, out: Path) -> list[Path]:
    drawn: list[Path] = []
    workspace = workspace_of(window)
    for number, entry in enumerate(workspace.navigation.section_entries(), 1):
        workspace.navigation.choose(entry.instance)
        wait(_FADE_MS)
        name = f"{number:02}_{entry.instance.replace('@', '_')}"
        drawn.append(grab(window, out / f"{name}.png"))
        page = workspace.page
        if page is not None and page.verticalScrollBar().maximum() > 0:
            page.widget().grab().save(str(out / f"{name}_whole.png"))
    return drawn


def _side(window: MainWindow, out: Path) -> list[Path]:
    """The panel at the right, about the first sum of the form."""
    workspace = workspace_of(window)
    address = next(Address(*key) for key in workspace.model.session.form.formulas if key[2])
    workspace.go_to(address)
    drawn: list[Path] = []
    for number, topic in enumerate(TAB_TITLES, 80):
        workspace.open_inspector(topic)
        workspace.inspector.follow_cursor(address)
        wait(PREVIEW_MS)
        drawn.append(grab(window, out / f"{number}_{topic}.png"))
    workspace.close_inspector()
    return drawn


def _boxes(window: MainWindow, out: Path) -> list[Path]:
    """Every dialog that can be asked for in the menus, and those that come by themselves."""
    workspace = workspace_of(window)
    back_up(workspace.model.session.file)
    error = PerfDeskError("打不开“甲局2023.db”。", "它不是 PerfDesk 的填报文件。", "请选择扩展名为 .db 的填报文件。")
    asking = [command.id for command in COMMANDS.values() if command.text.endswith("…")]
    boxes = {
        "error": lambda: message_boxes.show_error(window, error),
        "unsaved": lambda: message_boxes.ask_leave_unsaved(window, 2),
        "crash": lambda: message_boxes.show_crash(ValueError()),
        "paste": lambda: _paste(workspace),
        **file_dialogs(window),
        "reason": lambda: _reason(workspace),
        **{name: window.actions_.by_id[name].trigger for name in (*asking, "about")},
    }
    return [path for name, show in boxes.items() for path in _take(show, out / f"box_{name}.png")]


def _reason(workspace: Workspace) -> None:
    """The box for the reason of a warning; a report may have none."""
    for finding in workspace.model.findings[:1]:
        ask_reason(workspace.model, finding, workspace)


def _take(show: Callable[[], object], path: Path) -> list[Path]:
    """Show a dialog, take its picture and put it away; nothing when none came up."""
    taken: list[Path] = []
    QTimer.singleShot(_BOX_MS, partial(_take_box, path, taken))
    show()
    wait(_BOX_MS + _FADE_MS)
    return taken


def _take_box(path: Path, taken: list[Path]) -> None:
    shown = [box for box in QApplication.topLevelWidgets() if isinstance(box, QDialog) and box.isVisible()]
    for box in shown[:1]:
        box.grab().save(str(path))
        taken.append(path)
        box.reject()


def _paste(workspace: Workspace) -> None:
    """Paste figures into the first table of the report that takes some."""
    QGuiApplication.clipboard().setText("12.5\t13\n1,200\t无")
    for entry in workspace.navigation.section_entries():
        workspace.navigation.choose(entry.instance)
        panels = (
            [part for part in workspace.page.parts() if isinstance(part, GridPanel)]
            if workspace.page is not None
            else []
        )
        position = next(((panel, position) for panel in panels for position in panel.view.editable_positions()), None)
        if position is not None:
            position[0].view.setCurrentIndex(position[0].grid.index(*position[1]))
            position[0].clipboard.paste()
            return


def _rolled(window: MainWindow, out: Path, folder: Path) -> list[Path]:
    """A report rolled forward, whose texts wait to be looked at."""
    last = folder / "去年.db"
    make_sample("demo-2024", last)
    window.show_new_session(lambda: rolled_session(last, folder / "今年.db", 2025))
    wait_for_pages(window)
    drawn = [grab(window, out / "91_rolled.png")]
    window.actions_.by_id["carried"].trigger()
    return [*drawn, grab(window, out / "91_carried.png")]


def _help(window: MainWindow, out: Path) -> list[Path]:
    """The tour, card by card, and every page of the manual."""
    begin_tour(window)
    commands, drawn = window.help, list[Path]()
    wait_for_pages(window)
    number = 0
    while commands.tour is not None and commands.tour.card.isVisible():
        number += 1
        wait(8 * PREVIEW_MS)
        drawn.append(grab(window, out / f"tour_{number}.png"))
        commands.tour.go_forward()
    commands.open_manual()
    assert commands.manual is not None
    commands.manual.resize(commands.manual.size().boundedTo(window.size()))
    for page in pages():
        commands.manual.turn_to_page(page.name)
        drawn.append(grab(commands.manual, out / f"manual_{page.name.removesuffix('.md')}.png"))
    commands.manual.close()
    return drawn


def workspace_of(window: MainWindow) -> Workspace:
    """The report shown in a window."""
    assert window.workspace is not None
    return window.workspace


def wait_for_pages(window: MainWindow) -> None:
    """Wait until the preview is drawn, where there is one."""
    for _ in range(_MAX_ROUNDS):
        wait(PREVIEW_MS)
        if window.workspace is None or window.workspace.preview.isHidden() or window.workspace.preview.page_count:
            break
    wait(PREVIEW_MS)


def grab(widget: QWidget, path: Path) -> Path:
    """Take a picture of a widget."""
    wait(_FADE_MS)
    widget.grab().save(str(path))
    return path


def wait(milliseconds: int) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
