"""The 编辑 menu."""

from __future__ import annotations

from perfdesk.ui.commands.command import Command
from perfdesk.ui.commands.workbench import Workbench


def undo(workbench: Workbench) -> None:
    """Undo the last change and go to it."""
    if workbench.workspace is not None:
        workbench.workspace.step_through_history("undo")


def redo(workbench: Workbench) -> None:
    """Redo the change that was undone last and go to it."""
    if workbench.workspace is not None:
        workbench.workspace.step_through_history("redo")


def find(workbench: Workbench) -> None:
    """Open the dialog that finds answers by their text."""
    from perfdesk.ui.panels.find_dialog import FIND

    if workbench.workspace is not None:
        workbench.workspace.open_find_dialog(FIND)


def go_to(workbench: Workbench) -> None:
    """Open the dialog that finds questions by name, code or pinyin."""
    from perfdesk.ui.panels.find_dialog import GO_TO

    if workbench.workspace is not None:
        workbench.workspace.open_find_dialog(GO_TO)


def link_number(workbench: Workbench) -> None:
    """Open the dialog that links the number at the cursor to a figure of a table."""
    if workbench.workspace is not None:
        workbench.workspace.number_actions.link()


def cut_number(workbench: Workbench) -> None:
    """Cut the link of the number at the cursor, or restore it."""
    if workbench.workspace is not None:
        workbench.workspace.number_actions.cut_or_restore()


COMMANDS = (
    Command("undo", "撤销", undo, "edit", ("Ctrl+Z",), toolbar=21),
    Command("redo", "重做", redo, "edit", ("Ctrl+Y", "Ctrl+Shift+Z"), toolbar=22),
    Command("find", "查找…", find, "edit", ("Ctrl+F",), group=1),
    Command("go_to", "转到…", go_to, "edit", ("Ctrl+G",), group=1),
    Command("link_number", "把光标处的数连到表格…", link_number, "edit", ("Ctrl+L",), group=2),
    Command("cut_number", "断开或恢复这个数的连接", cut_number, "edit", ("Ctrl+Shift+L",), group=2),
)
