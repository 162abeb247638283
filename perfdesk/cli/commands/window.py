"""`perfdesk [FILE.db]`: open the window. Loads nothing that the window can do without when it appears."""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
from pathlib import Path

from perfdesk.errors import PerfDeskError
from perfdesk.terminal import say

_OUT = Path("out")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE.db")


def run(options: argparse.Namespace) -> int:
    """Open the window; without a display say so and export the report instead."""
    if importlib.util.find_spec("PySide6") is None:
        raise PerfDeskError("打不开窗口。", "没有安装 PySide6。", "请用 make run 安装。")
    if _has_display():
        from perfdesk.ui.app import run_window

        return run_window(options.file)
    if options.file is None:
        raise PerfDeskError("打不开窗口。", "这台机器没有显示器。", "请给出填报文件，程序会改为导出到 out 文件夹。")
    say(f"这台机器没有显示器，打不开窗口；改为把“{options.file.name}”导出到“{_OUT}”。")
    from perfdesk.cli.commands.export import export_all_formats

    return export_all_formats(options.file, _OUT)


def _has_display() -> bool:
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if sys.platform != "linux" or platform.startswith("offscreen"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
