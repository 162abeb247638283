"""The entry point: run one command and turn every failure into one sentence and an exit code."""

from __future__ import annotations

import argparse
import io
import logging
import os
import sys
import traceback
from pathlib import Path
from typing import Any

from perfdesk import logs
from perfdesk.cli.registry import COMMANDS
from perfdesk.errors import PerfDeskError
from perfdesk.terminal import say

_log = logging.getLogger(__name__)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit code, or 2 after one Chinese sentence on the error stream.

    Without a command, open the window.
    """
    _use_utf8()
    logs.start(_log_folder)
    # Python would print a traceback when a library's clean-up fails after the real error was reported.
    sys.unraisablehook = logs.note_unraisable
    given = list(sys.argv[1:] if arguments is None else arguments)
    names = [command.name for command in COMMANDS]
    if not given or (given[0] not in names and not given[0].startswith("-")):
        given.insert(0, "window")
    try:
        with logs.FailureLogged(_log, "the command %s was not carried out", given[0]):
            options = _parser(given[0]).parse_args(given)
            return options.run(options)
    except PerfDeskError as error:
        say(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # a fault of the program: still one sentence, never a traceback for the user
        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__}，{Path(frame.filename).name} 第 {frame.lineno} 行"
        say(f"程序内部出错，没有做完；已存的内容没有受损。请把这一行告诉维护人员：{where}。", file=sys.stderr)
        return 2


def _log_folder() -> Path:
    from perfdesk.storage.user_dirs import log_folder

    return log_folder()


def _use_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


class _Parser(argparse.ArgumentParser):
    """Prints usage and errors through `say`: an argument may be an untrusted file name."""

    def _print_message(self, message: str, file: Any = None) -> None:
        if message:
            say(message.rstrip("\n"), file, is_block=True)


def _parser(first: str) -> argparse.ArgumentParser:
    """The parser for arguments that begin with `first`: the module of no other command is loaded.

    All are loaded when `first` is an option, such as `--help`.
    """
    parser = _Parser(prog="perfdesk", description="部门整体支出绩效自评报告填报软件")
    subparsers = parser.add_subparsers(metavar="命令")
    for command in COMMANDS:
        subparser = subparsers.add_parser(command.name, help=command.help, description=command.help)
        if command.name == first or first.startswith("-"):
            command.configure(subparser)
    return parser
