"""A command is one module in `perfdesk/cli/commands/` and one line of the registry."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import pytest

from perfdesk.cli import commands
from perfdesk.cli.main import main
from perfdesk.cli.registry import COMMANDS, Command


def test_every_module_is_registered() -> None:
    modules = {path.stem for path in Path(commands.__path__[0]).glob("*.py")} - {"__init__"}
    assert sorted(command.name for command in COMMANDS) == sorted(modules)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_has_a_help_and_a_function(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    command.configure(parser)
    assert callable(parser.get_default("run"))
    with pytest.raises(SystemExit, match="0"):
        main([command.name, "--help"])
    assert command.help.split("；")[0] in capsys.readouterr().out


@pytest.mark.slow
def test_a_command_loads_no_other_command() -> None:
    code = (
        "import sys\nfrom perfdesk.cli.main import main\nassert main(['fields']) == 0\n"
        "print(sorted(name for name in sys.modules if name.startswith('perfdesk.cli.commands.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "['perfdesk.cli.commands.fields']"
