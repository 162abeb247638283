"""The folders of the program's data: backups, recovery copies, working copies, logs."""

from __future__ import annotations

from pathlib import Path

from perfdesk.errors import PerfDeskError
from perfdesk.paths import data_folder

#: No other user of the machine may read the answers of a bureau.
_PRIVATE = 0o700


def user_data_folder(name: str, what: str) -> Path:
    """Return a private folder of the program's data (`backups`, `rescued`), created when missing.

    PerfDeskError, which begins with `what`, when it cannot be created.
    """
    return private_folder(_data_folder(what) / name, what)


def log_folder() -> Path:
    """Return the folder of the log (`perfdesk.logs`)."""
    return user_data_folder("logs", "没有写日志。")


def private_folder(folder: Path, what: str) -> Path:
    """Create a folder that only this user can read, if it is missing; PerfDeskError as `user_data_folder`."""
    try:
        for missing in reversed([above for above in folder.parents if not above.exists()]):
            missing.mkdir(mode=_PRIVATE, exist_ok=True)
        folder.mkdir(mode=_PRIVATE, exist_ok=True)
        if folder.stat().st_mode & 0o077:
            folder.chmod(_PRIVATE)
    except OSError as error:
        raise PerfDeskError(what, f"不能建立文件夹“{folder}”。", "请检查磁盘空间和权限。") from error
    return folder


def _data_folder(what: str) -> Path:
    folder = data_folder()
    if folder is None:
        why = "这个账号没有个人文件夹，备份和抢救副本没有地方放。"
        raise PerfDeskError(what, why, "请设置 HOME，或用 PERFDESK_DATA 指定一个文件夹。")
    return folder
