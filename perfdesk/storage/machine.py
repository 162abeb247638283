"""Who is at work, on which machine and in which process."""

from __future__ import annotations

import contextlib
import getpass
import hashlib
import os
import platform
import sys
import uuid
from functools import cache
from pathlib import Path

import psutil

from perfdesk.atomic_file import PRIVATE
from perfdesk.paths import data_folder
from perfdesk.safe_open import open_handle, read_regular

_INSTALLATION_FILES = ("/etc/machine-id", "/var/lib/dbus/machine-id")
#: In the user's data folder: the mark of a machine that gives itself none.
_MARK_FILE = "machine-id"
_MARK_LENGTH = 32
#: In seconds: how far the start of a process may seem to move when a time server corrects the clock.
_CLOCK_IS_SET_BY = 2.0


def user_name() -> str:
    """The name under which the clerk is logged in."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "未知"


def machine_name() -> str:
    """The name of this machine, as colleagues know it."""
    return platform.node() or "未知"


def machine_id() -> str:
    """A mark that no other machine has: machines of one county are often all called PC-2020, and copies of one disk.

    Containers have process numbers of their own, so each counts as a machine. Two marks for one machine only make its
    dead locks last until their heartbeat is old; one mark for two machines would break a living lock. Network
    addresses are left out: they change with docks, adapters and privacy settings.
    """
    known = [platform.node(), _installation_id() or _own_mark()]
    with contextlib.suppress(OSError):
        known.append(str(Path("/proc/self/ns/pid").readlink()))
    return hashlib.sha256("\n".join(known).encode()).hexdigest()[:16]


def _installation_id() -> str:
    """The mark a Linux system gives itself when it is installed, or empty."""
    for place in _INSTALLATION_FILES:
        with contextlib.suppress(OSError, ValueError):
            return Path(place).read_text(encoding="ascii").strip()
    return ""


def _own_mark() -> str:
    """A random mark kept in the user's data folder; where none can be kept, one of this process alone."""
    folder = data_folder()
    if folder is None:
        return _mark_of_this_process()
    path = folder / _MARK_FILE
    with contextlib.suppress(OSError, ValueError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with contextlib.suppress(FileExistsError):
            handle = open_handle(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE)
            with os.fdopen(handle, "wb") as file:
                file.write(_mark_of_this_process().encode())
        mark = read_regular(path).decode("ascii")
        if len(mark) == _MARK_LENGTH:
            return mark
    return _mark_of_this_process()


@cache
def _mark_of_this_process() -> str:
    return uuid.uuid4().hex


def process_start(pid: int) -> str:
    """When a process of this machine began, exactly enough to tell it from a later one of the same number.

    Empty when there is no such process; `?` when there is one that this machine says nothing about.
    """
    try:
        process = psutil.Process(pid)
        if process.status() in (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD):
            return ""  # killed, and its parent has not yet taken note of it
        began = process.create_time()
    except psutil.AccessDenied:
        return "?"
    except (psutil.NoSuchProcess, OverflowError, ValueError):
        return ""
    except (psutil.Error, OSError):
        return "?"
    return _since_boot(began) if sys.platform == "linux" else f"{began:.6f}"


def is_running(pid: int, started: str) -> bool:
    """Whether the process that began then still runs; one that this machine says nothing about counts as running."""
    began = process_start(pid)
    if began in ("", "?", started):
        return began != ""
    with contextlib.suppress(ValueError):  # a time of day is told anew when the clock is set
        return abs(float(began) - float(started)) < _CLOCK_IS_SET_BY
    return False


def _since_boot(began: float) -> str:
    """The boot and the clock ticks since then: unlike the time of day, these do not move when the clock is set.

    Earlier versions write the same, so that both recognise each other's locks on one machine.
    """
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return "?"
    return f"{boot}:{round((began - psutil.boot_time()) * os.sysconf('SC_CLK_TCK'))}"
