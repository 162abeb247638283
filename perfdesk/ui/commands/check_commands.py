"""The 检查 menu."""

from __future__ import annotations

from perfdesk.ui.commands.command import Command
from perfdesk.ui.commands.rollover_commands import review_carried_over
from perfdesk.ui.commands.workbench import Workbench


def next_problem(workbench: Workbench) -> None:
    """Go to the next finding."""
    _step(workbench, 1)


def previous_problem(workbench: Workbench) -> None:
    """Go to the previous finding."""
    _step(workbench, -1)


def _step(workbench: Workbench, by: int) -> None:
    if workbench.workspace is not None:
        workbench.workspace.checks_splitter.set_checks_shown(True)
        workbench.workspace.checks.step(by)


COMMANDS = (
    Command("next_problem", "下一问题", next_problem, "check", ("F8",), toolbar=32),
    Command("previous_problem", "上一问题", previous_problem, "check", ("Shift+F8",), toolbar=31),
    Command("carried", "结转核对", review_carried_over, "check", group=1),
)
