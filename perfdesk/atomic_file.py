"""Write a file whole or not at all: into a neighbour first, then put in its place."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

from perfdesk.errors import PerfDeskError
from perfdesk.temporaries import temporary_beside


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a temporary file beside `path`, then replace `path` by it in one step.

    Raises PerfDeskError when the folder cannot be written, the disk is full, or the file is open elsewhere;
    the earlier file is then untouched and nothing half-written stays behind.
    """
    try:
        with temporary_beside(path) as draft:
            write(draft)
            with draft.open("r+b") as written:
                os.fsync(written.fileno())
            draft.replace(path)
    except OSError as error:
        raise _explained(path, error) from error


def _explained(path: Path, error: OSError) -> PerfDeskError:
    what = f"没有导出“{path.name}”。"
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
