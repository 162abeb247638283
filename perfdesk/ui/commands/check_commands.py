"""The 检查 menu."""

from __future__ import annotations

from perfdesk.ui.commands.command import Command
from perfdesk.ui.commands.rollover_commands import review_carried_over
from perfdesk.ui.commands.workbench import Workbench

_NOT_COMPUTED = "请先把光标放到一个灰底的（算出的）格里，再记原件上的数。"


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


def state_figure(workbench: Workbench) -> None:
    """Ask for the figure in the user's source for the computed answer at the cursor."""
    from perfdesk.ui.commands.stated_dialog import StatedDialog
    from perfdesk.ui.pages.focus import focused_address
    from perfdesk.ui.widgets.dialog_parts import open_dialog

    workspace = workbench.workspace
    if workspace is None:
        return
    model, address = workspace.model, focused_address(workspace.page)
    if address is None or model.session.form.formula(address) is None:
        workspace.messages.show_message("notice", _NOT_COMPUTED)
    elif model.session.read_only:
        workspace.messages.show_message("notice", "这份文件只能看，不能记。")
    else:
        open_dialog(StatedDialog(model, address, workbench.dialog_parent()))


COMMANDS = (
    Command("next_problem", "下一问题", next_problem, "check", ("F8",), toolbar=32),
    Command("previous_problem", "上一问题", previous_problem, "check", ("Shift+F8",), toolbar=31),
    Command("stated", "原件上的数…", state_figure, "check", group=1),
    Command("carried", "结转核对", review_carried_over, "check", group=1),
)
