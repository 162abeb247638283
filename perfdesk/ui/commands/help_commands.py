"""The 帮助 menu: the manual, and the tour on a practice report."""

from __future__ import annotations

from perfdesk.errors import PerfDeskError
from perfdesk.ui.commands.command import Command
from perfdesk.ui.commands.workbench import Workbench
from perfdesk.ui.settings import forget_file, remember, remembered
from perfdesk.ui.widgets import message_boxes

_TOUR_KNOWN = "tour"


def open_manual(workbench: Workbench) -> None:
    """Open the manual at the page about the focused part of the window."""
    workbench.help.open_manual()


def begin_tour(workbench: Workbench) -> None:
    """Open a practice report and start the tour; an open report is closed as usual."""
    from perfdesk.ui.help.tour import make_practice

    try:
        path = make_practice()
    except PerfDeskError as error:
        message_boxes.show_error(workbench.dialog_parent(), error)
        return
    workbench.help.end_tour()
    if workbench.open_path(path):
        forget_file(path.resolve())
        remember(_TOUR_KNOWN, True)
        workbench.help.begin_tour()


def show_about(workbench: Workbench) -> None:
    """Show the name and purpose of the program."""
    message_boxes.show_about(workbench.dialog_parent())


def show_update_help(workbench: Workbench) -> None:
    """Show how the program is updated."""
    message_boxes.show_update_help(workbench.dialog_parent())


def knows_tour() -> bool:
    """Whether the user has started the tour before."""
    return bool(remembered(_TOUR_KNOWN, False))


COMMANDS = (
    Command("manual", "使用手册", open_manual, "help", ("F1",), needs_report=False),
    Command("tour", "五分钟上手", begin_tour, "help", needs_report=False),
    Command("updates", "检查新版本", show_update_help, "help", group=1, needs_report=False),
    Command("about", "关于 PerfDesk", show_about, "help", group=1, needs_report=False),
)
