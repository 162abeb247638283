"""The command that opens the window: it loads nothing that the window does not need to be seen."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import os
import sys
from collections.abc import Callable
from pathlib import Path

from perfdesk.errors import PerfDeskError
from perfdesk.terminal import say

_OUT = Path("out")


#: Adds a command by name, help and what it runs; returns its parser.
AddCommand = Callable[[str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]


def add_to(command: AddCommand) -> None:
    """Add the command to the command line."""
    made = command("window", "打开窗口", window)
    made.add_argument("file", nargs="?", type=Path, metavar="FILE.db")


def window(options: argparse.Namespace) -> int:
    """Open the window; without a display say so and export the report instead."""
    if importlib.util.find_spec("PySide6") is None:
        raise PerfDeskError("打不开窗口。", "没有安装 PySide6。", "请用 make run 安装。")
    if _has_display():
        return importlib.import_module("perfdesk.ui.app").run_window(options.file)
    if options.file is None:
        raise PerfDeskError("打不开窗口。", "这台机器没有显示器。", "请给出填报文件，程序会改为导出到 out 文件夹。")
    say(f"这台机器没有显示器，打不开窗口；改为把“{options.file.name}”导出到“{_OUT}”。")
    return importlib.import_module("perfdesk.cli.report_commands").export_all_formats(options.file, _OUT)


def _has_display() -> bool:
    wanted = os.environ.get("QT_QPA_PLATFORM", "")
    if sys.platform != "linux" or wanted.startswith("offscreen"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
