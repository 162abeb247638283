"""The identity of user, machine and process."""

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
#: In the user's data folder: the id of a machine without an installation id.
_MARK_FILE = "machine-id"
_MARK_LENGTH = 32
#: In seconds: how far the start time of a process may shift when a time server corrects the clock.
_MAX_CLOCK_SHIFT = 2.0


def user_name() -> str:
    """Return the login name of the user."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "未知"


def machine_name() -> str:
    """Return the network name of this machine."""
    return platform.node() or "未知"


def machine_id() -> str:
    """Return a unique id of this machine: machines of one county often have the same name and copies of one disk.

    Each container counts as a machine, since it has process numbers of its own. Two ids for one machine only keep its
    dead locks until their heartbeat is old; one id for two machines would break a live lock. Network addresses are not
    used: they change with docks, adapters and privacy settings.
    """
    known = [platform.node(), _installation_id() or _saved_mark()]
    with contextlib.suppress(OSError):
        known.append(str(Path("/proc/self/ns/pid").readlink()))
    return hashlib.sha256("\n".join(known).encode()).hexdigest()[:16]


def _installation_id() -> str:
    """Return the id that a Linux system gets at its installation; empty if there is none."""
    for path in _INSTALLATION_FILES:
        with contextlib.suppress(OSError, ValueError):
            return Path(path).read_text(encoding="ascii").strip()
    return ""


def _saved_mark() -> str:
    """Return a random id saved in the user's data folder; one of this process if it cannot be saved."""
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
    """Return the start of a process, exactly enough to distinguish it from a later one with the same number.

    Empty when there is no such process; `?` when its start cannot be determined.
    """
    try:
        process = psutil.Process(pid)
        if process.status() in (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD):
            return ""  # a zombie
        started_at = process.create_time()
    except psutil.AccessDenied:
        return "?"
    except (psutil.NoSuchProcess, OverflowError, ValueError):
        return ""
    except (psutil.Error, OSError):
        return "?"
    return _since_boot(started_at) if sys.platform == "linux" else f"{started_at:.6f}"


def is_running(pid: int, started: str) -> bool:
    """Whether the process that started then is still running; True when its start cannot be determined."""
    current = process_start(pid)
    if current in ("", "?", started):
        return current != ""
    with contextlib.suppress(ValueError):  # the time of day of a start shifts when the clock is set
        return abs(float(current) - float(started)) < _MAX_CLOCK_SHIFT
    return False


def _since_boot(started_at: float) -> str:
    """Return the boot id and the clock ticks since boot: unlike the time of day, they do not depend on the clock.

    Earlier versions write the same, so that each recognises the other's locks.
    """
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return "?"
    return f"{boot}:{round((started_at - psutil.boot_time()) * os.sysconf('SC_CLK_TCK'))}"
