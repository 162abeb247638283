"""The 填报 and 视图 menus: navigation in the report, and what is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from perfdesk.ui.appearance.theme import set_dark_mode
from perfdesk.ui.commands.command import Command
from perfdesk.ui.commands.workbench import Workbench

if TYPE_CHECKING:
    from perfdesk.ui.workspace.workspace import Workspace


def show_overview(workbench: Workbench) -> None:
    """Show the overview page."""
    from perfdesk.ui.panels.section_list import OVERVIEW

    _on_workspace(workbench, lambda workspace: workspace.navigation.choose(OVERVIEW))


def next_section(workbench: Workbench) -> None:
    """Show the next section."""
    _on_workspace(workbench, lambda workspace: workspace.show_next_section(1))


def previous_section(workbench: Workbench) -> None:
    """Show the previous section."""
    _on_workspace(workbench, lambda workspace: workspace.show_next_section(-1))


def show_preview(workbench: Workbench) -> None:
    """Show or hide the preview."""
    _on_workspace(workbench, lambda workspace: workspace.set_preview(workbench.is_checked("preview")))


def show_checks(workbench: Workbench) -> None:
    """Show or shut the list of findings."""
    shown = workbench.is_checked("checks")
    _on_workspace(workbench, lambda workspace: workspace.checks_splitter.set_checks_shown(shown))


def show_origin(workbench: Workbench) -> None:
    """Show the origin of the answer at the cursor."""
    _on_workspace(workbench, lambda workspace: workspace.open_inspector("origin"))


def show_history(workbench: Workbench) -> None:
    """Show the history of the answer at the cursor."""
    _on_workspace(workbench, lambda workspace: workspace.open_inspector("history"))


def show_yuan(workbench: Workbench) -> None:
    """Show amounts in 元 or in 万元."""
    _on_workspace(workbench, lambda workspace: workspace.set_unit_yuan(workbench.is_checked("yuan")))


def set_dark(workbench: Workbench) -> None:
    """Switch between the light and the dark theme."""
    set_dark_mode(workbench.is_checked("dark"))
    _on_workspace(workbench, lambda workspace: workspace.model.changed.emit(frozenset()))


def _on_workspace(workbench: Workbench, action: Callable[[Workspace], object]) -> None:
    if workbench.workspace is not None:
        action(workbench.workspace)


COMMANDS = (
    Command("overview", "概览", show_overview, "report", ("Alt+0",), toolbar=33),
    Command("previous_section", "上一部分", previous_section, "report", ("Ctrl+PgUp",), group=1),
    Command("next_section", "下一部分", next_section, "report", ("Ctrl+PgDown",), group=1),
    Command("preview", "显示预览", show_preview, "view", ("F4",), checkable=True),
    Command("checks", "显示检查结果", show_checks, "view", ("Shift+F4",), checkable=True),
    Command("origin", "这个数怎么来的", show_origin, "view", ("Ctrl+I",)),
    Command("history", "历史", show_history, "view", ("Ctrl+H",)),
    Command("yuan", "金额按元显示", show_yuan, "view", ("Ctrl+Shift+Y",), group=1, checkable=True),
    Command("dark", "深色", set_dark, "view", group=1, checkable=True, needs_report=False),
)
