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


COMMANDS = (
    Command("undo", "撤销", undo, "edit", ("Ctrl+Z",), toolbar=21),
    Command("redo", "重做", redo, "edit", ("Ctrl+Y", "Ctrl+Shift+Z"), toolbar=22),
    Command("find", "查找…", find, "edit", ("Ctrl+F",), group=1),
    Command("go_to", "转到…", go_to, "edit", ("Ctrl+G",), group=1),
)
