"""Another process that opens a report: prints the result and runs until its input ends."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.errors import PerfDeskError
from perfdesk.storage.lock import acquire


def _open(path: Path) -> None:
    session = Session.open(path)
    print("open", flush=True)
    sys.stdin.read()
    session.close()


def _race(path: Path) -> None:
    """Take the lock at a moment all agreed on."""
    sys.stdin.readline()
    held = acquire(path)
    print("open" if held else "none", flush=True)
    sys.stdin.read()


def _write(path: Path) -> None:
    """Save answers without a pause; each is acknowledged by a line."""
    session = Session.open(path)
    for number in range(10**6):
        session.enter(Address("cover", "unit_name"), f"第{number}局")
        print(number, flush=True)
        time.sleep(0.003)


if __name__ == "__main__":
    try:
        {"open": _open, "race": _race, "write": _write}[sys.argv[1]](Path(sys.argv[2]))
    except PerfDeskError as error:
        print(error, flush=True)
        sys.stdin.read()
