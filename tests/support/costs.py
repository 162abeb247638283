"""A command in a process of its own, with what it costs."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

#: Of the processor's time beyond what the program needs to begin, of the clock, and of memory.
SECONDS, CLOCK, MEGABYTES = 2.0, 60, 300
GIGABYTE = 1 << 30

#: Runs a command and reports its cost. `ru_maxrss` would count the memory of the process that started it, too.
MEASURED = """
import resource, sys
import importlib
from perfdesk.cli.main import main
from perfdesk.cli.registry import COMMANDS
for command in COMMANDS:
    importlib.import_module(f"perfdesk.cli.commands.{command.name}")
before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
code = main(sys.argv[1:])
sys.stdout.flush()
used = resource.getrusage(resource.RUSAGE_SELF).ru_utime - before
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(f"\\n{used:.2f} {int(peak) // 1024}", file=sys.stderr)
raise SystemExit(code)
"""


class Run:
    """One command in a separate process, with its output and its cost."""

    def __init__(self, *arguments: object, forms: Path | None = None) -> None:
        """Keep the lowest cost of three runs: other load on the machine makes each instruction slower."""
        for _ in range(3):
            self._run(arguments, forms)
            if self.seconds < SECONDS:
                break
        assert self.seconds < SECONDS
        assert self.megabytes < MEGABYTES

    def _run(self, arguments: tuple[object, ...], forms: Path | None) -> None:
        command = [sys.executable, "-c", MEASURED, *map(str, arguments)]
        environment = os.environ | ({"PERFDESK_FORMS": str(forms)} if forms else {})
        done = subprocess.run(
            command,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=CLOCK,
            env=environment,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (GIGABYTE, GIGABYTE)),
        )
        self.code, self.output = done.returncode, done.stdout
        self.error, _, cost = done.stderr.rstrip("\n").rpartition("\n")
        seconds, megabytes = cost.split()
        self.seconds, self.megabytes = float(seconds), int(megabytes)
        assert "Traceback" not in done.stderr
        assert "程序内部出错" not in done.stderr

    def refused(self, words: str) -> None:
        """Assert that the command failed with these words in one line."""
        assert self.code in (1, 2)
        assert words in self.output + self.error
        assert self.error.strip().count("\n") == 0
