"""Safe opening of untrusted files: only regular files, and no links that somebody else may have created.

A named pipe or a device blocks or never ends; a link lets its creator choose the file that is read or overwritten.
Links are followed (`follow`) for files that the user names, never for files next to a report.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from perfdesk.errors import PerfDeskError

_LINK = "一个链接（指向别处的文件）"
_FOLDER = "一个文件夹"
_SPECIAL = "一个特殊文件（管道或设备）"


class NotAFileError(OSError):
    """The path is not a regular file; `why` says in Chinese what it is instead."""

    def __init__(self, path: Path, kind: str) -> None:
        super().__init__(f"not a regular file: {path}")
        self.why = f"“{path.name or path}”是{kind}，不是普通文件。"


def open_regular(path: Path, follow: bool = False) -> BinaryIO:
    """Open a regular file for reading; NotAFileError for anything else, OSError when it cannot be opened."""
    refuse_special(path, follow)
    return os.fdopen(open_handle(path, os.O_RDONLY, follow=follow), "rb")


def open_handle(path: Path, flags: int, mode: int = 0o666, follow: bool = False) -> int:
    """Open a regular file in binary mode and return its handle; links are followed only with `follow`.

    NotAFileError when it is something else, OSError when it cannot be opened.
    """
    for name in ("O_BINARY", "O_CLOEXEC", "O_NONBLOCK", *(() if follow else ("O_NOFOLLOW",))):
        flags |= getattr(os, name, 0)
    try:
        handle = os.open(path, flags, mode)
    except OSError:
        if not flags & os.O_EXCL:
            refuse_special(path, follow)
        raise
    kind = _kind(os.fstat(handle))
    if kind:
        os.close(handle)
        raise NotAFileError(path, kind)
    return handle


def read_regular(path: Path, follow: bool = False) -> bytes:
    """Return the content of a regular file; raises as `open_regular`."""
    with open_regular(path, follow) as file:
        return file.read()


def refuse_special(path: Path, follow: bool = False) -> None:
    """Raise NotAFileError for anything but a regular file; OSError when it cannot be examined."""
    kind = _kind(path.stat() if follow else path.lstat())
    if kind:
        raise NotAFileError(path, kind)


def refuse_special_target(path: Path) -> None:
    """Raise NotAFileError when writing a file here would replace or follow something special."""
    if not path.name:
        raise NotAFileError(path, _FOLDER)
    if is_taken(path):
        refuse_special(path)


def require_file(path: Path, what: str) -> None:
    """Raise PerfDeskError, beginning with `what`, unless the path leads to a regular file, also through a link."""
    try:
        refuse_special(path, follow=True)
    except NotAFileError as error:
        raise PerfDeskError(what, error.why, "请选择一个文件。") from error
    except PermissionError as error:
        raise PerfDeskError(what, f"没有权限读取“{path.parent}”。", "请检查权限，或换一个位置。") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise PerfDeskError(what, "没有这个文件。", "请检查文件名和位置。") from error


def is_taken(path: Path) -> bool:
    """Whether anything exists at this path, also a dangling link."""
    return os.path.lexists(path)


def is_folder(path: Path) -> bool:
    """Whether the path leads to a folder, also through a link; False when it cannot be examined."""
    try:
        return path.is_dir()
    except OSError:  # a name too long for the disk, or another user's folder
        return False


def real_path(path: Path) -> Path:
    """Return the path with links resolved; cyclic links stay as they are."""
    return Path(os.path.realpath(path))


def why_not(error: OSError, why: str) -> str:
    """Return the `why` of a NotAFileError, else the given one."""
    return error.why if isinstance(error, NotAFileError) else why


def _kind(found: os.stat_result) -> str:
    """Return in Chinese what is not a regular file; empty for a regular one."""
    if stat.S_ISREG(found.st_mode):
        return ""
    if stat.S_ISLNK(found.st_mode):
        return _LINK
    return _FOLDER if stat.S_ISDIR(found.st_mode) else _SPECIAL
