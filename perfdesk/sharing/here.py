"""Who is at work, on which machine and in which process; and the user's own folder for what the program keeps."""

from __future__ import annotations

import contextlib
import ctypes
import getpass
import hashlib
import os
import platform
import subprocess
import sys
import uuid
from pathlib import Path

from perfdesk.errors import PerfDeskError


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
    """A mark that no other machine has: machines of one county are often all called PC-2020.

    Containers have process numbers of their own, so each counts as a machine.
    """
    known = [platform.node(), _installation() or str(uuid.getnode())]
    with contextlib.suppress(OSError):
        known.append(str(Path("/proc/self/ns/pid").readlink()))
    return hashlib.sha256("\n".join(known).encode()).hexdigest()[:16]


def _installation() -> str:
    """The mark a Linux system gives itself when it is installed, or empty."""
    for place in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        with contextlib.suppress(OSError, ValueError):
            return Path(place).read_text(encoding="ascii").strip()
    return ""


def process_start(pid: int) -> str:
    """When a process of this machine began, exactly enough to tell it from a later one of the same number.

    Empty when there is no such process; `?` when there is one that this machine says nothing about.
    """
    if sys.platform == "win32":
        return _windows_start(pid)
    try:
        os.kill(pid, 0)
    except PermissionError:
        pass
    except (OSError, OverflowError):
        return ""
    return _linux_start(pid) if sys.platform == "linux" else _listed_start(pid)


def _linux_start(pid: int) -> str:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return "?"
    ended = fields[0] in "ZX"  # a process that was killed and that its parent has not yet taken note of
    return "" if ended else f"{boot}:{fields[19]}"


def _listed_start(pid: int) -> str:
    try:
        listed = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, check=False, timeout=2)
    except (OSError, subprocess.SubprocessError):
        return "?"
    return listed.stdout.decode("ascii", "replace").strip() or "?"


def _windows_start(pid: int) -> str:
    if sys.platform != "win32":
        return "?"
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.OpenProcess.restype = ctypes.c_void_p
    process = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
    if not process:
        return "?" if ctypes.get_last_error() == 5 else ""  # 5: it exists, access is denied
    handle = ctypes.c_void_p(process)
    times = [ctypes.c_uint64() for _ in range(4)]
    code = ctypes.c_uint32()
    try:
        known = kernel.GetProcessTimes(handle, *(ctypes.byref(time) for time in times))
        alive = not kernel.GetExitCodeProcess(handle, ctypes.byref(code)) or code.value == 259  # STILL_ACTIVE
    finally:
        kernel.CloseHandle(handle)
    if not alive:
        return ""
    return str(times[0].value) if known else "?"


def own_folder(name: str, what: str) -> Path:
    """A private folder of the user's own for what the program keeps (`backups`, `rescued`), made when missing.

    PerfDeskError when it cannot be made, saying `what` could therefore not be done.
    """
    folder = _data_folder() / name
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise PerfDeskError(what, f"不能建立文件夹“{folder}”。", "请检查磁盘空间和权限。") from error
    return folder


def log_folder() -> Path:
    """Where the program's log lies (`perfdesk.logs`)."""
    return own_folder("logs", "没有写日志。")


def _data_folder() -> Path:
    wanted = os.environ.get("PERFDESK_DATA")
    if wanted:
        return Path(wanted)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "PerfDesk"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "PerfDesk"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "PerfDesk"
