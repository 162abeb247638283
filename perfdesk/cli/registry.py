"""The commands of the command line, in the order of the help."""

from __future__ import annotations

import argparse
import importlib
from dataclasses import dataclass

from perfdesk.writers.formats import format_names


@dataclass(frozen=True, slots=True)
class Command:
    """A command: `perfdesk/cli/commands/NAME.py` has its `add_arguments(parser)` and `run(options) -> exit code`."""

    name: str
    help: str

    def configure(self, parser: argparse.ArgumentParser) -> None:
        """Load the command's module and give its arguments and its function to the command's parser."""
        module = importlib.import_module(f"perfdesk.cli.commands.{self.name}")
        module.add_arguments(parser)
        parser.set_defaults(run=module.run)


COMMANDS = (
    Command("window", "打开窗口"),
    Command("new", "新建填报文件"),
    Command("fields", "列出表单的全部地址"),
    Command("dump", "以 JSON 列出全部答案"),
    Command("fill", "从 JSON 填入许多答案（一次修改）"),
    Command("import", "导入 Word、Excel 等文件；0 全部填入，1 有留下的，2 读不出"),
    Command("check", "检查；0 无错误、无未填，1 有，2 读不出"),
    Command("export", f"导出 {format_names()}"),
    Command("form", "自己的表单"),
    Command("roll", "结转：从上年的文件起一份新的"),
    Command("log", "历史：谁在什么时候改了什么"),
    Command("doctor", "体检；0 正常，1 有要注意的，2 读不出"),
    Command("send", "发送副本：干净、紧凑，可以不带修改记录"),
)
