"""The records of which menus, tool bar and shortcuts are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from perfdesk.ui.commands.workbench import Workbench

Menu = Literal["file", "edit", "report", "view", "check", "export", "help"]
Run = Callable[[Workbench], object]

#: The menus from left to right, with their titles.
MENUS: dict[Menu, str] = {
    "file": "文件(&F)",
    "edit": "编辑(&E)",
    "report": "填报(&R)",
    "view": "视图(&V)",
    "check": "检查(&C)",
    "export": "导出(&X)",
    "help": "帮助(&H)",
}


@dataclass(frozen=True, slots=True)
class Command:
    """Something the user can do: its text, its menu, its shortcuts, and the function that does it."""

    id: str
    text: str
    run: Run
    menu: Menu
    shortcuts: tuple[str, ...] = ()
    #: The groups of a menu are separated by a line.
    group: int = 0
    #: Position on the tool bar, from the left; 0 if it is not there. Positions with different tens are separated.
    toolbar: int = 0
    #: Text of its button at the right end of the tool bar; empty if it has none.
    button: str = ""
    #: Whether its button stays in a narrow window.
    is_primary: bool = False
    checkable: bool = False
    needs_report: bool = True


@dataclass(frozen=True, slots=True)
class Submenu:
    """A submenu, filled each time it is shown."""

    id: str
    text: str
    entries: Callable[[Workbench], Sequence[tuple[str, Run]]]
    menu: Menu
    group: int = 0
