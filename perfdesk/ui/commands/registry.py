"""All commands of the window, in the order of its menus."""

from __future__ import annotations

from perfdesk.ui.commands import (
    check_commands,
    copy_rows_commands,
    edit_commands,
    export_commands,
    file_commands,
    help_commands,
    view_commands,
)
from perfdesk.ui.commands.command import Command, Submenu

ENTRIES: tuple[Command | Submenu, ...] = (
    *file_commands.COMMANDS,
    *edit_commands.COMMANDS,
    *view_commands.COMMANDS,
    *copy_rows_commands.COMMANDS,
    *check_commands.COMMANDS,
    *export_commands.COMMANDS,
    *help_commands.COMMANDS,
)
COMMANDS: dict[str, Command] = {entry.id: entry for entry in ENTRIES if isinstance(entry, Command)}
