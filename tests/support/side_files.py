"""What others may lay next to a report: journals that name a file to be deleted, links, pipes, folders."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

from support.crashing_writers import CRASH_IN_COMMIT, crash

_MAGIC = bytes.fromhex("d9d505f920a163d7")
_LOCK_PAGE = 0x4000_0000 // 4096 + 1


def super_journal_record(victim: Path) -> bytes:
    """The end of a journal after whose replay SQLite deletes the victim."""
    name = os.fsencode(victim)
    numbers = [len(name).to_bytes(4), (sum(name) & 0xFFFF_FFFF).to_bytes(4)]
    return _LOCK_PAGE.to_bytes(4) + name + b"".join(numbers) + _MAGIC


def lay_hot(report: Path, victim: Path) -> None:
    """A report in mid-commit, whose journal names the victim."""
    crash(CRASH_IN_COMMIT, report)
    journal = report.with_name(f"{report.name}-journal")
    journal.write_bytes(journal.read_bytes() + super_journal_record(victim))


def lay_cold(report: Path, victim: Path) -> None:
    """A journal that is not replayed at opening, but whose end is read when a later change is taken back."""
    report.with_name(f"{report.name}-journal").write_bytes(bytes(100_000) + super_journal_record(victim))


def _fifo(path: Path, _: Path) -> None:
    os.mkfifo(path)


def _folder(path: Path, _: Path) -> None:
    path.mkdir()


def _link(path: Path, victim: Path) -> None:
    path.symlink_to(victim)


def _dangling(path: Path, victim: Path) -> None:
    path.symlink_to(victim.with_name("nowhere"))


def _device(path: Path, _: Path) -> None:
    path.symlink_to("/dev/zero")


def _socket(path: Path, _: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the name of a socket may not be long
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


#: Lays something that is no regular file; a link leads to the victim.
SPECIAL: dict[str, Callable[[Path, Path], None]] = {
    "pipe": _fifo,
    "folder": _folder,
    "link": _link,
    "dangling link": _dangling,
    "device": _device,
    "socket": _socket,
}
