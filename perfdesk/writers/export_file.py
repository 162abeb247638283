"""Write an exported file atomically, and explain in Chinese why it cannot be written."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

from perfdesk.atomic_file import write_atomically
from perfdesk.errors import PerfDeskError
from perfdesk.safe_open import NotAFileError


def write_export(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a draft, then move it to `path`; PerfDeskError when that fails, with nothing changed."""
    try:
        write_atomically(path, write)
    except OSError as error:
        raise _export_error(path, error) from error


def _export_error(path: Path, error: OSError) -> PerfDeskError:
    what = f"没有导出“{path.name}”。"
    if isinstance(error, NotAFileError):
        return PerfDeskError(what, error.why, "请换一个文件名，或换一个位置。")
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return PerfDeskError(what, "磁盘已满。", "请清理磁盘或换一个位置，再导出一次。原来的文件没有改动。")
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return PerfDeskError(what, f"文件夹“{path.parent}”不存在。", "请先建好文件夹，或换一个位置。")
    if error.errno == errno.EROFS:
        return PerfDeskError(what, f"“{path.parent}”是只读的。", "请换一个可以写的位置。")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EISDIR, errno.EBUSY):
        return PerfDeskError(
            what,
            "文件可能正在 Word、WPS 或 Excel 中打开，或者这个位置不允许写入。",
            "请关闭该文件或换一个位置，再导出一次。原来的文件没有改动。",
        )
    return PerfDeskError(what, f"系统拒绝写入（错误码 {error.errno}）。", "请换一个位置再试。原来的文件没有改动。")
