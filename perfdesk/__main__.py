"""The command line: the window, and the same core for scripts and tests."""

from __future__ import annotations

import argparse
import importlib
import io
import logging
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from perfdesk import logs
from perfdesk.cli import window_command
from perfdesk.cli.window_command import AddCommand
from perfdesk.errors import PerfDeskError
from perfdesk.terminal import say

_COMMANDS = ("new", "fields", "dump", "fill", "check", "export", "form", "roll", "log", "doctor", "send", "window")
_log = logging.getLogger("perfdesk.command")  # when this is run, its own name is `__main__`


def main(arguments: list[str] | None = None) -> int:
    """Run one command; a failure is one Chinese sentence on the error stream and exit code 2."""
    _speak_utf8()
    logs.start(_log_folder)
    # A library's clean-up that fails after the real error was told would print a traceback of its own.
    sys.unraisablehook = logs.note_unraisable
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or (given[0] not in _COMMANDS and not given[0].startswith("-")):
        given.insert(0, "window")
    options = _parser(window_only=given[0] == "window").parse_args(given)
    try:
        with logs.FailureLogged(_log, "the command %s was not carried out", given[0]):
            return options.run(options)
    except PerfDeskError as error:
        say(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # the program is wrong: still one sentence, never a traceback for the clerk
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__}，{Path(place.filename).name} 第 {place.lineno} 行"
        say(f"程序内部出错，没有做完；已存的内容没有受损。请把这一行告诉维护人员：{where}。", file=sys.stderr)
        return 2


def _log_folder() -> Path:
    return importlib.import_module("perfdesk.storage.user_dirs").log_folder()


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


class _Parser(argparse.ArgumentParser):
    """Tells usage and mistakes like everything else: an argument may be the name of somebody's file."""

    def _print_message(self, message: str, file: Any = None) -> None:
        if message:
            say(message.rstrip("\n"), file, is_block=True)


def _parser(window_only: bool) -> argparse.ArgumentParser:
    """All commands; for the window itself no other, whose modules take longer to load than the window to show."""
    parser = _Parser(prog="perfdesk", description="部门整体支出绩效自评报告填报软件")
    subparsers = parser.add_subparsers(metavar="命令")

    def command(name: str, help_text: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        made = subparsers.add_parser(name, help=help_text, description=help_text)
        made.set_defaults(run=run)
        return made

    window_command.add_to(command)
    if not window_only:
        _add_others(command)
    return parser


def _add_others(command: AddCommand) -> None:
    samples = importlib.import_module("perfdesk.definition.sample_list").samples()
    usual = importlib.import_module("perfdesk.definition.library").default_form()
    commands, sharing = (
        importlib.import_module(f"perfdesk.cli.{name}") for name in ("report_commands", "file_commands")
    )
    new = command("new", "新建填报文件", commands.new)
    new.add_argument("file", type=Path, metavar="FILE.db")
    new.add_argument("--form", metavar="ID", help=f"表单的 id 或文件夹，不写用 {usual}")
    new.add_argument("--sample", metavar="NAME", help=f"填入样例：{' 或 '.join(samples)}")

    fields = command("fields", "列出表单的全部地址", commands.fields)
    fields.add_argument("--form", metavar="ID")
    fields.add_argument("--json", action="store_true")

    dump = command("dump", "以 JSON 列出全部答案", commands.dump)
    dump.add_argument("file", type=Path, metavar="FILE.db")

    fill = command("fill", "从 JSON 填入许多答案（一次修改）", commands.fill)
    fill.add_argument("file", type=Path, metavar="FILE.db")
    fill.add_argument("values", type=Path, metavar="VALUES.json")

    check = command("check", "检查；0 无错误，1 有错误，2 读不出", commands.check)
    check.add_argument("file", type=Path, metavar="FILE.db")
    check.add_argument("--json", action="store_true")

    _add_export(command, commands.export)

    form = command("form", "自己的表单", commands.check_form)
    check_form = form.add_subparsers(metavar="命令", required=True).add_parser("check", help="说出表单哪里不对")
    check_form.add_argument("folder", type=Path, metavar="FOLDER")
    sharing.add_to(command)


def _add_export(command: AddCommand, run: Callable[[argparse.Namespace], int]) -> None:
    export = command("export", "导出 Word、PDF、Excel", run)
    export.add_argument("file", type=Path, metavar="FILE.db")
    export.add_argument("--to", type=Path, required=True, metavar="PATH", help=".docx .pdf .xlsx 文件，或一个文件夹")
    mark = export.add_mutually_exclusive_group()
    mark.add_argument("--draft", action="store_true", help="加草稿标记")
    mark.add_argument("--final", action="store_true", help="正式稿：有错误时不导出")
    export.add_argument(
        "--public", action="store_true", help="公开稿：不印签字栏和内部项目，遮盖电话、身份证号、银行卡号"
    )
    export.add_argument("--dated", action="store_true", help="放进以日期时间命名的文件夹，例如“2025-03-10 1402”")


if __name__ == "__main__":
    if getattr(sys, "frozen", False):  # what the window starts to draw the preview begins here, too
        importlib.import_module("multiprocessing").freeze_support()
    sys.exit(main())
